from __future__ import annotations

from workstate.activity.actions import record_for_account, record_of_itself
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.notifications.handlers import tell_of
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.reading import told, with_subjects
from workstate.notifications.tests.case import TellingCase
from workstate.projects.actions.sharing import share_project
from workstate.projects.models import Level
from workstate.workspaces.models import Membership


class TellingOfBudgetsTests(TellingCase):
    def reach(self, share: int = 80) -> None:
        said = {"project": str(self.website.pk), "share": share, "kind": "time"}
        workspace = self.by_mara.workspace.pk
        tell_of([record_of_itself(Verb.BUDGET_REACHED, self.website, workspace=workspace, **said)])

    def test_whoever_administers_the_project_hears_of_it_and_nobody_else(self) -> None:
        self.reach()
        hearing = set(Notification.objects.filter(kind=Kind.BUDGET).values_list("user", flat=True))
        self.assertEqual(hearing, {self.olga.pk, self.mara.pk})
        member = Membership.objects.get(user=self.ana, workspace=self.by_ana.workspace)
        share_project(self.website, by=self.by_mara, level=Level.ADMINISTER, member=member)
        self.reach(100)
        self.assertIn(Kind.BUDGET, self.told(self.ana))
        self.assertEqual(self.told(self.gil), [])

    def test_it_says_how_much_is_used(self) -> None:
        self.reach()
        (one,) = told(with_subjects(Notification.objects.filter(user=self.mara)), self.mara)
        self.assertEqual((one.subject.title, one.sentence), ("Website", "80 % of the budget are used"))


class TellingOfExportsTests(TellingCase):
    def test_a_person_hears_that_their_export_is_ready(self) -> None:
        event = record_for_account(Verb.EXPORT_MADE, self.ana, user=self.ana, via=Via.SYSTEM)
        tell_of([event])
        tell_of([event])
        (one,) = told(with_subjects(Notification.objects.visible_to(self.ana)), self.ana)
        self.assertEqual(one.sentence, "The export of everything of yours is ready")
        self.assertEqual(one.path, "/settings/data/")
