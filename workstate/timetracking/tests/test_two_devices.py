"""Any order of clicks on two devices, repeated and late ones too: never two timers, no second lost or invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import change_entry, delete_entry, restore_entry, start_timer, stop_timer
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.tests.case import TimeTestCase

BEGIN = timedelta(hours=30)


@dataclass
class Known:
    """What an entry must be, reckoned without the database."""

    started: datetime
    stopped: datetime | None = None
    gone: bool = False


STEPS = st.lists(
    st.tuples(
        # What tells two devices apart comes more often: a start here, then a stop there that meant an earlier timer.
        st.sampled_from(
            ["start"] * 4 + ["late stop"] * 3 + ["repeat", "stop", "move start", "discard", "undo", "describe"]
        ),
        st.integers(0, 1),  # which device
        st.integers(0, 3),  # which task, or none
        st.integers(1, 1200),  # seconds that pass before
    ),
    min_size=6,
    max_size=16,
)


class TwoDevicesTest(TimeTestCase, HypothesisCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.tasks = [cls.task, cls.inbox_task, create_task("Third", by=cls.by_ana), None]

    def setUp(self) -> None:
        """Nobody signs in: the acts themselves are tried, once for each example."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def test_never_two_and_every_second_counted_once(self, steps: list[tuple[str, int, int, int]]) -> None:
        clock = now() - BEGIN
        known: dict[UUID, Known] = {}
        tasks: dict[UUID, Any] = {}
        seen: list[UUID | None] = [None, None]  # what each device believes to be running
        last_start: dict[str, Any] = {}
        for act, device, which, seconds in steps:
            clock += timedelta(seconds=seconds)
            running = self._running(known)
            if act in {"start", "repeat"}:
                if act == "start" or not last_start:
                    last_start = {"task": self.tasks[which], "id": new_id()}
                self._start(known, tasks, running, clock, **last_start)
                seen[device] = self._running(known)
            elif act in {"stop", "late stop"}:
                entry = seen[device] if act == "late stop" else running
                stop_timer(by=self.by_ana, entry=entry, at=clock) if entry else None
                if entry and entry == running:
                    known[entry].stopped = clock
            elif act == "move start" and running:
                before = [one.stopped for one in known.values() if one.stopped and not one.gone]
                earlier = max([known[running].started - timedelta(seconds=which), *before])
                change_entry(self._entry(running), by=self.by_ana, started_at=earlier)
                known[running].started = earlier
            elif act == "describe" and (entry := seen[device]) and not known[entry].gone:
                change_entry(self._entry(entry), by=self.by_ana, description=f"step {seconds}")
            elif act == "discard" and (entry := seen[device]):
                delete_entry(self._entry(entry), by=self.by_ana)
                known[entry].gone = True
            elif act == "undo" and (entry := seen[device]):
                self._undo(known, entry)
            self._compare(known)

    def _start(
        self,
        known: dict[UUID, Known],
        tasks: dict[UUID, Any],
        running: UUID | None,
        at: datetime,
        *,
        task: Any,
        id: UUID,
    ) -> None:
        entry = start_timer(task, by=self.by_ana, id=id, at=at)
        if id in known or (running and task and tasks[running] == task):
            self.assertIn(entry.pk, known)
            return
        if running:
            known[running].stopped = at
        self.assertEqual(entry.pk, id)
        known[id], tasks[id] = Known(at), task

    def _undo(self, known: dict[UUID, Known], entry: UUID) -> None:
        other = self._running(known)
        in_the_way = known[entry].gone and known[entry].stopped is None and other is not None
        try:
            restore_entry(self._entry(entry), by=self.by_ana)
            self.assertFalse(in_the_way)
            known[entry].gone = False
        except Conflict:
            self.assertTrue(in_the_way)

    def _compare(self, known: dict[UUID, Known]) -> None:
        rows = {entry.pk: entry for entry in TimeEntry.objects.of(self.ana)}
        self.assertEqual(set(rows), set(known))
        self.assertLessEqual(sum(entry.is_running and not entry.deleted_at for entry in rows.values()), 1)
        for pk, entry in rows.items():
            expected = known[pk]
            self.assertEqual((entry.started_at, entry.stopped_at), (expected.started, expected.stopped))
            self.assertEqual(bool(entry.deleted_at), expected.gone)
            if expected.stopped:
                self.assertEqual(entry.duration, (expected.stopped - expected.started).total_seconds())
            else:
                self.assertIsNone(entry.duration)

    @staticmethod
    def _running(known: dict[UUID, Known]) -> UUID | None:
        return next((pk for pk, entry in known.items() if entry.stopped is None and not entry.gone), None)

    @staticmethod
    def _entry(pk: UUID) -> TimeEntry:
        return TimeEntry.objects.get(pk=pk)


class RepeatedStartTest(TimeTestCase):
    def test_a_start_that_would_end_the_other_before_it_began_is_refused_whole(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=1))
        before = self.counted()
        with self.assertRaises(Invalid):
            start_timer(self.inbox_task, by=self.by_ana, at=now() - timedelta(minutes=2))
        self.assertEqual(self.counted(), before)
