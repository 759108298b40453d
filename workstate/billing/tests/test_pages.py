"""The page of rates: what it shows, how rates are set and changed on it, and that strangers' things are not found."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.billing.actions import delete_rate, set_rate
from workstate.billing.holders import Holder
from workstate.billing.models import BillingSettings, Rate, RateKind
from workstate.billing.tests.test_rates import RateTestCase
from workstate.core.clock import today
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

HTMX = {"HX-Request": "true"}


class PageTestCase(RateTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.mara)
        self.address = reverse("billing:rates", args=["acme"])

    def page(self, query: str = "") -> str:
        """What the page shows of rates, without its frame."""
        response = self.client.get(self.address + query, headers=HTMX)
        self.assertEqual(response.status_code, 200)
        return response.content.decode()

    def one(self, rate: Rate) -> str:
        return reverse("billing:rate", args=["acme", rate.pk])


class ShowingTest(PageTestCase):
    def test_history_says_what_held_what_holds_today_and_what_will(self) -> None:
        day = today(self.mara.zone)
        self.set(80)
        self.set(85, starts=day - timedelta(days=30))
        self.set(92, starts=day + timedelta(days=30))
        page = self.page()
        self.assertLess(page.index("€92.00"), page.index("€85.00"))
        self.assertLess(page.index("€85.00"), page.index("€80.00"))
        self.assertEqual(page.count("holds today"), 1)
        self.assertEqual(page.count("upcoming"), 1)
        self.assertIn("until", page)

    def test_people_projects_people_on_them_and_tasks_stand_in_their_lists(self) -> None:
        self.set(71, user=self.ana)
        self.set(31, user=self.ana, kind=RateKind.COST)
        self.set(72, project=self.project)
        self.set(73, project=self.project, user=self.gil)
        self.set(74, task=self.task)
        people, projects, tasks = (self.page(f"?of={of}") for of in ("people", "projects", "tasks"))
        shown = {"€71.00", "€31.00", "€72.00", "€73.00", "€74.00"}
        for page, wanted in ((people, {"€71.00", "€31.00"}), (projects, {"€72.00", "€73.00"}), (tasks, {"€74.00"})):
            self.assertEqual({text for text in shown if text in page}, wanted)
        self.assertIn("1 task with a rate of its own", projects)
        whole = self.client.get(self.address)
        self.assertContains(whole, "task, then person on the project, project, person, workspace")
        self.assertContains(whole, "Members see what their own time earns")

    def test_one_project_or_one_task_narrows_it(self) -> None:
        self.set(71, user=self.ana)
        self.set(72, project=self.project)
        self.set(73, project=self.project, user=self.gil)
        self.set(74, task=self.task)
        project = self.page(f"?project={self.project.pk}")
        for text, there in {"€72.00": True, "€73.00": True, "€74.00": True, "€71.00": False}.items():
            self.assertEqual(text in project, there, text)
        for which in (self.task.pk, self.task.number):
            task = self.page(f"?task={which}")
            self.assertIn("€74.00", task)
            self.assertNotIn("€72.00", task)

    def test_what_is_not_ours_is_not_found(self) -> None:
        theirs = set_rate(by=self.by_boris, amount=Decimal(1), project=self.theirs)
        nothing = new_id()
        for query in (f"?project={self.theirs.pk}", f"?project={nothing}", f"?task={nothing}", "?task=999", "?project=x",
                      "?project=%00", "?task=" + "9" * 5000):  # fmt: skip
            self.assertEqual(self.client.get(self.address + query).status_code, 404, query[:40])
        new = reverse("billing:new-rate", args=["acme"])
        for query in (f"?project={self.theirs.pk}", f"?user={self.boris.pk}", "?task=nonsense"):
            self.assertEqual(self.client.get(new + query).status_code, 404, query)
        for method in (self.client.get, self.client.post, self.client.delete):
            self.assertEqual(method(self.one(theirs)).status_code, 404)
        for of in ({"project": self.theirs.pk}, {"user": self.boris.pk}, {"task": nothing}):
            response = self.client.post(self.address, {"amount": "1", "currency": "EUR", **of})
            self.assertEqual(response.status_code, 404)
        self.assertEqual(list(Rate.objects.all()), [theirs])

    def test_search_finds_by_name_and_takes_any_text(self) -> None:
        self.assertIn("Ana Keller", self.page("?q=kell"))
        self.assertNotIn("Ana Keller", self.page("?q=adler"))
        for query in ("?q=%00", "?q=" + "x" * 10_000, "?q=%25", "?of=nonsense&page=nonsense", "?of=%00", "?page=99999"):
            self.page(query)
        self.assertIn("Nothing of that name", self.page("?of=projects&q=zzz"))

    def test_archived_and_deleted_projects_show_while_they_have_rates(self) -> None:
        day = "2026-01-01T00:00:00Z"
        Project.objects.filter(pk=self.project.pk).update(archived_at=day)
        self.assertNotIn("Website", self.page("?of=projects"))
        self.set(72, project=self.project)
        self.assertIn("archived", self.page("?of=projects"))
        Project.objects.filter(pk=self.project.pk).update(deleted_at=day)
        self.assertIn("in the bin", self.page("?of=projects"))

    def test_who_has_left_stays_in_the_list_while_they_have_rates(self) -> None:
        self.set(71, user=self.gil)
        Membership.objects.filter(user=self.gil).delete()
        self.assertIn("has left", self.page())

    def test_empty_lists_say_how_to_begin(self) -> None:
        self.assertIn("No task has a rate of its own", self.page("?of=tasks"))
        self.assertIn("Set a rate", self.page())

    def test_two_thousand_projects_and_rates_stand_on_pages_with_a_constant_number_of_queries(self) -> None:
        workspace = self.by_mara.workspace

        def counted(query: str) -> int:
            self.page(query)
            with CaptureQueriesContext(connection) as queries:
                self.page(query)
            return len(queries)

        lists = ("", "?of=projects", "?of=tasks", f"?project={self.project.pk}")
        self.set(1, project=self.project, user=self.ana)
        self.set(2, task=self.task)
        few = [counted(query) for query in lists]
        projects = Project.objects.bulk_create(
            Project(workspace=workspace, name=f"Project {n:04}", position=f"a{n:05}") for n in range(2000)
        )
        Rate.objects.bulk_create(
            Rate(workspace=workspace, project=one, user=user, amount=n, currency="EUR")
            for n, one in enumerate(projects[:700])
            for user in (None, self.ana, self.gil)
        )
        tasks = Task.objects.bulk_create(
            Task(workspace=workspace, project=self.project, number=9000 + n, title=f"T{n}", position=f"b{n:05}")
            for n in range(200)
        )
        Rate.objects.bulk_create(Rate(workspace=workspace, task=one, amount=1, currency="EUR") for one in tasks)
        self.assertEqual([counted(query) for query in lists], few)
        page = self.page("?of=projects&page=2")
        self.assertIn("51–100 of", page)
        self.assertLess(len(page), 900_000)


class ActingTest(PageTestCase):
    def test_a_rate_is_set_from_what_was_typed_and_can_be_taken_back(self) -> None:
        sent = {"amount": "1.250,50", "currency": "EUR", "user": self.ana.pk, "starts": "2026-03-01", "ref": new_id()}
        for _twice in range(2):
            response = self.client.post(self.address, sent, headers=HTMX)
            self.assertEqual(response.status_code, 200)
        rate = Rate.objects.get()
        self.assertEqual((rate.amount, rate.user, rate.starts), (Decimal("1250.50"), self.ana, date(2026, 3, 1)))
        self.assertIn("rates:changed", response.headers["HX-Trigger"])
        self.assertIn("€1,250.50", response.headers["HX-Trigger"].encode().decode("unicode_escape"))
        self.assertIn(self.one(rate), response.headers["HX-Trigger"])

    def test_a_person_on_a_project_and_a_task_are_chosen_in_the_form(self) -> None:
        new = reverse("billing:new-rate", args=["acme"])
        form = self.client.get(f"{new}?project={self.project.pk}&pick=user", headers=HTMX)
        self.assertContains(form, "Gil Guest")
        self.assertNotContains(form, "Boris")
        sent = {"amount": "5", "currency": "EUR", "project": self.project.pk}
        self.assertEqual(self.client.post(self.address, {**sent, "pick": "user"}, headers=HTMX).status_code, 400)
        self.client.post(self.address, {**sent, "pick": "user", "user": self.gil.pk}, headers=HTMX)
        self.client.post(self.address, {**sent, "pick": "task", "task": self.task.number}, headers=HTMX)
        scopes = set(Rate.objects.values_list("project", "user", "task"))
        self.assertEqual(scopes, {(self.project.pk, self.gil.pk, None), (None, None, self.task.pk)})

    def test_refusals_stand_at_their_field_and_keep_what_was_typed(self) -> None:
        self.set(starts=date(2026, 3, 1))
        cases: list[tuple[dict[str, Any], str]] = [
            ({"amount": "abc"}, "Write a number, such as 85.50."),
            ({"amount": ""}, "Write a number"),
            ({"amount": "9" * 10_000}, "at most 40 characters"),
            ({"currency": "XXQ"}, "Choose a currency of the list."),
            ({"starts": "2026-02-30"}, "There is no such day."),
            ({"starts": "0000-01-01"}, "There is no such day."),
            ({"starts": "1969-12-31"}, "between 1970 and 2199"),
            ({"starts": "2026-03-01"}, "There is a rate from that day already."),
            ({"kind": "cost", "project": self.project.pk}, "What an hour costs"),
        ]
        for changes, words in cases:
            for headers in (HTMX, {}):
                response = self.client.post(
                    self.address, {"amount": "85", "currency": "EUR", **changes}, headers=headers
                )
                self.assertContains(response, words, status_code=400)
        self.assertEqual(Rate.objects.count(), 1)
        self.assertContains(
            self.client.post(self.address, {"amount": "8x", "currency": "USD"}, headers=HTMX), "8x", status_code=400
        )

    def test_a_rate_is_changed_where_it_stands(self) -> None:
        rate = self.set(85, user=self.ana)
        self.assertContains(self.client.get(self.one(rate), headers=HTMX), 'value="85.00"')
        self.assertEqual(self.client.get(self.one(rate)).status_code, 200)
        response = self.client.post(self.one(rate), {"amount": "90", "currency": "CHF"}, headers=HTMX)
        self.assertContains(response, "CHF90.00")
        self.assertContains(
            self.client.post(self.one(rate), {"amount": "-1", "currency": "CHF"}, headers=HTMX),
            "number",
            status_code=400,
        )
        rate.refresh_from_db()
        self.assertEqual((rate.amount, rate.currency), (90, "CHF"))

    def test_a_deleted_rate_comes_back_by_the_toast(self) -> None:
        rate = self.set(85, user=self.ana)
        response = self.client.delete(self.one(rate), headers=HTMX)
        undo = reverse("billing:rate-restoration", args=["acme", rate.pk])
        self.assertIn(undo, response.headers["HX-Trigger"])
        self.assertFalse(Rate.objects.exists())
        self.assertEqual(self.client.post(undo, headers=HTMX).status_code, 204)
        self.assertEqual(Rate.objects.get().user, self.ana)
        delete_rate(Rate.objects.get(), by=self.by_olga)
        self.set(90, user=self.ana)
        self.assertEqual(self.client.post(undo, headers=HTMX).status_code, 409)

    def test_after_a_rate_is_deleted_the_focus_is_on_the_way_to_another(self) -> None:
        rate = self.set(85, user=self.ana)
        target = f"div#slot-{Holder(user=self.ana).ref}-billable"
        self.assertContains(self.client.get(self.address), f'hx-target="{target.removeprefix("div")}"')
        response = self.client.delete(self.one(rate), headers={**HTMX, "HX-Target": target})
        self.assertContains(response, f'id="{target.removeprefix("div#")}"')
        self.assertContains(response, "autofocus", 1)
        self.assertContains(response, "Set a rate")
        self.assertIn("rates:changed", response.headers["HX-Trigger"])
        self.assertIn(reverse("billing:rate-restoration", args=["acme", rate.pk]), response.headers["HX-Trigger"])

    def test_without_script_one_returns_to_the_list_one_came_from(self) -> None:
        rate = self.set(85)
        here = f"{self.address}?of=projects&q=web"
        response = self.client.post(
            self.one(rate), {"_method": "DELETE"}, headers={"Referer": f"http://testserver{here}"}
        )
        self.assertRedirects(response, here)
        elsewhere = {"Referer": "https://elsewhere.example/acme/settings/rates/"}
        response = self.client.post(self.address, {"amount": "1", "currency": "EUR"}, headers=elsewhere)
        self.assertRedirects(response, self.address)

    def test_currency_and_who_sees_amounts_are_changed(self) -> None:
        address = reverse("billing:settings", args=["acme"])
        self.assertRedirects(self.client.post(address, {"currency": "USD", "members_see_amounts": "on"}), self.address)
        stored = BillingSettings.objects.get()
        self.assertEqual((stored.currency, stored.members_see_amounts), ("USD", True))
        self.assertEqual(self.client.post(address, {"currency": "nonsense"}).status_code, 400)
        self.assertContains(self.client.get(self.address), "USD · US Dollar")

    def test_the_menus_of_projects_and_tasks_lead_here_for_administrators_alone(self) -> None:
        project, task = f"?project={self.project.pk}", f"?task={self.task.pk}"
        menu = reverse("tasks:menu", args=["acme", self.task.number])
        for user, there in ((self.mara, True), (self.ana, False)):
            self.client.force_login(user)
            shown = self.client.get(reverse("projects:list", args=["acme"])).content.decode()
            self.assertEqual(self.address + project in shown, there)
            self.assertEqual(self.address + task in self.client.get(menu).content.decode(), there)
