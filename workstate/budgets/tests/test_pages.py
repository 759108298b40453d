"""The page of a project's budgets, what other pages show of them, and the API."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.billing.actions import change_billing_settings, set_rate
from workstate.budgets.actions import set_budget
from workstate.budgets.models import Budget
from workstate.budgets.tests.test_budgets import BudgetTestCase
from workstate.core.clock import day_of, now
from workstate.core.durations import HOUR
from workstate.projects.actions import create_project
from workstate.timetracking.actions import start_timer


class PageTestCase(BudgetTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.page = reverse("budgets:project", args=["acme", self.project.pk])

    def today(self) -> date:
        return day_of(now(), self.ana.zone)

    def url(self, name: str, budget: Budget) -> str:
        return reverse(f"budgets:{name}", args=["acme", self.project.pk, budget.pk])


class PagesTest(PageTestCase):
    def test_a_project_without_one_offers_to_set_it(self) -> None:
        page = self.client.get(self.page)
        self.assertContains(page, "Set a time budget")
        self.assertNotContains(page, "Set a money budget")

    def test_a_time_budget_is_set_changed_deleted_and_brought_back(self) -> None:
        sent = {"kind": "time", "hours": "1 250", "period": "whole", "warnings": "50, 90 %"}
        self.assertRedirects(self.client.post(self.page, sent), self.page)
        budget = Budget.objects.get()
        self.assertEqual((budget.seconds, budget.warnings), (1250 * HOUR, [50, 90]))
        self.assertContains(self.client.get(self.url("budget", budget)), "1250 h")
        changed = {"hours": "10:30", "period": "month", "counted": "billable", "warnings": "", "starts": "2026-01-01"}
        self.client.post(self.url("budget", budget), changed)
        budget.refresh_from_db()
        self.assertEqual(
            (budget.seconds, budget.period, budget.counted, budget.warnings, budget.starts),
            (37800, "month", "billable", [], None),
        )
        self.client.delete(self.url("budget", budget))
        self.assertContains(self.client.get(self.page), "Set a time budget")
        self.client.post(self.url("restoration", budget))
        self.assertContains(self.client.get(self.page), "10 h 30 m")

    def test_what_cannot_be_read_is_refused_and_kept_in_the_form(self) -> None:
        for field, value in (
            ("hours", ""),
            ("hours", "soon"),
            ("hours", "0"),
            ("hours", "9" * 12),
            ("hours", "\x00"),
            ("warnings", "80, x"),
            ("warnings", "2000"),
            ("ends", "20000-01-01"),
            ("period", "year"),
        ):
            sent = {"kind": "time", "hours": "10", "period": "whole", "warnings": "80", field: value}
            with self.subTest(field=field, value=value):
                self.assertEqual(self.client.post(self.page, sent).status_code, 400)
        self.assertEqual(self.client.post(self.page, {"kind": "gold"}).status_code, 400)
        self.assertFalse(Budget.objects.exists())

    def test_money_is_set_and_seen_by_administrators_alone(self) -> None:
        sent = {"kind": "money", "amount": "12,000.50", "currency": "EUR", "period": "whole", "warnings": "80"}
        self.assertEqual(self.client.post(self.page, sent).status_code, 403)
        self.client.force_login(self.mara)
        self.client.post(self.page, sent)
        budget = Budget.objects.get()
        self.assertEqual(budget.amount, Decimal("12000.50"))
        self.assertContains(self.client.get(self.page), "€12,000.50")
        self.client.force_login(self.ana)
        self.assertNotContains(self.client.get(self.page), "€")
        self.assertEqual(self.client.get(self.url("budget", budget)).status_code, 404)
        self.assertEqual(self.client.delete(self.url("budget", budget)).status_code, 404)
        project = reverse("views:project", args=["acme", self.project.pk])
        self.assertNotContains(self.client.get(project), "project-budgets")

    def test_the_page_says_how_it_stands_in_words_and_numbers(self) -> None:
        set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR, warnings=[50])
        self.spend(self.by_mara, self.today(), 6 * HOUR)
        page = self.client.get(self.page)
        for words in ("6 h", "of 10 h", "60 %", "4 h left", "is-near", "Numbers"):
            self.assertContains(page, words)
        self.spend(self.by_mara, self.today(), 6 * HOUR)
        page = self.client.get(self.page)
        for words in ("120 %", "2 h over", "is-over", "Used up since"):
            self.assertContains(page, words)
        # Whose time it is stands nowhere.
        self.assertNotContains(page, "Mara Adler")

    def test_a_timer_that_runs_counts_up_to_now_by_the_days_on_which_it_ran(self) -> None:
        set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR)
        start_timer(by=self.by_ana, project=self.project, at=now() - timedelta(hours=3))
        self.assertContains(self.client.get(self.page), "Timers that run are counted up to now: 3 h")

    def test_running_time_is_priced_as_what_is_written_down(self) -> None:
        set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(1000), currency="EUR")
        set_rate(by=self.by_mara, amount=Decimal(100), currency="EUR")
        start_timer(by=self.by_ana, project=self.project, at=now() - timedelta(hours=2), billable=True)
        self.client.force_login(self.mara)
        self.assertContains(self.client.get(self.page), "€200.")

    def test_another_month_is_shown_by_its_address_and_nonsense_is_this_one(self) -> None:
        set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR, period="month")
        self.spend(self.by_ana, date(2026, 2, 10), 5 * HOUR)
        self.assertContains(self.client.get(self.page, {"month": "2026-02"}), "February 2026")
        for nonsense in ("2026-13", "x", "0000-01", "20000-1", "1969-12", "\x00"):
            self.assertEqual(self.client.get(self.page, {"month": nonsense}).status_code, 200)

    def test_where_the_workspace_keeps_budgets_from_members_nothing_of_them_is_shown(self) -> None:
        set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR)
        self.assertContains(self.client.get(reverse("views:project", args=["acme", self.project.pk])), "10 h left")
        self.assertContains(self.client.get(reverse("projects:list", args=["acme"])), "Time budget: ")
        change_billing_settings(by=self.by_mara, members_see_budgets=False)
        page = self.client.get(self.page)
        self.assertContains(page, "shown to administrators only")
        self.assertNotContains(page, "10 h")
        self.assertNotContains(self.client.get(reverse("views:project", args=["acme", self.project.pk])), "10 h left")
        self.assertNotContains(self.client.get(reverse("projects:list", args=["acme"])), "Time budget: ")

    def test_the_list_of_projects_costs_the_same_for_few_and_for_many(self) -> None:
        address = reverse("projects:list", args=["acme"])
        set_budget(self.project, by=self.by_ana, kind="time", seconds=10 * HOUR)
        self.client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as few:
            self.client.get(address)
        for number in range(30):
            set_budget(create_project(f"P{number}", by=self.by_ana), by=self.by_ana, kind="time", seconds=HOUR)
        with CaptureQueriesContext(connection) as many:
            self.client.get(address)
        self.assertEqual(len(few), len(many))

    def test_another_projects_budget_is_not_found_under_this_one(self) -> None:
        budget = set_budget(self.other, by=self.by_ana, kind="time", seconds=HOUR)
        self.assertEqual(self.client.get(self.url("budget", budget)).status_code, 404)
        self.assertEqual(self.client.delete(self.url("budget", budget)).status_code, 404)
        self.assertIsNone(Budget.objects.get().deleted_at)


class APITest(PageTestCase):
    def ask(self, method: str, place: str, /, *parts: object, status: int = 200, **body: Any) -> Any:
        address = reverse(f"api:{place}", args=["acme", *parts])
        answer = getattr(self.client, method)(address, body or None, content_type="application/json")
        self.assertEqual(answer.status_code, status, answer.content)
        return answer.json() if answer.content else None

    def test_programs_set_read_change_and_delete_budgets(self) -> None:
        pk = str(uuid4())
        made = self.ask("post", "project-budgets", self.project.pk, status=201, id=pk, kind="time", seconds=36000)
        again = self.ask("post", "project-budgets", self.project.pk, status=201, id=pk, kind="time", seconds=36000)
        self.assertEqual((made["id"], again["id"], made["percent"]), (pk, pk, 0))
        self.spend(self.by_mara, self.today(), 5 * HOUR)
        (listed,) = self.ask("get", "project-budgets", self.project.pk)
        self.assertEqual((listed["used_seconds"], listed["percent"], listed["used_amount"]), (18000, 50, None))
        changed = self.ask("patch", "budget", pk, period="month", warnings=[100, 75])
        self.assertEqual((changed["warnings"], changed["first"]), ([75, 100], str(self.today().replace(day=1))))
        self.ask("patch", "budget", pk, status=400, ends="2026-01-01")
        self.ask("delete", "budget", pk, status=204)
        self.ask("get", "budget", pk, status=404)
        self.ask("post", "budget-restoration", pk)

    def test_money_is_not_there_for_members(self) -> None:
        self.ask("post", "project-budgets", self.project.pk, status=403, kind="money", amount="100")
        budget = set_budget(self.project, by=self.by_mara, kind="money", amount=Decimal(100), currency="EUR")
        self.assertEqual(self.ask("get", "project-budgets", self.project.pk), [])
        self.ask("get", "budget", budget.pk, status=404)
        self.client.force_login(self.mara)
        set_rate(by=self.by_mara, amount=Decimal(30), currency="EUR")
        self.spend(self.by_ana, self.today(), 1000, billable=True)
        shown = self.ask("get", "budget", budget.pk)
        self.assertEqual((shown["amount"], shown["used_amount"], shown["percent"]), ("100.0000", "8.33", 8))

    def test_whether_new_time_is_billable_is_said_and_read(self) -> None:
        self.assertEqual(self.ask("get", "project-billable", self.project.pk), {"billable": None, "inherited": False})
        self.ask("put", "project-billable", self.project.pk, billable=True)
        self.assertEqual(self.ask("get", "project-billable", self.project.pk)["billable"], True)

    def test_clients_are_made_given_to_projects_merged_and_brought_back(self) -> None:
        bolt = self.ask("post", "clients", status=201, name="Bolt", email="bills@bolt.example", billable=True)
        other = self.ask("post", "clients", status=201, name="Other")
        self.ask("patch", "project", self.project.pk, client=bolt["id"])
        self.ask("patch", "project", self.project.pk, status=400, client=str(uuid4()))
        self.ask("patch", "client", bolt["id"], vat_id="X 1")
        self.ask("post", "client-archive", bolt["id"])
        self.ask("delete", "client-archive", bolt["id"])
        self.ask("post", "client-merger", bolt["id"], status=403, into=other["id"])
        self.client.force_login(self.mara)
        self.ask("post", "client-merger", bolt["id"], into=other["id"])
        self.assertEqual(self.ask("get", "project", self.project.pk)["client"], other["id"])
        self.ask("get", "client", bolt["id"], status=404)
        self.assertEqual(self.ask("post", "client-restoration", bolt["id"])["vat_id"], "X 1")
        self.assertEqual(self.ask("get", "project", self.project.pk)["client"], bolt["id"])
        self.ask("delete", "client", other["id"], status=204)
        self.assertEqual([one["name"] for one in self.ask("get", "clients")["results"]], ["Bolt"])
