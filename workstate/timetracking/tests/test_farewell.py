"""Tasks leave the bin after thirty days; the time that was tracked on them stays and says what it was for."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, delete_task
from workstate.tasks.clearing import clear_bin
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import TimeEntry


class FarewellTest(CastTestCase):
    def test_what_was_deleted_thirty_days_ago_goes_for_good_and_its_time_stays(self) -> None:
        website = create_project("Website", by=self.by_ana)
        old = create_task("Old", by=self.by_ana, project=website)
        child = create_task("Under it", by=self.by_ana, project=website, parent=old)
        young = create_task("Young", by=self.by_ana, project=website)
        kept = create_task("Kept", by=self.by_ana, project=website)
        create_entry(by=self.by_ana, day=date(2026, 7, 1), duration=3600, task=old)
        create_entry(by=self.by_ana, day=date(2026, 7, 1), duration=60, task=old, description="Own words")
        for task in (old, young):
            delete_task(task, by=self.by_ana)
        Task.objects.filter(pk__in=[old.pk, child.pk]).update(deleted_at=timezone.now() - timedelta(days=31))
        self.assertEqual(clear_bin(), 2)
        self.assertEqual(clear_bin(), 0)
        self.assertEqual(set(Task.objects.all()), {young, kept})
        entries = TimeEntry.objects.order_by("description").values_list(
            "description", "project__name", "task", "duration"
        )
        self.assertEqual(list(entries), [("Old", "Website", None, 3600), ("Own words", "Website", None, 60)])
