"""Time that a quick add line says was worked already."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import today
from workstate.core.errors import Invalid, NotAllowed
from workstate.projects.actions import create_project
from workstate.tasks.actions import add_line, add_lines, create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import log_spent
from workstate.timetracking.models import TimeEntry


class SpentTest(CastTestCase):
    def test_a_line_writes_down_the_time_that_was_worked(self) -> None:
        project = create_project("Website", by=self.by_ana)
        task = add_line("Write tests #Website 30m/2h", by=self.by_ana)
        entry = TimeEntry.objects.get()
        self.assertEqual((entry.task, entry.project, entry.user), (task, project, self.ana))
        self.assertEqual((entry.duration, entry.day, task.estimate), (1800, today(self.by_ana.zone), 7200))
        self.assertEqual(Event.objects.get(verb=Verb.ENTRY_CREATED).subject_id, str(entry.pk))

    def test_a_list_does_so_for_each_of_its_lines_in_the_same_queries(self) -> None:
        def queries(count: int) -> int:
            with CaptureQueriesContext(connection) as captured:
                add_lines("\n".join(f"T{number} 5m/10m" for number in range(count)), by=self.by_ana)
            return len(captured)

        few = queries(3)
        self.assertLessEqual(queries(60), few)
        self.assertEqual(TimeEntry.objects.filter(duration=300).count(), 63)

    def test_more_than_a_day_is_refused_and_nothing_is_made(self) -> None:
        with self.assertRaises(Invalid):
            add_line("Write tests 25h/30h", by=self.by_ana)
        self.assertFalse(Task.objects.exists() or TimeEntry.objects.exists())

    def test_nobody_logs_on_a_task_they_do_not_see(self) -> None:
        task = create_task("Hers", by=self.by_mara)
        with self.assertRaises(NotAllowed):
            log_spent([(task, 60)], by=self.by_ana)
        self.assertFalse(TimeEntry.objects.exists())
