"""Shares and public links, for programs."""

from __future__ import annotations

from typing import ClassVar

from django.test import Client
from django.urls import reverse

from workstate.projects.actions import create_project
from workstate.projects.models import Project, ProjectShare
from workstate.savedviews.actions import create_view
from workstate.savedviews.models import SavedView
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership


class SharingAPITest(CastTestCase):
    project: ClassVar[Project]
    view: ClassVar[SavedView]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.view = create_view("Hot", by=cls.by_ana, filter="p1")
        cls.guest = Membership.objects.get(user=cls.gil, workspace=cls.by_gil.workspace)
        cls.stranger = Membership.objects.get(user=cls.boris)

    guest: ClassVar[Membership]
    stranger: ClassVar[Membership]

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"api:{name}", args=["acme", *args])

    def ask(self, method: str, url: str, body: object = None) -> tuple[int, object]:
        answer = self.client.generic(method, url, "" if body is None else _json(body), content_type="application/json")
        return answer.status_code, answer.json() if answer.content else None

    def test_a_project_is_shared_raised_and_taken_back(self) -> None:
        shares = self.url("project-shares", self.project.pk)
        status, made = self.ask("POST", shares, {"member": str(self.guest.pk), "level": "view"})
        assert isinstance(made, dict)
        self.assertEqual((status, made["user"], made["level"]), (201, str(self.gil.pk), "view"))
        one = self.url("project-share", self.project.pk, made["id"])
        self.assertEqual(self.ask("PATCH", one, {"level": "edit"})[1]["level"], "edit")  # type: ignore[index]
        self.assertEqual(self.ask("PATCH", one, {"level": "administer"})[0], 400)
        self.assertEqual(len(self.ask("GET", shares)[1]["results"]), 2)  # type: ignore[index]
        self.assertEqual(self.ask("DELETE", one)[0], 204)
        self.assertEqual(self.ask("GET", one)[0], 404)

    def test_ids_of_elsewhere_are_refused_and_write_nothing(self) -> None:
        shares = self.url("project-shares", self.project.pk)
        for body in (
            {"member": str(self.stranger.pk), "level": "view"},
            {"group": str(self.guest.pk), "level": "view"},
            {"level": "view"},
            {"member": str(self.guest.pk), "level": "view", "project": "x"},
        ):
            with self.subTest(body=body):
                self.assertEqual(self.ask("POST", shares, body)[0], 400)
        self.assertEqual(
            self.ask("POST", self.url("project-ownership", self.project.pk), {"member": str(self.stranger.pk)})[0], 400
        )
        self.assertEqual(ProjectShare.objects.count(), 1)

    def test_what_everyone_may_do_and_leaving(self) -> None:
        everyone = self.url("project-everyone", self.project.pk)
        self.assertEqual(self.ask("PUT", everyone, {"level": ""}), (200, {"level": ""}))
        self.assertEqual(self.ask("PUT", everyone, {"level": "administer"})[0], 400)
        self.assertEqual(self.ask("POST", self.url("project-departure", self.project.pk))[0], 204)
        self.assertEqual(self.ask("GET", everyone)[0], 404)

    def test_public_links_are_made_told_once_and_revoked(self) -> None:
        for name, subject in (("project-public-links", self.project), ("view-public-links", self.view)):
            with self.subTest(name=name):
                links = self.url(name, subject.pk)
                status, made = self.ask("POST", links, {"password": "correct horse", "layout": "board"})
                assert isinstance(made, dict)
                self.assertEqual((status, made["has_password"], made["works"]), (201, True, True))
                path = made["url"].partition("/shared/")[2]
                self.assertEqual(Client().get(f"/shared/{path}").status_code, 200)
                (listed,) = self.ask("GET", links)[1]["results"]  # type: ignore[index]
                self.assertNotIn("url", listed)
                one = self.url("public-link", made["id"])
                self.assertEqual(self.ask("DELETE", one)[0], 204)
                self.assertIs(self.ask("GET", one)[1]["works"], False)  # type: ignore[index]
                self.assertEqual(Client().get(f"/shared/{path}").status_code, 404)

    def test_administrators_close_all_links(self) -> None:
        self.client.force_login(self.mara)
        rules = self.url("publishing")
        self.assertEqual(self.ask("PUT", rules, {"is_allowed": False}), (200, {"is_allowed": False}))
        self.assertEqual(self.ask("POST", self.url("project-public-links", self.project.pk), {})[0], 403)


def _json(body: object) -> str:
    import json

    return json.dumps(body)
