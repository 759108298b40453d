"""The page that every report is drawn by: what its bar says, what htmx gets, where its rows lead."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from workstate.accounts.models import User
from workstate.billing.actions import set_rate
from workstate.core.clock import today
from workstate.core.money import Money
from workstate.projects.actions import create_project
from workstate.reports.reader import Reader
from workstate.reports.screen.values import Words
from workstate.reports.shapes import ReportKind
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry

HTMX = {"HX-Request": "true"}
NAVIGATION = HTMX | {"HX-Target": "div#report-page"}
LIVE = HTMX | {"HX-Target": "div#report"}


def links_of(page: str) -> dict[str, str]:
    """The addresses of a report by what they say."""
    page = page[page.find('id="report-page"') + 1 :].partition('id="drawer"')[0]
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {re.sub(r"<.*?>", "", words).strip(): unescape(url) for url, words in found}


def said(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


class PageTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.ana.zone)
        cls.website = create_project("Website & shop", by=cls.by_ana, colour="teal")
        cls.task = create_task("Draft <b>", by=cls.by_ana, project=cls.website, estimate=7200)
        create_entry(by=cls.by_ana, task=cls.task, day=cls.day, duration=3661, billable=True, labels=["deep"])

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def url(self, kind: str = "summary") -> str:
        return reverse("reports:report", args=["acme", kind])

    def page(self, kind: str = "summary", *, status: int = 200, headers: Any = None, **parameters: str) -> str:
        response = self.client.get(self.url(kind), parameters, headers=headers or {})
        self.assertEqual(response.status_code, status)
        text: str = response.content.decode()
        return text


class KindsTests(PageTestCase):
    def kinds(self, user: User) -> list[str]:
        self.client.force_login(user)
        row = re.search(r'<nav class="tabs report-kinds".*?</nav>', self.page(), re.DOTALL)
        assert row
        return list(links_of(row[0]))

    def test_each_role_is_offered_the_kinds_that_are_theirs(self) -> None:
        everybodys = ["Summary", "Detailed", "Weekly", "Comparison", "Estimates", "Productivity", "Goals"]
        self.assertEqual(self.kinds(self.ana), everybodys)
        self.assertEqual(self.kinds(self.gil), everybodys)
        self.assertEqual(self.kinds(self.mara), [str(kind.label) for kind in ReportKind])

    def test_what_is_not_offered_is_not_given_either(self) -> None:
        for user in (self.ana, self.gil):
            self.client.force_login(user)
            with self.subTest(user=user.name):
                self.page("profitability", status=403)
                self.assertEqual(self.client.get("/acme/reports/profitability.csv").status_code, 403)

    def test_every_kind_is_drawn_with_time_and_without(self) -> None:
        self.client.force_login(self.mara)
        for kind in ReportKind:
            for period in ("this-week", "last-year"):
                with self.subTest(kind, period=period):
                    page = self.page(kind.value, period=period)
                    self.assertIn('<h2 class="report-title">', page)
                    self.assertIn('aria-current="page"', page)

    def test_another_kind_is_of_the_same_days_people_and_filter(self) -> None:
        links = links_of(self.page(period="last-month", people="me", filter="billable", rounding="up-15", group="day"))
        self.assertEqual(
            said(links["Detailed"]),
            {"period": "last-month", "people": "me", "filter": "billable", "rounding": "up-15"},
        )
        self.assertEqual(said(links["Goals"]), {"period": "last-month"})
        self.assertEqual(said(links["Comparison"])["group"], "project")

    def test_there_are_no_other_kinds(self) -> None:
        self.assertEqual(self.client.get("/acme/reports/horoscope/").status_code, 404)
        self.assertEqual(self.client.get("/acme/reports/summary.exe").status_code, 404)


class FragmentTests(PageTestCase):
    def test_htmx_gets_the_page_without_its_frame_and_the_address_as_we_write_it(self) -> None:
        response = self.client.get(self.url(), {"group": "task", "then": "", "rounding": ""}, headers=NAVIGATION)
        text = response.content.decode()
        self.assertNotIn("<html", text)
        self.assertIn('<div id="report-page"', text)
        self.assertIn("<title>", text)
        self.assertEqual(response["HX-Push-Url"], f"{self.url()}?period=this-week&group=task&then=")

    def test_what_changed_is_fetched_as_the_answer_alone(self) -> None:
        response = self.client.get(self.url(), {"period": "today"}, headers=LIVE)
        text = response.content.decode()
        self.assertTrue(text.strip().startswith('<div id="report" data-live="entries timer"'))
        self.assertNotIn("report-bar", text)
        self.assertNotIn("HX-Push-Url", response)

    def test_going_back_in_the_history_gets_all_of_it(self) -> None:
        headers = NAVIGATION | {"HX-History-Restore-Request": "true"}
        self.assertIn("<html", self.page(headers=headers))


class WrongTests(PageTestCase):
    def test_what_is_wrong_is_told_and_the_rest_is_kept(self) -> None:
        days: dict[str, Any] = {"from": "2026-02-30", "to": "2026-03-01"}
        page = self.page(status=400, **days, group="label", filter="billable")
        self.assertIn("There is no such day in the calendar.", page)
        self.assertIn('value="billable"', page)
        self.assertIn("Group: label", page)
        self.assertEqual(said(links_of(page)["Show the report without it"])["group"], "label")
        self.assertNotIn("report-table", page)

    def test_everything_that_is_wrong_is_told_at_once(self) -> None:
        page = self.page(status=400, period="never", rounding="sideways-3")
        self.assertIn("That is not one of the choices.", page)
        self.assertIn("Write rounding as none", page)

    def test_a_filter_that_means_nothing_is_told_in_its_place(self) -> None:
        page = self.page(status=400, filter="billable & #Nowhere", headers=NAVIGATION)
        self.assertIn('<div class="filter-mirror" aria-hidden="true">billable &amp; <u>', page)
        self.assertIn('aria-invalid="true"', page)
        self.assertIn("This report cannot be shown", page)

    def test_an_answer_that_became_wrong_meanwhile_is_told_too(self) -> None:
        self.assertIn("filter-wrong", self.page(status=400, filter="#Nowhere", headers=LIVE))


class RowsTests(PageTestCase):
    def test_a_row_leads_to_what_it_is_made_of(self) -> None:
        links = links_of(self.page(period="today"))
        self.assertEqual(links["Draft &lt;b&gt;"], reverse("tasks:detail", args=["acme", self.task.number]))
        found = links["Website &amp; shop"]
        self.assertEqual(urlsplit(found).path, self.url("detailed"))
        self.assertEqual(said(found), {"period": "today", "filter": '#"Website & shop"'})
        self.assertIn("1:01:01", self.client.get(found).content.decode())

    def test_a_row_within_a_group_is_of_both(self) -> None:
        links = links_of(self.page(period="today", group="label", then="billable", filter="p4"))
        self.assertEqual(said(links["deep"])["filter"], "(p4) & @deep")
        self.assertEqual(said(links["Billable"])["filter"], "((p4) & @deep) & billable")
        day = links_of(self.page(group="day", then=""))
        self.assertIn({"from": str(self.day), "to": str(self.day)}, [said(url) for url in day.values()])

    def test_the_same_rows_whatever_they_are_made_of(self) -> None:
        """What a row leads to has the row's time."""
        create_entry(by=self.by_ana, day=self.day, duration=600)
        for group in ("project", "client", "label", "day", "week", "month", "billable"):
            page = self.page(group=group, then="")
            rows = re.findall(
                r"<tr>(<th scope=.row.*?)</tr>",
                page[page.index('id="report-table-0"') : page.index("<tfoot")],
                re.DOTALL,
            )
            self.assertTrue(rows)
            for row in rows:
                (url,) = links_of(row).values()
                time = re.search(r'class="n"[^>]*>(\d+:\d\d(?::\d\d)?)<', row)
                assert time
                with self.subTest(group, url=url):
                    shown = self.client.get(url)
                    self.assertEqual(shown.status_code, 200)
                    self.assertContains(shown, time[1])

    def test_money_is_written_as_the_reader_writes_it_and_only_for_them(self) -> None:
        set_rate(by=self.by_mara, amount=Decimal(1234), currency="EUR")
        self.assertNotIn("€", self.page())
        self.client.force_login(self.mara)
        self.assertIn("€1,254.91", self.page())
        with override("de"):
            self.assertEqual(Words.of(Reader.of(self.by_mara)).money(Money.of("1254.91", "EUR")), "1.254,91\xa0€")

    def test_a_chart_says_what_one_sees_and_has_its_numbers_beneath(self) -> None:
        page = self.page(period="today")
        self.assertRegex(page, r'role="img" aria-label="[^"]*Most: [^"]*1:01')
        self.assertIn('<details class="chart-numbers">', page)


class BarTests(PageTestCase):
    def test_only_who_sees_others_chooses_people(self) -> None:
        self.assertNotIn('id="report-people"', self.page())
        self.client.force_login(self.mara)
        page = self.page()
        self.assertIn('id="report-people"', page)
        self.assertIn(f'name="people" value="{self.ana.pk}"', page)

    def test_boxes_of_several_people_are_one_choice(self) -> None:
        self.client.force_login(self.mara)
        response = self.client.get(self.url(), {"people": [str(self.ana.pk), str(self.mara.pk)]}, headers=NAVIGATION)
        people = said(response["HX-Push-Url"])["people"].split(",")
        self.assertEqual(set(people), {str(self.ana.pk), str(self.mara.pk)})
        self.assertContains(response, "2 chosen")

    def test_the_days_before_and_after_and_the_files_are_links(self) -> None:
        days: dict[str, Any] = {"from": "2026-03-01", "to": "2026-03-31"}
        page = self.page(**days, group="day", then="")
        self.assertIn("from=2026-02-01&amp;to=2026-02-28&amp;group=day", page)
        self.assertIn("from=2026-04-01&amp;to=2026-04-30&amp;group=day", page)
        links = links_of(page)
        for extension, name in (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON")):
            self.assertEqual(urlsplit(links[name]).path, f"/acme/reports/summary.{extension}")
            self.assertEqual(said(links[name])["from"], "2026-03-01")

    def test_the_number_of_queries_does_not_grow_with_the_rows(self) -> None:
        def queries(kind: ReportKind) -> int:
            with CaptureQueriesContext(connection) as captured:
                self.page(kind.value, period="this-month")
            return len(captured)

        self.client.force_login(self.mara)
        self.page()
        before = {kind: queries(kind) for kind in ReportKind if kind != ReportKind.GOALS}
        for number in range(7):
            project = create_project(f"Project {number}", by=self.by_mara)
            task = create_task(f"Task {number}", by=self.by_mara, project=project, estimate=60)
            for by in (self.by_mara, self.by_ana):
                create_entry(by=by, task=task, day=self.day - timedelta(days=number), duration=60, labels=["x"])
        for kind, count in before.items():
            with self.subTest(kind):
                # A first row may bring a question of its own; hundreds bring no more.
                self.assertLessEqual(queries(kind), count + 3)


class FrameTests(PageTestCase):
    def test_every_kind_is_under_reports_in_the_sidebar(self) -> None:
        for kind in ("summary", "detailed", "goals"):
            self.assertRegex(self.page(kind), r'<a class="nav-item" href="/acme/reports/" aria-current="page">')
