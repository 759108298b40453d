from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.core.actor import Actor
from workstate.projects.actions import create_project
from workstate.projects.models import Client
from workstate.reports.description import read_description
from workstate.reports.kinds import make_report
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Subject, Value
from workstate.tasks.actions import complete_task, create_task, delete_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry

HOUR = 3600
MARCH = {"from": "2025-03-01", "to": "2025-03-31"}


def name(value: Value) -> str:
    assert isinstance(value, Subject)
    return value.name


class EstimateReportTests(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        client = Client.objects.create(workspace=cls.by_ana.workspace, name="Lumière")
        cls.shop = create_project("Shop", by=cls.by_ana, client=client)
        cls.site = create_project("Site", by=cls.by_ana)
        cls.basket = cls.task("Basket", cls.shop, 4 * HOUR)
        cls.menu = cls.task("Menu", cls.site, HOUR)
        cls.footer = cls.task("Footer", cls.site, 2 * HOUR)
        cls.loose = cls.task("Loose", cls.site, None)
        # Before these days too, and by somebody else: an estimate is of all the time of the task.
        cls.track(cls.by_ana, cls.basket, date(2025, 2, 20), 2 * HOUR)
        cls.track(cls.by_ana, cls.basket, date(2025, 3, 3), 1 * HOUR)
        cls.track(cls.by_mara, cls.basket, date(2025, 3, 4), 2 * HOUR)
        cls.track(cls.by_ana, cls.menu, date(2025, 3, 5), HOUR // 2)
        cls.track(cls.by_ana, cls.loose, date(2025, 3, 6), 3 * HOUR)
        cls.track(cls.by_ana, None, date(2025, 3, 6), 600)
        cls.finish(cls.menu, date(2025, 3, 5))
        # Finished in these days and worked on before them; finished and never worked on; of other days altogether.
        cls.track(cls.by_ana, cls.footer, date(2025, 2, 2), HOUR)
        cls.finish(cls.footer, date(2025, 3, 31))
        cls.untouched = cls.task("Untouched", cls.site, HOUR)
        cls.finish(cls.untouched, date(2025, 3, 7))
        elsewhen = cls.task("Elsewhen", cls.site, HOUR)
        cls.track(cls.by_ana, elsewhen, date(2025, 4, 1), HOUR)

    @classmethod
    def task(cls, title: str, project: Any, estimate: int | None) -> Task:
        return create_task(title, by=cls.by_ana, project=project, estimate=estimate)

    @staticmethod
    def track(by: Actor, task: Task | None, day: date, seconds: int) -> None:
        create_entry(by=by, task=task, day=day, duration=seconds)

    @classmethod
    def finish(cls, task: Task, day: date) -> None:
        complete_task(task, by=cls.by_ana)
        Task.objects.filter(pk=task.pk).update(completed_at=f"{day}T21:30:00Z")

    def report(self, actor: Actor, **parameters: str) -> Report:
        return make_report(read_description(ReportKind.ESTIMATES, MARCH | parameters, actor), Reader.of(actor))

    def tasks(self, report: Report) -> dict[str, dict[str, Any]]:
        keys = [column.key for column in report.table.columns]
        rows = [inner for group in report.table.rows for inner in group.rows]
        return {name(inner.values[1]): dict(zip(keys, inner.values, strict=True)) for inner in rows}

    def groups(self, report: Report) -> dict[str, dict[str, Any]]:
        keys = [column.key for column in report.table.columns]
        return {name(row.values[0]): dict(zip(keys, row.values, strict=True)) for row in report.table.rows}

    def test_an_administrator_sees_all_the_time_of_every_task_whenever_it_was(self) -> None:
        rows = self.tasks(self.report(self.by_mara))

        self.assertEqual(set(rows), {"Basket", "Menu", "Footer", "Untouched"})
        basket = rows["Basket"]
        self.assertEqual(
            (basket["estimate"], basket["tracked"], basket["tracked_here"]), (4 * HOUR, 5 * HOUR, 3 * HOUR)
        )
        self.assertEqual((basket["difference"], basket["used"], basket["left"]), (HOUR, 125, 0))
        self.assertEqual(basket["state"], "Over the estimate")
        self.assertEqual((rows["Menu"]["state"], rows["Menu"]["left"]), ("Done", None))
        self.assertEqual((rows["Footer"]["tracked"], rows["Footer"]["tracked_here"]), (HOUR, 0))
        self.assertEqual(rows["Untouched"]["tracked"], 0)

    def test_groups_and_total_add_up_their_tasks(self) -> None:
        report = self.report(self.by_mara)
        groups = self.groups(report)
        self.assertEqual(list(groups), ["Shop", "Site"])
        site = groups["Site"]
        self.assertEqual((site["estimate"], site["tracked"], site["left"]), (4 * HOUR, HOUR + HOUR // 2, None))
        assert report.table.total
        self.assertEqual(
            report.table.total.values[3:7], [8 * HOUR, 6 * HOUR + HOUR // 2, 3 * HOUR + HOUR // 2, -HOUR * 3 // 2]
        )
        self.assertEqual(site["state"], "3 of 3 done")
        by_client = self.groups(self.report(self.by_mara, group="client"))
        self.assertEqual(list(by_client), ["Lumière", "No client"])
        chart = report.charts[0]
        self.assertEqual(chart.labels, ("Shop", "Site"))
        self.assertEqual(
            [series.values for series in chart.series], [(4 * HOUR, 4 * HOUR), (5 * HOUR, HOUR + HOUR // 2)]
        )

    def test_a_member_is_told_of_their_own_time_alone_and_that_it_is_only_theirs(self) -> None:
        report = self.report(self.by_ana)
        rows = self.tasks(report)

        self.assertEqual(rows["Basket"]["tracked"], 3 * HOUR)
        self.assertEqual(rows["Basket"]["difference"], -HOUR)
        # Nobody tells a member whether others have worked on it.
        self.assertNotIn("Untouched", rows)
        self.assertTrue([note for note in report.notes if note.startswith("Only your own time")])
        self.assertFalse([note for note in self.report(self.by_mara).notes if note.startswith("Only your own")])

        mara_only = self.task("Mara's", self.shop, HOUR)
        before = self.report(self.by_ana)
        self.track(self.by_mara, mara_only, date(2025, 3, 8), HOUR)
        after = self.report(self.by_ana)
        self.assertEqual(
            (before.title, before.notes, self.tasks(before)), (after.title, after.notes, self.tasks(after))
        )

    def test_the_title_says_how_good_the_estimates_of_finished_tasks_were(self) -> None:
        # Menu took half of its hour; Footer was worked on in other days.
        self.assertEqual(self.report(self.by_mara).title, "Estimates were 50 % too high over 1 finished task")
        self.track(self.by_ana, self.menu, date(2025, 3, 6), HOUR)
        self.assertEqual(self.report(self.by_mara).title, "Estimates were 50 % too low over 1 finished task")
        self.track(self.by_ana, self.menu, date(2025, 3, 7), 3 * HOUR)
        self.assertEqual(self.report(self.by_ana).title, "1 finished task took 4 times as long as estimated")
        # Time that a member does not see makes the task one that says nothing of estimates.
        self.track(self.by_mara, self.menu, date(2025, 3, 7), 60)
        self.assertEqual(self.report(self.by_ana).title, "8 h 30 m tracked of 7 h estimated")
        Task.objects.update(completed_at=None)
        self.assertRegex(self.report(self.by_mara).title, "tracked of .* estimated$")

    def test_tasks_without_an_estimate_stand_apart(self) -> None:
        report = self.report(self.by_mara)
        self.assertEqual([table.caption for table in report.tables[1:]], ["Without an estimate"])
        (row,) = report.tables[1].rows
        self.assertEqual((name(row.values[0]), row.values[2]), ("Loose", 3 * HOUR))
        self.assertIn("1 task without an estimate took 3 h.", report.notes)
        self.assertIn("10 m without a task is left out.", report.notes)

    def test_people_and_filter_choose_the_tasks_but_not_their_time(self) -> None:
        rows = self.tasks(self.report(self.by_mara, people="me"))
        self.assertEqual(set(rows), {"Basket"})
        self.assertEqual((rows["Basket"]["tracked"], rows["Basket"]["tracked_here"]), (5 * HOUR, 2 * HOUR))
        self.assertEqual(set(self.tasks(self.report(self.by_mara, filter="#Site"))), {"Menu", "Footer"})

    def test_what_is_in_the_bin_or_out_of_sight_is_not_named(self) -> None:
        inbox = create_task("Secret plan", by=self.by_ana, estimate=HOUR)
        self.track(self.by_ana, inbox, date(2025, 3, 9), HOUR)
        delete_task(self.menu, by=self.by_ana)

        report = self.report(self.by_mara)

        self.assertNotIn("Secret", str(report))
        self.assertNotIn("Menu", self.tasks(report))
        self.assertTrue([note for note in report.notes if note.startswith("1 h 30 m is on tasks in the bin")])
        self.assertIn("Secret plan", self.tasks(self.report(self.by_ana)))
        self.assertEqual(self.tasks(self.report(self.by_gil)), {})
        self.assertNotIn("Basket", str(self.report(self.by_boris)))

    def test_an_empty_report_says_so(self) -> None:
        report = self.report(self.by_gil)
        self.assertTrue(report.is_empty)
        self.assertEqual((report.title, report.charts, report.figures), ("Nothing was estimated in these days", (), ()))

    def test_as_many_queries_for_many_tasks_as_for_few(self) -> None:
        def count(actor: Actor) -> int:
            with CaptureQueriesContext(connection) as queries:
                self.report(actor)
            return len(queries)

        before = count(self.by_mara), count(self.by_ana)
        for number in range(12):
            project = create_project(f"Project {number}", by=self.by_ana)
            self.track(self.by_ana, self.task(f"Task {number}", project, HOUR), date(2025, 3, 10), HOUR)
        self.assertEqual((count(self.by_mara), count(self.by_ana)), before)
        self.assertLessEqual(max(before), 9)
