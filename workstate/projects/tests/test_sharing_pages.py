"""The dialog in which a project is shared, and what each act in it answers."""

from __future__ import annotations

import json
from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.accounts.models import User
from workstate.core.actor import Role
from workstate.core.errors import Invalid
from workstate.projects.actions import create_project, set_everyone
from workstate.projects.granting import clean, give
from workstate.projects.models import Level, Project, ProjectShare
from workstate.projects.tests.test_sharing import Sharing
from workstate.testing import CastTestCase
from workstate.workspaces.actions import accept_invitation, create_group, invite
from workstate.workspaces.models import Invitation, Membership

HTMX = {"HX-Request": "true"}


class SharingPagesTest(Sharing, CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Plans", by=cls.by_ana)
        cls.group = create_group("Design", by=cls.by_mara)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"projects:{name}", args=["acme", self.project.pk, *args])

    def undo(self, response: object) -> dict[str, str]:
        """What the toast of an answer to htmx offers."""
        toast: dict[str, str] = json.loads(response["HX-Trigger"])["toast"]  # type: ignore[index]
        return toast

    def test_the_dialog_shows_who_has_what(self) -> None:
        self.share(self.by_gil, Level.COMMENT)
        self.client.force_login(self.ana)
        shown = self.client.get(self.url("sharing"), headers=HTMX)
        self.assertContains(shown, "Gil Guest")
        self.assertContains(shown, "guest</span>")
        self.assertContains(shown, "Everyone in Acme")
        self.assertContains(shown, "Olga Owner, Mara Adler".split(", ")[1])
        self.assertContains(shown, "Design (group)")
        self.assertNotContains(shown, "Somebody who is not in Acme")
        self.assertTemplateNotUsed(shown, "web/app.html")
        self.assertTemplateUsed(self.client.get(self.url("sharing")), "web/app.html")

    def test_whoever_may_not_share_looks_and_is_offered_nothing(self) -> None:
        self.share(self.by_gil, Level.VIEW)
        self.client.force_login(self.gil)
        shown = self.client.get(self.url("sharing"))
        self.assertContains(shown, "You can view this project.")
        for hidden in ("Everyone in Acme", "Mara Adler", "Add a person", "@example.org</span>", 'name="level"'):
            self.assertNotContains(shown, hidden)
        posted = self.client.post(self.url("sharing"), {"who": f"member:{self.member(self.by_mara).pk}"})
        self.assertEqual(posted.status_code, 403)

    def test_sharing_and_its_undo(self) -> None:
        self.client.force_login(self.ana)
        gil = self.member(self.by_gil)
        shared = self.client.post(self.url("sharing"), {"who": f"member:{gil.pk}", "level": "view"}, headers=HTMX)
        self.assertEqual(shared.status_code, 204)
        self.assertEqual(self.level(self.by_gil), Level.VIEW)
        undo = self.undo(shared)
        self.assertEqual((undo["undo"], undo["method"]), (self.url("sharing-person", gil.pk), "DELETE"))
        raised = self.client.post(self.url("sharing-person", gil.pk), {"level": "edit"}, headers=HTMX)
        self.assertEqual(self.level(self.by_gil), Level.EDIT)
        self.client.post(self.undo(raised)["undo"])
        self.assertEqual(self.level(self.by_gil), Level.VIEW)
        removed = self.client.delete(self.url("sharing-person", gil.pk), headers=HTMX)
        self.assertIsNone(self.level(self.by_gil))
        self.client.post(self.undo(removed)["undo"])
        self.assertEqual(self.level(self.by_gil), Level.VIEW)

    def test_a_group_is_shared_with_raised_and_removed(self) -> None:
        self.client.force_login(self.ana)
        self.client.post(self.url("sharing"), {"who": f"group:{self.group.pk}", "level": "view"})
        self.assertEqual(ProjectShare.objects.get(group=self.group).level, Level.VIEW)
        self.client.post(self.url("sharing-group", self.group.pk), {"level": "comment"})
        self.assertEqual(ProjectShare.objects.get(group=self.group).level, Level.COMMENT)
        self.client.post(self.url("sharing-group", self.group.pk), {"_method": "DELETE"})
        self.assertIs(ProjectShare.objects.filter(group=self.group).exists(), False)

    def test_bad_input_is_told_in_the_dialog_and_changes_nothing(self) -> None:
        self.client.force_login(self.ana)
        boris = self.member(self.by_boris).pk
        gil = self.member(self.by_gil).pk
        for values in (
            {},
            {"who": "member:"},
            {"who": f"member:{boris}", "level": "view"},
            {"who": "group:\x00", "level": "view"},
            {"who": "x" * 10_000, "level": "view"},
            {"who": f"member:{gil}", "level": "own"},
            {"who": f"member:{gil}", "level": "administer"},
        ):
            with self.subTest(values=values):
                answer = self.client.post(self.url("sharing"), values, headers=HTMX)
                self.assertContains(answer, 'role="alert"', status_code=400)
        self.assertEqual(ProjectShare.objects.filter(project=self.project).count(), 1)
        self.assertEqual(self.client.post(self.url("sharing-person", boris), {"level": "view"}).status_code, 404)

    def test_everyone_loses_it_and_gets_it_back(self) -> None:
        self.client.force_login(self.ana)
        closed = self.client.post(self.url("sharing-everyone"), {"level": ""}, headers=HTMX)
        self.assertEqual(Project.objects.get(pk=self.project.pk).everyone, "")
        self.assertContains(self.client.get(reverse("views:project", args=["acme", self.project.pk])), "Private")
        self.client.post(self.undo(closed)["undo"])
        self.assertEqual(Project.objects.get(pk=self.project.pk).everyone, "edit")

    def test_whoever_takes_it_from_themself_is_led_away_and_cannot_undo(self) -> None:
        set_everyone(self.project, "", by=self.by_ana)
        self.client.force_login(self.ana)
        gone = self.client.delete(self.url("sharing-person", self.member(self.by_ana).pk), headers=HTMX)
        self.assertEqual(gone["HX-Redirect"], reverse("projects:list", args=["acme"]))
        self.assertEqual(self.client.get(self.url("sharing")).status_code, 404)

    def test_leaving_and_handing_over_are_asked_first(self) -> None:
        self.share(self.by_gil, Level.VIEW)
        self.client.force_login(self.gil)
        self.assertContains(self.client.get(self.url("sharing-departure")), "Leave “Plans”?")
        left = self.client.post(self.url("sharing-departure"))
        self.assertRedirects(left, reverse("projects:list", args=["acme"]))
        self.client.force_login(self.ana)
        mara = self.member(self.by_mara).pk
        self.assertContains(self.client.get(self.url("sharing-ownership", mara)), "over to Mara Adler?")
        self.client.post(self.url("sharing-ownership", mara))
        self.assertEqual(self.level(self.by_ana), Level.EDIT)
        self.assertEqual(self.client.post(self.url("sharing-ownership", mara)).status_code, 403)

    def test_somebody_from_outside_is_invited_with_the_project(self) -> None:
        self.client.force_login(self.mara)
        self.assertContains(self.client.get(self.url("sharing")), "Somebody who is not in Acme")
        self.client.post(self.url("sharing-invitations"), {"email": "nora@example.org", "level": "comment"})
        self.assertContains(self.client.get(self.url("sharing")), "nora@example.org")
        nora = User.objects.create_user("nora@example.org", None, name="Nora Neu")
        by_nora = accept_invitation(Invitation.objects.get(), user=nora, via=self.by_ana.via)
        self.assertEqual(by_nora.role, Role.GUEST)
        self.assertEqual(self.level(by_nora), Level.COMMENT)

    def test_an_address_of_a_member_is_shared_with_at_once(self) -> None:
        self.client.force_login(self.mara)
        self.client.post(self.url("sharing-invitations"), {"email": "GIL@example.org", "level": "comment"})
        self.assertEqual(self.level(self.by_gil), Level.COMMENT)

    def test_an_invitation_gives_what_its_writer_may_give_then(self) -> None:
        given = {"projects": [{"project": str(self.project.pk), "level": "edit"}]}
        for wrong in (
            {"projects": [{"project": "x", "level": "edit"}]},
            {"projects": [{"project": str(self.project.pk), "level": "administer"}]},
            {"projects": "all"},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(Invalid):
                invite(["nora@example.org"], role=Role.GUEST, by=self.by_mara, grants=wrong)
        kept = clean(given["projects"], self.by_mara)
        gil = self.member(self.by_gil)
        give(kept, gil, replace(self.by_mara, role=Role.MEMBER))
        self.assertIsNone(self.level(self.by_gil))
        give(kept, gil, self.by_mara)
        self.assertEqual(self.level(self.by_gil), Level.EDIT)

    def test_two_hundred_people_take_as_many_queries_as_two(self) -> None:
        self.client.force_login(self.ana)
        self.client.get(self.url("sharing"), headers=HTMX)
        with CaptureQueriesContext(connection) as few:
            self.client.get(self.url("sharing"), headers=HTMX)
        people = User.objects.bulk_create(
            User(email=f"p{number}@example.org", name=f"Person {number}") for number in range(200)
        )
        workspace = self.by_ana.workspace
        members = Membership.objects.bulk_create(
            Membership(workspace=workspace, user=person, role=Role.MEMBER) for person in people
        )
        ProjectShare.objects.bulk_create(
            ProjectShare(workspace=workspace, project=self.project, member=member, level=Level.VIEW)
            for member in members[:100]
        )
        with self.assertNumQueries(len(few)):
            shown = self.client.get(self.url("sharing"), headers=HTMX)
        self.assertContains(shown, 'class="sharing-row"', 103)
        self.assertLess(len(few), 12)
