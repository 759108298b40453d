from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from workstate.accounts.models import User
from workstate.accounts.tests.entering import COUNTING, MAIL, person, sign_in
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.administration.actions.people import enable_account
from workstate.administration.leaving.actions import GRACE, ask_deletion, take_back_deletion
from workstate.administration.leaving.finishing import NAME, finish, finish_due
from workstate.administration.leaving.statement import statement_of
from workstate.administration.operator import Operator
from workstate.core.actor import Actor, Origin, Role, Via
from workstate.core.errors import Conflict
from workstate.discussions.actions import create_comment
from workstate.discussions.models import Comment
from workstate.projects.actions import create_project
from workstate.savedviews.actions import create_view
from workstate.savedviews.models import SavedView
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import PASSWORD, CastTestCase, CastTransactionTestCase, at_once
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.actions import add_member, create_workspace
from workstate.workspaces.models import Membership, Workspace

PAGE = "/settings/data/deletion/"


def due(user: User) -> None:
    User.objects.filter(pk=user.pk).update(deletion_due_at=timezone.now() - timedelta(minutes=1))


@override_settings(PASSWORD_HASHERS=COUNTING)
class LeavingTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.lena = person("lena@example.org", "Lena Lang")
        add_member(cls.lena, role=Role.MEMBER, by=cls.by_olga)
        cls.own = Workspace.objects.get(personal_to=cls.lena)
        cls.by_lena = Actor(cls.lena, cls.by_olga.workspace, Role.MEMBER).coming_from(Origin("203.0.113.5"))
        project = create_project("Website", by=cls.by_lena)
        cls.task = create_task("Draft", by=cls.by_lena, project=project)
        cls.inbox = create_task("Buy a ring", by=cls.by_lena)
        cls.comment = create_comment(cls.task, "Mine.", by=cls.by_lena)
        cls.entry = create_entry(by=cls.by_lena, task=cls.task, day=date(2026, 3, 2), duration=3600)
        cls.private = create_view("Mine", by=cls.by_lena, filter="p1")
        cls.shared = create_view("Ours", by=cls.by_lena, filter="p1", is_shared=True)
        create_task("At home", by=Actor(cls.lena, cls.own, Role.OWNER))

    def ask(self, client: Client, password: str = PASSWORD) -> Any:
        return client.post(PAGE, {"password": password})

    def test_it_says_what_goes_and_what_stays_and_asks_for_the_password(self) -> None:
        self.client.force_login(self.lena)
        page = self.client.get(PAGE)
        self.assertContains(page, "Former member")
        self.assertContains(page, "Acme: 2 tasks, 1 comments, 1 entries of time.")
        self.assertContains(self.ask(self.client, "wrong"), "not your password", status_code=400)
        self.lena.refresh_from_db()
        self.assertIsNone(self.lena.deletion_due_at)

    def test_asking_signs_out_everywhere_and_signing_in_offers_to_keep_the_account(self) -> None:
        laptop, phone = Client(), Client()
        sign_in(laptop, "lena@example.org")
        sign_in(phone, "lena@example.org")
        self.assertContains(self.ask(laptop), "signed out everywhere")
        for client in (laptop, phone):
            self.assertIn("/accounts/login/", client.get("/acme/today/").headers["Location"])
        self.assertFalse(UserSession.objects.filter(user=self.lena).exists())
        sign_in(phone, "lena@example.org")
        self.assertRedirects(phone.get("/acme/today/"), PAGE)
        self.assertContains(phone.get(PAGE), "Keep my account")
        self.assertEqual(phone.get("/acme/today/", headers={"HX-Request": "true"}).headers["HX-Redirect"], PAGE)
        self.assertEqual(phone.get("/api/v1/me/").json()["code"], "account_leaving")
        self.assertEqual(phone.post(PAGE, {"_method": "delete"}).status_code, 302)
        self.assertEqual(phone.get("/acme/today/").status_code, 200)
        verbs = Event.objects.about(self.lena).filter(verb__contains="deletion").values_list("verb", flat=True)
        self.assertEqual(sorted(verbs), [Verb.ACCOUNT_DELETION_ASKED, Verb.ACCOUNT_DELETION_TAKEN_BACK])

    @override_settings(**MAIL)
    def test_a_mail_tells_whoever_did_not_mean_it(self) -> None:
        self.client.force_login(self.lena)
        self.ask(self.client)
        self.assertEqual(mail.outbox[0].to, ["lena@example.org"])
        self.assertIn("sign in", mail.outbox[0].body)

    def test_who_owns_a_team_alone_settles_that_first(self) -> None:
        with self.assertRaisesMessage(Conflict, "Acme"):
            ask_deletion(self.olga)
        Membership.objects.filter(workspace=self.own).update(role=Role.OWNER)
        add_member(self.boris, role=Role.OWNER, by=self.by_olga)
        self.assertEqual(statement_of(self.olga).blocking, [])
        # Another owner who leaves too is none.
        ask_deletion(self.olga)
        with self.assertRaises(Conflict):
            ask_deletion(self.boris)

    def test_the_last_administrator_of_the_server_stays(self) -> None:
        User.objects.filter(pk=self.lena.pk).update(is_staff=True)
        User.objects.exclude(pk=self.lena.pk).update(is_staff=False)
        self.lena.refresh_from_db()
        with self.assertRaisesMessage(Conflict, "last administrator"):
            ask_deletion(self.lena)
        self.client.force_login(self.lena)
        self.assertContains(self.client.get(PAGE), "last administrator")
        self.assertEqual(self.ask(self.client).status_code, 409)

    def test_nothing_is_deleted_before_the_days_of_grace_are_over(self) -> None:
        ask_deletion(self.lena)
        self.lena.refresh_from_db()
        assert self.lena.deletion_due_at is not None
        self.assertAlmostEqual(self.lena.deletion_due_at, timezone.now() + GRACE, delta=timedelta(minutes=1))
        self.assertEqual(finish_due(), 0)
        self.assertTrue(Task.objects.filter(pk=self.inbox.pk).exists())

    def test_then_the_person_is_gone_and_what_others_need_stays(self) -> None:
        ask_deletion(self.lena)
        due(self.lena)
        self.assertEqual(finish_due(), 1)
        former = User.objects.get(pk=self.lena.pk)
        self.assertEqual((str(former), former.is_active, former.has_usable_password()), (NAME, False, False))
        self.assertNotIn("lena", former.email)
        self.assertFalse(Workspace.objects.filter(pk=self.own.pk).exists())
        self.assertFalse(Membership.objects.filter(user=former).exists())
        self.assertEqual(Comment.objects.get(pk=self.comment.pk).author, former)
        self.assertEqual(TimeEntry.objects.get(pk=self.entry.pk).user, former)
        self.assertEqual(Task.objects.get(pk=self.task.pk).created_by, former)
        self.assertFalse(Task.objects.filter(pk=self.inbox.pk).exists())
        self.assertEqual(list(SavedView.objects.filter(created_by=former)), [self.shared])
        self.assertFalse(Event.objects.filter(user=former, address__isnull=False).exists())
        self.assertTrue(Event.objects.filter(verb=Verb.MEMBER_LEFT).exists())
        self.assertEqual(Event.objects.filter(verb=Verb.ACCOUNT_DELETED).count(), 1)
        self.assertEqual(sign_in(Client(), "lena@example.org").status_code, 400)
        # The address is free for whoever comes next, who gets nothing of it.
        self.assertNotEqual(person("lena@example.org").pk, former.pk)

    def test_it_is_done_once_however_often_it_is_begun(self) -> None:
        ask_deletion(self.lena)
        due(self.lena)
        self.assertTrue(finish(self.lena.pk))
        self.assertFalse(finish(self.lena.pk))
        self.assertEqual(finish_due(), 0)
        self.assertEqual(Event.objects.filter(verb=Verb.ACCOUNT_DELETED).count(), 1)

    def test_what_stopped_half_way_is_gone_on_with_and_cannot_be_taken_back(self) -> None:
        ask_deletion(self.lena)
        due(self.lena)
        User.objects.filter(pk=self.lena.pk).update(is_active=False)
        self.lena.refresh_from_db()
        with self.assertRaises(Conflict):
            take_back_deletion(self.lena)
        User.objects.filter(pk=self.mara.pk).update(is_staff=True)
        self.mara.refresh_from_db()
        with self.assertRaises(Conflict):
            enable_account(self.lena, by=Operator(self.mara))
        self.assertEqual(finish_due(), 1)

    def test_who_became_needed_meanwhile_waits_until_they_are_not(self) -> None:
        ask_deletion(self.lena)
        due(self.lena)
        Membership.objects.filter(workspace=self.by_olga.workspace, user=self.lena).update(role=Role.OWNER)
        Membership.objects.filter(workspace=self.by_olga.workspace, user=self.olga).update(role=Role.MEMBER)
        self.assertEqual(finish_due(), 0)
        self.lena.refresh_from_db()
        self.assertTrue(self.lena.is_active)
        Membership.objects.filter(workspace=self.by_olga.workspace, user=self.olga).update(role=Role.OWNER)
        self.assertEqual(finish_due(), 1)

    def test_the_statement_asks_as_often_for_many_workspaces_as_for_one(self) -> None:
        with CaptureQueriesContext(connection) as few:
            statement_of(self.lena)
        for number in range(4):
            there = create_workspace(f"Team {number}", owner=self.boris, via=Via.SYSTEM)
            add_member(self.lena, role=Role.MEMBER, by=there)
        with self.assertNumQueries(len(few)):
            self.assertEqual(len(statement_of(self.lena).kept), 5)


class LeavingAtOnceTest(CastTransactionTestCase):
    def test_of_two_administrators_who_leave_at_once_one_stays(self) -> None:
        people = [self.mara, self.ana]
        User.objects.filter(pk__in=[one.pk for one in people]).update(is_staff=True)
        for one in people:
            one.refresh_from_db()
        outcomes = at_once(*[lambda one=one: ask_deletion(one) for one in people])
        self.assertEqual(sum(isinstance(outcome, Conflict) for outcome in outcomes), 1)
        self.assertEqual(User.objects.filter(is_staff=True, deletion_due_at=None).count(), 1)

    def test_of_two_owners_who_leave_at_once_one_stays(self) -> None:
        add_member(self.boris, role=Role.OWNER, by=self.by_olga)
        Workspace.objects.filter(slug="other").delete()
        outcomes = at_once(lambda: ask_deletion(self.olga), lambda: ask_deletion(self.boris))
        self.assertEqual(sum(isinstance(outcome, Conflict) for outcome in outcomes), 1)

    def test_two_workers_delete_an_account_once(self) -> None:
        ask_deletion(self.ana)
        due(self.ana)
        outcomes = at_once(lambda: finish(self.ana.pk), lambda: finish(self.ana.pk))
        self.assertEqual(Event.objects.filter(verb=Verb.ACCOUNT_DELETED).count(), 1, outcomes)
        self.assertEqual(User.objects.get(pk=self.ana.pk).name, NAME)
