"""Two who notice the same moment, each on a connection of its own: it happens once."""

from __future__ import annotations

from datetime import timedelta

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import now
from workstate.focus import actions
from workstate.focus.jobs import settle_due
from workstate.focus.models import Interval
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTransactionTestCase, at_once
from workstate.timetracking.actions import start_timer
from workstate.timetracking.models import TimeEntry


class AtOnceTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        website = create_project("Website", by=self.by_ana)
        self.task = create_task("Write the offer", by=self.by_ana, project=website)
        self.other = create_task("Call Boris", by=self.by_ana, project=website)

    def begun(self) -> Interval:
        return actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=26))

    def test_a_page_a_job_and_another_page_settle_once(self) -> None:
        interval = self.begun()
        answers = at_once(
            lambda: actions.settle(self.ana),
            lambda: settle_due(),
            lambda: actions.settle(self.ana),
            lambda: actions.look(self.ana),
        )
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        self.assertEqual(Interval.objects.count(), 2)
        self.assertEqual(Event.objects.filter(verb=Verb.FOCUS_ENDED).count(), 1)
        self.assertEqual(Event.objects.filter(verb=Verb.TIMER_STOPPED).count(), 1)
        self.assertEqual(TimeEntry.objects.get().stopped_at, interval.ends_at)

    def test_what_was_not_committed_is_done_by_the_next(self) -> None:
        """A worker that is killed in between leaves everything as it was."""
        from django.db import transaction

        interval = self.begun()
        try:
            with transaction.atomic():
                actions.settle(self.ana)
                raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        self.assertTrue(Interval.objects.get().is_open)
        self.assertIsNone(TimeEntry.objects.get().stopped_at)
        self.assertEqual(settle_due(), 1)
        self.assertEqual(TimeEntry.objects.get().stopped_at, interval.ends_at)

    def test_the_job_passes_over_whom_somebody_is_at(self) -> None:
        from django.db import transaction

        from workstate.timetracking.actions.locking import lock_person

        self.begun()
        with transaction.atomic():
            lock_person(self.ana)
            self.assertEqual(at_once(settle_due), [0])
        self.assertEqual(settle_due(), 1)

    def test_two_devices_start_at_once_and_one_interval_is_open(self) -> None:
        answers = at_once(
            lambda: actions.start_focus(self.task, by=self.by_ana),
            lambda: actions.start_focus(self.task, by=self.by_ana),
            lambda: actions.start_focus(self.other, by=self.by_ana),
        )
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        self.assertEqual(Interval.objects.open().count(), 1)
        self.assertEqual(TimeEntry.objects.running().count(), 1)

    def test_a_switch_elsewhere_and_the_end_at_once_leave_one_story(self) -> None:
        interval = self.begun()
        answers = at_once(lambda: actions.settle(self.ana), lambda: start_timer(self.other, by=self.by_ana))
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)])
        actions.settle(self.ana)
        self.assertEqual(TimeEntry.objects.get(task=self.task).stopped_at, interval.ends_at)
        self.assertEqual(TimeEntry.objects.running().get().task, self.other)
        self.assertFalse(Interval.objects.open().exists())
