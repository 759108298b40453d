"""What one act writes of several entries: in few queries, under one name, with their days, and taken back as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workstate.activity.models import Event
from workstate.core.clock import day_of, instant_of, now, today
from workstate.core.errors import Conflict, NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.timetracking.actions import (
    Act,
    Edit,
    Locked,
    Stale,
    change_entry,
    copy_entries,
    create_entry,
    delete_entry,
    lock_person,
    locked_entries,
    new_entry,
    running_entry,
    start_timer,
    stop_timer,
    take_back,
    write,
)
from workstate.timetracking.actions.instants import Overlap
from workstate.timetracking.models import Clock, DayShare, EntryDay, LockedPeriod, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase

DAY = date(2026, 11, 18)


class ActsTestCase(TimeTestCase):
    def at(self, hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
        return instant_of(day, time(hour, minute), self.by_ana.zone)

    def entry(self, start: datetime, stop: datetime, **more: Any) -> TimeEntry:
        return create_entry(by=self.by_ana, started_at=start, stopped_at=stop, **more)

    def write(self, **more: Any) -> Act:
        with transaction.atomic():
            lock_person(self.ana)
            return write(self.by_ana, **more)

    def undo(self, verb: str) -> None:
        """Take back the last act that was of this verb."""
        batch = Event.objects.filter(verb=verb).latest("pk").batch
        assert batch is not None
        take_back(batch, by=self.by_ana)

    def snapshot(self) -> list[tuple[Any, ...]]:
        columns = ("pk", "task", "project", "description", "started_at", "stopped_at", "day", "last_day", "duration")
        entries = list(TimeEntry.objects.kept().order_by("pk").values_list(*columns))
        labels = list(TimeEntry.objects.kept().order_by("pk", "labels__name").values_list("pk", "labels__name"))
        return [*entries, *labels, *EntryDay.objects.order_by("entry", "day").values_list("entry", "day", "seconds")]

    def by_day(self) -> dict[date, int]:
        found: dict[date, int] = {}
        for share in DayShare.objects.visible_to(self.by_ana):
            found[share.day] = found.get(share.day, 0) + share.seconds
        return found


class OverMidnightTest(ActsTestCase):
    def test_an_entry_over_midnight_is_kept_whole_and_counted_on_both_days(self) -> None:
        entry = self.entry(self.at(22), self.at(2, day=DAY + timedelta(days=1)))
        self.assertEqual((entry.day, entry.last_day, entry.duration), (DAY, DAY + timedelta(days=1), 4 * 3600))
        self.assertEqual(self.by_day(), {DAY: 7200, DAY + timedelta(days=1): 7200})
        change_entry(entry, by=self.by_ana, started_at=self.at(20), stopped_at=self.at(21))
        self.assertEqual(self.by_day(), {DAY: 3600})
        self.assertIs(EntryDay.objects.exists(), False)

    def test_a_timer_over_midnight_is_counted_on_both_days(self) -> None:
        yesterday = today(self.by_ana.zone) - timedelta(days=1)
        entry = start_timer(by=self.by_ana, at=instant_of(yesterday, time(23, 59), self.by_ana.zone))
        stop_timer(by=self.by_ana)
        entry.refresh_from_db()
        self.assertEqual((entry.day, entry.last_day), (yesterday, yesterday + timedelta(days=1)))
        self.assertEqual(self.by_day()[yesterday], 60)
        self.assertEqual(sum(self.by_day().values()), entry.duration)
        self.undo("timer.stopped")
        self.assertEqual((running_entry(self.ana), EntryDay.objects.count()), (entry, 0))

    def test_what_is_in_the_bin_counts_nowhere(self) -> None:
        delete_entry(self.entry(self.at(22), self.at(2, day=DAY + timedelta(days=1))), by=self.by_ana)
        self.assertEqual(self.by_day(), {})

    def test_who_moves_west_while_the_timer_runs_stops_it_on_the_days_of_there(self) -> None:
        begin = now() - timedelta(hours=20)
        self.ana.time_zone = "Pacific/Auckland"
        start_timer(by=self.by_ana, at=begin)
        self.ana.time_zone = "America/Los_Angeles"
        stopped = stop_timer(by=self.by_ana)
        assert stopped is not None
        self.assertEqual(stopped.day, day_of(begin, self.by_ana.zone))
        self.assertEqual(sum(self.by_day().values()), stopped.duration)
        self.ana.time_zone = "Pacific/Auckland"
        copy_entries([stopped.pk], by=self.by_ana)
        self.undo("timer.stopped")
        self.assertEqual(sum(self.by_day().values()), stopped.duration)

    def test_an_undo_in_another_zone_puts_time_on_the_days_of_that_one(self) -> None:
        entry = self.entry(self.at(22), self.at(2, day=DAY + timedelta(days=1)))
        change_entry(entry, by=self.by_ana, started_at=self.at(8), stopped_at=self.at(9))
        self.ana.time_zone = "America/New_York"
        self.undo("entry.changed")
        entry.refresh_from_db()
        self.assertEqual((entry.day, entry.last_day, self.by_day()), (DAY, None, {DAY: 4 * 3600}))


class WritingTest(ActsTestCase):
    def _many(self, count: int) -> list[TimeEntry]:
        made = [
            new_entry(
                self.by_ana,
                description=f"Part {number}",
                labels=["dev"],
                started_at=self.at(8) + timedelta(minutes=number),
                stopped_at=self.at(8) + timedelta(minutes=number + 1),
            )
            for number in range(count)
        ]
        return self.write(made=made).entries

    def test_many_cost_as_many_queries_as_few(self) -> None:
        def cost(count: int) -> int:
            entries = self._many(count)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.write(
                    changed=[
                        Edit(entry, {"project": self.website}, ["dev", f"n{at % 3}"])
                        for at, entry in enumerate(entries[1:])
                    ],
                    removed=entries[:1],
                )
            return len([query for query in queries if "label" not in query["sql"].split("FROM")[0].lower()])

        cost(4)  # makes the labels
        self.assertEqual(cost(5), cost(60))

    def test_one_act_is_told_under_one_name_and_taken_back_as_one(self) -> None:
        entries = self._many(3)
        before = self.snapshot()
        act = self.write(
            changed=[Edit(entries[0], {"description": "Whole", "billable": True}, ["phone"])],
            removed=[entries[1]],
            made=[new_entry(self.by_ana, day=DAY, duration=600, task=self.task)],
        )
        self.assertEqual(Event.objects.filter(batch=act.batch).count(), 3)
        self.assertNotEqual(self.snapshot(), before)
        take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.snapshot(), before)

    def test_nothing_is_taken_back_of_what_has_changed_since(self) -> None:
        first, second, _third = self._many(3)
        act = self.write(changed=[Edit(first, {"description": "One"}), Edit(second, {"description": "Two"})])
        change_entry(second, by=self.by_ana, description="Three")
        before = self.snapshot()
        with self.assertRaises(Conflict):
            take_back(act.batch, by=self.by_ana)
        self.assertEqual(self.snapshot(), before)

    def test_nobody_takes_back_or_writes_anothers(self) -> None:
        entries = self._many(2)
        act = self.write(removed=[entries[0]])
        before = self.counted()
        for stranger in (self.by_mara, self.by_boris, self.by_gil):
            with self.assertRaises(Conflict):
                take_back(act.batch, by=stranger)
            with self.assertRaises(NotFound), transaction.atomic():
                locked_entries([entries[1].pk], by=stranger)
            with self.assertRaises(NotAllowed), transaction.atomic():
                write(stranger, removed=[entries[1]])
        with self.assertRaises(Conflict):
            take_back(new_id(), by=self.by_ana)
        # A row of the clock is made for whoever asks; nothing else is.
        self.assertEqual(self.counted(), before)

    def test_taking_back_a_switch_lets_the_first_timer_run_on(self) -> None:
        first = start_timer(self.task, by=self.by_ana, at=now() - timedelta(hours=1))
        second = start_timer(self.inbox_task, by=self.by_ana)
        self.undo("timer.started")
        running = running_entry(self.ana)
        assert running is not None
        self.assertEqual((running.pk, running.started_at, running.duration), (first.pk, first.started_at, None))
        second.refresh_from_db()
        self.assertIsNotNone(second.deleted_at)

    def test_an_undo_is_itself_undone(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(hours=1))
        stop_timer(by=self.by_ana)
        stopped = self.snapshot()
        self.undo("timer.stopped")
        self.assertIsNotNone(running_entry(self.ana))
        self.undo("entry.changed")
        self.assertEqual((running_entry(self.ana), self.snapshot()), (None, stopped))
        self.undo("entry.changed")
        self.assertIsNotNone(running_entry(self.ana))

    def test_acts_on_one_entry_are_undone_one_after_the_other(self) -> None:
        entry = self.entry(self.at(8), self.at(9), description="One")
        states, batches = [self.snapshot()], []
        for columns in ({"description": "Two"}, {"billable": True}, {"description": "Three"}):
            batches.append(self.write(changed=[Edit(entry, columns)]).batch)
            states.append(self.snapshot())
        for batch, before in zip(reversed(batches), reversed(states[:-1]), strict=True):
            take_back(batch, by=self.by_ana)
            self.assertEqual(self.snapshot(), before)
        with self.assertRaises(Conflict):
            take_back(batches[1], by=self.by_ana)

    def test_a_stop_is_not_undone_while_another_timer_runs(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(hours=1))
        stop_timer(by=self.by_ana)
        start_timer(self.inbox_task, by=self.by_ana)
        before = self.snapshot()
        with self.assertRaisesMessage(Conflict, "Another timer runs now"):
            self.undo("timer.stopped")
        self.assertEqual(self.snapshot(), before)


class LockedTest(ActsTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.kept = self.entry(self.at(8), self.at(9))
        self.gone = delete_entry(self.entry(self.at(10), self.at(11)), by=self.by_ana)
        self.later = self.entry(self.at(8, day=DAY + timedelta(days=1)), self.at(9, day=DAY + timedelta(days=1)))
        self.act = self.write(changed=[Edit(self.kept, {"description": "Before"})])
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace, last=DAY, locked_by=self.mara, locked_at=timezone.now()
        )

    def test_a_locked_day_neither_gains_nor_loses_anything(self) -> None:
        before = self.snapshot()
        for refused in (
            lambda: self.entry(self.at(12), self.at(13)),
            lambda: create_entry(by=self.by_ana, day=DAY, duration=60),
            lambda: self.entry(self.at(23, day=DAY), self.at(1, day=DAY + timedelta(days=1))),
            lambda: change_entry(self.kept, by=self.by_ana, description="No"),
            lambda: change_entry(self.kept, by=self.by_ana, labels=["no"]),
            lambda: change_entry(self.later, by=self.by_ana, started_at=self.at(8), stopped_at=self.at(9)),
            lambda: delete_entry(self.kept, by=self.by_ana),
            lambda: self.write(restored=[self.gone]),
            lambda: take_back(self.act.batch, by=self.by_ana),
        ):
            with self.assertRaises(Locked):
                refused()
        self.assertEqual(self.snapshot(), before)

    def test_days_between_the_first_and_the_last_are_locked_too(self) -> None:
        yesterday = today(self.by_ana.zone) - timedelta(days=1)
        start_timer(by=self.by_ana, at=now() - timedelta(days=2, hours=3))
        over = stop_timer(by=self.by_ana)
        assert over is not None
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace,
            first=yesterday,
            last=yesterday,
            locked_by=self.mara,
            locked_at=timezone.now(),
        )
        before = self.snapshot()
        for refused in (
            lambda: delete_entry(over, by=self.by_ana),
            lambda: change_entry(over, by=self.by_ana, description="No"),
            lambda: self.undo("timer.stopped"),
        ):
            with self.assertRaises(Locked):
                refused()
        self.assertEqual(self.snapshot(), before)

    def test_no_timer_begins_or_reaches_back_over_locked_days(self) -> None:
        yesterday = today(self.by_ana.zone) - timedelta(days=1)
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace,
            first=yesterday,
            last=yesterday,
            locked_by=self.mara,
            locked_at=timezone.now(),
        )
        early = now() - timedelta(days=2)
        with self.assertRaises(Locked):
            start_timer(by=self.by_ana, at=early)
        running = start_timer(by=self.by_ana)
        with self.assertRaises(Locked):
            change_entry(running, by=self.by_ana, started_at=early)

    def test_other_days_and_other_workspaces_are_free(self) -> None:
        change_entry(self.later, by=self.by_ana, description="Yes")
        create_entry(by=self.by_boris, day=DAY, duration=60)

    def test_a_timer_that_runs_is_stopped_and_discarded_whatever_is_locked(self) -> None:
        start_timer(by=self.by_ana)
        LockedPeriod.objects.create(
            workspace=self.by_ana.workspace, last=today(self.by_ana.zone), locked_by=self.mara, locked_at=timezone.now()
        )
        self.assertIsNotNone(stop_timer(by=self.by_ana))
        with self.assertRaises(Locked):
            start_timer(by=self.by_ana)


class VersionTest(ActsTestCase):
    def version(self) -> int:
        return Clock.objects.get(user=self.ana).version

    def test_a_start_that_comes_after_the_stop_is_refused(self) -> None:
        start_timer(self.task, by=self.by_ana)
        seen = self.version()
        stop_timer(by=self.by_ana)
        before = self.counted()
        with self.assertRaises(Stale) as refusal:
            start_timer(self.inbox_task, by=self.by_ana, version=seen)
        self.assertEqual(refusal.exception.details, {"version": seen + 1, "entry": None})
        with self.assertRaises(Stale):
            stop_timer(by=self.by_ana, version=seen)
        self.assertEqual(self.counted(), before)
        start_timer(self.inbox_task, by=self.by_ana, version=seen + 1)

    def test_the_same_start_again_is_no_stale_one(self) -> None:
        pk = new_id()
        start_timer(self.task, by=self.by_ana, version=0, id=pk)
        self.assertEqual(start_timer(self.task, by=self.by_ana, version=0, id=pk).pk, pk)

    def test_every_change_of_the_timer_makes_a_new_version_and_words_do_not(self) -> None:
        entry = start_timer(by=self.by_ana, at=now() - timedelta(hours=1))
        versions = [self.version()]
        change_entry(entry, by=self.by_ana, description="Words")
        self.assertEqual(self.version(), versions[-1])
        changes: tuple[Callable[[], object], ...] = (
            lambda: change_entry(entry, by=self.by_ana, started_at=now() - timedelta(minutes=30)),
            lambda: delete_entry(entry, by=self.by_ana),
            lambda: self.undo("entry.deleted"),
            lambda: stop_timer(by=self.by_ana),
        )
        for change in changes:
            change()
            versions.append(self.version())
        self.assertEqual(versions, sorted(set(versions)))

    def test_a_claimed_start_neither_runs_over_tracked_time_nor_lies_weeks_back(self) -> None:
        current = now()
        create_entry(by=self.by_ana, started_at=current - timedelta(hours=3), stopped_at=current - timedelta(hours=1))
        with self.assertRaises(Overlap) as refusal:
            start_timer(by=self.by_ana, at=current - timedelta(hours=2))
        self.assertEqual(refusal.exception.details["earliest"], (current - timedelta(hours=1)).isoformat())
        with self.assertRaisesMessage(Exception, "more than a week ago"):
            start_timer(by=self.by_ana, at=current - timedelta(days=8))
        start_timer(by=self.by_ana, at=current - timedelta(hours=1))
