from __future__ import annotations

import io
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.accounts.tests.entering import sign_in
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.billing.models import BillingSettings, Rate, RateKind
from workstate.billing.pricing import Scope, rate_on
from workstate.core.actor import Via
from workstate.core.errors import Conflict, Invalid
from workstate.demo.actions import make_demo, remove_demo
from workstate.demo.queries import demo_of
from workstate.projects.models import Client as Customer
from workstate.projects.models import Favourite, Project, Section
from workstate.tasks.models import Label, Task, TaskLabel
from workstate.testing import CastTestCase
from workstate.timetracking.actions import start_timer
from workstate.timetracking.models import EntryLabel, TimeEntry
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.onboarding import open_account

EVERYTHING = (
    Workspace,
    Membership,
    Project,
    Section,
    Customer,
    Favourite,
    Task,
    TaskLabel,
    Label,
    TimeEntry,
    EntryLabel,
    Rate,
    BillingSettings,
)


def rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in EVERYTHING}


class DemoTest(CastTestCase):
    def test_it_makes_what_it_promises(self) -> None:
        by = make_demo(self.ana, via=Via.WEB)
        self.assertEqual(Project.objects.visible_to(by).active().count(), 6)
        tasks = Task.objects.visible_to(by)
        entries = TimeEntry.objects.visible_to(by)
        self.assertTrue(380 <= tasks.count() <= 420)
        self.assertTrue(1450 <= entries.count() <= 1600)
        self.assertTrue(90 <= tasks.open().count() <= 160)
        self.assertFalse(entries.running().exists())
        self.assertEqual(by.workspace.key_prefix, "NW")
        self.assertGreater(tasks.filter(parent__isnull=False).count(), 30)
        self.assertGreater(TaskLabel.objects.filter(workspace=by.workspace).count(), 200)
        self.assertEqual(entries.filter(day__gt=entries.newest_first()[0].day).count(), 0)

    def test_billable_time_earns_at_rates_that_went_up_once(self) -> None:
        by = make_demo(self.ana, via=Via.WEB)
        rates = list(Rate.objects.visible_to(by))
        scopes = {Scope.of(rate.project_id, rate.task_id, rate.user_id) for rate in rates}
        self.assertEqual(scopes, {Scope.WORKSPACE, Scope.PERSON, Scope.PROJECT, Scope.PERSON_ON_PROJECT})
        earned: dict[str, set[object]] = {}
        billable = TimeEntry.objects.visible_to(by).filter(billable=True)
        self.assertGreater(billable.count(), 600)
        for entry in billable.select_related("project"):
            held = {
                kind: rate_on(
                    rates, entry.day, project=entry.project_id, task=entry.task_id, user=entry.user_id, kind=kind
                )
                for kind in RateKind
            }
            for rate in held.values():
                assert rate is not None
                self.assertEqual(rate.currency, "EUR")
            rate = held[RateKind.BILLABLE]
            assert rate and entry.project
            earned.setdefault(entry.project.name, set()).add(rate.amount)
        self.assertEqual(len(earned["Storefront"]), 1)
        self.assertEqual(len(earned["Rebrand"]), 2)
        self.assertEqual(len(earned["Table booking"]), 2)

    def test_it_is_written_down_by_acts_with_few_queries(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            by = make_demo(self.ana, via=Via.WEB)
        self.assertLess(len(queries), 350)
        verbs = Counter(Event.objects.filter(workspace=by.workspace).values_list("verb", flat=True))
        self.assertEqual(verbs[Verb.TASKS_CREATED], 7)
        self.assertEqual(verbs[Verb.ENTRIES_CREATED], 1)
        self.assertEqual(verbs[Verb.WORKSPACE_CREATED], 1)

    def test_twice_is_told_and_makes_nothing(self) -> None:
        make_demo(self.ana, via=Via.WEB)
        before = rows()
        with self.assertRaises(Conflict):
            make_demo(self.ana, via=Via.WEB)
        self.assertEqual(rows(), before)

    def test_removing_it_leaves_what_was_there_before(self) -> None:
        before = rows()
        remove_demo(by=make_demo(self.ana, via=Via.WEB))
        self.assertEqual(rows(), before)
        self.assertIsNone(demo_of(self.ana))
        self.assertEqual(make_demo(self.ana, via=Via.WEB).workspace.slug, "northwind")

    def test_a_timer_that_runs_there_is_stopped_and_one_elsewhere_goes_on(self) -> None:
        by = make_demo(self.ana, via=Via.WEB)
        start_timer(Task.objects.visible_to(by).open().filter(project__isnull=False).first(), by=by)
        remove_demo(by=by)
        self.assertFalse(TimeEntry.objects.running().exists())
        by = make_demo(self.ana, via=Via.WEB)
        elsewhere = start_timer(by=self.by_ana)
        remove_demo(by=by)
        self.assertEqual(TimeEntry.objects.running().get(), elsewhere)

    def test_a_real_workspace_is_never_removed(self) -> None:
        before = rows()
        with self.assertRaises(Invalid):
            remove_demo(by=self.by_olga)
        self.client.force_login(self.olga)
        self.assertEqual(self.client.post("/acme/demo/").status_code, 400)
        self.assertEqual(self.client.delete("/acme/demo/").status_code, 400)
        self.assertEqual(rows(), before)


class OneClickTest(CastTestCase):
    def test_the_first_visit_offers_it_and_a_click_makes_it(self) -> None:
        eve = open_account("eve@example.org", password="correct horse battery staple", name="Eve", via=Via.SYSTEM)
        sign_in(self.client, "eve@example.org")
        self.assertContains(self.client.get("/eve/today/"), "Add sample data")
        response = self.client.post("/workspaces/sample/")
        self.assertRedirects(response, "/northwind/today/")
        self.assertContains(self.client.get("/northwind/today/"), "This is sample data")
        self.assertNotContains(self.client.get("/eve/today/"), "Add sample data")
        self.assertRedirects(self.client.post("/workspaces/sample/"), "/northwind/today/")
        self.assertEqual(Workspace.objects.filter(is_demo=True).count(), 1)
        self.assertRedirects(self.client.post("/northwind/demo/"), "/", fetch_redirect_response=False)
        self.assertIsNone(demo_of(eve))
        self.assertContains(self.client.get("/", follow=True), "The sample data is removed")

    def test_no_thank_you_is_the_end_of_it(self) -> None:
        open_account("eve@example.org", password="correct horse battery staple", name="Eve", via=Via.SYSTEM)
        sign_in(self.client, "eve@example.org")
        self.client.post("/workspaces/sample/offer/")
        self.assertNotContains(self.client.get("/eve/today/"), "Add sample data")
        self.client.post("/accounts/logout/")
        sign_in(self.client, "eve@example.org")
        self.assertNotContains(self.client.get("/eve/today/"), "Add sample data")

    def test_looking_makes_and_removes_nothing(self) -> None:
        make_demo(self.ana, via=Via.WEB)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get("/northwind/demo/").status_code, 405)
        self.assertEqual(self.client.get("/workspaces/sample/").status_code, 405)
        self.assertIsNotNone(demo_of(self.ana))

    def test_a_stranger_finds_no_such_workspace(self) -> None:
        make_demo(self.ana, via=Via.WEB)
        self.client.force_login(self.boris)
        for method in (self.client.post, self.client.delete, self.client.get):
            self.assertEqual(method("/northwind/demo/").status_code, 404)
        self.assertIsNotNone(demo_of(self.ana))


class CommandTest(CastTestCase):
    def run_command(self, *arguments: str) -> str:
        out = io.StringIO()
        call_command("demo", *arguments, stdout=out)
        return out.getvalue()

    def test_it_makes_says_so_and_removes(self) -> None:
        self.assertRegex(self.run_command("--user", "ana@example.org"), r"\d{3} tasks and \d{4} time entries")
        self.assertIn("there already", self.run_command("--user", "ANA@example.org"))
        self.assertIn("is removed", self.run_command("--user", "ana@example.org", "--remove"))
        self.assertIn("has no sample data", self.run_command("--user", "ana@example.org", "--remove"))

    def test_it_asks_for_whom_when_that_is_not_plain(self) -> None:
        for arguments, text in [((), "more than one account"), (("--user", "nobody@example.org"), "no account with")]:
            with self.assertRaises(CommandError) as refused:
                self.run_command(*arguments)
            self.assertIn(text, str(refused.exception))
        User.objects.all().delete()
        with self.assertRaises(CommandError) as refused:
            self.run_command()
        self.assertIn("no account yet", str(refused.exception))


class DoubleClickTest(TransactionTestCase):
    def test_two_clicks_at_once_make_one(self) -> None:
        eve = open_account("eve@example.org", password=None, name="Eve", via=Via.SYSTEM)

        def click(_number: int) -> str:
            try:
                make_demo(eve, via=Via.WEB)
            except Conflict:
                return "there already"
            else:
                return "made"
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as threads:
            answers = Counter(threads.map(click, range(4)))
        self.assertEqual(answers, {"made": 1, "there already": 3})
        self.assertEqual(Workspace.objects.filter(is_demo=True).count(), 1)
