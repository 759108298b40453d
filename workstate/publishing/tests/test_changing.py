"""A public link is changed while it goes on opening: by whoever made it, and in no other way than they said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.test import Client
from django.urls import reverse

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import create_project, delete_project, set_everyone
from workstate.projects.models import Project
from workstate.publishing.actions import change_link, create_link, revoke_link, set_publishing
from workstate.publishing.models import PublicLink
from workstate.savedviews.actions import create_view
from workstate.savedviews.models import SavedView
from workstate.tasks.actions import complete_task, create_task
from workstate.testing import CastTestCase
from workstate.workspaces.models import Workspace


class ChangedLinkTest(CastTestCase):
    project: ClassVar[Project]
    view: ClassVar[SavedView]
    link: ClassVar[PublicLink]
    token: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.view = create_view("Hot", by=cls.by_ana, filter="p1")
        done = create_task("Old thing", by=cls.by_ana, project=cls.project)
        complete_task(done, by=cls.by_ana)
        cls.link, cls.token = create_link(cls.project, by=cls.by_ana, password="correct horse")

    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.shown = reverse("public-link", args=[self.token])
        self.one = reverse("publishing:link", args=["acme", self.link.pk])
        self.list = reverse("publishing:project-links", args=["acme", self.project.pk])

    def told(self) -> list[dict[str, object]]:
        return list(Event.objects.filter(verb="public_link.changed").order_by("pk").values_list("data", flat=True))

    def test_another_password_closes_what_the_old_one_opened_and_none_opens_it_to_anybody(self) -> None:
        visitor = Client()
        visitor.post(self.shown, {"password": "correct horse"})
        self.assertContains(visitor.get(self.shown), "Website")
        change_link(self.link, by=self.by_ana, password="battery staple", with_done=True)
        self.assertContains(visitor.get(self.shown), "A password opens it")
        self.assertEqual(visitor.post(self.shown, {"password": "correct horse"}).status_code, 403)
        visitor.post(self.shown, {"password": "battery staple"})
        self.assertContains(visitor.get(self.shown), "Old thing")
        change_link(self.link, by=self.by_ana, password="")
        self.assertContains(Client().get(self.shown), "Website")
        self.assertEqual([one["after"]["has_password"] for one in self.told()], [True, False])  # type: ignore[index]
        self.assertNotIn("battery", str(self.told()))

    def test_what_is_left_out_stays_and_nothing_is_told_of_no_change(self) -> None:
        end = now() + timedelta(days=2)
        change_link(self.link, by=self.by_ana, expires_at=end, layout="board", with_descriptions=True)
        change_link(self.link, by=self.by_ana)
        change_link(self.link, by=self.by_ana, layout="board", expires_at=end)
        there = PublicLink.objects.get(pk=self.link.pk)
        self.assertEqual(
            (there.expires_at, there.layout, there.with_descriptions, there.with_done), (end, "board", True, False)
        )
        self.assertEqual(there.password, self.link.password)
        self.assertEqual(len(self.told()), 1)
        self.assertIsNone(change_link(self.link, by=self.by_ana, never_expires=True).expires_at)

    def test_only_its_maker_changes_it_and_only_while_they_may_make_one(self) -> None:
        for by in (self.by_mara, self.by_gil, self.by_boris):
            with self.subTest(by=by.user.name), self.assertRaises(NotAllowed):
                change_link(self.link, by=by, password="")
        for person, status in ((self.mara, 403), (self.gil, 404), (self.boris, 404)):
            with self.subTest(person=person.name):
                self.client.force_login(person)
                self.assertEqual(self.client.post(self.one, {"expires": "never", "layout": "list"}).status_code, status)
                self.assertEqual(self.client.get(self.list, {"link": str(self.link.pk)}).status_code, status)
        self.client.force_login(self.mara)
        self.assertNotContains(self.client.get(self.list), f"link={self.link.pk}")
        of_mara, _token = create_link(create_project("Merger", by=self.by_mara), by=self.by_mara)
        assert of_mara.project
        set_everyone(of_mara.project, "", by=self.by_mara)
        with self.assertRaises(NotAllowed):
            change_link(of_mara, by=self.by_ana)
        set_publishing(False, by=self.by_mara)
        with self.assertRaises(NotAllowed):
            change_link(self.link, by=self.by_ana, with_done=True)
        self.assertEqual(self.told(), [])

    def test_what_opens_no_more_is_not_brought_back_by_a_change(self) -> None:
        later = now() + timedelta(days=9)
        revoked, _token = create_link(self.project, by=self.by_ana)
        revoke_link(revoked, by=self.by_ana)
        expired, _token = create_link(self.project, by=self.by_ana)
        PublicLink.objects.filter(pk=expired.pk).update(expires_at=now() - timedelta(seconds=1))
        for link in (revoked, expired):
            with self.assertRaises(Conflict):
                change_link(link, by=self.by_ana, expires_at=later)
            self.assertEqual(self.client.get(self.list, {"link": str(link.pk)}).status_code, 409)
        for values in ({"expires_at": now()}, {"password": "short"}, {"layout": "wall"}):
            with self.subTest(values=values), self.assertRaises(Invalid):
                change_link(self.link, by=self.by_ana, **values)
        delete_project(self.project, by=self.by_ana)
        with self.assertRaises(Conflict):
            change_link(self.link, by=self.by_ana, expires_at=later)
        self.assertEqual(self.told(), [])

    def test_an_archived_workspace_changes_none(self) -> None:
        Workspace.objects.filter(pk=self.by_mara.workspace.pk).update(archived_at=now())
        self.by_ana.workspace.refresh_from_db()
        with self.assertRaises(NotAllowed):
            change_link(self.link, by=self.by_ana, with_done=True)
        self.assertIs(PublicLink.objects.get(pk=self.link.pk).with_done, False)

    def test_it_is_changed_where_links_are_listed(self) -> None:
        of_view, _token = create_link(self.view, by=self.by_ana)
        lists = (self.list, reverse("publishing:view-links", args=["acme", self.view.pk]))
        for url, link in zip(lists, (self.link, of_view), strict=True):
            with self.subTest(url=url):
                self.assertContains(self.client.get(url), f"{url}?link={link.pk}")
                self.assertContains(self.client.get(url, {"link": str(link.pk)}), "As it is now")
                one = reverse("publishing:link", args=["acme", link.pk])
                saved = self.client.post(one, {"expires": "keep", "layout": "board", "with_done": "on"})
                self.assertRedirects(saved, url)
                there = PublicLink.objects.get(pk=link.pk)
                self.assertEqual((there.layout, there.with_done, there.password), ("board", True, link.password))
                drawn = self.client.post(one, {"expires": "week", "layout": "list"}, headers={"HX-Request": "true"})
                self.assertContains(drawn, 'id="public-links-dialog"')
                self.assertContains(drawn, "autofocus")
        self.client.post(self.one, {"expires": "keep", "layout": "list", "no_password": "on"})
        self.assertEqual(PublicLink.objects.get(pk=self.link.pk).password, "")

    def test_bad_input_is_told_at_its_field_and_changes_nothing(self) -> None:
        for values in (
            {"expires": "on"},
            {"expires": "on", "day": "20000-01-01"},
            {"expires": "on", "day": "1999-01-01"},
            {"layout": "wall"},
            {"password": "short"},
            {"password": "x" * 10_000},
            {"password": "\x00" * 8},
            {"password": "battery staple", "no_password": "on"},
        ):
            with self.subTest(values=str(values)[:60]):
                answer = self.client.post(self.one, {"expires": "keep", "layout": "list"} | values)
                self.assertContains(answer, "link-settings", status_code=400)
        other, _token = create_link(self.view, by=self.by_ana)
        for link in (other.pk, "x"):
            self.assertEqual(self.client.get(self.list, {"link": str(link)}).status_code, 400)
        self.assertEqual(self.told(), [])

    def test_programs_change_what_they_name(self) -> None:
        one = reverse("api:public-link", args=["acme", self.link.pk])
        end = (now() + timedelta(days=3)).isoformat()

        def patch(body: Mapping[str, object]) -> int:
            return self.client.patch(one, body, content_type="application/json").status_code

        self.assertEqual(patch({"expires_at": end, "with_done": True}), 200)
        self.assertEqual(patch({"with_descriptions": True}), 200)
        self.assertEqual(patch({"password": ""}), 200)
        found = self.client.get(one).json()
        self.assertIsNotNone(found["expires_at"])
        self.assertEqual((found["with_done"], found["with_descriptions"], found["has_password"]), (True, True, False))
        self.assertEqual(patch({"expires_at": None}), 200)
        self.assertIsNone(self.client.get(one).json()["expires_at"])
        for body in ({"password": "short"}, {"layout": "wall"}, {"project": "x"}, {"expires_at": "1999-01-01T00:00Z"}):
            self.assertEqual(patch(body), 400, body)
        self.client.force_login(self.mara)
        self.assertEqual(patch({"with_done": False}), 403)
