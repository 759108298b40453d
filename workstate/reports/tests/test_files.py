from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from workstate.activity.models import Event
from workstate.attachments.tests.case import Shelf
from workstate.core.clock import now, today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.reports.exporters.pdf import NotSet
from workstate.reports.files import making
from workstate.reports.files.actions import (
    KEPT_FOR,
    MOST_WAITING,
    PATIENCE,
    begin_file,
    clear_old,
    discard_file,
    keep_file,
    make_file,
    take_back_lost,
    tell_progress,
)
from workstate.reports.files.jobs import make_report_file, tend_report_files
from workstate.reports.models import ReportFile
from workstate.reports.shapes import ReportKind
from workstate.reports.tests.paper import pages_of
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry
from workstate.workspaces.models import Membership

SUMMARY = ReportKind.SUMMARY


class FileTestCase(Shelf, CastTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.open_shelf()
        super().setUpClass()

    def tearDown(self) -> None:
        for key in self.stored_files():
            (Path(settings.MEDIA_ROOT) / key).unlink()
        super().tearDown()

    def ask(self, **more: Any) -> ReportFile:
        return make_file(SUMMARY, {"period": "today"}, **{"by": self.by_ana, **more})

    def made(self, file: ReportFile) -> ReportFile:
        make_report_file(str(file.pk))
        file.refresh_from_db()
        return file

    def quickly(self) -> Any:
        """Without setting pages, which takes seconds and is proved elsewhere."""
        return mock.patch.object(making, "make_pdf", return_value=b"%PDF-1.7 quick")


class MakingTests(FileTestCase):
    def test_it_becomes_a_pdf_of_what_its_owner_sees(self) -> None:
        create_entry(by=self.by_ana, day=today(self.ana.zone), duration=5040, description="Mine")
        create_entry(by=self.by_mara, day=today(self.mara.zone), duration=3600, description="Theirs")
        file = self.made(self.ask(title="Hours", note="Thank you."))
        self.assertEqual((file.stage, file.progress, file.failure), ("made", 100, ""))
        self.assertRegex(file.name, r"^time-[0-9-]+-by-project-and-task\.pdf$")
        self.client.force_login(self.ana)
        response: Any = self.client.get(reverse("reports:content", args=["acme", file.pk]))
        content = b"".join(response.streaming_content)
        self.assertEqual(len(content), file.size)
        text = " ".join(pages_of(content))
        for said in ("Hours", "Thank you.", "Mine", "1:24"):
            self.assertIn(said, text)
        self.assertNotIn("Theirs", text)
        self.assertEqual(response["Content-Type"], "application/pdf")
        self.assertEqual(response["Content-Disposition"], f'attachment; filename="{file.name}"')
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response["Cache-Control"], "private, no-store")

    def test_the_same_request_twice_makes_one(self) -> None:
        pk = uuid4()
        self.assertEqual(self.ask(id=pk), self.ask(id=pk, title="Another"))
        self.assertEqual(ReportFile.objects.count(), 1)
        self.assertEqual(Event.objects.filter(verb="report_file.created").count(), 1)
        with self.assertRaises(Conflict):
            self.ask(id=pk, by=self.by_mara)

    def test_a_job_that_runs_twice_makes_it_once(self) -> None:
        file = self.ask()
        with self.quickly() as make_pdf:
            self.made(file)
            first = (file.key, file.made_at)
            self.made(file)
        self.assertEqual(make_pdf.call_count, 1)
        self.assertEqual((file.key, file.made_at), first)
        self.assertEqual(self.stored_files(), [file.key])

    def test_what_two_workers_made_is_kept_once(self) -> None:
        file = self.ask()
        slow = begin_file(file.pk)
        assert slow is not None
        ReportFile.objects.update(started_at=now() - PATIENCE * 2)
        slow.refresh_from_db()
        self.assertEqual(take_back_lost(), 1)
        with self.quickly():
            self.made(file)
        self.assertFalse(keep_file(slow, b"%PDF late", "late.pdf", by=self.by_ana))
        file.refresh_from_db()
        self.assertNotEqual(file.name, "late.pdf")
        self.assertEqual(self.stored_files(), [file.key])

    def test_one_is_made_at_a_time_for_a_person_and_its_end_brings_the_next(self) -> None:
        first, second, others = self.ask(), self.ask(), self.ask(by=self.by_mara)
        begun = begin_file(first.pk)
        assert begun is not None
        self.assertIsNone(begin_file(second.pk))
        self.assertIsNotNone(begin_file(others.pk))
        self.assertTrue(keep_file(begun, b"%PDF", "a.pdf", by=self.by_ana))
        with mock.patch("workstate.reports.files.jobs.wake") as wake, self.quickly():
            third = self.ask()
            self.made(second)
        self.assertEqual(second.stage, "made")
        wake.assert_called_once_with(third.pk)

    def test_more_than_a_few_do_not_wait(self) -> None:
        for _number in range(MOST_WAITING):
            self.ask()
        with self.assertRaises(Invalid):
            self.ask()
        self.ask(by=self.by_mara)
        self.assertEqual(ReportFile.objects.count(), MOST_WAITING + 1)

    def test_bad_input_is_refused_at_its_field_and_writes_nothing(self) -> None:
        for field, values in {
            "title": {"title": "x" * 121},
            "note": {"note": "x" * 2001},
        }.items():
            with self.assertRaises(Invalid) as caught:
                self.ask(**values)
            self.assertIn(field, caught.exception.message_dict)
        for text in ("a\x00b", "a\u202eb"):
            with self.assertRaises(Invalid):
                self.ask(title=text)
        with self.assertRaises(Invalid):
            make_file(SUMMARY, {"from": "0000-13-99", "to": "x"}, by=self.by_ana)
        self.assertFalse(ReportFile.objects.exists())
        self.assertFalse(Event.objects.filter(verb__startswith="report_file").exists())

    def test_what_goes_wrong_is_told_in_words(self) -> None:
        for error, words in (
            (NotSet("Narrow it."), "Narrow it."),
            (Invalid("Too many rows."), "Too many rows."),
            (NotAllowed("Not yours."), "Not yours."),
            (RuntimeError("secret detail"), "Something went wrong on the server"),
        ):
            with mock.patch.object(making, "make_pdf", side_effect=error), self.assertNoLogs("x"):
                file = self.made(self.ask())
            self.assertEqual(file.stage, "failed")
            self.assertIn(words, file.failure)
            self.assertNotIn("secret", file.failure)

    def test_progress_only_counts_while_somebody_waits(self) -> None:
        file = begin_file(self.ask().pk)
        assert file is not None
        self.assertTrue(tell_progress(file, 0.456))
        file.refresh_from_db()
        self.assertEqual(file.progress, 45)
        discard_file(file, by=self.by_ana)
        self.assertFalse(tell_progress(file, 0.9))

    def test_a_file_that_is_given_up_is_made_no_further(self) -> None:
        file = self.ask()

        def discarded(*arguments: object, on_progress: Any, **more: object) -> bytes:
            discard_file(file, by=self.by_ana)
            on_progress(0.5)
            raise AssertionError("It went on.")

        with mock.patch.object(making, "make_pdf", discarded):
            self.made(file)
        self.assertEqual((file.stage, file.failure), ("expired", ""))
        self.assertEqual(self.stored_files(), [])


class TendingTests(FileTestCase):
    def test_a_lost_one_is_taken_up_three_times_and_then_given_up(self) -> None:
        file = self.ask()
        for attempt in (1, 2, 3):
            self.assertIsNotNone(begin_file(file.pk))
            self.assertEqual(take_back_lost(), 0)  # it is still being made
            ReportFile.objects.update(started_at=now() - PATIENCE * 2)
            self.assertEqual(take_back_lost(), int(attempt < 3))
        file.refresh_from_db()
        self.assertEqual(file.stage, "failed")
        self.assertIn("took too long", file.failure)

    def test_what_the_broker_lost_is_asked_for_again(self) -> None:
        file = self.ask()
        with mock.patch("workstate.reports.files.jobs.wake") as wake:
            tend_report_files()
        wake.assert_called_once_with(file.pk)

    def test_after_a_week_the_bytes_go(self) -> None:
        old, new = self.ask(), self.ask()
        with self.quickly():
            self.made(old)
            self.made(new)
        ReportFile.objects.filter(pk=old.pk).update(created_at=now() - KEPT_FOR - timedelta(minutes=1))
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(clear_old(), 1)
        old.refresh_from_db()
        self.assertEqual(old.stage, "expired")
        self.assertEqual(self.stored_files(), [new.key])
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get(reverse("reports:content", args=["acme", old.pk])).status_code, 404)
        self.assertContains(self.client.get(reverse("reports:made", args=["acme", old.pk])), "no longer kept")

    def test_bytes_that_no_row_knows_go_with_their_day(self) -> None:
        folder = Path(settings.MEDIA_ROOT) / "reports" / (now() - timedelta(days=20)).date().isoformat()
        folder.mkdir(parents=True)
        (folder / "left").write_bytes(b"x")
        clear_old()
        self.assertFalse((folder / "left").exists())


class OwnerTests(FileTestCase):
    def test_it_is_its_owners_alone(self) -> None:
        file = self.ask()
        with self.quickly():
            self.made(file)
        for user, status in ((self.ana, 200), (self.mara, 404), (self.olga, 404), (self.gil, 404), (self.boris, 404)):
            self.client.force_login(user)
            for name in ("reports:made", "reports:content"):
                self.assertEqual(self.client.get(reverse(name, args=["acme", file.pk])).status_code, status)
            for name in ("api:file", "api:file-content"):
                self.assertEqual(self.client.get(reverse(name, args=["acme", file.pk])).status_code, status)

    def test_whoever_left_gets_nothing_and_has_nothing_made(self) -> None:
        ready, waiting = self.ask(), self.ask()
        with self.quickly() as make_pdf:
            self.made(ready)
            Membership.objects.filter(user=self.ana, workspace=self.by_ana.workspace).delete()
            self.made(waiting)
        self.assertEqual(make_pdf.call_count, 1)
        self.assertEqual(waiting.stage, "failed")
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get(reverse("reports:content", args=["acme", ready.pk])).status_code, 404)

    def test_rights_are_those_of_the_moment_at_which_it_is_made(self) -> None:
        file = self.ask(by=self.by_mara)
        Membership.objects.filter(user=self.mara, workspace=self.by_mara.workspace).update(role="member")
        with self.quickly() as make_pdf:
            self.made(file)
        reader = make_pdf.call_args.args[0].reader
        self.assertEqual((reader.amounts, reader.costs), (False, False))

    def test_clients_never_see_what_time_costs(self) -> None:
        with self.quickly() as make_pdf:
            self.made(self.ask(by=self.by_mara))
            self.made(self.ask(by=self.by_mara, with_rates=False))
        seen = [(call.args[0].reader.amounts, call.args[0].reader.costs) for call in make_pdf.call_args_list]
        self.assertEqual(seen, [(True, False), (False, False)])


class PageTests(FileTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.files = reverse("reports:files", args=["acme", "summary"])

    def test_the_form_asks_and_the_page_waits_and_hands_it_out(self) -> None:
        form = {"title": "Hours", "note": "Hello", "asks_rates": "1", "format": "pdf"}
        response = self.client.post(f"{self.files}?period=last-week&group=client&then=", form)
        file = ReportFile.objects.get()
        address = reverse("reports:made", args=["acme", file.pk])
        self.assertRedirects(response, address, fetch_redirect_response=False)
        self.assertEqual(file.parameters, {"period": "last-week", "group": "client", "then": ""})
        self.assertEqual((file.title, file.note, file.with_rates), ("Hours", "Hello", False))
        waiting = self.client.get(address)
        self.assertContains(waiting, "This begins in a moment")
        self.assertContains(waiting, f'hx-get="{address}"')
        with self.quickly():
            self.made(file)
        ready = self.client.get(address, headers={"HX-Request": "true"})
        self.assertTemplateNotUsed(ready, "reports/files/made.html")
        self.assertContains(ready, reverse("reports:content", args=["acme", file.pk]))
        self.assertNotContains(ready, "hx-get")

    def test_without_a_word_about_rates_they_are_in_it(self) -> None:
        self.client.post(self.files)
        self.assertTrue(ReportFile.objects.get().with_rates)

    def test_a_refusal_keeps_what_was_written(self) -> None:
        response = self.client.post(self.files, {"title": "x" * 200, "note": "Keep me"})
        self.assertContains(response, "Keep me", status_code=400)
        self.assertContains(response, "Shorten this", status_code=400)
        self.assertFalse(ReportFile.objects.exists())

    def test_giving_up_leads_back_to_the_report(self) -> None:
        file = self.ask()
        response = self.client.post(reverse("reports:made", args=["acme", file.pk]), {"_method": "delete"})
        self.assertEqual(response.status_code, 302)
        self.assertIn("/acme/reports/summary/?period=today", response["Location"])
        file.refresh_from_db()
        self.assertEqual(file.stage, "expired")

    def test_the_dialog_is_on_the_page_of_the_report(self) -> None:
        page = self.client.get(reverse("reports:summary", args=["acme"]))
        self.assertContains(page, 'data-dialog-open="report-pdf"')
        self.assertContains(page, 'placeholder="Time report"')
        self.assertNotContains(page, 'name="with_rates"')  # Ana sees no amounts
        self.client.force_login(self.mara)
        self.assertContains(self.client.get(reverse("reports:summary", args=["acme"])), 'name="with_rates"')

    def test_a_failure_is_shown_in_words(self) -> None:
        with mock.patch.object(making, "make_pdf", side_effect=NotSet("Narrow <it>.")):
            file = self.made(self.ask())
        page = self.client.get(reverse("reports:made", args=["acme", file.pk]))
        self.assertContains(page, "Narrow &lt;it&gt;.")


class ApiTests(FileTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.files = reverse("api:report-files", args=["acme"])

    def post(self, status: int = 201, **body: Any) -> Any:
        response = self.client.post(self.files, body, content_type="application/json")
        self.assertEqual(response.status_code, status, response.content)
        return response.json()

    def test_a_program_asks_waits_and_fetches(self) -> None:
        pk = str(uuid4())
        said = self.post(id=pk, kind="summary", parameters={"period": "today"}, title="Hours")
        self.assertEqual((said["id"], said["stage"], said["progress"]), (pk, "waiting", 0))
        self.assertEqual(self.post(id=pk, kind="summary")["title"], "Hours")
        content = reverse("api:file-content", args=["acme", pk])
        self.assertEqual(self.client.get(content).status_code, 404)
        with self.quickly():
            make_report_file(pk)
        self.assertEqual(self.client.get(reverse("api:file", args=["acme", pk])).json()["stage"], "made")
        self.assertEqual(b"".join(self.client.get(content).streaming_content), b"%PDF-1.7 quick")
        self.assertEqual([file["id"] for file in self.client.get(self.files).json()["results"]], [pk])
        self.assertEqual(self.client.delete(reverse("api:file", args=["acme", pk])).status_code, 204)
        self.assertEqual(self.client.get(content).status_code, 404)

    def test_nonsense_is_refused(self) -> None:
        self.post(400, kind="poem")
        self.post(400)
        self.post(400, kind="summary", parameters={"period": "soon"})
        self.post(400, kind="summary", format="docx")
        self.post(400, kind="summary", owner="boris")
        self.assertFalse(ReportFile.objects.exists())
