"""What the time room puts into lists of tasks and onto the page of a project."""

from __future__ import annotations

from workstate.accounts.formats import Formats
from workstate.core.clock import today
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.tasks.due import Due
from workstate.tasks.progress import progress_of
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer


class RowsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.first, cls.second = (
            create_task(title, by=cls.by_ana, project=cls.website, due=Due(cls.day), estimate=7200)
            for title in ("Fix totals", "Pay <the> invoice")
        )

    def test_the_row_whose_clock_runs_tells_it_and_stops_it(self) -> None:
        start_timer(self.first, by=self.by_ana)
        self.client.force_login(self.ana)
        body = self.client.get("/acme/today/").content.decode()
        self.assertEqual(body.count('class="task-row p4 is-running"'), 1)
        self.assertIn("Stop the timer: Fix totals", body)
        self.assertIn("Start the timer: Pay &lt;the&gt; invoice", body)
        self.assertIn("data-elapsed-base", body)
        self.assertIn(f'action="/acme/tasks/{self.second.number}/timer/"', body)

    def test_a_project_says_the_time_that_the_reader_may_see(self) -> None:
        create_entry(by=self.by_ana, task=self.first, day=self.day, duration=3600)
        create_entry(by=self.by_mara, project=self.website, day=self.day, duration=600)
        self.assertEqual(progress_of(self.by_ana, self.website, Formats.of(self.ana)).tracked, 3600)
        self.assertEqual(progress_of(self.by_mara, self.website, Formats.of(self.mara)).tracked, 4200)
