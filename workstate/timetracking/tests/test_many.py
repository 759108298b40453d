"""Many entries at once: changed, moved, copied, deleted, split and merged, each as one act with one Undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from unittest import TestCase
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.clock import now, today
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.timetracking.actions import (
    Locked,
    change_entries,
    copy_entries,
    create_entry,
    delete_entries,
    extend_entry,
    mend_overlap,
    merge_entries,
    split_entry,
    start_timer,
    take_back,
)
from workstate.timetracking.actions.splitting import MOST_PARTS, lengths_of
from workstate.timetracking.gaps import Means
from workstate.timetracking.models import DayShare, EntryDay, LockedPeriod, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase

MONDAY = date(2026, 3, 2)


class ManyCase(TimeTestCase):
    def entry(
        self, begins: str, ends: str = "", *, day: date = MONDAY, by: Actor | None = None, **more: Any
    ) -> TimeEntry:
        """From one clock time to another on the day, or a length such as "1:30"."""
        by = by or self.by_ana
        if not ends:
            hours, minutes = map(int, begins.split(":"))
            return create_entry(by=by, day=day, duration=hours * 3600 + minutes * 60, **more)
        start, stop = (datetime.combine(day, time.fromisoformat(at), tzinfo=by.zone) for at in (begins, ends))
        if stop <= start:
            stop = datetime.combine(day + timedelta(days=1), stop.time(), tzinfo=by.zone)
        return create_entry(by=by, started_at=start, stopped_at=stop, **more)

    def seen(self) -> list[tuple[str, str, int]]:
        """Ana's kept entries in the order of time: words, from–to or the day, seconds."""
        found = []
        for entry in TimeEntry.objects.of(self.ana).kept().order_by("day", "started_at", "id"):
            zone = self.by_ana.zone
            span = str(entry.day)
            if entry.started_at:
                end = f"{entry.stopped_at.astimezone(zone):%H:%M}" if entry.stopped_at else ""
                span = f"{entry.started_at.astimezone(zone):%d %H:%M}-{end}"
            found.append((entry.description, span, entry.duration or 0))
        return found

    def state(self) -> list[object]:
        """All that an act may change, as it stands."""
        rows = (
            TimeEntry.objects.kept()
            .order_by("pk")
            .values_list(
                "pk",
                "task",
                "project",
                "description",
                "billable",
                "started_at",
                "stopped_at",
                "day",
                "last_day",
                "duration",
            )
        )
        labels = TimeEntry.objects.kept().order_by("pk", "labels__name").values_list("pk", "labels__name")
        return [
            *rows,
            *labels,
            *EntryDay.objects.order_by("entry", "day").values_list("entry", "day", "seconds", "before"),
        ]


class ChangeTest(ManyCase):
    def test_all_are_changed_under_one_batch_and_one_undo_brings_everything_back(self) -> None:
        one, two = self.entry("09:00", "10:00", labels=["dev"]), self.entry("1:30", description="old")
        before = self.state()
        act = change_entries(
            [one.pk, two.pk], by=self.by_ana, task=self.task, description="new", billable=True, add_labels=["phone"]
        )
        self.assertEqual(Event.objects.filter(batch=act.batch).count(), 2)
        for entry in TimeEntry.objects.all():
            self.assertEqual(
                (entry.task, entry.project, entry.description, entry.billable), (self.task, self.website, "new", True)
            )
        self.assertEqual(
            [sorted(label.name for label in e.labels.all()) for e in (one, two)], [["dev", "phone"], ["phone"]]
        )
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.state(), before)

    def test_what_leaves_its_task_for_a_project_keeps_the_title_as_its_words(self) -> None:
        on_task = create_entry(by=self.by_ana, day=today(self.by_ana.zone), duration=600, task=self.task)
        described = create_entry(
            by=self.by_ana, day=today(self.by_ana.zone), duration=600, task=self.task, description="Told"
        )
        change_entries([on_task.pk, described.pk], by=self.by_ana, task=None, project=self.website)
        self.assertEqual(
            list(
                TimeEntry.objects.filter(pk__in=[on_task.pk, described.pk])
                .order_by("pk")
                .values_list("description", "task")
            ),
            [("Call Ana", None), ("Told", None)],
        )

    def test_labels_are_added_and_taken_off_whatever_case_they_are_written_in(self) -> None:
        one, two = self.entry("1:00", labels=["dev", "phone"]), self.entry("2:00", labels=["phone"])
        change_entries([one.pk, two.pk], by=self.by_ana, remove_labels=["PHONE"])
        self.assertEqual([[label.name for label in e.labels.all()] for e in (one, two)], [["dev"], []])
        change_entries([one.pk, two.pk], by=self.by_ana, labels=["home"])
        self.assertEqual([[label.name for label in e.labels.all()] for e in (one, two)], [["home"], ["home"]])

    def test_moved_to_another_day_they_keep_their_time_of_day_and_their_length(self) -> None:
        one, two = self.entry("01:00", "04:30"), self.entry("1:30", day=MONDAY + timedelta(days=1))
        change_entries([one.pk, two.pk], by=self.by_ana, day=date(2026, 3, 29))  # the clocks go from 2 to 3
        self.assertEqual(self.seen(), [("", "29 01:00-05:30", 12600), ("", "2026-03-29", 5400)])
        change_entries([one.pk], by=self.by_ana, day=date(2025, 10, 26))  # 2 o'clock comes twice
        self.assertEqual(self.seen()[0], ("", "26 01:00-03:30", 12600))
        change_entries([one.pk], by=self.by_ana, day=MONDAY)
        self.assertEqual(self.seen()[0], ("", "02 01:00-04:30", 12600))

    def test_moved_over_midnight_the_parts_move_along(self) -> None:
        night = self.entry("23:00", "01:30")
        change_entries([night.pk], by=self.by_ana, day=date(2026, 3, 9))
        shares = DayShare.objects.order_by("day").values_list("day", "seconds")
        self.assertEqual(list(shares), [(date(2026, 3, 9), 3600), (date(2026, 3, 10), 5400)])

    def test_what_would_lie_in_the_future_is_refused_and_nothing_moves(self) -> None:
        one, two = self.entry("09:00", "10:00"), self.entry("1:00")
        before = self.state()
        with self.assertRaisesMessage(Invalid, "in the future"):
            change_entries([one.pk, two.pk], by=self.by_ana, day=today(self.by_ana.zone) + timedelta(days=2))
        self.assertEqual(self.state(), before)

    def test_none_is_changed_when_one_is_not_ones_own(self) -> None:
        mine, maras = self.entry("1:00"), self.entry("1:00", by=self.by_mara)
        bin_ = self.entry("2:00")
        delete_entries([bin_.pk], by=self.by_ana)
        counted = self.counted()
        for ids in ([mine.pk, maras.pk], [mine.pk, new_id()], [mine.pk, bin_.pk]):
            with self.assertRaises(NotFound):
                change_entries(ids, by=self.by_ana, description="x")
        with self.assertRaises(NotFound):
            change_entries([mine.pk], by=self.by_mara, description="x")
        with self.assertRaises(NotFound):
            change_entries([mine.pk], by=self.by_boris, description="x")
        with self.assertRaises(Invalid):
            change_entries([], by=self.by_ana, description="x")
        with self.assertRaises(Invalid):
            change_entries([mine.pk], by=self.by_ana, owner="x")
        with self.assertRaises(Invalid):
            change_entries([new_id() for _n in range(501)], by=self.by_ana, description="x")
        self.assertEqual(self.counted(), counted)

    def test_locked_days_refuse_the_whole_act(self) -> None:
        one, two = self.entry("1:00"), self.entry("1:00", day=MONDAY + timedelta(days=9))
        LockedPeriod.objects.create(workspace=self.by_ana.workspace, last=MONDAY, locked_at=now())
        before = self.state()
        acts: list[Callable[[], object]] = [
            lambda: change_entries([one.pk, two.pk], by=self.by_ana, description="x"),
            lambda: delete_entries([one.pk, two.pk], by=self.by_ana),
            lambda: copy_entries([two.pk], by=self.by_ana, day=MONDAY),
            lambda: merge_entries([one.pk, self.entry("2:00", day=MONDAY + timedelta(days=9)).pk], by=self.by_ana),
            lambda: split_entry(one, by=self.by_ana, parts=2),
        ]
        for act in acts:
            with self.assertRaises((Locked, Invalid)):
                act()
        TimeEntry.objects.filter(duration=7200).delete()
        self.assertEqual(self.state(), before)

    def test_the_number_of_queries_is_the_same_for_five_and_two_hundred(self) -> None:
        entries = [self.entry(f"{hour:02}:00", f"{hour:02}:20", day=MONDAY + timedelta(days=day), task=self.task, labels=["dev"])
                   for day in range(10) for hour in range(20)]  # fmt: skip
        ids = [entry.pk for entry in entries]

        def queries(act: Any) -> int:
            with CaptureQueriesContext(connection) as captured:
                act()
            return len(captured)

        acts: list[Callable[[list[UUID]], object]] = [
            lambda some: change_entries(some, by=self.by_ana, description=str(new_id()), add_labels=["phone"]),
            lambda some: change_entries(some, by=self.by_ana, day=MONDAY + timedelta(days=int(new_id()) % 80 - 100)),
            lambda some: copy_entries(some, by=self.by_ana, day=MONDAY - timedelta(days=1)),
            lambda some: take_back(
                change_entries(some, by=self.by_ana, description=str(new_id())).batch, by=self.by_ana
            ),
            lambda some: take_back(delete_entries(some, by=self.by_ana).batch, by=self.by_ana),
            lambda some: take_back(merge_entries(some, by=self.by_ana).batch, by=self.by_ana),
        ]
        for each in acts:
            each(ids[:2])  # whatever is looked up but once
            self.assertEqual(queries(lambda: each(ids[:5])), queries(lambda: each(ids)))  # noqa: B023


class CopyTest(ManyCase):
    def test_copies_say_the_same_at_the_same_time_of_day(self) -> None:
        one = self.entry("09:00", "10:00", task=self.task, labels=["dev"], billable=True, description="words")
        act = copy_entries([one.pk], by=self.by_ana, day=date(2026, 3, 30))
        [twin] = act.entries
        self.assertEqual((twin.task, twin.billable, twin.description), (self.task, True, "words"))
        self.assertEqual([label.name for label in twin.labels.all()], ["dev"])
        self.assertEqual(self.seen()[1], ("words", "30 09:00-10:00", 3600))
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(len(self.seen()), 1)

    def test_what_would_lie_in_the_future_becomes_hours_of_the_day(self) -> None:
        one = self.entry("09:00", "10:00")
        ahead = today(self.by_ana.zone) + timedelta(days=1)
        copy_entries([one.pk], by=self.by_ana, day=ahead)
        self.assertEqual(self.seen()[1], ("", str(ahead), 3600))

    def test_a_running_timer_is_not_copied(self) -> None:
        with self.assertRaises(Conflict):
            copy_entries([start_timer(by=self.by_ana).pk], by=self.by_ana)


class DeleteTest(ManyCase):
    def test_a_running_one_is_discarded_and_its_clock_goes_on_by_undo(self) -> None:
        one, running = self.entry("1:00"), start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=5))
        act = delete_entries([one.pk, running.pk], by=self.by_ana)
        self.assertEqual(TimeEntry.objects.kept().count(), 0)
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.running(), running)


class SplitTest(ManyCase):
    def at(self, clock: str) -> datetime:
        return datetime.combine(MONDAY, time.fromisoformat(clock), tzinfo=self.by_ana.zone)

    def test_at_a_time_the_first_part_stays_the_entry_and_the_second_says_the_same(self) -> None:
        one = self.entry("09:00", "12:00", task=self.task, labels=["dev"], description="words", billable=True)
        before = self.state()
        act = split_entry(one, by=self.by_ana, at=self.at("10:15"))
        self.assertEqual(self.seen(), [("words", "02 09:00-10:15", 4500), ("words", "02 10:15-12:00", 6300)])
        first, second = TimeEntry.objects.order_by("started_at")
        self.assertEqual((first.pk, second.task, second.billable), (one.pk, self.task, True))
        self.assertEqual([label.name for label in second.labels.all()], ["dev"])
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.state(), before)

    def test_after_a_length_and_into_equal_parts(self) -> None:
        split_entry(self.entry("09:00", "12:00"), by=self.by_ana, after=5400)
        self.assertEqual([span for _w, span, _s in self.seen()], ["02 09:00-10:30", "02 10:30-12:00"])
        split_entry(self.entry("1:40", day=MONDAY + timedelta(days=1)), by=self.by_ana, parts=3)
        self.assertEqual([seconds for _w, span, seconds in self.seen() if span == "2026-03-03"], [2000, 2000, 2000])

    def test_over_midnight_each_day_keeps_its_part(self) -> None:
        night = self.entry("23:00", "02:00")
        shares = dict(DayShare.objects.values_list("day", "seconds"))
        split_entry(night, by=self.by_ana, after=5400)
        found: dict[date, int] = {}
        for day, seconds in DayShare.objects.values_list("day", "seconds"):
            found[day] = found.get(day, 0) + seconds
        self.assertEqual(found, shares)

    def test_a_timer_goes_on_from_where_it_was_split(self) -> None:
        at = now() - timedelta(minutes=30)
        running = start_timer(self.task, by=self.by_ana, at=at - timedelta(minutes=30))
        act = split_entry(running, by=self.by_ana, at=at)
        running.refresh_from_db()
        self.assertEqual((running.started_at, running.stopped_at), (at, None))
        done = TimeEntry.objects.exclude(pk=running.pk).get()
        self.assertEqual((done.duration, done.task), (1800, self.task))
        take_back(act.batch, by=self.by_ana)
        running.refresh_from_db()
        self.assertEqual(running.started_at, at - timedelta(minutes=30))
        with self.assertRaises(Invalid):
            split_entry(running, by=self.by_ana, parts=2)

    def test_outside_of_it_nothing_is_split(self) -> None:
        one, logged = self.entry("09:00", "12:00"), self.entry("1:00")
        counted = self.counted()
        wrong: list[dict[str, Any]] = [
            {"at": self.at("09:00")}, {"at": self.at("12:00")}, {"at": self.at("08:00")}, {"after": 0}, {"after": 10800},
            {"after": -5}, {"parts": 1}, {"parts": MOST_PARTS + 1}, {}, {"at": datetime(2026, 3, 2, 10, 15)},  # noqa: DTZ001
        ]  # fmt: skip
        for how in wrong:
            with self.subTest(how=how), self.assertRaises(Invalid):
                split_entry(one, by=self.by_ana, **how)
        with self.assertRaises(Invalid):
            split_entry(logged, by=self.by_ana, at=self.at("10:00"))
        with self.assertRaises(NotAllowed):
            split_entry(one, by=self.by_mara, parts=2)
        self.assertEqual(self.counted(), counted)


class LengthsTest(TestCase):
    @given(st.integers(1, 400_000), st.integers(2, MOST_PARTS), st.integers(1, 400_000))
    def test_no_second_is_lost_or_invented(self, seconds: int, parts: int, after: int) -> None:
        for how in ({"parts": parts}, {"after": after}):
            try:
                lengths = lengths_of(seconds, **how)
            except Invalid:
                continue
            self.assertEqual(sum(lengths), seconds)
            self.assertTrue(all(length > 0 for length in lengths))
            if "parts" in how:
                self.assertLessEqual(max(lengths) - min(lengths), 1)


class MergeTest(ManyCase):
    def test_what_touches_becomes_one_stretch_with_the_words_of_the_first_and_the_labels_of_all(self) -> None:
        later = self.entry("10:00", "11:00", description="later", labels=["phone"])
        first = self.entry("09:00", "10:00", description="first", task=self.task, labels=["dev"])
        before = self.state()
        act = merge_entries([later.pk, first.pk], by=self.by_ana)
        self.assertEqual(self.seen(), [("first", "02 09:00-11:00", 7200)])
        self.assertEqual(
            [label.name for label in TimeEntry.objects.kept().get().labels.order_by("name")], ["dev", "phone"]
        )
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.state(), before)

    def test_a_minute_between_them_is_bridged_and_more_is_not(self) -> None:
        start = datetime.combine(MONDAY, time(9), tzinfo=UTC)

        def pair(apart: int) -> list[Any]:
            TimeEntry.objects.all().delete()
            hour = timedelta(hours=1)
            again = start + hour + timedelta(seconds=apart)
            return [create_entry(by=self.by_ana, started_at=s, stopped_at=s + hour).pk for s in (start, again)]

        merge_entries(pair(60), by=self.by_ana)
        self.assertEqual([seconds for _w, _s, seconds in self.seen()], [7260])
        merge_entries(pair(61), by=self.by_ana)
        self.assertEqual(self.seen(), [("", "2026-03-02", 7200)])

    def test_with_a_gap_between_they_become_the_hours_of_the_day(self) -> None:
        ids = [self.entry("09:00", "10:00").pk, self.entry("14:00", "15:30").pk, self.entry("0:15").pk]
        merge_entries(ids, by=self.by_ana)
        self.assertEqual(self.seen(), [("", "2026-03-02", 3600 + 5400 + 900)])

    def test_time_that_lay_in_two_counts_once(self) -> None:
        ids = [self.entry("09:00", "10:30").pk, self.entry("10:00", "11:00").pk]
        merge_entries(ids, by=self.by_ana)
        self.assertEqual(self.seen(), [("", "02 09:00-11:00", 7200)])

    def test_over_midnight_what_touches_merges_and_other_days_do_not(self) -> None:
        tuesday = MONDAY + timedelta(days=1)
        late, early = self.entry("23:00", "00:00"), self.entry("00:00", "01:00", day=tuesday)
        other = self.entry("09:00", "10:00", day=tuesday)
        with self.assertRaisesMessage(Invalid, "one day"):
            merge_entries([late.pk, other.pk], by=self.by_ana)
        merge_entries([late.pk, early.pk], by=self.by_ana)
        self.assertEqual(self.seen()[0], ("", "02 23:00-01:00", 7200))
        self.assertEqual(EntryDay.objects.count(), 2)

    def test_one_alone_a_running_one_and_more_than_a_day_are_refused(self) -> None:
        one, running = self.entry("09:00", "10:00"), start_timer(by=self.by_ana)
        long = [self.entry("13:00", day=date(2026, 3, 5)).pk, self.entry("12:00", day=date(2026, 3, 5)).pk]
        counted = self.counted()
        for ids in ([one.pk], [one.pk, running.pk], long):
            with self.assertRaises((Invalid, Conflict)):
                merge_entries(ids, by=self.by_ana)
        self.assertEqual(self.counted(), counted)


class MendTest(ManyCase):
    def test_each_means_parts_them_and_is_taken_back(self) -> None:
        long = self.entry("09:00", "12:00", description="long", labels=["dev"])
        within = self.entry("10:00", "10:30", description="within")
        before = self.state()
        expected = {
            Means.SPLIT_FIRST: ["long 09:00-10:00", "long 10:30-12:00", "within 10:00-10:30"],
            Means.END_FIRST: ["long 09:00-10:00", "within 10:00-10:30"],
            Means.START_FIRST: ["long 10:30-12:00", "within 10:00-10:30"],
        }
        for means, shown in expected.items():
            with self.subTest(means=means):
                act = mend_overlap(within, long, means, by=self.by_ana)
                self.assertEqual(sorted(f"{words} {span[3:]}" for words, span, _s in self.seen()), shown)
                take_back(act.batch, by=self.by_ana)
                self.assertEqual(self.state(), before)
        with self.assertRaises(Conflict):
            mend_overlap(within, long, Means.START_SECOND, by=self.by_ana)
        with self.assertRaises(NotAllowed):
            mend_overlap(within, long, Means.END_FIRST, by=self.by_mara)

    def test_what_was_mended_meanwhile_is_not_mended_again(self) -> None:
        one, two = self.entry("09:00", "10:30"), self.entry("10:00", "11:00")
        mend_overlap(one, two, Means.END_FIRST, by=self.by_ana)
        counted = self.counted()
        with self.assertRaises(Conflict):
            mend_overlap(one, two, Means.END_FIRST, by=self.by_ana)
        self.assertEqual(self.counted(), counted)

    def test_the_same_time_twice_loses_one(self) -> None:
        one, two = self.entry("09:00", "10:30"), self.entry("09:00", "10:30")
        mend_overlap(one, two, Means.REMOVE_SECOND, by=self.by_ana)
        self.assertEqual(len(self.seen()), 1)

    def test_an_entry_is_stretched_over_a_gap_in_either_direction(self) -> None:
        one = self.entry("09:00", "10:00")
        extend_entry(one, by=self.by_ana, to=datetime.combine(MONDAY, time(11), tzinfo=self.by_ana.zone))
        act = extend_entry(one, by=self.by_ana, to=datetime.combine(MONDAY, time(8, 30), tzinfo=self.by_ana.zone))
        self.assertEqual(self.seen(), [("", "02 08:30-11:00", 9000)])
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.seen(), [("", "02 09:00-11:00", 7200)])
        for wrong in (time(9), time(10), time(11)):
            with self.assertRaises(Invalid):
                extend_entry(one, by=self.by_ana, to=datetime.combine(MONDAY, wrong, tzinfo=self.by_ana.zone))
        with self.assertRaises(Invalid):
            extend_entry(one, by=self.by_ana, to=now() + timedelta(days=1))
        with self.assertRaises(Invalid):
            extend_entry(one, by=self.by_ana, to=now() - timedelta(days=1))
