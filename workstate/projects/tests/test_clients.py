"""Clients: what is known of them, putting them away, merging and taking that back, and who may."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import (
    archive_client,
    change_client,
    change_project,
    create_client,
    create_project,
    delete_client,
    merge_client,
    restore_client,
    set_everyone,
    unarchive_client,
)
from workstate.projects.clients import lines_of
from workstate.projects.models import Client, Project
from workstate.projects.queries import client_names
from workstate.testing import CastTestCase


class ClientTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.acme = create_client("Acme Stores", by=cls.by_ana)
        cls.bolt = create_client("Bolt", by=cls.by_ana)
        cls.shop = create_project("Shop", by=cls.by_ana, client=cls.acme)
        cls.app = create_project("App", by=cls.by_ana, client=cls.acme)

    def client_of(self, project: Project) -> Client | None:
        return Project.objects.select_related("client").get(pk=project.pk).client


class ClientTest(ClientTestCase):
    def test_what_stands_on_a_bill_is_kept(self) -> None:
        known = {
            "email": "bills@acme.example",
            "address": "1 High Street\nYork",
            "vat_id": "GB 123",
            "note": "Pays late",
        }
        changed = change_client(self.acme, by=self.by_ana, name="  Acme   Ltd ", billable=True, **known)
        fresh = Client.objects.get(pk=self.acme.pk)
        self.assertEqual((changed.name, fresh.name, fresh.billable), ("Acme Ltd", "Acme Ltd", True))
        self.assertEqual({field: getattr(fresh, field) for field in known}, known)
        event = Event.objects.get(verb=Verb.CLIENT_CHANGED)
        self.assertEqual(event.data["before"]["name"], "Acme Stores")

    def test_what_makes_no_sense_is_refused_at_its_field(self) -> None:
        for field, value in (
            ("name", " "),
            ("name", "x" * 121),
            ("name", "Nul\x00"),
            ("name", "bolt"),
            ("email", "nobody"),
            ("address", "\u202eturned"),
            ("note", "x" * 5001),
            ("vat_id", "1" * 41),
            ("workspace", "x"),
        ):
            with self.subTest(field=field), self.assertRaises(Invalid) as refused:
                change_client(self.acme, by=self.by_ana, **{field: value})
            self.assertIn(field, refused.exception.message_dict)

    def test_one_that_is_archived_keeps_its_projects_and_is_offered_no_more(self) -> None:
        archive_client(self.acme, by=self.by_ana)
        self.assertEqual(client_names(self.by_ana), ["Bolt"])
        self.assertEqual(self.client_of(self.shop), self.acme)
        unarchive_client(self.acme, by=self.by_ana)
        self.assertEqual(client_names(self.by_ana), ["Acme Stores", "Bolt"])

    def test_deleting_leaves_the_projects_and_undo_brings_both_back(self) -> None:
        delete_client(self.acme, by=self.by_mara)
        self.assertIsNone(self.client_of(self.shop))
        self.assertEqual(list(Client.objects.visible_to(self.by_ana)), [self.bolt])
        change_project(self.app, by=self.by_ana, client=self.bolt)
        restore_client(self.acme, by=self.by_mara)
        self.assertEqual(self.client_of(self.shop), self.acme)
        # Given to another since: it stays there.
        self.assertEqual(self.client_of(self.app), self.bolt)

    def test_its_name_is_free_once_it_is_deleted_and_then_it_cannot_come_back(self) -> None:
        delete_client(self.acme, by=self.by_mara)
        again = create_client("acme stores", by=self.by_ana)
        self.assertNotEqual(again.pk, self.acme.pk)
        with self.assertRaises(Conflict):
            restore_client(self.acme, by=self.by_mara)
        with self.assertRaises(Conflict):
            change_client(self.acme, by=self.by_ana, name="Other")

    def test_merging_gives_the_projects_to_the_other_and_is_taken_back(self) -> None:
        merge_client(self.acme, into=self.bolt, by=self.by_mara)
        self.assertEqual(self.client_of(self.shop), self.bolt)
        restore_client(self.acme, by=self.by_mara)
        self.assertEqual(self.client_of(self.shop), self.acme)

    def test_none_is_merged_into_itself_or_into_one_that_is_gone(self) -> None:
        with self.assertRaises(Invalid):
            merge_client(self.acme, into=self.acme, by=self.by_mara)
        delete_client(self.bolt, by=self.by_mara)
        with self.assertRaises(Conflict):
            merge_client(self.acme, into=self.bolt, by=self.by_mara)

    def test_members_neither_delete_nor_merge(self) -> None:
        with self.assertRaises(NotAllowed):
            delete_client(self.acme, by=self.by_ana)
        with self.assertRaises(NotAllowed):
            merge_client(self.acme, into=self.bolt, by=self.by_ana)
        with self.assertRaises(NotAllowed):
            change_client(self.acme, by=self.by_gil, name="Mine")
        with self.assertRaises(NotAllowed):
            archive_client(self.acme, by=self.by_boris)
        self.assertEqual(Client.objects.filter(deleted_at=None, archived_at=None).count(), 2)

    def test_a_list_costs_the_same_for_one_client_and_for_many(self) -> None:
        with self.assertNumQueries(3):
            lines_of(self.by_ana, Client.objects.visible_to(self.by_ana).by_name())
        for number in range(20):
            create_project(f"P{number}", by=self.by_ana, client=create_client(f"C{number}", by=self.by_ana))
        with self.assertNumQueries(3):
            lines_of(self.by_ana, Client.objects.visible_to(self.by_ana).by_name())

    def test_a_private_project_is_not_counted_to_whom_it_is_not_shared_with(self) -> None:
        hidden = create_project("Secret", by=self.by_olga, client=self.bolt)
        set_everyone(hidden, "", by=self.by_olga)
        (line,) = lines_of(self.by_ana, [self.bolt])
        self.assertEqual(line.projects, [])


class ClientPagesTest(ClientTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def url(self, name: str, *parts: object) -> str:
        return reverse(f"projects:{name}", args=["acme", *parts])

    def test_the_list_shows_clients_and_adds_one(self) -> None:
        self.client.post(self.url("clients"), {"name": "<b>New</b>"})
        page = self.client.get(self.url("clients"))
        self.assertContains(page, "&lt;b&gt;New&lt;/b&gt;")
        self.assertContains(page, "2 projects")

    def test_the_page_of_a_client_shows_its_projects(self) -> None:
        page = self.client.get(self.url("client", self.acme.pk))
        self.assertContains(page, "Shop")
        self.assertNotContains(page, "Merge into")

    def test_the_form_changes_it_and_refuses_at_the_field(self) -> None:
        settings = self.url("client-settings", self.acme.pk)
        self.assertContains(self.client.get(settings), "Acme Stores")
        refused = self.client.post(settings, {"name": "Bolt", "email": "x"})
        self.assertEqual(refused.status_code, 400)
        self.client.post(settings, {"name": "Acme Ltd", "billable": "no"})
        self.assertEqual(Client.objects.get(pk=self.acme.pk).billable, False)

    def test_an_administrator_merges_and_undoes_it(self) -> None:
        self.client.force_login(self.mara)
        merger = self.url("client-merger", self.acme.pk)
        self.assertContains(self.client.get(merger), "Bolt")
        for wrong in ("", str(uuid4()), "x", str(self.acme.pk)):
            self.assertEqual(self.client.post(merger, {"into": wrong}).status_code, 400)
        self.client.post(merger, {"into": str(self.bolt.pk)})
        self.assertEqual(self.client_of(self.shop), self.bolt)
        self.client.post(self.url("client-restoration", self.acme.pk))
        self.assertEqual(self.client_of(self.shop), self.acme)

    def test_a_guest_sees_none(self) -> None:
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(self.url("clients")).status_code, 403)
        self.assertEqual(self.client.get(self.url("client", self.acme.pk)).status_code, 403)
