"""Saved reports: whose they are, what they keep, and the page that shows them."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from workstate.activity.models import Event
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.reports.actions.saved import change_report, delete_report, restore_report, save_report
from workstate.reports.models import SavedReport
from workstate.reports.shapes import ReportKind
from workstate.reports.tests.saved_world import MARCH, SavedWorld
from workstate.testing import CastTestCase


class SavedReportTests(SavedWorld, CastTestCase):
    def test_what_is_kept_is_what_the_address_says(self) -> None:
        saved = save_report(
            "  Last   week ", kind=ReportKind.WEEKLY, parameters={"period": "last-week"}, by=self.by_ana
        )
        self.assertEqual(saved.name, "Last week")
        self.assertEqual(saved.parameters, {"period": "last-week", "group": "project", "then": ""})

    def test_the_same_id_again_answers_with_the_first(self) -> None:
        pk = uuid4()
        first = self.saved(self.by_ana, id=pk)
        again = self.saved(self.by_ana, name="Other", id=pk)
        self.assertEqual((first.pk, again.name), (again.pk, "Client hours"))
        with self.assertRaises(Conflict):
            self.saved(self.by_mara, id=pk)

    def test_bad_names_and_questions_are_refused_and_nothing_is_kept(self) -> None:
        for name in ("", "  ", "a" * 121, "Ho\x00urs", "right\u202eleft", "two\x07bells"):
            with self.subTest(name=name), self.assertRaises(Invalid):
                self.saved(self.by_ana, name)
        for parameters in (
            {"from": "0000-01-01", "to": "2026-01-01"},
            {"group": "moon"},
            {"period": "never"},
            {"filter": "((("},
        ):
            with self.subTest(parameters=parameters), self.assertRaises(Invalid):
                self.saved(self.by_ana, parameters=parameters)
        self.assertFalse(SavedReport.objects.exists())

    def test_only_its_maker_changes_it(self) -> None:
        saved = self.saved(self.by_ana, is_shared=True)
        for actor in (self.by_olga, self.by_mara, self.by_gil, self.by_boris):
            with self.subTest(actor=actor.user.name), self.assertRaises(NotAllowed):
                change_report(saved, by=actor, parameters={"period": "this-year"})
        saved = change_report(saved, by=self.by_ana, name="Hours", kind=ReportKind.WEEKLY, parameters={})
        self.assertEqual((saved.name, saved.kind), ("Hours", "weekly"))

    def test_shared_ones_are_seen_by_members_and_not_by_guests(self) -> None:
        own, shared = self.saved(self.by_ana), self.saved(self.by_ana, is_shared=True)
        guests = self.saved(self.by_gil)
        seen = {
            actor.user.name: set(SavedReport.objects.visible_to(actor))
            for actor in (self.by_ana, self.by_mara, self.by_gil, self.by_boris)
        }
        self.assertEqual(
            seen,
            {"Ana Keller": {own, shared}, "Mara Adler": {shared}, "Gil Guest": {guests}, "Boris Orlov": set()},
        )
        with self.assertRaises(NotAllowed):
            self.saved(self.by_gil, is_shared=True)

    def test_deleting_is_taken_back(self) -> None:
        saved = self.saved(self.by_ana, is_shared=True)
        delete_report(saved, by=self.by_mara)
        self.assertEqual(list(SavedReport.objects.visible_to(self.by_ana).kept()), [])
        with self.assertRaises(Conflict):
            change_report(saved, by=self.by_ana, name="New")
        with self.assertRaises(NotAllowed):  # its links would open again, which an administrator has closed
            restore_report(saved, by=self.by_ana)
        restore_report(saved, by=self.by_mara)
        self.assertEqual(list(SavedReport.objects.visible_to(self.by_ana).kept()), [saved])
        verbs = Event.objects.filter(subject_id=str(saved.pk)).order_by("pk").values_list("verb", flat=True)
        self.assertEqual(list(verbs), ["saved_report.created", "saved_report.deleted", "saved_report.restored"])

    def test_what_somebody_keeps_for_themself_no_administrator_deletes(self) -> None:
        with self.assertRaises(NotAllowed):
            delete_report(self.saved(self.by_ana), by=self.by_mara)


class SavedPagesTests(SavedWorld, CastTestCase):
    def setUp(self) -> None:
        self.track()
        self.saved_report = self.saved(self.by_ana, "<b>Hours</b> of " + "x" * 90, is_shared=True)
        self.client.force_login(self.ana)

    def url(self, name: str, *args: object) -> str:
        return reverse(f"reports:{name}", args=["acme", *args])

    def test_its_address_leads_to_the_report_which_knows_its_name(self) -> None:
        response = self.client.get(self.url("saved-report", self.saved_report.pk), follow=True)
        self.assertContains(response, "&lt;b&gt;Hours&lt;/b&gt;")
        self.assertNotContains(response, "Changed, not saved")

    def test_what_is_chosen_since_is_said_to_be_unsaved_until_it_is_updated(self) -> None:
        changed = (
            self.url("report", "summary") + f"?from=2026-03-01&to=2026-03-31&group=day&saved={self.saved_report.pk}"
        )
        response = self.client.get(changed)
        self.assertContains(response, "Changed, not saved")
        # What is chosen next is still of the saved one.
        self.assertContains(response, f"saved={self.saved_report.pk}")
        body = {"kind": "summary", "query": "from=2026-03-01&to=2026-03-31&group=day&then="}
        response = self.client.post(self.url("saved-report", self.saved_report.pk), body, follow=True)
        self.assertNotContains(response, "Changed, not saved")
        self.saved_report.refresh_from_db()
        self.assertEqual(self.saved_report.parameters["group"], "day")
        self.assertIs(self.saved_report.is_shared, True)

    def test_somebody_elses_saved_report_is_no_name_and_can_be_saved_anew(self) -> None:
        own = self.saved(self.by_mara, "Secret name")
        response = self.client.get(self.url("report", "summary") + f"?saved={own.pk}")
        self.assertNotContains(response, "Secret name")
        for nonsense in ("x", "\x00", "'; drop", str(uuid4())):
            response = self.client.get(self.url("report", "summary"), {"saved": nonsense})
            self.assertEqual(response.status_code, 200)

    def test_saving_from_the_page_and_from_the_dialog(self) -> None:
        form = self.client.get(self.url("saved-new") + "?kind=weekly&period=last-week", headers={"HX-Request": "true"})
        self.assertContains(form, "<dialog")
        body = {"name": "Mine", "kind": "weekly", "query": "period=last-week", "id": str(uuid4())}
        for _twice in range(2):
            response = self.client.post(self.url("saved"), body)
            self.assertEqual(response.status_code, 302)
            # The focus lands on the name of what was saved.
            self.assertTrue(response["Location"].endswith("#report-name"), response["Location"])
            self.assertContains(self.client.get(response["Location"]), 'id="report-name"')
        mine = SavedReport.objects.get(name="Mine")
        self.assertEqual((mine.kind, mine.parameters["period"]), ("weekly", "last-week"))
        refused = self.client.post(self.url("saved"), {**body, "name": "", "id": str(uuid4())})
        self.assertContains(refused, "Give the report a name.", status_code=400)

    def test_the_list_asks_as_much_for_one_as_for_thirty(self) -> None:
        def queries() -> int:
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(
                connection,
            ) as found:
                self.assertEqual(self.client.get(self.url("saved")).status_code, 200)
            return len(found)

        queries()
        few = queries()
        for number in range(30):
            saved = self.saved(self.by_ana, f"R {number}", parameters=MARCH)
            self.scheduled(saved, self.by_ana)
        self.assertEqual(queries(), few)

    def test_the_palette_and_the_list_are_for_everybody_inside_and_for_nobody_else(self) -> None:
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(self.url("saved")).status_code, 404)
        self.assertEqual(self.client.get(self.url("saved-report", self.saved_report.pk)).status_code, 404)
