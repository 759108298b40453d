from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, MAIL, sign_in
from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.administration.actions.people import demote_account, disable_account, promote_account
from workstate.administration.health import PULSE, State, beat, findings, relay, worker
from workstate.administration.ledger import Ledger
from workstate.administration.models import JobRun
from workstate.administration.operator import Operator
from workstate.core.errors import Conflict, NotAllowed
from workstate.tasks.actions import create_task
from workstate.testing import PASSWORD, CastTestCase, CastTransactionTestCase, at_once

ROOT = "/administration/"
PAGES = ["", "people/", "workspaces/", "jobs/", "mail/", "storage/", "storage/orphans/", "log/"]
SECRET = "Buy the ring"


class StaffTestCase(CastTestCase):
    """Sven administers the server and belongs to no workspace of the others."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.sven = User.objects.create_user("sven@example.org", None, name="Sven Staff", is_staff=True)
        cls.by_sven = Operator(cls.sven)

    def setUp(self) -> None:
        self.client.force_login(self.sven)

    def person(self, user: User) -> str:
        return f"{ROOT}people/{user.pk}/"


class PagesTest(StaffTestCase):
    def test_administrators_of_the_server_see_them_and_nobody_else_knows_of_them(self) -> None:
        for page in [*PAGES, f"people/{self.ana.pk}/"]:
            self.assertEqual(self.client.get(ROOT + page).status_code, 200, page)
        self.client.force_login(self.olga)
        for page in [*PAGES, f"people/{self.ana.pk}/"]:
            self.assertEqual(self.client.get(ROOT + page).status_code, 404, page)
        for act in ("activation/", "administrator/", "password-reset/"):
            self.assertEqual(self.client.post(self.person(self.ana) + act).status_code, 404, act)

    def test_none_of_them_shows_what_people_write(self) -> None:
        task = create_task(SECRET, by=self.by_ana)
        event = record(Verb.TASK_CHANGED, task, by=self.by_ana, title=SECRET)
        Event.objects.filter(pk=event.pk).update(relay_attempts=3, relay_error="ValueError: no")
        for page in [*PAGES, f"people/{self.ana.pk}/"]:
            self.assertNotContains(self.client.get(ROOT + page), SECRET)

    def test_the_way_there_stands_in_the_menu_of_administrators_alone(self) -> None:
        User.objects.filter(pk=self.mara.pk).update(is_staff=True)
        for person, times in ((self.mara, 1), (self.olga, 0)):
            self.client.force_login(person)
            self.assertContains(self.client.get("/acme/today/"), f'href="{ROOT}"', count=times)

    def test_people_and_workspaces_are_found_by_name_in_as_many_queries_for_many(self) -> None:
        self.assertContains(self.client.get(f"{ROOT}people/", {"q": "ana example"}), "Ana Keller")
        self.assertNotContains(self.client.get(f"{ROOT}people/", {"q": "ana example"}), "Mara Adler")
        self.assertContains(self.client.get(f"{ROOT}people/", {"only": "administrators"}), "Sven Staff")
        self.assertContains(self.client.get(f"{ROOT}workspaces/", {"q": "acm"}), "Olga Owner")
        for q in ("\x00", "x" * 10_000, "\u202e", "%"):
            self.assertEqual(self.client.get(f"{ROOT}people/", {"q": q, "page": "x"}).status_code, 200)

        def queries(page: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                self.client.get(ROOT + page)
            return len(asked)

        before = [queries(page) for page in ("people/", "workspaces/", "log/")]
        for number in range(20):
            User.objects.create_user(f"p{number}@example.org", None, name=f"Person {number}")
        self.assertEqual([queries(page) for page in ("people/", "workspaces/", "log/")], before)


@override_settings(PASSWORD_HASHERS=COUNTING)
class AccountsTest(StaffTestCase):
    def test_who_is_disabled_is_out_at_once_and_by_every_way(self) -> None:
        self.ana.set_password(PASSWORD)
        self.ana.save()
        browser = Client()
        sign_in(browser, self.ana.email)
        self.assertEqual(browser.get("/settings/").status_code, 200)
        self.client.post(f"{self.person(self.ana)}activation/", {"_method": "delete"})
        self.assertEqual(browser.get("/settings/").status_code, 302)
        self.assertEqual(browser.get("/api/v1/me/").status_code, 401)
        self.assertFalse(UserSession.objects.filter(user=self.ana).exists())
        sign_in(browser, self.ana.email)
        self.assertEqual(browser.get("/settings/").status_code, 302)
        self.client.post(f"{self.person(self.ana)}activation/")
        self.assertEqual(browser.get("/settings/").status_code, 302)  # what was ended stays ended
        sign_in(browser, self.ana.email)
        self.assertEqual(browser.get("/settings/").status_code, 200)
        acts = Event.objects.about(self.ana).filter(user=self.sven).order_by("pk")
        self.assertEqual(list(acts.values_list("verb", flat=True)), [Verb.ACCOUNT_DISABLED, Verb.ACCOUNT_ENABLED])
        self.assertEqual(acts[0].address, "127.0.0.1")

    def test_administrators_are_made_and_unmade_but_never_the_last(self) -> None:
        self.client.post(f"{self.person(self.ana)}administrator/")
        self.ana.refresh_from_db()
        self.assertTrue(self.ana.is_staff)
        self.client.delete(f"{self.person(self.ana)}administrator/")
        self.ana.refresh_from_db()
        self.assertFalse(self.ana.is_staff)
        self.assertEqual(self.client.delete(f"{self.person(self.sven)}administrator/").status_code, 409)
        self.assertEqual(self.client.delete(f"{self.person(self.sven)}activation/").status_code, 409)
        self.sven.refresh_from_db()
        self.assertTrue(self.sven.is_staff and self.sven.is_active)

    def test_who_administers_no_more_does_nothing_more(self) -> None:
        User.objects.filter(pk=self.sven.pk).update(is_staff=False)
        for act in (disable_account, promote_account, demote_account):
            with self.assertRaises(NotAllowed):
                act(self.ana, by=self.by_sven)
        self.assertFalse(Event.objects.about(self.ana).exists())

    def test_a_link_for_a_new_password_goes_to_the_person_alone(self) -> None:
        self.assertEqual(self.client.post(f"{self.person(self.ana)}password-reset/").status_code, 409)
        with override_settings(**MAIL):
            response = self.client.post(f"{self.person(self.ana)}password-reset/", follow=True)
        [sent] = mail.outbox
        self.assertEqual(sent.to, [self.ana.email])
        key = next(line for line in sent.body.split() if "/password/reset/key/" in line)
        self.assertNotContains(response, key.rpartition("/key/")[2])
        self.assertEqual(Client().get(key).status_code, 302)


class AtOnceTest(CastTransactionTestCase):
    def test_two_administrators_who_unmake_each_other_leave_one(self) -> None:
        people = [self.mara, self.ana]
        User.objects.filter(pk__in=[one.pk for one in people]).update(is_staff=True)
        outcomes = at_once(
            lambda: demote_account(self.mara, by=Operator(self.ana)),
            lambda: demote_account(self.ana, by=Operator(self.mara)),
        )
        self.assertEqual(sum(isinstance(outcome, (Conflict, NotAllowed)) for outcome in outcomes), 1)
        self.assertEqual(User.objects.filter(is_staff=True).count(), 1)


class ServerTest(StaffTestCase):
    def test_each_finding_says_what_to_do_unless_it_is_well(self) -> None:
        found = {finding.name: finding for finding in findings()}
        self.assertEqual(set(found), {"database", "redis", "worker", "beat", "relay", "mail", "storage", "settings"})
        self.assertEqual([one.name for one in found.values() if one.state != State.OK and not one.todo], [])
        self.assertEqual(found["database"].state, State.OK)
        self.assertEqual(found["redis"].state, State.OK)
        self.assertEqual(found["storage"].state, State.OK)

    def test_a_service_that_is_away_is_a_finding_and_no_error(self) -> None:
        with override_settings(REDIS_URL="redis://127.0.0.1:1/0", CELERY_BROKER_URL="redis://127.0.0.1:1/0"):
            found = {finding.name: finding for finding in findings()}
            self.assertEqual(found["redis"].state, State.BAD)
            self.assertEqual(self.client.get(ROOT).status_code, 200)
            self.assertContains(self.client.get(f"{ROOT}jobs/"), "the broker does not answer")

    def test_worker_and_scheduler_are_known_by_their_pulse(self) -> None:
        self.assertEqual((worker().state, beat().state), (State.BAD, State.BAD))
        JobRun.objects.create(name=PULSE, finished_at=timezone.now())
        self.assertEqual((worker().state, beat().state), (State.OK, State.OK))
        JobRun.objects.update(finished_at=timezone.now() - timedelta(minutes=10))
        self.assertEqual((worker().state, beat().state), (State.BAD, State.BAD))

    def test_events_that_fail_are_shown_with_why_and_tried_again(self) -> None:
        event = record(Verb.WORKSPACE_CHANGED, self.by_ana.workspace, by=self.by_ana)
        later = timezone.now() + timedelta(hours=1)
        Event.objects.filter(pk=event.pk).update(relay_attempts=4, relay_error="KeyError: 'x'", relay_after=later)
        self.assertEqual(relay().state, State.WARNING)
        self.assertContains(self.client.get(f"{ROOT}jobs/"), "KeyError")
        self.client.post(f"{ROOT}jobs/")
        event.refresh_from_db()
        self.assertLessEqual(event.relay_after, timezone.now())
        self.assertEqual(Event.objects.get(verb=Verb.SERVER_RELAY_RETRIED).data, {"count": 1})

    def test_jobs_are_noted_well_and_ill(self) -> None:
        ledger = Ledger()
        ledger.begin("1")
        ledger.end("1", "a.job")
        for number in range(3):  # soon after: counted, and written with the next note
            ledger.begin(f"2{number}")
            ledger.end(f"2{number}", "a.job")
        ledger.begin("3")
        ledger.fail("3", "a.job", ValueError("first line\nDETAIL: what somebody wrote"))
        ledger.end("3", "a.job")
        run = JobRun.objects.get(name="a.job")
        self.assertEqual((run.runs, run.failures, run.error), (5, 1, "ValueError: first line"))
        self.assertTrue(run.is_failing)
        self.assertContains(self.client.get(f"{ROOT}jobs/"), "first line")
        ledger.noted.clear()
        ledger.begin("4")
        ledger.end("4", "a.job")
        run.refresh_from_db()
        self.assertFalse(run.is_failing)

    def test_a_test_mail_goes_to_who_asks_and_the_answer_is_shown(self) -> None:
        self.client.post(f"{ROOT}mail/")
        self.assertEqual(mail.outbox[0].to, [self.sven.email])
        self.assertTrue(Event.objects.get(verb=Verb.SERVER_MAIL_TESTED).data["accepted"])
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=1, EMAIL_HOST_PASSWORD="s3cret"):
            page = self.client.post(f"{ROOT}mail/")
        self.assertContains(page, "ConnectionRefusedError")
        self.assertNotContains(page, "s3cret")

    def test_nobody_sends_test_mails_without_end(self) -> None:
        for _time in range(10):
            self.client.post(f"{ROOT}mail/")
        self.assertEqual(self.client.post(f"{ROOT}mail/").status_code, 429)
        self.assertEqual(len(mail.outbox), 10)

    def test_the_log_tells_of_accounts_and_goes_on(self) -> None:
        for _time in range(60):
            self.client.post(f"{self.person(self.ana)}activation/", {"_method": "delete"})
            self.client.post(f"{self.person(self.ana)}activation/")
        page = self.client.get(f"{ROOT}log/")
        self.assertContains(page, "disabled an account: Ana Keller")
        rest = self.client.get(f"{ROOT}log/", {"before": page.context["next"]}, headers={"HX-Request": "true"})
        self.assertNotContains(rest, "<h1")
        self.assertEqual(self.client.get(f"{ROOT}log/", {"before": "x"}).status_code, 409)
