"""Saved reports whose filter names what has got another name."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.projects.actions import change_project, create_project
from workstate.reports.actions.saved import save_report
from workstate.reports.models import SavedReport
from workstate.reports.shapes import ReportKind
from workstate.tasks.actions import change_label, create_label
from workstate.testing import CastTestCase


class NewNameTest(CastTestCase):
    def test_saved_reports_follow_and_what_else_they_ask_stays(self) -> None:
        project, label = create_project("Website", by=self.by_ana), create_label("road", by=self.by_ana)
        kept = {
            text: save_report(
                text[:20], by=self.by_ana, kind=ReportKind.SUMMARY, parameters={"filter": text, "period": "last-month"}
            )
            for text in ("by: me & #website & !@road", "billable")
        }
        change_project(project, by=self.by_mara, name="Home page")
        change_label(label, by=self.by_mara, name="on the road")
        while relay_next():
            pass

        found = {report.pk: report.parameters for report in SavedReport.objects.all()}
        followed = found[kept["by: me & #website & !@road"].pk]
        self.assertEqual(followed["filter"], 'person: me & #"Home page" & !@"on the road"')
        self.assertEqual(followed["period"], "last-month")
        self.assertEqual(found[kept["billable"].pk]["filter"], "billable")
        told = Event.objects.filter(verb=Verb.SAVED_REPORT_CHANGED)
        self.assertEqual({(event.user, event.via) for event in told}, {(self.ana, "system")})
        self.assertEqual(told.count(), 2)
