"""Imports in the browser: a file, a preview, a decision, a report."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.testing import CastTestCase, CastTransactionTestCase
from workstate.timetracking.models import TimeEntry
from workstate.transfer.actions import apply_import, plan_import, prepare_import, start_import
from workstate.transfer.jobs import bring_import_in, read_import, tend_imports
from workstate.transfer.models import Import, ImportPart
from workstate.transfer.views import READ_AT_ONCE
from workstate.transfer.walk import MOST_ERRORS
from workstate.workspaces.models import Membership

SAMPLES = Path(__file__).parent / "samples"
HTMX = {"HX-Request": "true"}


def url(name: str, incoming: Import | None = None, workspace: str = "acme") -> str:
    kwargs: dict[str, Any] = {"workspace": workspace}
    if incoming:
        kwargs["incoming"] = incoming.pk
    return reverse(f"transfer:{name}", kwargs=kwargs)


def sample(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(Path(name).name, (SAMPLES / name).read_bytes(), "text/csv")


class ImportPagesTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def upload(self, name: str = "toggl/detailed-2026.csv", **fields: str) -> Import:
        response = self.client.post(url("start"), {"file": sample(name), "zone": "Europe/Berlin", **fields})
        incoming = Import.objects.newest_first().first()
        assert incoming is not None
        self.assertRedirects(response, url("import", incoming), fetch_redirect_response=False)
        return incoming

    def page(self, incoming: Import, **headers: Any) -> HttpResponse:
        return self.client.get(url("import", incoming), **headers)  # type: ignore[return-value]

    def test_the_door_shows_the_form_and_the_zone_of_the_person(self) -> None:
        response = self.client.get(url("start"))
        self.assertContains(response, 'type="file"')
        self.assertRegex(response.content.decode(), r'<option value="Europe/Berlin"\s+selected')

    def test_a_file_is_previewed_and_nothing_is_made(self) -> None:
        response = self.page(self.upload())
        self.assertContains(response, "2 clients, 5 projects, 4 labels, 1 task, 134 time entries")
        self.assertContains(response, "196 h")
        self.assertContains(response, "Amount (EUR)")
        self.assertContains(response, "Rebrand · Café Lumière")
        self.assertIs(TimeEntry.objects.exists(), False)
        self.assertIs(Project.objects.exists(), False)

    def test_the_decision_begins_it_and_a_worker_brings_it_in(self) -> None:
        incoming = self.upload()
        self.assertRedirects(self.client.post(url("run", incoming)), url("import", incoming))
        self.assertContains(self.page(incoming), 'hx-trigger="every 1s"')
        self.assertIs(TimeEntry.objects.exists(), False)
        bring_import_in(str(incoming.pk))
        response = self.page(incoming, headers=HTMX)
        self.assertContains(response, "134 time entries")
        self.assertContains(response, "since=2026-03-02&amp;until=2026-04-10")
        self.assertNotContains(response, "every 1s")
        self.assertNotContains(response, "<html")
        self.assertEqual(response.headers["HX-Refresh"], "true")
        self.assertEqual(TimeEntry.objects.count(), 134)

    def test_a_worker_that_is_told_twice_brings_in_once(self) -> None:
        incoming = self.upload("todoist/project.csv")
        self.client.post(url("run", incoming))
        bring_import_in(str(incoming.pk))
        bring_import_in(str(incoming.pk))
        read_import(str(incoming.pk))
        self.assertEqual(Task.objects.count(), 10)
        self.assertContains(self.page(incoming), f"/acme/projects/{Project.objects.get().pk}/")

    def test_bad_rows_are_named_and_keep_the_file_out_until_they_are_left_out(self) -> None:
        incoming = self.upload("toggl/detailed-broken.csv")
        response = self.page(incoming)
        for words in ("31/31/2026", "is before the start", "6 values", "Leave out the 3 rows with errors"):
            self.assertContains(response, words)
        refused = self.client.post(url("run", incoming))
        self.assertContains(refused, "nothing was imported", status_code=400)
        self.assertIsNone(Import.objects.get().started_at)
        self.client.post(url("run", incoming), {"good_rows_only": "1"})
        bring_import_in(str(incoming.pk))
        self.assertContains(self.page(incoming), "3 rows with errors were left out")
        self.assertEqual(TimeEntry.objects.count(), 2)

    def test_a_second_import_says_that_everything_is_here(self) -> None:
        first = self.upload()
        self.client.post(url("run", first))
        bring_import_in(str(first.pk))
        second = self.upload("toggl/detailed-2026.csv")
        self.assertContains(self.page(second), "Everything in this file is here already.")
        self.assertContains(self.client.post(url("run", second)), "here already", status_code=400)
        self.assertEqual(TimeEntry.objects.count(), 134)

    def test_another_zone_is_another_preview(self) -> None:
        incoming = self.upload()
        response = self.client.post(url("import", incoming), {"source": "toggl", "zone": "UTC"})
        self.assertRedirects(response, url("import", incoming))
        self.assertContains(self.page(incoming), "If the clocks changed then, check the time zone.")

    def test_a_todoist_file_may_become_another_project(self) -> None:
        incoming = self.upload("todoist/project.csv")
        fields = {"source": "todoist", "zone": "Europe/Berlin", "project": "Büro"}
        self.client.post(url("import", incoming), fields)
        self.assertContains(self.page(incoming), "<span>Büro</span>")

    def test_a_file_of_an_unknown_program_may_be_said_to_be_of_a_known_one(self) -> None:
        file = SimpleUploadedFile("notes.csv", b"a,b\n1,2\n")
        self.client.post(url("start"), {"file": file, "zone": "UTC"})
        incoming = Import.objects.get()
        self.assertContains(self.page(incoming), "Toggl Track, Todoist")
        self.client.post(url("import", incoming), {"source": "toggl", "zone": "UTC"})
        self.assertContains(self.page(incoming), "These columns are missing: Project, Description, Start date")

    def test_bad_fields_are_refused_at_their_place_and_nothing_is_kept(self) -> None:
        cases: list[tuple[dict[str, Any], str]] = [
            ({"zone": "UTC"}, "Choose a file."),
            ({"zone": "UTC", "file": SimpleUploadedFile("x.csv", b"")}, "The file is empty."),
            ({"zone": "Mars", "file": sample("todoist/project.csv")}, "no time zone of that name"),
            ({"file": sample("todoist/project.csv")}, "This field is required."),
            ({"zone": "UTC\x00", "file": sample("todoist/project.csv")}, "Null characters are not allowed."),
            ({"zone": "UTC", "source": "excel", "file": sample("todoist/project.csv")}, "Select a valid choice."),
        ]
        for fields, message in cases:
            response = self.client.post(url("start"), fields)
            self.assertContains(response, message, status_code=400)
        self.assertIs(Import.objects.exists(), False)
        self.assertIs(Event.objects.filter(verb__startswith="import.").exists(), False)

    def test_what_a_file_says_is_shown_as_words_and_never_as_markup(self) -> None:
        text = "TYPE,CONTENT,INDENT\ntask,<script>alert(1)</script> @<b>x</b>,1\nsection,,\n"
        file = SimpleUploadedFile("<img src=x>.csv", text.encode())
        self.client.post(url("start"), {"file": file, "zone": "UTC"})
        response = self.page(Import.objects.get())
        self.assertContains(response, "&lt;script&gt;")
        self.assertNotContains(response, "<script>alert")
        self.assertNotContains(response, "<img src=x>")

    def test_a_file_in_which_hardly_a_row_can_be_read_is_not_read_to_its_end(self) -> None:
        header = (SAMPLES / "toggl/detailed-2026.csv").read_bytes().splitlines(keepends=True)[0]
        file = SimpleUploadedFile("other.csv", header + b" \n" * (MOST_ERRORS * 3), "text/csv")
        self.client.post(url("start"), {"file": file, "zone": "UTC"})
        incoming = Import.objects.get()
        self.assertEqual((incoming.plan["errors"], incoming.plan["readable"]), (MOST_ERRORS + 2, False))
        self.assertIn("Is this the file you meant?", incoming.plan["problems"][-1]["message"])
        self.assertEqual(self.client.post(url("run", incoming), {"good_rows_only": "1"}).status_code, 400)

    def test_a_long_file_is_read_by_a_worker(self) -> None:
        header, *rows = (SAMPLES / "toggl" / "detailed-2026.csv").read_bytes().splitlines(keepends=True)
        data = header + b"".join(rows) * (READ_AT_ONCE // 15_000)
        self.client.post(url("start"), {"file": SimpleUploadedFile("long.csv", data), "zone": "Europe/Berlin"})
        incoming = Import.objects.get()
        self.assertGreater(incoming.size, READ_AT_ONCE)
        self.assertContains(self.page(incoming), "Reading the file")
        self.assertEqual(self.client.post(url("run", incoming)).status_code, 409)
        read_import(str(incoming.pk))
        self.assertContains(self.page(incoming), "This will be made")

    def test_discarding_forgets_the_file(self) -> None:
        incoming = self.upload()
        response = self.client.post(url("import", incoming), {"_method": "DELETE"}, follow=True)
        self.assertContains(response, "Discarded. Nothing was imported.")
        self.assertNotContains(response, "detailed-2026.csv")
        self.assertIs(ImportPart.objects.exists(), False)
        self.assertContains(self.page(incoming), "was discarded")
        self.assertEqual(self.client.post(url("run", incoming)).status_code, 409)

    def test_looking_changes_nothing(self) -> None:
        incoming = self.upload()
        before = Import.objects.values().get()
        events = Event.objects.count()
        self.page(incoming)
        self.page(incoming, headers=HTMX)
        self.client.get(url("start"))
        self.assertEqual(self.client.get(url("run", incoming)).status_code, 405)
        self.assertEqual((Import.objects.values().get(), Event.objects.count()), (before, events))

    def test_an_import_is_its_owners_alone(self) -> None:
        incoming = self.upload()
        for person, workspace in ((self.mara, "acme"), (self.gil, "acme"), (self.boris, "acme"), (self.boris, "other")):
            self.client.force_login(person)
            for method, name in (("get", "import"), ("post", "import"), ("delete", "import"), ("post", "run")):
                response = getattr(self.client, method)(url(name, incoming, workspace))
                self.assertEqual(response.status_code, 404, (person, method, name))
        self.client.force_login(self.gil)
        self.assertEqual(self.client.get(url("start")).status_code, 403)
        self.assertEqual(self.client.post(url("start"), {"file": sample("todoist/project.csv")}).status_code, 403)
        self.client.force_login(self.ana)
        stranger = Import(pk=new_id())
        self.assertEqual(self.page(stranger).status_code, 404)
        self.assertIsNone(Import.objects.get().started_at)

    def test_the_list_of_earlier_imports_costs_the_same_however_long(self) -> None:
        self.upload("todoist/project.csv")
        self.client.get(url("start"))
        with CaptureQueriesContext(connection) as queries:
            self.client.get(url("start"))
            count = len(queries)
        self.assertLessEqual(count, 20)
        for _ in range(5):
            self.upload("todoist/project.csv")
        with self.assertNumQueries(count):
            self.client.get(url("start"))


class WorkersTest(CastTransactionTestCase):
    def prepared(self, name: str = "todoist/project.csv") -> Import:
        incoming = prepare_import([(SAMPLES / name).read_bytes()], by=self.by_ana, file_name="x.csv")
        return start_import(plan_import(incoming, by=self.by_ana), by=self.by_ana, good_rows_only=True)

    def test_the_events_hand_the_file_to_a_worker(self) -> None:
        self.prepared()
        while relay_next():
            pass
        waiting = Event.objects.filter(verb__in=[Verb.IMPORT_PREPARED, Verb.IMPORT_STARTED], relayed_at=None)
        self.assertIs(waiting.exists(), False)

    def test_somebody_who_left_imports_nothing(self) -> None:
        incoming = self.prepared()
        Membership.objects.filter(user=self.ana).delete()
        bring_import_in(str(incoming.pk))
        self.assertIs(Task.objects.exists(), False)

    def test_a_failure_is_said_and_leaves_nothing_and_may_be_tried_again(self) -> None:
        incoming = self.prepared()
        part = ImportPart.objects.get()
        data = bytes(part.data)
        ImportPart.objects.update(data=data + b"task,caf\xe9,,,,,,,,,,,,,,\n")
        bring_import_in(str(incoming.pk))
        incoming.refresh_from_db()
        self.assertIn("UTF-8", incoming.failure)
        self.assertIs(Task.objects.exists() or Project.objects.exists(), False)
        self.assertEqual(Event.objects.filter(verb=Verb.IMPORT_FAILED).count(), 1)
        self.client.force_login(self.ana)
        self.assertContains(self.client.get(url("import", incoming)), "UTF-8")

        ImportPart.objects.update(data=data)
        self.client.post(url("run", incoming))
        bring_import_in(str(incoming.pk))
        self.assertEqual(Task.objects.count(), 10)
        incoming.refresh_from_db()
        self.assertEqual((incoming.failure, incoming.failed_at), ("", None))

    def test_what_nobody_came_back_for_is_forgotten_after_a_week(self) -> None:
        incoming = prepare_import([b"TYPE,CONTENT\n"], by=self.by_ana, file_name="x.csv")
        Import.objects.update(created_at=now() - timedelta(days=6))
        tend_imports()
        self.assertIsNone(Import.objects.get().discarded_at)
        Import.objects.update(created_at=now() - timedelta(days=8))
        tend_imports()
        incoming.refresh_from_db()
        self.assertIsNotNone(incoming.discarded_at)
        self.assertIs(ImportPart.objects.exists(), False)

    def test_applied_by_hand_and_by_a_worker_at_once_it_comes_in_once(self) -> None:
        incoming = self.prepared("toggl/detailed-2026.csv")

        def work() -> None:
            try:
                apply_import(incoming, by=self.by_ana)
            finally:
                connection.close()

        workers = [Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual(TimeEntry.objects.count(), 134)
        self.assertEqual(Event.objects.filter(verb=Verb.IMPORT_APPLIED).count(), 1)
