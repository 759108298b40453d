"""
Any order of acts, of time passing and of whoever notices it. What must hold after every step:

one interval is open at most; breaks and running timers do not meet; what ran to its end ended at its second; and the time
that was tracked is the time that was focused, to the second.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.core.errors import Conflict
from workstate.focus import actions
from workstate.focus.models import Interval, Outcome
from workstate.focus.tests.case import NINE, FocusTestCase
from workstate.tasks.models import Task
from workstate.timetracking.actions import stop_timer

STEPS = (
    "start",
    "other",
    "next",
    "stop",
    "extend",
    "pass",
    "pass",
    "pass",
    "settle",
    "settle",
    "present",
    "stop timer",
)


class WalksTest(FocusTestCase):
    def test_no_walk_breaks_the_rules(self) -> None:
        @settings(max_examples=25, deadline=None)
        @given(
            steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 1500)), min_size=5, max_size=25),
            automatic=st.tuples(st.booleans(), st.booleans()),
            lengths=st.tuples(st.integers(1, 1500), st.integers(1, 400), st.integers(1, 900)),
            rounds=st.integers(1, 4),
        )
        def walk(
            steps: list[tuple[str, int]], automatic: tuple[bool, bool], lengths: tuple[int, int, int], rounds: int
        ) -> None:
            with transaction.atomic():
                chosen: dict[str, Any] = dict(zip(("focus", "short_break", "long_break"), lengths, strict=True))
                auto_break, auto_focus = automatic
                actions.change_preferences(
                    self.ana, **chosen, long_after=rounds, auto_break=auto_break, auto_focus=auto_focus
                )
                self.walk(steps)
                transaction.set_rollback(True)

        walk()

    def walk(self, steps: list[tuple[str, int]]) -> None:
        at = NINE
        for step, amount in steps:
            if step == "pass":
                at += timedelta(seconds=amount)
            else:
                self.take(step, at, amount)
                self.judge(at)
        at += timedelta(days=1)
        actions.settle(self.ana, at=at)
        self.judge(at)
        self.assertFalse(Interval.objects.open().exists(), "Nothing runs on for a day with nobody there.")
        self.assertIsNone(self.running())

    def take(self, step: str, at: datetime, amount: int) -> None:
        tasks: dict[str, Task] = {"start": self.task, "other": self.other}
        if step in tasks:
            actions.start_focus(tasks[step], by=self.by_ana, at=at)
        elif step == "next":
            actions.go_on(by=self.by_ana, at=at)
        elif step == "stop":
            actions.stop(by=self.by_ana, at=at)
        elif step == "present":
            actions.note_presence(by=self.by_ana, at=at)
            actions.settle(self.ana, at=at)
        elif step == "stop timer":
            stop_timer(by=self.by_ana, at=at)
            actions.settle(self.ana, at=at)
        elif step == "extend":
            interval = Interval.objects.of(self.ana).open().first()
            if interval:
                try:
                    actions.extend(interval.ends_at + timedelta(seconds=amount), by=self.by_ana, at=at)
                except Conflict:
                    actions.settle(self.ana, at=at)  # its time was over; the refusal took back what it had settled
        else:
            actions.settle(self.ana, at=at)

    def judge(self, at: datetime) -> None:
        intervals = self.intervals()
        self.assertLessEqual(sum(one.is_open for one in intervals), 1)
        focused = [one for one in intervals if one.is_focus]
        for one in intervals:
            if one.outcome == Outcome.COMPLETED:
                self.assertEqual(one.ended_at, one.ends_at)
        for one, following in pairwise(intervals):
            assert one.ended_at
            self.assertLessEqual(one.ended_at, following.started_at)
        spans = [(entry.started_at, entry.stopped_at) for entry in self.entries()]
        self.assertEqual(spans, [(one.started_at, one.ended_at) for one in focused])
        self.assertTrue(all(one.entry_id is None for one in intervals if not one.is_focus))
        if self.running():
            self.assertTrue(intervals[-1].is_open and intervals[-1].is_focus and intervals[-1].ends_at > at)
