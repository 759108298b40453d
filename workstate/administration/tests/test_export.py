from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone

from workstate.accounts.models import Attempts, User
from workstate.accounts.tests.entering import COUNTING
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.administration.exporting.actions import (
    ask_export,
    begin_export,
    clear_old,
    discard_export,
    fail_export,
    take_back_lost,
    tell_progress,
    waiting,
)
from workstate.administration.exporting.making import make
from workstate.administration.holdings import HOLDINGS
from workstate.administration.models import AccountExport
from workstate.attachments.actions import attach_file
from workstate.core.errors import Invalid, NotFound
from workstate.discussions.actions import create_comment
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import PASSWORD, CastTestCase, CastTransactionTestCase, at_once
from workstate.timetracking.actions import create_entry
from workstate.workspaces.models import Membership

PAGE = "/settings/data/"


def made(export: AccountExport, client: Any) -> zipfile.ZipFile:
    response = client.get(f"{PAGE}exports/{export.pk}/file/")
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@override_settings(PASSWORD_HASHERS=COUNTING)
class ExportTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.ana.set_password(PASSWORD)
        cls.ana.save()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Draft the page", by=cls.by_ana, project=cls.project)
        create_comment(cls.task, "Mine.", by=cls.by_ana)
        create_comment(cls.task, "Not mine.", by=cls.by_mara)
        create_task("Mara's", by=cls.by_mara, project=cls.project)
        create_entry(by=cls.by_ana, task=cls.task, day=date(2026, 3, 2), duration=3600)
        cls.file = attach_file(cls.task, ContentFile(b"Hello.", "no/te.txt"), by=cls.by_ana)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def ask(self, password: str = PASSWORD) -> Any:
        return self.client.post(PAGE, {"password": password})

    def export(self) -> AccountExport:
        export = ask_export(self.ana)
        make(export.pk)
        export.refresh_from_db()
        return export

    def test_it_holds_ones_own_and_nobody_elses_and_says_what_it_is(self) -> None:
        archive = made(self.export(), self.client)
        rows = {one.file: json.loads(archive.read(f"{one.file}.json")) for one in HOLDINGS}
        self.assertEqual([row["title"] for row in rows["tasks"]], ["Draft the page"])
        self.assertEqual([row["text"] for row in rows["comments"]], ["Mine."])
        self.assertEqual([row["duration"] for row in rows["time_entries"]], [3600])
        self.assertEqual([row["email"] for row in rows["account"]], ["ana@example.org"])
        self.assertNotIn("password", rows["account"][0])
        self.assertEqual(archive.read(f"files/{self.file.pk}-{self.file.name}"), b"Hello.")
        contents = json.loads(archive.read("contents.json"))
        self.assertEqual(set(contents["files"]), {f"{one.file}.json" for one in HOLDINGS})
        self.assertEqual(contents["files"]["tasks.json"]["rows"], 1)
        self.assertEqual([one["name"] for one in contents["workspaces"]], ["Acme"])
        self.assertEqual(contents["missing"], [])

    def test_what_one_sees_no_more_is_not_in_it(self) -> None:
        Membership.objects.filter(workspace=self.by_ana.workspace, user=self.ana).delete()
        archive = made(self.export(), self.client)
        self.assertEqual(json.loads(archive.read("tasks.json")), [])
        self.assertEqual([name for name in archive.namelist() if name.startswith("files/")], [])

    def test_a_file_that_is_lost_is_named_and_keeps_nothing_else(self) -> None:
        self.file.key = "attachments/2020-01-01/nothing"
        self.file.save(update_fields=["key"])
        archive = made(self.export(), self.client)
        self.assertEqual(len(json.loads(archive.read("contents.json"))["missing"]), 1)

    def test_it_asks_for_the_password_again_and_not_without_end(self) -> None:
        for wrong in ("", "wrong", "x" * 10_000, "\x00"):
            self.assertContains(self.ask(wrong), "not your password", status_code=400)
        self.assertFalse(AccountExport.objects.exists())
        for _attempt in range(10):
            last = self.ask("wrong")
        self.assertEqual(last.status_code, 429)
        self.assertEqual(self.ask().status_code, 429)
        Attempts.objects.all().delete()
        self.assertRedirects(self.ask(), PAGE)
        self.assertEqual(AccountExport.objects.get().user, self.ana)
        event = Event.objects.get(verb=Verb.EXPORT_ASKED)
        self.assertEqual((event.user, event.address), (self.ana, "127.0.0.1"))

    def test_one_that_is_being_made_is_the_answer_to_the_next_and_three_a_day_are_enough(self) -> None:
        first = ask_export(self.ana)
        self.assertEqual(ask_export(self.ana), first)
        discard_export(first, user=self.ana)
        for _time in range(2):
            discard_export(ask_export(self.ana), user=self.ana)
        with self.assertRaises(Invalid):
            ask_export(self.ana)

    def test_nobody_else_finds_it(self) -> None:
        export = self.export()
        for person in (self.olga, self.mara, self.boris):
            User.objects.filter(pk=person.pk).update(is_staff=True)
            self.client.force_login(person)
            self.assertEqual(self.client.get(f"{PAGE}exports/{export.pk}/file/").status_code, 404)
            self.assertEqual(self.client.post(f"{PAGE}exports/{export.pk}/").status_code, 404)
            with self.assertRaises(NotFound):
                discard_export(export, user=person)
        self.client.logout()
        self.assertEqual(self.client.get(f"{PAGE}exports/{export.pk}/file/").status_code, 302)
        export.refresh_from_db()
        self.assertEqual(export.stage, "made")

    def test_it_is_handed_out_to_be_saved_and_never_drawn(self) -> None:
        response = self.client.get(f"{PAGE}exports/{self.export().pk}/file/")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertTrue(response["Content-Disposition"].startswith("attachment"))
        self.assertEqual(response["Cache-Control"], "private, no-store")

    def test_it_is_kept_for_a_week(self) -> None:
        export = self.export()
        AccountExport.objects.update(created_at=timezone.now() - timedelta(days=8))
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(clear_old(), 1)
        self.assertEqual(self.client.get(f"{PAGE}exports/{export.pk}/file/").status_code, 404)
        self.assertNotContains(self.client.get(PAGE), str(export.pk))

    def test_what_a_lost_worker_left_is_taken_up_again_three_times(self) -> None:
        export = ask_export(self.ana)
        for _attempt in range(3):
            self.assertIsNotNone(begin_export(export.pk))
            self.assertIsNone(begin_export(export.pk))
            AccountExport.objects.update(started_at=timezone.now() - timedelta(hours=1))
            take_back_lost()
        export.refresh_from_db()
        self.assertEqual((export.stage, export.attempts), ("failed", 3))
        self.assertContains(self.client.get(PAGE), "could not be made")

    def test_one_that_is_given_up_is_not_made(self) -> None:
        export = ask_export(self.ana)
        begun = begin_export(export.pk)
        assert begun is not None
        discard_export(export, user=self.ana)
        self.assertFalse(tell_progress(begun, 0.5))
        fail_export(begun)
        make(export.pk)
        export.refresh_from_db()
        self.assertEqual(export.stage, "expired")

    def test_nothing_is_made_for_who_was_disabled_meanwhile(self) -> None:
        export = ask_export(self.ana)
        User.objects.filter(pk=self.ana.pk).update(is_active=False)
        make(export.pk)
        export.refresh_from_db()
        self.assertEqual(export.stage, "failed")

    def test_a_broker_that_is_away_only_delays(self) -> None:
        export = ask_export(self.ana)
        self.assertEqual(waiting(), [export.pk])
        make(export.pk)
        self.assertEqual(waiting(), [])


class ExportAtOnceTest(CastTransactionTestCase):
    def test_asked_for_twice_at_once_it_is_made_once(self) -> None:
        exports = at_once(*[lambda: ask_export(self.ana)] * 4)
        self.assertEqual(len({export.pk for export in exports if isinstance(export, AccountExport)}), 1)
        self.assertEqual(AccountExport.objects.count(), 1)
