"""What the time room puts on the pages of tasks."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from workstate.core.clock import now, today
from workstate.tasks.actions import create_task
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.tasks.rows import Page, Row
from workstate.testing import CastTestCase
from workstate.timetracking.actions import start_timer, stop_timer
from workstate.timetracking.models import TimeEntry

HTMX = {"HX-Request": "true"}


class TaskPagesTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.task = create_task("Fix totals", by=cls.by_ana, due=Due(today(cls.by_ana.zone)), estimate=7200)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def page(self) -> Page:
        page: Page = self.client.get("/acme/today/").context["page"]
        return page

    def row(self) -> Row:
        return self.page().groups[-1].rows[0]

    def test_a_row_shows_what_was_tracked_and_what_runs(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(seconds=50))
        stop_timer(by=self.by_ana)
        self.assertIn(self.row().tracked, range(50, 55))
        self.assertIsNone(self.row().running_since)
        entry = start_timer(self.task, by=self.by_ana)
        self.assertEqual(self.row().running_since, entry.started_at)
        self.assertContains(self.client.get("/acme/today/"), "is-running")

    def test_the_plan_of_the_day_counts_the_clock_that_runs(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(seconds=50))
        plan = self.page().plan
        assert plan is not None
        self.assertEqual(plan.planned, 7200)
        self.assertIn(plan.tracked, range(50, 55))

    def test_add_and_start_runs_the_clock_on_the_new_task(self) -> None:
        self.client.post("/acme/tasks/", {"text": "Write the offer", "start": "1"}, headers=HTMX)
        self.assertEqual(TimeEntry.objects.running().get().task, Task.objects.get(title="Write the offer"))

    def test_the_same_add_and_start_again_leaves_a_stopped_clock_alone(self) -> None:
        sent = {"text": "Write the offer", "start": "1", "id": str(uuid4())}
        self.client.post("/acme/tasks/", sent, headers=HTMX)
        stop_timer(by=self.by_ana)
        self.client.post("/acme/tasks/", sent, headers=HTMX)
        self.assertEqual((TimeEntry.objects.count(), TimeEntry.objects.running().count()), (1, 0))

    def test_a_refused_line_starts_no_clock(self) -> None:
        self.client.post("/acme/tasks/", {"text": "tomorrow", "start": "1"}, headers=HTMX)
        self.assertFalse(TimeEntry.objects.exists())

    def test_the_page_of_a_task_shows_its_time(self) -> None:
        start_timer(self.task, by=self.by_ana)
        self.assertContains(self.client.get(f"/acme/tasks/{self.task.number}/"), "Ana Keller is tracking")
