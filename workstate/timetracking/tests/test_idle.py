"""What becomes of time in which nobody was there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.timetracking import actions
from workstate.timetracking.actions.idle import Part, settle_gap
from workstate.timetracking.models import Clock, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase

MINUTE = 60


def instant(at: datetime | None) -> datetime:
    assert at is not None
    return at


class IdleTest(TimeTestCase):
    """Ana's timer runs since 180 minutes; she was away from 90 to 30 minutes ago."""

    def setUp(self) -> None:
        super().setUp()
        self.at = now()
        self.entry = actions.start_timer(
            self.task, by=self.by_ana, at=self.ago(180), labels=["phone"], billable=True, description="With care"
        )
        Clock.objects.update(answered_at=self.ago(180), seen_at=self.ago(90))

    def ago(self, minutes: int) -> datetime:
        return self.at - timedelta(minutes=minutes)

    def settle(self, **given: Any) -> UUID:
        values = {"since": self.ago(90), "until": self.ago(30), "goes_on": True, "by": self.by_ana, **given}
        return settle_gap(self.entry, **values).batch

    def spans(self) -> list[tuple[int, int | None, str]]:
        """Kept entries: from and to, in minutes ago, and what they are about."""
        entries = TimeEntry.objects.of(self.ana).kept().select_related("task").order_by("started_at")
        return [
            (self._minutes(entry.started_at), self._minutes(entry.stopped_at) if entry.stopped_at else None, str(entry.task or entry.description))
            for entry in entries
        ]  # fmt: skip

    def _minutes(self, at: datetime | None) -> int:
        assert at is not None
        return int((self.at - at).total_seconds() // MINUTE)

    def test_kept_it_stays_as_it_is_and_is_answered(self) -> None:
        version = Clock.objects.get().version
        self.settle(kept=60 * MINUTE)
        self.assertEqual(self.spans(), [(180, None, "Call Ana")])
        clock = Clock.objects.get()
        self.assertEqual((clock.version, clock.asked_at), (version, None))
        self.assertGreaterEqual(instant(clock.answered_at), self.at)
        self.assertEqual(Event.objects.filter(verb="timer.answered").count(), 1)

    def test_discarded_the_timer_ends_where_nobody_was_there_any_more(self) -> None:
        batch = self.settle(goes_on=False)
        self.assertEqual(self.spans(), [(180, 90, "Call Ana")])
        actions.take_back(batch, by=self.by_ana)
        self.assertEqual(self.spans(), [(180, None, "Call Ana")])

    def test_discarded_and_continued_it_runs_on_from_the_return_on_the_same(self) -> None:
        batch = self.settle()
        self.assertEqual(self.spans(), [(180, 90, "Call Ana"), (30, None, "Call Ana")])
        running = self.running()
        assert running is not None
        self.assertEqual(
            (running.description, running.billable, [label.name for label in running.labels.all()]),
            ("With care", True, ["phone"]),
        )
        actions.take_back(batch, by=self.by_ana)
        self.assertEqual(self.spans(), [(180, None, "Call Ana")])

    def test_split_among_others_what_is_left_stays(self) -> None:
        parts = [
            Part(15 * MINUTE, task=self.inbox_task),
            Part(20 * MINUTE, project=self.website, description="Lunch talk"),
        ]
        batch = self.settle(parts=parts, kept=25 * MINUTE)
        self.assertEqual(
            self.spans(),
            [(180, 65, "Call Ana"), (65, 50, "Think"), (50, 30, "Lunch talk"), (30, None, "Call Ana")],
        )
        self.assertEqual(TimeEntry.objects.kept().get(description="Lunch talk").project, self.website)
        actions.take_back(batch, by=self.by_ana)
        self.assertEqual(self.spans(), [(180, None, "Call Ana")])

    def test_split_what_is_left_may_be_dropped_and_the_timer_stopped(self) -> None:
        self.settle(parts=[Part(15 * MINUTE, description="Phone")], goes_on=False)
        self.assertEqual(self.spans(), [(180, 90, "Call Ana"), (90, 75, "Phone")])

    def test_not_a_second_is_lost_or_invented(self) -> None:
        since, until = self.ago(90) + timedelta(seconds=7), self.ago(30) - timedelta(seconds=5)
        whole = int((until - since).total_seconds())
        parts = [Part(1001), Part(59), Part(601)]
        self.settle(since=since, until=until, parts=parts, kept=whole - 1661)
        finished = [entry.duration for entry in TimeEntry.objects.of(self.ana).finished()]
        self.assertEqual(sum(finished), int((until - instant(self.entry.started_at)).total_seconds()))
        running = self.running()
        assert running is not None
        self.assertEqual(running.started_at, until)

    def test_a_timer_of_which_nothing_is_left_goes_into_the_bin(self) -> None:
        batch = self.settle(since=self.ago(200), goes_on=False)
        self.assertEqual(self.spans(), [])
        actions.take_back(batch, by=self.by_ana)
        self.assertEqual(self.spans(), [(180, None, "Call Ana")])

    def test_what_was_answered_on_another_device_is_settled(self) -> None:
        self.settle(kept=60 * MINUTE)
        before = self.counted()
        with self.assertRaises(Conflict):
            self.settle()
        self.assertEqual(self.counted(), before)

    def test_a_timer_that_is_another_one_now_is_not_touched(self) -> None:
        version = Clock.objects.get().version
        actions.start_timer(self.inbox_task, by=self.by_ana)
        before = self.counted()
        for given in ({"version": version}, {}):
            with self.subTest(given), self.assertRaises(Conflict):
                self.settle(**given)
        self.assertEqual(self.counted(), before)

    def test_nonsense_is_refused_and_changes_nothing(self) -> None:
        before = self.counted()
        for given in (
            {"since": self.ago(30)},
            {"since": self.ago(20)},
            {"until": self.at + timedelta(hours=1)},
            {"until": self.ago(181)},
            {"until": self.ago(30).replace(tzinfo=None)},
            {"kept": -1},
            {"kept": 60 * MINUTE + 1},
            {"parts": [Part(0)]},
            {"parts": [Part(-60)]},
            {"parts": [Part(61 * MINUTE)]},
            {"parts": [Part(30 * MINUTE)], "kept": 31 * MINUTE},
            {"parts": [Part(1)] * 21},
            {"parts": [Part(60, description="a\x00b")]},
            {"parts": [Part(60, description="x" * 10_000)]},
            {"parts": [Part(60, task=self.task, project=self.foreign_project)]},
        ):
            with self.subTest(given), self.assertRaises(Invalid):
                self.settle(**given)
        self.assertEqual(self.counted(), before)
        self.assertEqual(self.spans(), [(180, None, "Call Ana")])

    def test_somebody_elses_gap_and_tasks_are_not_ones_own(self) -> None:
        before = self.counted()
        for given in ({"by": self.by_mara}, {"by": self.by_boris}, {"parts": [Part(60, task=self.foreign_task)]}):
            with self.subTest(given), self.assertRaises(NotAllowed):
                self.settle(**given)
        self.assertEqual(self.counted(), before)

    def test_it_takes_the_same_number_of_requests_for_one_part_and_for_ten(self) -> None:
        def settle(number: int) -> None:
            actions.take_back(self.settle(parts=[Part(MINUTE, task=self.task)] * number), by=self.by_ana)
            Clock.objects.update(answered_at=self.ago(180))

        settle(1)
        counts = []
        for number in (2, 12):
            with CaptureQueriesContext(connection) as asked:
                settle(number)
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])
