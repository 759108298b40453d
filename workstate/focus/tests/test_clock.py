"""What the passing of time does to an interval, and who may notice it how late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import now
from workstate.focus import actions
from workstate.focus.handlers import settle_those
from workstate.focus.jobs import settle_due
from workstate.focus.models import Interval
from workstate.focus.queries import read_state
from workstate.focus.tests.case import MINUTE, NINE, FocusTestCase
from workstate.tasks.actions import delete_tasks
from workstate.timetracking.actions import change_entry, delete_entry, start_timer, stop_timer


class ClockTest(FocusTestCase):
    def choose(self, **changes: Any) -> None:
        actions.change_preferences(self.ana, **changes)

    def test_focus_ends_at_its_second_however_late_somebody_looks(self) -> None:
        self.choose(auto_break=False)
        self.focused()
        actions.settle(self.ana, at=NINE + timedelta(hours=9, seconds=7))
        (interval,) = self.intervals()
        (entry,) = self.entries()
        self.assertEqual(interval.ended_at, NINE + 25 * MINUTE)
        self.assertEqual((entry.started_at, entry.stopped_at, entry.duration), (NINE, NINE + 25 * MINUTE, 1500))
        self.assertIsNone(self.running())

    def test_nothing_ends_a_second_too_early(self) -> None:
        self.focused()
        actions.settle(self.ana, at=NINE + timedelta(seconds=1499))
        self.assertEqual(self.told(), [("focus", 25, "")])

    def test_the_break_begins_by_itself_and_is_no_time(self) -> None:
        self.focused()
        actions.settle(self.ana, at=NINE + 26 * MINUTE)
        self.assertEqual(self.told(), [("focus", 25, "completed"), ("short_break", 5, "")])
        self.assertEqual(self.intervals()[1].started_at, NINE + 25 * MINUTE)
        self.assertEqual(len(self.entries()), 1)

    def test_settling_again_does_nothing(self) -> None:
        self.focused()
        for _again in range(3):
            actions.settle(self.ana, at=NINE + 26 * MINUTE)
        self.assertEqual(len(self.intervals()), 2)
        self.assertEqual(Event.objects.filter(verb=Verb.FOCUS_ENDED).count(), 1)
        self.assertEqual(Event.objects.filter(verb=Verb.TIMER_STOPPED).count(), 1)

    def test_focus_begins_by_itself_only_where_somebody_was_there(self) -> None:
        self.choose(auto_focus=True)
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        actions.settle(self.ana, at=NINE + 30 * MINUTE)  # nobody touched anything since nine
        self.assertEqual(self.told(), [("focus", 25, "completed"), ("short_break", 5, "completed")])
        self.assertIsNone(self.running())
        self.assertTrue(read_state(self.ana, NINE + 31 * MINUTE).offered)

    def test_focus_begins_by_itself_at_the_end_of_the_break(self) -> None:
        self.choose(auto_focus=True)
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        actions.note_presence(by=self.by_ana, at=NINE + 28 * MINUTE)
        actions.settle(self.ana, at=NINE + timedelta(minutes=30, seconds=9))
        third = self.intervals()[2]
        self.assertEqual((third.kind, third.round, third.started_at), ("focus", 2, NINE + 30 * MINUTE))
        self.assertEqual([entry.started_at for entry in self.entries()], [NINE, NINE + 30 * MINUTE])
        self.assertEqual(self.running().task, self.task)  # type: ignore[union-attr]

    def test_nobodys_time_is_written_down_for_hours_in_which_the_server_stood_still(self) -> None:
        self.choose(auto_focus=True)
        self.focused()
        actions.note_presence(by=self.by_ana, at=NINE + 24 * MINUTE)
        actions.settle(self.ana, at=NINE + timedelta(hours=3))
        self.assertEqual(self.told(), [("focus", 25, "completed"), ("short_break", 5, "completed")])
        self.assertEqual(len(self.entries()), 1)

    def test_a_chain_does_not_run_on_without_anybody(self) -> None:
        self.choose(auto_focus=True, focus=60, short_break=60, long_break=60)
        self.focused()
        for second in range(0, 3 * 3600, 20):
            actions.settle(self.ana, at=NINE + timedelta(seconds=second))
        alone = sum(entry.duration or 0 for entry in self.entries())
        self.assertLessEqual(alone, 10 * 60)
        self.assertIsNone(self.running())

    def test_a_task_in_the_bin_is_not_begun_again(self) -> None:
        self.choose(auto_focus=True)
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        actions.note_presence(by=self.by_ana, at=NINE + 28 * MINUTE)
        delete_tasks([self.task], by=self.by_ana)
        actions.settle(self.ana, at=NINE + 30 * MINUTE)
        self.assertEqual(len(self.intervals()), 3)
        self.assertIsNone(self.running().task)  # type: ignore[union-attr]

    def test_stopping_the_timer_elsewhere_ends_the_interval(self) -> None:
        self.focused()
        stop_timer(by=self.by_ana, at=NINE + 10 * MINUTE)
        actions.settle(self.ana, at=NINE + 40 * MINUTE)
        self.assertEqual(self.told(), [("focus", 10, "stopped")])

    def test_switching_the_timer_elsewhere_ends_the_interval_and_leaves_the_new_timer(self) -> None:
        self.focused()
        start_timer(self.other, by=self.by_ana, at=NINE + 10 * MINUTE)
        actions.settle(self.ana, at=NINE + 40 * MINUTE)
        self.assertEqual(self.told(), [("focus", 10, "stopped")])
        self.assertEqual(self.running().task, self.other)  # type: ignore[union-attr]

    def test_discarding_the_timer_ends_the_interval_uncounted(self) -> None:
        self.focused()
        delete_entry(self.running(), by=self.by_ana)  # type: ignore[arg-type]
        actions.settle(self.ana, at=now())
        self.assertEqual(self.intervals()[0].outcome, "stopped")

    def test_going_to_work_in_a_break_ends_the_break(self) -> None:
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        start_timer(self.other, by=self.by_ana, at=NINE + 27 * MINUTE)
        actions.settle(self.ana, at=NINE + 28 * MINUTE)
        self.assertEqual(self.told()[1], ("short_break", 2, "skipped"))
        self.assertEqual(self.running().task, self.other)  # type: ignore[union-attr]

    def test_a_timer_stopped_by_hand_after_the_end_ended_there_too(self) -> None:
        self.focused()
        stop_timer(by=self.by_ana, at=NINE + timedelta(minutes=25, seconds=3))
        actions.settle(self.ana, at=NINE + 26 * MINUTE)
        self.assertEqual(self.told()[0], ("focus", 25, "completed"))
        self.assertEqual(self.entries()[0].duration, 1500)

    def test_a_timer_that_is_given_another_task_takes_the_interval_along(self) -> None:
        self.focused()
        change_entry(self.running(), by=self.by_ana, task=self.other)  # type: ignore[arg-type]
        actions.settle(self.ana, at=NINE + MINUTE)
        self.assertEqual(self.intervals()[0].task, self.other)

    def test_a_job_settles_what_is_due_and_nothing_else(self) -> None:
        moment = now()
        actions.start_focus(self.task, by=self.by_ana, at=moment - timedelta(minutes=26))
        actions.start_focus(by=self.by_mara, at=moment - timedelta(minutes=24))
        self.assertEqual(settle_due(), 1)
        self.assertEqual(settle_due(), 0)
        self.assertEqual(self.told(), [("focus", 25, "completed"), ("short_break", 5, "")])
        self.assertTrue(Interval.objects.of(self.mara).open().exists())

    def test_what_is_told_of_the_timer_ends_the_interval_of_its_person_alone(self) -> None:
        actions.start_focus(self.task, by=self.by_ana)
        actions.start_focus(by=self.by_mara)
        stop_timer(by=self.by_ana)
        for _twice in range(2):
            settle_those(list(Event.objects.filter(verb=Verb.TIMER_STOPPED)))
        self.assertEqual([one.outcome for one in self.intervals()], ["stopped"])
        self.assertTrue(Interval.objects.of(self.mara).open().exists())

    def test_whoever_left_the_workspace_is_settled_all_the_same(self) -> None:
        self.focused()
        self.ana.memberships.filter(workspace=self.by_ana.workspace).delete()
        actions.settle(self.ana, at=NINE + 26 * MINUTE)
        self.assertEqual(self.told()[0], ("focus", 25, "completed"))
        self.assertIsNone(self.running())
