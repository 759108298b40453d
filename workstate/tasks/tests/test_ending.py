"""Completing, cancelling, archiving; repeating tasks that move on."""

from __future__ import annotations

from datetime import date, time, timedelta

from workstate.activity.models import Event
from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import create_project
from workstate.tasks.actions import (
    archive_tasks,
    cancel_task,
    change_task,
    complete_task,
    create_task,
    reopen_task,
    skip_days,
    skip_occurrence,
    unarchive_tasks,
    undo,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Recurrence, Task
from workstate.tasks.recurrence import Anchor, Repeat
from workstate.testing import CastTestCase

DAILY = Repeat("FREQ=DAILY")


class EndingTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.launch = create_task("Launch", by=cls.by_ana, project=cls.website)
        cls.texts = create_task("Texts", by=cls.by_ana, project=cls.website, parent=cls.launch)
        cls.draft = create_task("Draft", by=cls.by_ana, project=cls.website, parent=cls.texts)
        cls.day = today(cls.by_ana.zone)

    def now(self, task: Task) -> Task:
        return Task.objects.select_related("project").get(pk=task.pk)

    def open_titles(self) -> set[str]:
        return set(Task.objects.visible_to(self.by_ana).open().values_list("title", flat=True))

    def test_completing_leaves_what_is_under_it_unless_asked(self) -> None:
        complete_task(self.launch, by=self.by_ana)
        self.assertEqual(self.open_titles(), {"Texts", "Draft"})
        reopen_task(self.launch, by=self.by_ana)
        complete_task(self.launch, by=self.by_ana, children=True)
        self.assertEqual(self.open_titles(), set())
        self.assertEqual(Event.objects.filter(verb="task.completed").count(), 4)

    def test_a_cancelled_task_is_not_open_nor_what_was_open_under_it(self) -> None:
        complete_task(self.draft, by=self.by_ana)
        cancel_task(self.launch, by=self.by_ana)
        self.assertEqual(self.open_titles(), set())
        self.assertIsNotNone(self.now(self.draft).completed_at)
        self.assertIsNone(self.now(self.draft).cancelled_at)
        reopen_task(self.launch, by=self.by_ana)
        self.assertEqual(self.open_titles(), {"Launch"})

    def test_completing_a_cancelled_task_makes_it_completed_alone(self) -> None:
        cancel_task(self.draft, by=self.by_ana)
        done = complete_task(self.draft, by=self.by_ana)
        self.assertIsNone(done.cancelled_at)
        self.assertIsNotNone(self.now(self.draft).completed_at)

    def test_an_archived_tree_is_in_no_list_and_comes_back_whole(self) -> None:
        archive_tasks([self.launch], by=self.by_ana)
        self.assertEqual(self.open_titles(), set())
        self.assertEqual(Task.objects.visible_to(self.by_ana).kept().count(), 3)
        unarchive_tasks([self.launch], by=self.by_ana)
        self.assertEqual(self.open_titles(), {"Launch", "Texts", "Draft"})

    def test_a_guest_and_a_stranger_end_nothing(self) -> None:
        for actor in (self.by_gil, self.by_boris):
            for act in (complete_task, cancel_task, reopen_task):
                with self.assertRaises(NotAllowed):
                    act(self.launch, by=actor)
            with self.assertRaises(NotAllowed):
                archive_tasks([self.launch], by=actor)
        self.assertEqual(self.open_titles(), {"Launch", "Texts", "Draft"})

    # Repeating

    def repeating(self, repeat: Repeat = DAILY, days: int = 0, clock: time | None = None) -> Task:
        task = create_task(
            "Water the plants", by=self.by_ana, due=Due(self.day + timedelta(days), clock), repeat=repeat
        )
        return self.now(task)

    def test_completing_moves_a_repeating_task_on_and_records_the_time_it_was_done(self) -> None:
        task = self.repeating()
        done = complete_task(task, by=self.by_ana)
        self.assertEqual((done.due_on, done.completed_at), (self.day + timedelta(1), None))
        completion = Completion.objects.get(task=task)
        self.assertEqual((completion.due_on, completion.completed_by), (self.day, self.ana))
        self.assertEqual(Recurrence.objects.get(task=task).done, 1)

    def test_what_was_seen_before_it_moved_on_completes_it_once(self) -> None:
        task, seen = self.repeating(), Due(self.day)
        complete_task(task, by=self.by_ana, seen=seen)
        complete_task(task, by=self.by_ana, seen=seen)
        self.assertEqual(self.now(task).due_on, self.day + timedelta(1))
        self.assertEqual(Completion.objects.count(), 1)
        self.assertEqual(Event.objects.filter(verb="task.completed").count(), 1)

    def test_reopening_takes_back_the_last_time(self) -> None:
        task = self.repeating(days=-2)
        complete_task(task, by=self.by_ana)
        self.assertEqual(self.now(task).due_on, self.day + timedelta(1))
        reopen_task(task, by=self.by_ana)
        self.assertEqual(self.now(task).due_on, self.day - timedelta(2))
        self.assertFalse(Completion.objects.exists())
        self.assertEqual(Recurrence.objects.get(task=task).done, 0)

    def test_the_last_time_of_a_series_completes_for_good(self) -> None:
        task = self.repeating(Repeat("FREQ=DAILY;COUNT=2"))
        complete_task(task, by=self.by_ana)
        self.assertIsNone(self.now(task).completed_at)
        complete_task(task, by=self.by_ana)
        self.assertIsNotNone(self.now(task).completed_at)

    def test_what_stands_under_a_repeating_task_is_to_be_done_again(self) -> None:
        task = self.repeating()
        child = create_task("Fill the can", by=self.by_ana, parent=task)
        complete_task(child, by=self.by_ana)
        complete_task(task, by=self.by_ana, children=True)
        self.assertIsNone(self.now(child).completed_at)
        self.assertIsNone(self.now(task).completed_at)

    def test_wall_clock_time_is_kept_over_daylight_saving(self) -> None:
        task = create_task("Run", by=self.by_ana, due=Due(date(2027, 3, 27), time(2, 30)), repeat=DAILY)
        skipped = skip_occurrence(self.now(task), by=self.by_ana).tasks[0]
        # 2:30 does not exist in Berlin on 28 March 2027: that time alone moves.
        self.assertEqual(skipped.due_at and skipped.due_at.isoformat(), "2027-03-28T01:30:00+00:00")
        again = skip_occurrence(skipped, by=self.by_ana).tasks[0]
        self.assertEqual((again.due_on, again.due_time), (date(2027, 3, 29), time(2, 30)))
        self.assertEqual(again.due_at and again.due_at.isoformat(), "2027-03-29T00:30:00+00:00")

    def test_skipping_leaves_no_completion(self) -> None:
        task = self.repeating()
        act = skip_occurrence(task, by=self.by_ana)
        self.assertEqual(act.tasks[0].due_on, self.day + timedelta(1))
        self.assertFalse(Completion.objects.exists())
        undo(act.batch, by=self.by_ana)
        self.assertEqual(self.now(task).due_on, self.day)
        self.assertEqual(Recurrence.objects.get(task=task).done, 0)

    def test_skipped_days_are_left_out_and_the_present_one_moves_on(self) -> None:
        task = self.repeating()
        moved = skip_days(task, [self.day, self.day + timedelta(1)], by=self.by_ana)
        self.assertEqual(moved.due_on, self.day + timedelta(2))

    def test_a_task_due_in_1970_moves_to_the_days_to_come(self) -> None:
        task = create_task("Old", by=self.by_ana, due=Due(date(1970, 1, 1)), repeat=DAILY)
        complete_task(self.now(task), by=self.by_ana)
        self.assertEqual(self.now(task).due_on, self.day + timedelta(1))

    def test_a_rule_gives_a_task_without_a_date_its_first_day(self) -> None:
        task = create_task("Standup", by=self.by_ana)
        task = change_task(task, by=self.by_ana, repeat=Repeat("FREQ=DAILY", times=(time(9), time(15, 30))))
        self.assertIsNotNone(task.due_on)
        self.assertIn(task.due_time, {time(9), time(15, 30)})

    def test_taking_the_date_away_ends_the_series(self) -> None:
        task = self.repeating()
        change_task(task, by=self.by_ana, due=None)
        self.assertFalse(Recurrence.objects.exists())

    def test_a_rule_that_cannot_be_is_refused(self) -> None:
        task = create_task("Never", by=self.by_ana)
        for rule in ("FREQ=SECONDLY", "nonsense", "", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"):
            with self.subTest(rule=rule), self.assertRaises(Invalid):
                change_task(task, by=self.by_ana, repeat=Repeat(rule))
        self.assertFalse(Recurrence.objects.exists())

    def test_what_does_not_repeat_cannot_skip(self) -> None:
        with self.assertRaises(Conflict):
            skip_occurrence(self.launch, by=self.by_ana)

    def test_from_completion_counts_from_the_day_it_was_done(self) -> None:
        task = self.repeating(Repeat("FREQ=DAILY;INTERVAL=3", Anchor.COMPLETION), days=-10)
        complete_task(task, by=self.by_ana)
        self.assertEqual(self.now(task).due_on, self.day + timedelta(3))
