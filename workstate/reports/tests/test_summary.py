from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.activity.models import Event
from workstate.core.actor import Role
from workstate.core.clock import now, today, week_of
from workstate.projects.actions import create_project
from workstate.reports.tests.test_description import BAD
from workstate.tasks.actions import complete_task, create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import TimeEntry, TimeRules
from workstate.workspaces.models import Membership

SUMMARY = reverse("reports:summary", args=["acme"])
CSV = reverse("reports:summary-csv", args=["acme"])


def rows_of(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


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
        block = re.search(r'<script id="report-chart" type="application/json">(.*?)</script>', page)
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
        rows = rows_of(self.get(CSV, group="label", then=""))
        self.assertEqual([(row[0], row[3]) for row in rows[1:]], [("call", "600"), ("deep", "600"), ("Total", "600")])
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
        header, *rows = rows_of(self.get(CSV, rounding="up-15"))
        self.assertEqual([row[header.index("Tracked (seconds)")] for row in rows], ["3600", "3600"])
        self.assertEqual([row[header.index("Before rounding (seconds)")] for row in rows], ["1960", "1960"])
        self.assertIn("-rounded-up-15.csv", self.get(CSV, rounding="up-15")["Content-Disposition"])
        answer = self.client.get("/api/v1/workspaces/acme/reports/summary/", {"rounding": "nearest-15"}).json()
        self.assertEqual((answer["rounding"], answer["seconds"], answer["raw_seconds"]), ("nearest-15", 1800, 1960))
        self.assertEqual(
            list(TimeEntry.objects.order_by("duration").values_list("duration", flat=True)), [60, 900, 1000]
        )

    def test_the_workspaces_rounding_is_taken_where_the_address_asks_for_none(self) -> None:
        TimeRules.objects.create(workspace=self.by_ana.workspace, rounding="down", rounding_step=600)
        self.log(1000)
        self.assertContains(self.get(), "Rounded down to 10 m, entry by entry; raw 0:16")
        self.assertEqual(rows_of(self.get(CSV))[-1][4], "600")
        self.assertEqual(rows_of(self.get(CSV, rounding="none"))[-1][4], "1000")
        self.assertContains(self.get(rounding="up-7"), "Up to 7 m")
        # Below what counts there is nothing left, and the page says why.
        TimeRules.objects.update(rounding_step=3600)
        page = self.get()
        self.assertContains(page, "raw 0:16")
        self.assertContains(page, "report-table")

    def test_somebody_elses_time_is_never_in_it(self) -> None:
        create_entry(by=self.by_mara, task=self.checkout, day=self.day, duration=3600, labels=["secret"])
        self.log(60, task=self.checkout)
        rows = rows_of(self.get(CSV))
        self.assertEqual(rows[-1][4], "60")
        self.assertNotContains(self.get(CSV, group="label"), "secret")
        # An administrator sees the team's entries elsewhere; here it is their own time too.
        self.client.force_login(self.mara)
        self.assertEqual(rows_of(self.get(CSV))[-1][4], "3600")

    def test_a_stranger_finds_nothing(self) -> None:
        self.client.force_login(self.boris)
        self.get(SUMMARY, 404)
        self.get(CSV, 404)
        self.client.logout()
        self.get(SUMMARY, 302)

    def test_who_became_a_guest_keeps_the_time_and_loses_the_names(self) -> None:
        self.log(600, task=self.checkout, labels=["deep"])
        Membership.objects.filter(user=self.ana).update(role=Role.GUEST)
        page = self.get()
        self.assertContains(page, "10 m")
        self.assertContains(page, "Projects you no longer see")
        self.assertContains(page, "Tasks you no longer see")
        self.assertNotContains(page, "Storefront")
        self.assertNotContains(page, "Fix checkout totals")
        self.assertNotContains(self.get(group="label"), "deep")
        self.assertEqual(rows_of(self.get(CSV))[-1][4], "600")

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
                self.assertContains(page, "Show this week", status_code=400)
                self.get(CSV, 400, **parameters)
        self.assertEqual((TimeEntry.objects.count(), Event.objects.count()), (entries, events))

    def test_bytes_that_are_no_text_are_no_error(self) -> None:
        self.assertEqual(self.client.get(f"{SUMMARY}?group=%ff%fe&period=%00").status_code, 400)
        self.assertEqual(self.client.get(f"{SUMMARY}?period=today&period=yesterday&other=1").status_code, 200)

    def test_what_changed_is_fetched_without_the_frame(self) -> None:
        self.log(60)
        parameters = {"period": "today", "group": "day", "then": ""}
        whole = self.client.get(SUMMARY, parameters).content.decode()
        part = self.client.get(SUMMARY, parameters, headers={"HX-Request": "true"}).content.decode()
        self.assertNotIn("<html", part)
        self.assertIn('<div id="report"', part)
        self.assertIn('hx-get="/acme/reports/?period=today&amp;group=day&amp;then="', whole)
        back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
        self.assertIn("<html", self.client.get(SUMMARY, parameters, headers=back).content.decode())

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
        self.assertLessEqual(max(before[3:]), 10)

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
        self.assertContains(page, 'title="1:10:00"')
        self.assertEqual(len(rows_of(self.get(CSV))), 122)


class CsvTests(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.day = today(self.ana.zone)

    def test_the_file_has_its_days_in_its_name(self) -> None:
        parameters = {"from": "2026-11-16", "to": "2026-11-22", "group": "project", "then": "task"}
        response = self.client.get(CSV, parameters)
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")
        self.assertEqual(
            response["Content-Disposition"],
            'attachment; filename="time-2026-11-16-to-2026-11-22-by-project-and-task.csv"',
        )
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_it_is_utf_8_with_a_mark_and_lines_of_rfc_4180(self) -> None:
        create_entry(by=self.by_ana, description='Élodie said "yes", twice', day=self.day, duration=5400)
        raw = self.client.get(CSV, {"group": "task"}).content
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"))
        self.assertIn('"Élodie said ""yes"", twice",,,5400,1:30,0,0:00\r\n'.encode(), raw)
        self.assertEqual(raw.count(b"\n"), raw.count(b"\r\n"))

    def test_days_are_iso(self) -> None:
        create_entry(by=self.by_ana, day=self.day, duration=60)
        rows = rows_of(self.client.get(CSV, {"group": "day", "then": "month"}))
        self.assertEqual(rows[1][:2], [self.day.isoformat(), f"{self.day:%Y-%m}"])

    def test_no_cell_begins_a_formula(self) -> None:
        for text in ("=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x.example")', "＝1+1", "＠x", "－2"):
            create_entry(by=self.by_ana, description=text, day=self.day, duration=60)
        # What actions would not let in may still come from elsewhere.
        for text in ("\t=1+1", "\r=1+1", "\n=1", " =1+1"):
            TimeEntry.objects.create(
                workspace=self.by_ana.workspace, user=self.ana, description=text, day=self.day, duration=60
            )
        create_project("=cmd|' /C calc'!A0", by=self.by_ana)
        rows = rows_of(self.client.get(CSV, {"group": "task"}))
        self.assertEqual(len(rows), 14)
        for row in rows[1:-1]:
            self.assertEqual(row[0][0], "'", row)

    def test_ordinary_text_stays_as_it_is(self) -> None:
        for text in ("Call – follow up", "'quoted'", "50% done", "مشروع"):
            create_entry(by=self.by_ana, description=text, day=self.day, duration=60)
        names = {row[0] for row in rows_of(self.client.get(CSV, {"group": "task"}))}
        self.assertLessEqual({"Call – follow up", "'quoted'", "50% done", "مشروع"}, names)

    def test_a_running_timer_is_not_in_the_file(self) -> None:
        start_timer(by=self.by_ana, description="Running", at=now())
        self.assertEqual(len(rows_of(self.client.get(CSV))), 2)
