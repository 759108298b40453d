"""A workspace's name, address, letters and logo; archived, deleted and brought back. See also timetracking/tests/test_closing.py."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from workstate.core.actor import Role, Via
from workstate.core.errors import Invalid, NotAllowed
from workstate.testing import CastTestCase
from workstate.workspaces.actions import (
    archive_workspace,
    change_workspace,
    create_workspace,
    delete_workspace,
    open_to_team,
)
from workstate.workspaces.models import Workspace
from workstate.workspaces.queries import actor_of


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (900, 900), "red").save(file, "PNG")
    return file.getvalue()


class AddressTest(CastTestCase):
    def test_links_with_the_old_address_lead_on_for_members_and_nobody_else_gets_it(self) -> None:
        change_workspace(by=self.by_mara, slug="Acme-Studio")
        self.client.force_login(self.ana)
        self.assertRedirects(self.client.get("/acme/today/?a=b"), "/acme-studio/today/?a=b")
        self.assertEqual(self.client.get("/api/v1/workspaces/acme/tasks/").status_code, 200)
        self.assertEqual(self.client.post("/acme/tasks/", {"text": "Sent to the old address"}).status_code, 302)
        found = self.client.get("/api/v1/workspaces/acme-studio/tasks/").json()["results"]
        self.assertEqual([task["title"] for task in found], ["Sent to the old address"])
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get("/acme/today/").status_code, 404)
        with self.assertRaises(Invalid):
            change_workspace(by=self.by_boris, slug="acme")
        self.assertNotEqual(create_workspace("Acme", owner=self.boris, via=Via.WEB).workspace.slug, "acme")
        back = change_workspace(by=self.by_mara, slug="acme")
        self.assertEqual(list(back.former_addresses.values_list("slug", flat=True)), ["acme-studio"])

    def test_addresses_and_letters_that_cannot_be_are_refused_at_their_field(self) -> None:
        for slug in ("", "a b", "api", "other", "-a", "a--b", "ä", "x" * 41, "a\x00", "../a"):
            with self.assertRaises(Invalid) as raised:
                change_workspace(by=self.by_mara, slug=slug)
            self.assertEqual(list(raised.exception.message_dict), ["slug"], slug)
        for prefix in ("", "1A", "ÄB", "ABCDEF", "A-B", "a\x00"):
            with self.assertRaises(Invalid) as raised:
                change_workspace(by=self.by_mara, key_prefix=prefix)
            self.assertEqual(list(raised.exception.message_dict), ["key_prefix"], prefix)

    def test_tasks_are_found_by_the_old_letters_too(self) -> None:
        self.client.force_login(self.ana)
        self.client.post("/api/v1/workspaces/acme/tasks/", {"title": "Call"}, content_type="application/json")
        former = self.by_ana.workspace.key_prefix
        change_workspace(by=self.by_mara, key_prefix="new")
        for letters in (former, "NEW"):
            page = self.client.get("/acme/search/", {"q": f"{letters}-1"})
            self.assertContains(page, "NEW-1")

    def test_what_is_wrong_is_said_at_its_field_and_the_form_stays(self) -> None:
        self.client.force_login(self.mara)
        answer = self.client.post("/acme/settings/", {"name": "Acme", "slug": "other", "key_prefix": "AC"})
        self.assertContains(answer, "This address is taken.", status_code=400)
        answer = self.client.post("/acme/settings/", {"name": "Acme", "slug": "next", "key_prefix": "AC", "whole": "1"})
        self.assertRedirects(answer, "/next/settings/")
        self.assertFalse(Workspace.objects.get(slug="next").binds_invitations)


class LogoTest(CastTestCase):
    def test_a_picture_becomes_a_small_logo_for_members_and_a_new_address_of_it(self) -> None:
        self.client.force_login(self.mara)
        url = "/acme/settings/logo/"
        self.client.post(url, {"logo": SimpleUploadedFile("a.png", picture())})
        self.client.force_login(self.gil)
        shown = self.client.get(url)
        self.assertEqual((shown["Content-Type"], shown["X-Content-Type-Options"]), ("image/png", "nosniff"))
        self.assertContains(self.client.get("/acme/today/"), 'src="/acme/settings/logo/?')
        self.assertEqual(self.client.post(url, {"logo": SimpleUploadedFile("a.png", picture())}).status_code, 403)
        self.client.force_login(self.mara)
        svg = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
        self.assertContains(self.client.post(url, {"logo": svg}), "no picture that can be shown", status_code=400)
        self.client.post(url, {"_method": "delete"})
        self.assertEqual(self.client.get(url).status_code, 404)


class DeletionTest(CastTestCase):
    def test_it_is_gone_for_all_and_its_owners_bring_it_back(self) -> None:
        for by in (self.by_mara, self.by_ana, self.by_gil):
            with self.assertRaises(NotAllowed):
                delete_workspace(by=by)
        self.client.force_login(self.olga)
        self.assertEqual(self.client.post("/acme/settings/deletion/", {"name": "Other"}).status_code, 400)
        answer = self.client.post("/acme/settings/deletion/", {"name": " acme "}, follow=True)
        self.assertContains(answer, "Removed for good on")
        for user in (self.olga, self.mara, self.ana):
            self.assertIsNone(actor_of(user, self.by_olga.workspace))
            self.client.force_login(user)
            self.assertEqual(self.client.get("/acme/today/").status_code, 404)
            self.assertEqual(self.client.get("/api/v1/workspaces/acme/tasks/").status_code, 404)
        url = f"/workspaces/{self.by_olga.workspace.pk}/restoration/"
        for user in (self.mara, self.boris):
            self.client.force_login(user)
            self.assertNotContains(self.client.get("/workspaces/"), "Acme")
            self.assertEqual(self.client.post(url).status_code, 404)
        self.client.force_login(self.olga)
        self.assertRedirects(self.client.post(url), "/acme/today/")
        self.assertEqual(self.client.post(url).status_code, 302)

    def test_ones_own_workspace_goes_with_the_account_alone_until_it_is_a_teams(self) -> None:
        own = create_workspace("Ana", owner=self.ana, via=Via.SYSTEM, personal=True)
        with self.assertRaises(Invalid):
            archive_workspace(by=own)
        with self.assertRaises(Invalid):
            delete_workspace(by=own)
        open_to_team(by=own)
        self.assertEqual(Workspace.objects.filter(personal_to=self.ana).exclude(pk=own.workspace.pk).count(), 1)
        with self.assertRaises(Invalid):
            open_to_team(by=own)
        delete_workspace(by=own)

    def test_a_program_makes_changes_archives_deletes_and_restores(self) -> None:
        self.client.force_login(self.ana)
        made = self.client.post("/api/v1/workspaces/", {"name": "Studio"}, content_type="application/json").json()
        self.assertEqual((made["slug"], made["role"]), ("studio", Role.OWNER))
        base = "/api/v1/workspaces/studio/"
        changed = self.client.patch(base, {"slug": "atelier", "key_prefix": "AT"}, content_type="application/json")
        self.assertEqual(changed.json()["slug"], "atelier")
        base = "/api/v1/workspaces/atelier/"
        self.assertIsNotNone(self.client.post(f"{base}archival/").json()["archived_at"])
        self.assertEqual(self.client.delete(f"{base}archival/").status_code, 204)
        self.assertEqual(self.client.delete(base).status_code, 204)
        self.assertEqual(self.client.get(base).status_code, 404)
        deleted = self.client.get("/api/v1/workspaces/?deleted=true").json()["results"]
        self.assertEqual([one["slug"] for one in deleted], ["atelier"])
        self.assertEqual(self.client.post(f"/api/v1/workspaces/{made['id']}/restoration/").status_code, 200)
        slugs = {one["slug"] for one in self.client.get("/api/v1/workspaces/").json()["results"]}
        self.assertEqual(slugs, {"acme", "atelier"})
