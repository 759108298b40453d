"""Public links: who makes them, what they show, and when they open nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.activity.models import Event
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.discussions.actions import create_comment
from workstate.projects.actions import (
    create_project,
    create_sections,
    delete_project,
    hand_over_project,
    restore_project,
    set_everyone,
    share_project,
)
from workstate.projects.models import Level, Project
from workstate.publishing.actions import create_link, reinstate_link, revoke_link, set_publishing
from workstate.publishing.models import PublicLink
from workstate.savedviews.actions import change_view, create_view
from workstate.savedviews.models import SavedView
from workstate.tasks.actions import change_task, complete_task, create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.actions import remove_member
from workstate.workspaces.models import Membership


class LinksTest(CastTestCase):
    project: ClassVar[Project]
    task: ClassVar[Task]
    view: ClassVar[SavedView]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana, description="Ask ana@example.org")
        (section,) = create_sections(["Sprint"], project=cls.project, by=cls.by_ana)
        cls.task = create_task(
            "Call <b>Bo</b>", by=cls.by_ana, project=cls.project, section=section, labels=["phone"], estimate=7200
        )
        change_task(
            cls.task, by=cls.by_ana, description="Write to bo@example.org", priority=1, due_day=date(2026, 3, 2)
        )
        cls.view = create_view("Hot", by=cls.by_ana, filter="p1")

    def setUp(self) -> None:
        cache.clear()
        self.anybody = Client()

    def open(self, token: str, client: Client | None = None) -> int:
        return (client or self.anybody).get(reverse("public-link", args=[token])).status_code

    def test_whoever_has_the_link_sees_tasks_and_nothing_of_people(self) -> None:
        member = Membership.objects.get(user=self.ana, workspace=self.by_ana.workspace)
        change_task(self.task, by=self.by_ana, assignees=[member])
        create_comment(self.task, "Secret words", by=self.by_ana)
        for subject in (self.project, self.view):
            with self.subTest(subject=subject):
                link, token = create_link(subject, by=self.by_ana)
                shown = self.anybody.get(reverse("public-link", args=[token]))
                for seen in (
                    "Call &lt;b&gt;Bo&lt;/b&gt;",
                    "phone",
                    "Website",
                    "Acme",
                    "Priority 1",
                    "Shared by Ana Keller",
                ):
                    self.assertContains(shown, seen)
                for hidden in ("example.org", "Secret words", "2:00", "Mara", "ACME-", str(self.task.pk), "/acme/"):
                    self.assertNotContains(shown, hidden)
                self.assertEqual(shown["X-Robots-Tag"], "noindex, nofollow, noarchive")
                self.assertIn("no-store", shown["Cache-Control"])
                self.assertEqual(shown["Referrer-Policy"], "no-referrer")
                self.assertIn("default-src 'none'", shown["Content-Security-Policy"])
                self.assertNotIn("Set-Cookie", shown)
                link.refresh_from_db()
                self.assertEqual(link.visits.count, 1)

    def test_descriptions_and_what_is_done_are_shown_if_that_was_chosen(self) -> None:
        done = create_task("Old thing", by=self.by_ana, project=self.project)
        complete_task(done, by=self.by_ana)
        _link, plain = create_link(self.project, by=self.by_ana)
        _link, full = create_link(self.project, by=self.by_ana, with_descriptions=True, with_done=True, layout="board")
        self.assertNotContains(self.anybody.get(reverse("public-link", args=[plain])), "Old thing")
        shown = self.anybody.get(reverse("public-link", args=[full]))
        for seen in ("Old thing", "Write to", "Ask", "public-board"):
            self.assertContains(shown, seen)

    def test_a_view_shows_private_projects_to_others_only_if_its_maker_administers_them(self) -> None:
        secret = create_project("Merger", by=self.by_mara)
        set_everyone(secret, "", by=self.by_mara)
        create_task("Sign", by=self.by_mara, project=secret, priority=1)
        member = Membership.objects.get(user=self.ana, workspace=self.by_ana.workspace)
        share_project(secret, by=self.by_mara, level=Level.EDIT, member=member)
        _link, token = create_link(self.view, by=self.by_ana)
        self.assertNotContains(self.anybody.get(reverse("public-link", args=[token])), "Merger")
        share_project(secret, by=self.by_mara, level=Level.ADMINISTER, member=member)
        self.assertContains(self.anybody.get(reverse("public-link", args=[token])), "Merger")

    def test_who_does_not_administer_a_project_or_made_no_view_makes_no_link(self) -> None:
        nora = Actor(self.boris, self.by_ana.workspace, Role.MEMBER, Via.WEB)
        share_project(
            self.project,
            by=self.by_ana,
            level=Level.EDIT,
            member=Membership.objects.get(user=self.gil, workspace=self.by_gil.workspace),
        )
        for by in (nora, self.by_gil, self.by_boris):
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                create_link(self.project, by=by)
        for by in (self.by_mara, self.by_gil, self.by_boris):
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                create_link(self.view, by=by)
        self.assertIs(PublicLink.objects.exists(), False)

    def test_a_link_opens_nothing_once_it_may_not_be_given(self) -> None:
        link, token = create_link(self.project, by=self.by_ana)
        _link, of_view = create_link(self.view, by=self.by_ana)
        ana = Membership.objects.get(user=self.ana, workspace=self.by_ana.workspace)
        self.assertEqual((self.open(token), self.open(of_view), self.open("x" * 43)), (200, 200, 404))
        revoke_link(link, by=self.by_mara)
        self.assertEqual(self.open(token), 404)
        with self.assertRaises(NotAllowed):
            reinstate_link(PublicLink.objects.get(pk=link.pk), by=self.by_ana)
        _link, token = create_link(self.project, by=self.by_ana)
        set_publishing(False, by=self.by_mara)
        self.assertEqual((self.open(token), self.open(of_view)), (404, 404))
        with self.assertRaises(NotAllowed):
            create_link(self.project, by=self.by_ana)
        set_publishing(True, by=self.by_mara)
        delete_project(self.project, by=self.by_ana)
        self.assertEqual(self.open(token), 404)
        with self.assertRaises(Conflict):
            create_link(self.project, by=self.by_ana)
        restore_project(self.project, by=self.by_ana)
        self.assertEqual(self.open(token), 200)
        hand_over_project(self.project, by=self.by_ana, to=Membership.objects.get(user=self.mara))
        self.assertEqual((self.open(token), self.open(of_view)), (404, 200))
        remove_member(ana, by=self.by_mara)
        self.assertEqual(self.open(of_view), 404)

    def test_a_link_ends_when_it_was_told_to(self) -> None:
        link, token = create_link(self.project, by=self.by_ana, expires_at=now() + timedelta(days=1))
        self.assertEqual(self.open(token), 200)
        PublicLink.objects.filter(pk=link.pk).update(expires_at=now() - timedelta(seconds=1))
        self.assertEqual(self.open(token), 404)
        with self.assertRaises(Invalid):
            create_link(self.project, by=self.by_ana, expires_at=now() - timedelta(seconds=1))

    def test_a_revoked_link_is_let_open_again_by_whoever_made_and_revoked_it(self) -> None:
        link, token = create_link(self.project, by=self.by_ana)
        revoke_link(revoke_link(link, by=self.by_ana), by=self.by_ana)
        reinstate_link(PublicLink.objects.get(pk=link.pk), by=self.by_ana)
        self.assertEqual(self.open(token), 200)
        self.assertEqual(
            list(Event.objects.filter(verb__startswith="public_link.").order_by("pk").values_list("verb", flat=True)),
            ["public_link.created", "public_link.revoked", "public_link.reinstated"],
        )
        for event in Event.objects.filter(verb__startswith="public_link."):
            self.assertNotIn(token, str(event.data))

    def test_a_password_is_asked_and_opens_only_its_own_link(self) -> None:
        _link, token = create_link(self.project, by=self.by_ana, password="correct horse")
        _link, other = create_link(self.project, by=self.by_ana, password="battery staple")
        url = reverse("public-link", args=[token])
        asked = self.anybody.get(url)
        self.assertContains(asked, "A password opens it")
        self.assertNotContains(asked, "Website")
        self.assertEqual(self.anybody.post(url, {"password": "wrong"}).status_code, 403)
        self.assertRedirects(self.anybody.post(url, {"password": "correct horse"}), url)
        self.assertContains(self.anybody.get(url), "Website")
        self.assertContains(self.anybody.get(reverse("public-link", args=[other])), "A password opens it")
        with self.assertRaises(Invalid):
            create_link(self.project, by=self.by_ana, password="short")

    def test_looking_too_often_is_refused_for_a_while(self) -> None:
        _link, token = create_link(self.project, by=self.by_ana)
        answers = [self.open(token) for _look in range(61)]
        self.assertEqual((answers[0], answers[-1]), (200, 429))

    def test_a_long_project_takes_as_many_queries_as_a_short_one(self) -> None:
        _link, token = create_link(self.project, by=self.by_ana, with_descriptions=True)
        self.open(token)
        with CaptureQueriesContext(connection) as few:
            self.open(token)
        parent = self.task
        for number in range(30):
            part = create_task(
                f"Part {number}", by=self.by_ana, project=self.project, parent=parent, labels=[f"l{number}"]
            )
            parent = part if number < 8 else parent
        with self.assertNumQueries(len(few)):
            shown = self.anybody.get(reverse("public-link", args=[token]))
        self.assertContains(shown, "Part 29")


class LinkPagesTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.view = create_view("Hot", by=cls.by_ana, filter="p1")

    project: ClassVar[Project]
    view: ClassVar[SavedView]

    def test_links_are_made_shown_once_revoked_and_let_open_again(self) -> None:
        self.client.force_login(self.ana)
        for name, subject in (("project-links", self.project), ("view-links", self.view)):
            with self.subTest(name=name):
                url = reverse(f"publishing:{name}", args=["acme", subject.pk])
                made = self.client.post(url, {"expires": "week", "layout": "list"})
                self.assertContains(made, "/shared/tasks/")
                shown = self.client.get(url)
                self.assertContains(shown, "Not opened yet")
                self.assertNotContains(shown, "/shared/tasks/")
                link = PublicLink.objects.latest("id")
                one = reverse("publishing:link", args=["acme", link.pk])
                self.client.post(one, {"_method": "DELETE"})
                self.assertContains(self.client.get(url), "Revoked")
                self.client.post(one)
                self.assertIsNone(PublicLink.objects.get(pk=link.pk).revoked_at)

    def test_bad_input_is_told_at_its_field_and_makes_nothing(self) -> None:
        self.client.force_login(self.ana)
        url = reverse("publishing:project-links", args=["acme", self.project.pk])
        for values in (
            {},
            {"expires": "on", "layout": "list"},
            {"expires": "on", "day": "20000-01-01", "layout": "list"},
            {"expires": "on", "day": "1999-01-01", "layout": "list"},
            {"expires": "week", "layout": "wall"},
            {"expires": "week", "layout": "list", "password": "short"},
            {"expires": "week", "layout": "list", "password": "x" * 10_000},
            {"expires": "week", "layout": "list", "password": "\x00" * 8},
        ):
            with self.subTest(values=str(values)[:60]):
                self.assertEqual(self.client.post(url, values).status_code, 400)
        self.assertIs(PublicLink.objects.exists(), False)

    def test_administrators_see_all_links_and_close_them(self) -> None:
        _link, token = create_link(self.view, by=self.by_ana)
        url = reverse("publishing:rules", args=["acme"])
        self.client.force_login(self.mara)
        self.assertContains(self.client.get(url), "Hot")
        self.client.post(url, {"is_allowed": "0"})
        self.assertEqual(Client().get(reverse("public-link", args=[token])).status_code, 404)
        self.assertContains(self.client.get(url), "None of them opens")
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get(url).status_code, 403)
        links = self.client.get(reverse("publishing:project-links", args=["acme", self.project.pk]))
        self.assertContains(links, "not allowed in this workspace")


class ViewsOfOthersTest(CastTestCase):
    """An administrator may change a view that is shared; what its maker lets out by a link stays the maker's to choose."""

    def test_a_filter_that_somebody_else_widens_lets_nothing_of_the_makers_inbox_out(self) -> None:
        project = create_project("Website", by=self.by_ana)
        create_task("Home page", by=self.by_ana, project=project)
        create_task("See the doctor", by=self.by_ana)
        view = create_view("Everything", by=self.by_ana, filter="p4", is_shared=True)
        _link, token = create_link(view, by=self.by_ana)
        before = Client().get(reverse("public-link", args=[token]))
        self.assertContains(before, "See the doctor")
        change_view(view, by=self.by_mara, name="All")
        self.assertContains(Client().get(reverse("public-link", args=[token])), "See the doctor")
        change_view(view, by=self.by_mara, filter="", is_shared=False)
        after = Client().get(reverse("public-link", args=[token]))
        self.assertContains(after, "Home page")
        self.assertNotContains(after, "See the doctor")
        _again, other = create_link(view, by=self.by_ana)  # seen as it is now, and let out
        self.assertContains(Client().get(reverse("public-link", args=[other])), "See the doctor")
