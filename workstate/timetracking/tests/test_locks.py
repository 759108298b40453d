"""Locked days: no door lets time in, out or through, whoever comes. A timer still ends as it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from workstate.activity.models import Event
from workstate.core.actor import Via
from workstate.core.clock import now, today
from workstate.tasks.actions import add_line
from workstate.tasks.models import Task
from workstate.timetracking import actions
from workstate.timetracking.actions.idle import Part, settle_gap
from workstate.timetracking.actions.locking import Locked
from workstate.timetracking.actions.many import change_entries, copy_entries, delete_entries
from workstate.timetracking.actions.mending import extend_entry
from workstate.timetracking.actions.merging import merge_entries
from workstate.timetracking.actions.periods import lock_period, unlock_period
from workstate.timetracking.actions.splitting import split_entry
from workstate.timetracking.models import Clock, EntryDay, LockedPeriod, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 8)
INSIDE, OUTSIDE = date(2026, 3, 4), date(2026, 3, 11)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


class LockTestCase(TimeTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.clocked = actions.create_entry(
            by=cls.by_ana, started_at=at(INSIDE, 8), stopped_at=at(INSIDE, 10), task=cls.task, labels=["deep"]
        )
        cls.next = actions.create_entry(by=cls.by_ana, started_at=at(INSIDE, 10), stopped_at=at(INSIDE, 11))
        cls.logged = actions.create_entry(by=cls.by_ana, day=INSIDE, duration=3600)
        cls.binned = actions.delete_entry(actions.create_entry(by=cls.by_ana, day=INSIDE, duration=60), by=cls.by_ana)
        cls.outside = actions.create_entry(by=cls.by_ana, started_at=at(OUTSIDE, 8), stopped_at=at(OUTSIDE, 9))
        cls.hours = actions.create_entry(by=cls.by_ana, day=OUTSIDE, duration=600)
        cls.changed_before = change_entries([cls.logged.pk], by=cls.by_ana, description="Reading").batch
        # Sunday 22:00 to Monday 2:00 at home: from the last locked day into the first that is not.
        cls.over = actions.create_entry(
            by=cls.by_ana, started_at=at(date(2026, 3, 8), 21), stopped_at=at(date(2026, 3, 9), 1)
        )

    def lock(self) -> LockedPeriod:
        return lock_period(by=self.by_mara, first=FIRST, last=LAST)

    def stored(self) -> Any:
        return (
            list(TimeEntry.objects.order_by("pk").values()),
            list(EntryDay.objects.order_by("pk").values()),
            Event.objects.count(),
        )

    def doors(self) -> dict[str, Callable[[], object]]:
        ana = self.by_ana
        new = actions.NewEntry(at(INSIDE, 12), at(INSIDE, 13), INSIDE)
        through_midnight = actions.NewEntry(at(date(2026, 3, 1), 22), at(FIRST, 1), date(2026, 3, 1))
        return {
            "writing down hours": lambda: actions.create_entry(by=ana, day=INSIDE, duration=60),
            "writing down clock times": lambda: actions.create_entry(
                by=ana, started_at=at(INSIDE, 14), stopped_at=at(INSIDE, 15)
            ),
            "over midnight into it": lambda: actions.create_entry(
                by=ana, started_at=at(date(2026, 3, 1), 22), stopped_at=at(FIRST, 1)
            ),
            "over midnight out of it": lambda: actions.create_entry(
                by=ana, started_at=at(LAST, 22), stopped_at=at(date(2026, 3, 9), 1)
            ),
            "changing what it is about": lambda: actions.change_entry(self.clocked, by=ana, task=None, project=None),
            "changing words": lambda: actions.change_entry(self.clocked, by=ana, description="Other"),
            "changing labels": lambda: actions.change_entry(self.clocked, by=ana, labels=["new"]),
            "changing billable": lambda: actions.change_entry(self.clocked, by=ana, billable=True),
            "changing its length": lambda: actions.change_entry(self.logged, by=ana, day=INSIDE, duration=1),
            "moving it out": lambda: actions.change_entry(self.logged, by=ana, day=OUTSIDE, duration=3600),
            "moving it in": lambda: actions.change_entry(self.hours, by=ana, day=INSIDE, duration=600),
            "moving it in by the clock": lambda: actions.change_entry(
                self.outside, by=ana, started_at=at(INSIDE, 8), stopped_at=at(INSIDE, 9)
            ),
            "ending it in there": lambda: actions.change_entry(
                self.outside, by=ana, started_at=at(LAST, 22), stopped_at=at(date(2026, 3, 9), 1)
            ),
            "one that ends after it": lambda: actions.change_entry(self.over, by=ana, description="Late"),
            "deleting": lambda: actions.delete_entry(self.clocked, by=ana),
            "restoring": lambda: actions.restore_entry(self.binned, by=ana),
            "copying": lambda: actions.copy_entry(self.clocked, by=ana),
            "many: changing": lambda: change_entries([self.outside.pk, self.logged.pk], by=ana, billable=True),
            "many: moving in": lambda: change_entries([self.outside.pk, self.hours.pk], by=ana, day=INSIDE),
            "many: deleting": lambda: delete_entries([self.outside.pk, self.clocked.pk], by=ana),
            "many: copying in": lambda: copy_entries([self.outside.pk], by=ana, day=INSIDE),
            "splitting": lambda: split_entry(self.clocked, by=ana, parts=2),
            "merging": lambda: merge_entries([self.clocked.pk, self.next.pk], by=ana),
            "stretching": lambda: extend_entry(self.next, by=ana, to=at(INSIDE, 12)),
            "undoing": lambda: actions.take_back(self.changed_before, by=ana),
            "an import": lambda: actions.create_entries([[new]], by=ana.through(Via.IMPORT)),
            "an import over midnight": lambda: actions.create_entries([[through_midnight]], by=ana.through(Via.IMPORT)),
            "a program": lambda: actions.create_entry(by=ana.through(Via.API), day=INSIDE, duration=60),
        }


class DoorsTests(LockTestCase):
    def test_no_door_lets_time_in_out_or_through(self) -> None:
        self.lock()
        doors = self.doors()
        before = self.stored()
        for name, door in doors.items():
            with self.subTest(name):
                self.assertRaises(Locked, door)
                self.assertEqual(self.stored(), before)

    def test_the_doors_are_open_elsewhere_and_once_it_is_unlocked(self) -> None:
        period = self.lock()
        actions.change_entry(self.outside, by=self.by_ana, description="Fine")
        actions.create_entry(by=self.by_ana, day=OUTSIDE, duration=60)
        unlock_period(period, by=self.by_mara)
        doors = self.doors()
        for name in ("writing down hours", "changing words", "restoring", "an import", "splitting"):
            doors[name]()

    def test_it_binds_administrators_too_and_nobody_elsewhere(self) -> None:
        self.lock()
        for by in (self.by_mara, self.by_olga, self.by_gil):
            with self.assertRaises(Locked):
                actions.create_entry(by=by, day=INSIDE, duration=60)
        actions.create_entry(by=self.by_boris, day=INSIDE, duration=60)

    def test_without_a_first_day_all_before_is_locked(self) -> None:
        lock_period(by=self.by_mara, last=LAST)
        with self.assertRaises(Locked):
            actions.create_entry(by=self.by_ana, day=date(1999, 1, 1), duration=60)
        actions.create_entry(by=self.by_ana, day=date(2026, 3, 9), duration=60)

    def test_a_timer_ends_as_it_ends_but_does_not_begin_there(self) -> None:
        day = today(self.by_ana.zone)
        running = actions.start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=5))
        lock_period(by=self.by_mara, last=day)
        stopped = actions.stop_timer(by=self.by_ana, entry=running.pk)
        assert stopped
        self.assertGreaterEqual(stopped.duration or 0, 300)
        with self.assertRaises(Locked):
            actions.start_timer(self.task, by=self.by_ana)
        with self.assertRaises(Locked):
            actions.continue_entry(stopped, by=self.by_ana)
        self.assertIsNone(self.running())

    def test_a_timer_is_not_moved_back_into_locked_days_and_may_be_discarded(self) -> None:
        day = today(self.by_ana.zone)
        lock_period(by=self.by_mara, last=day - timedelta(days=2))
        start = now() - timedelta(days=3)
        with self.assertRaises(Locked):
            actions.continue_entry(self.clocked, by=self.by_ana, at=start)
        running = actions.start_timer(self.task, by=self.by_ana)
        with self.assertRaises(Locked):
            actions.change_entry(running, by=self.by_ana, started_at=start)
        lock_period(by=self.by_mara, last=day)
        self.assertIsNotNone(actions.delete_entry(running, by=self.by_ana).deleted_at)

    def test_time_away_is_not_told_apart_on_locked_days(self) -> None:
        began = now() - timedelta(hours=3)
        running = actions.start_timer(self.task, by=self.by_ana, at=began)
        Clock.objects.update(answered_at=began)
        lock_period(by=self.by_mara, last=today(self.by_ana.zone))
        before = self.stored()
        with self.assertRaises(Locked):
            settle_gap(
                running,
                since=began + timedelta(hours=1),
                until=began + timedelta(hours=2),
                parts=[Part(1800, description="Lunch talk")],
                goes_on=False,
                by=self.by_ana,
            )
        self.assertEqual(self.stored(), before)

    def test_quick_add_and_logging_on_a_task_are_refused_and_make_nothing(self) -> None:
        lock_period(by=self.by_mara, last=today(self.by_ana.zone))
        tasks, entries = Task.objects.count(), TimeEntry.objects.count()
        for door in (
            lambda: add_line("Write tests 30m/2h", by=self.by_ana),
            lambda: actions.log_spent([(self.task, 60)], by=self.by_ana),
        ):
            self.assertRaises(Locked, door)
        self.assertEqual((Task.objects.count(), TimeEntry.objects.count()), (tasks, entries))

    def test_pages_and_programs_are_told_which_day_and_whom_to_ask(self) -> None:
        self.lock()
        api = "/api/v1/workspaces/acme/entries/"
        before = self.stored()
        for answer in (
            self.htmx(self.url("day-list"), {"worked": "1:00", "day": str(INSIDE)}),
            self.htmx(self.url("entry", self.clocked.pk), {"description": "x", "worked": "9–11", "day": str(INSIDE)}),
            self.htmx(self.url("entry", self.clocked.pk), method="DELETE"),
            self.htmx(self.url("restoration", self.binned.pk)),
            self.htmx(self.url("copy", self.clocked.pk)),
            self.htmx(self.url("undoing", self.changed_before)),
            self.client.post(api, {"day": str(INSIDE), "duration": 60}, "application/json"),
            self.client.patch(f"{api}{self.clocked.pk}/", {"billable": True}, "application/json"),
            self.client.patch(f"{api}{self.hours.pk}/", {"day": str(INSIDE), "duration": 1}, "application/json"),
            self.client.delete(f"{api}{self.clocked.pk}/"),
            self.client.post(f"{api}{self.binned.pk}/restoration/"),
        ):
            self.assertEqual(answer.status_code, 409, answer.content[:300])
            self.assertIn("is in a locked period. Ask an administrator to unlock it.", answer.content.decode())
        self.assertEqual(self.stored(), before)
