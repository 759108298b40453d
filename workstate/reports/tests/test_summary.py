from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.activity.models import Event
from workstate.core.actor import Role
from workstate.core.clock import today, week_of
from workstate.projects.actions import create_project
from workstate.projects.models import ProjectShare
from workstate.reports.description import read_description
from workstate.reports.exporters.json import as_data
from workstate.reports.kinds import make_report
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Later
from workstate.reports.shapes import ReportKind
from workstate.reports.tests.test_description import BAD
from workstate.tasks.actions import complete_task, create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import TimeEntry, TimeRules
from workstate.workspaces.models import Membership

SUMMARY = reverse("reports:summary", args=["acme"])
CSV = reverse("reports:file", args=["acme", "summary", "csv"])


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def column_of(response: Any, title: str) -> list[str]:
    head, *rows = rows_of(response)
    return [row[head.index(title)] for row in rows]


TRACKED = "Tracked (seconds)"


class SummaryTests(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.ana.zone)
        cls.storefront = create_project("Storefront", by=cls.by_ana, colour="indigo")
        cls.checkout = create_task("Fix checkout totals", by=cls.by_ana, project=cls.storefront, estimate=7200)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def get(self, url: str = SUMMARY, status: int = 200, **parameters: Any) -> Any:
        response = self.client.get(url, parameters)
        self.assertEqual(response.status_code, status)
        return response

    def log(self, seconds: int, days_ago: int = 0, **details: Any) -> TimeEntry:
        return create_entry(by=self.by_ana, day=self.day - timedelta(days=days_ago), duration=seconds, **details)

    def test_charts_are_drawn_when_they_are_looked_at_and_once(self) -> None:
        drawn: list[Chart] = []

        def draw() -> Iterator[Chart]:
            drawn.append(Chart("time", "Time over the days", "bar", "time", ("Mon",), ()))
            yield drawn[-1]

        self.log(3600)
        asked = read_description(ReportKind.SUMMARY, {}, self.by_ana)
        report = replace(make_report(asked, Reader.of(self.by_ana)), charts=Later(draw))
        as_data(report)
        self.assertEqual(drawn, [])
        self.assertEqual((list(report.charts), len(report.charts), bool(report.charts)), (drawn, 1, True))
        self.assertEqual(len(drawn), 1)
        self.assertFalse(Later(tuple))

    def test_it_answers_with_the_total_and_a_row_for_each_task(self) -> None:
        self.log(11_443, task=self.checkout, billable=True)
        self.log(3600, description="Reading", labels=["deep"])
        page = self.get()
        self.assertContains(page, "4 h 10 m")
        self.assertContains(page, "3 h 10 m billable (76 %)")
        self.assertContains(page, "Storefront")
        self.assertContains(page, "Fix checkout totals")
        self.assertContains(page, "Reading")
        self.assertContains(page, 'title="3:10:43"')
        self.assertContains(page, reverse("tasks:detail", args=["acme", self.checkout.number]))

    def test_nothing_tracked_is_said_and_draws_nothing(self) -> None:
        page = self.get()
        self.assertContains(page, "Nothing tracked this week")
        self.assertNotContains(page, "data-chart")
        self.assertContains(self.get(period="today"), "Nothing tracked today")

    def test_the_chart_reads_the_same_seconds(self) -> None:
        self.log(5000, task=self.checkout)
        self.log(61, description="</script><script>alert(1)</script>")
        page = self.get(group="task").content.decode()
        block = re.search(r'<script id="report-chart-time" type="application/json">(.*?)</script>', page)
        assert block
        chart = json.loads(block[1])
        at = (self.day - week_of(self.day, self.ana.first_weekday)[0]).days
        self.assertEqual([set_["data"][at] for set_ in chart["datasets"]], [5000, 61])
        self.assertEqual(len(chart["labels"]), 7)
        self.assertNotIn("<script>alert", page)

    def test_the_week_before_is_what_it_is_held_against(self) -> None:
        first, last = week_of(self.day - timedelta(days=14), self.ana.first_weekday)
        create_entry(by=self.by_ana, day=first, duration=5600)
        create_entry(by=self.by_ana, day=first - timedelta(days=7), duration=5000)
        parameters: dict[str, Any] = {"from": str(first), "to": str(last)}
        self.assertContains(self.get(**parameters), "1 h 33 m, 12 % more than the week before")
        create_entry(by=self.by_ana, day=first - timedelta(days=7), duration=5000)
        self.assertContains(self.get(**parameters), "44 % less than the week before")
        create_entry(by=self.by_ana, day=last, duration=4400)
        self.assertContains(self.get(**parameters), "as much as the week before")
        create_entry(by=self.by_ana, day=last, duration=40_000)
        self.assertContains(self.get(**parameters), "5 times as much as the week before")

    def test_a_running_timer_is_named_and_not_counted(self) -> None:
        sentence = "A timer is running and not counted yet"
        self.log(60)
        self.assertNotContains(self.get(period="today"), sentence)
        start_timer(self.checkout, by=self.by_ana)
        page = self.get(period="today")
        self.assertContains(page, sentence)
        self.assertContains(page, "1 m so far today")
        self.assertNotContains(self.get(period="last-month"), sentence)

    def test_several_labels_count_in_each_and_once_in_all(self) -> None:
        note = "An entry with several labels counts in each of them"
        self.log(600, labels=["deep", "call"])
        file = self.get(CSV, group="label", then="")
        self.assertEqual(column_of(file, "Label"), ["call", "deep", "Total"])
        self.assertEqual(column_of(file, TRACKED), ["600", "600", "600"])
        self.assertContains(self.get(group="label", then=""), note)
        self.assertContains(self.get(group="day", then="label"), note)
        self.assertNotContains(self.get(), note)

    def test_estimates_are_judged_by_what_is_finished_and_ones_own(self) -> None:
        self.log(7200, days_ago=40, task=self.checkout)
        self.log(216, task=self.checkout)
        self.assertNotContains(self.get(), "stimates were")
        complete_task(self.checkout, by=self.by_ana)
        self.assertContains(self.get(), "stimates were 3 % too low (1 finished task)")
        create_entry(by=self.by_mara, task=self.checkout, day=self.day, duration=60)
        self.assertNotContains(self.get(), "stimates were")

    def test_each_entry_is_rounded_by_itself_and_the_page_says_so(self) -> None:
        for seconds in (60, 900, 1000):
            self.log(seconds, task=self.checkout, billable=seconds == 60)
        page = self.get(rounding="up-15")
        self.assertContains(page, "Rounded up to 15 m, entry by entry; raw 0:32")
        self.assertContains(page, "Rounding: up to 15 m")
        self.assertContains(page, "1 h")
        self.assertContains(page, "15 m billable (25 %)")
        self.assertNotContains(self.get(), "Rounded")
        file = self.get(CSV, rounding="up-15")
        self.assertEqual(column_of(file, TRACKED), ["3600", "3600"])
        self.assertEqual(column_of(file, "Before rounding (seconds)"), ["1960", "1960"])
        self.assertIn("-rounded-up-15.csv", self.get(CSV, rounding="up-15")["Content-Disposition"])
        self.assertEqual(
            list(TimeEntry.objects.order_by("duration").values_list("duration", flat=True)), [60, 900, 1000]
        )

    def test_the_workspaces_rounding_is_taken_where_the_address_asks_for_none(self) -> None:
        TimeRules.objects.create(workspace=self.by_ana.workspace, rounding="down", rounding_step=600)
        self.log(1000)
        self.assertContains(self.get(), "Rounded down to 10 m, entry by entry; raw 0:16")
        self.assertEqual(column_of(self.get(CSV), TRACKED)[-1], "600")
        self.assertEqual(column_of(self.get(CSV, rounding="none"), TRACKED)[-1], "1000")
        self.assertContains(self.get(rounding="up-7"), "Up to 7 m")
        # Below what counts there is nothing left, and the page says why.
        TimeRules.objects.update(rounding_step=3600)
        page = self.get()
        self.assertContains(page, "raw 0:16")
        self.assertContains(page, "report-table")

    def test_members_see_their_own_time_and_administrators_everybodys(self) -> None:
        create_entry(by=self.by_mara, task=self.checkout, day=self.day, duration=3600, labels=["secret"])
        self.log(60, task=self.checkout)
        self.assertEqual(column_of(self.get(CSV), TRACKED)[-1], "60")
        self.assertNotContains(self.get(CSV, group="label"), "secret")
        self.assertNotContains(self.get(people=str(self.mara.pk)), "Mara")
        self.client.force_login(self.mara)
        self.assertEqual(column_of(self.get(CSV), TRACKED)[-1], "3660")
        self.assertEqual(column_of(self.get(CSV, people="me"), TRACKED)[-1], "3600")
        self.assertEqual(column_of(self.get(CSV, people=str(self.ana.pk)), TRACKED)[-1], "60")

    def test_a_stranger_finds_nothing(self) -> None:
        self.client.force_login(self.boris)
        self.get(SUMMARY, 404)
        self.get(CSV, 404)
        self.client.logout()
        self.get(SUMMARY, 302)

    def test_who_became_a_guest_keeps_the_time_and_loses_the_names(self) -> None:
        self.log(600, task=self.checkout, labels=["deep"])
        Membership.objects.filter(user=self.ana).update(role=Role.GUEST)
        ProjectShare.objects.all().delete()
        page = self.get()
        self.assertContains(page, "10 m")
        self.assertContains(page, "Projects you no longer see")
        self.assertContains(page, "Tasks you no longer see")
        self.assertNotContains(page, "Storefront")
        self.assertNotContains(page, "Fix checkout totals")
        self.assertNotContains(self.get(group="label"), "deep")
        self.assertEqual(column_of(self.get(CSV), TRACKED)[-1], "600")

    def test_a_guest_sees_their_own(self) -> None:
        task = create_task("Mine", by=self.by_gil)
        create_entry(by=self.by_gil, task=task, day=self.day, duration=90)
        self.client.force_login(self.gil)
        self.assertContains(self.get(), "Mine")

    def test_bad_input_is_a_message_and_never_an_error(self) -> None:
        self.log(60)
        entries, events = TimeEntry.objects.count(), Event.objects.count()
        for name, (wrong, _field) in BAD.items():
            parameters: dict[str, Any] = {**wrong}
            with self.subTest(name):
                page = self.get(SUMMARY, 400, **parameters)
                self.assertContains(page, 'role="alert"', status_code=400)
                self.assertContains(page, "Show the report without it", status_code=400)
                self.get(CSV, 400, **parameters)
        self.assertEqual((TimeEntry.objects.count(), Event.objects.count()), (entries, events))

    def test_bytes_that_are_no_text_are_no_error(self) -> None:
        self.assertEqual(self.client.get(f"{SUMMARY}?group=%ff%fe&period=%00").status_code, 400)
        self.assertEqual(self.client.get(f"{SUMMARY}?period=today&period=yesterday&other=1").status_code, 200)

    def test_it_reads_and_does_not_write(self) -> None:
        for url in (SUMMARY, CSV):
            for method in ("post", "put", "patch", "delete"):
                self.assertEqual(getattr(self.client, method)(url).status_code, 405)

    def test_nobody_on_the_way_keeps_it(self) -> None:
        for url in (SUMMARY, CSV):
            directives = {part.strip() for part in self.get(url)["Cache-Control"].split(",")}
            self.assertLessEqual({"private", "no-store"}, directives)

    def test_the_number_of_queries_does_not_grow(self) -> None:
        def queries(url: str, **parameters: Any) -> int:
            with CaptureQueriesContext(connection) as captured:
                self.get(url, **parameters)
            return len(captured)

        choices: list[dict[str, Any]] = [{}, {"group": "label", "then": "project"}, {"group": "day", "then": "client"}]
        self.log(60, task=self.checkout, labels=["deep"])
        self.get()
        before = [queries(url, **choice) for url in (SUMMARY, CSV) for choice in choices]
        for number in range(12):
            project = create_project(f"Project {number}", by=self.by_ana)
            for name in ("one", "two"):
                task = create_task(f"{name} {number}", by=self.by_ana, project=project, estimate=60)
                self.log(60 + number, task=task, labels=["deep", f"label {number}"])
                complete_task(task, by=self.by_ana)
        self.assertEqual([queries(url, **choice) for url in (SUMMARY, CSV) for choice in choices], before)
        self.assertLessEqual(max(before[3:]), 12)

    def test_what_is_too_long_to_read_is_added_up_in_a_row(self) -> None:
        entries = [
            TimeEntry(
                workspace=self.by_ana.workspace, user=self.ana, description=f"Word {number}", day=self.day, duration=60
            )
            for number in range(120)
        ]
        TimeEntry.objects.bulk_create(entries)
        page = self.get()
        self.assertContains(page, "70 more")
        self.assertContains(page, ">1:10<")
        self.assertContains(page, "Not every row is shown")
        self.assertEqual(len(rows_of(self.get(CSV))), 122)
