"""Who is told what of workspaces, projects, files and what stands beside the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Role, Via
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Delivery, Notification
from workstate.notifications.reading import told, with_subjects
from workstate.notifications.tests.case import TellingCase, listen
from workstate.projects.actions.sharing import share_project
from workstate.projects.models import Level, Project
from workstate.reports.files.actions import make_file
from workstate.reports.models import ReportFile
from workstate.reports.shapes import ReportKind
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import dismiss, give
from workstate.workspaces.actions import add_member, change_role, create_group
from workstate.workspaces.models import Membership


class TellingOfPlacesTests(TellingCase):
    def words(self, user: User) -> list[str]:
        rows = with_subjects(Notification.objects.visible_to(user).order_by("pk"))
        return [f"{one.subject.title}: {one.sentence}" for one in told(rows, user)]

    def test_who_is_added_and_whose_role_changes_is_told(self) -> None:
        add_member(self.boris, role=Role.MEMBER, by=self.by_olga)
        change_role(self.member(self.ana), Role.ADMINISTRATOR, by=self.by_olga)
        self.relay()
        self.assertEqual(self.words(self.boris), ["Acme: Olga added you to this workspace: Member"])
        self.assertEqual(self.words(self.ana), ["Acme: Olga changed your role here: Administrator"])

    def test_a_person_and_a_group_with_whom_a_project_is_shared_are_told(self) -> None:
        group = create_group("Design", by=self.by_olga, people=[self.ana, self.mara])
        Project.objects.filter(pk=self.website.pk).update(everyone="")
        self.website.refresh_from_db()
        share_project(self.website, level=Level.VIEW, by=self.by_mara, member=self.member(self.gil))
        share_project(self.website, level=Level.VIEW, by=self.by_mara, group=group)
        self.relay(times=2)
        self.assertEqual(self.words(self.gil), ["Website: Mara shared this project with you"])
        self.assertEqual(self.words(self.ana), ["Website: Mara shared this project with you"])
        self.assertEqual(self.told(self.mara), [])

    def test_what_was_shared_is_told_no_more_once_it_is_taken_away(self) -> None:
        share_project(self.website, level=Level.VIEW, by=self.by_mara, member=self.member(self.gil))
        self.relay()
        self.assertEqual(self.told(self.gil), [Kind.SHARED])
        Membership.objects.filter(user=self.gil).delete()
        self.assertEqual(self.told(self.gil), [])

    def test_a_file_that_took_its_time_is_told_and_one_that_was_quick_is_not(self) -> None:
        quick, slow = (make_file(ReportKind.SUMMARY, {}, by=self.by_ana) for _number in range(2))
        ReportFile.objects.filter(pk=slow.pk).update(created_at=timezone.now() - timedelta(minutes=2), title="March")
        for file in (quick, slow):
            record(Verb.REPORT_FILE_MADE, file, by=self.by_ana.through(Via.SYSTEM))
        self.relay()
        self.assertEqual(self.words(self.ana), ["March: Your file is ready"])

    def test_an_import_that_is_done_is_told_to_whom_it_is(self) -> None:
        record(Verb.IMPORT_APPLIED, self.website, by=self.by_ana, source="toggl")
        self.relay()
        self.assertEqual(self.words(self.ana), ["Import: Your import is done"])

    def test_what_stands_beside_the_clock_leaves_the_house_and_is_not_listed_twice(self) -> None:
        listen(self.ana)
        workspace = self.by_ana.workspace
        data = {"person": "Mara Adler", "first": "2026-03-02", "last": "2026-03-08", "comment": "Monday is missing."}
        notice = give(self.ana, NoticeKind.WEEK_RETURNED, key="week", workspace=workspace, data=data)
        give(self.ana, NoticeKind.GOAL_REACHED, key="goal", workspace=workspace)
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.WEEK_DECIDED])
        self.assertFalse(Notification.objects.shown().exists())
        self.assertEqual(Delivery.objects.filter(user=self.ana).count(), 2)
        self.assertEqual(self.words(self.ana), ["Time: Mara Adler returned your week of Mon 2 Mar"])
        assert notice
        dismiss(notice, by=self.by_ana)
        self.assertEqual(self.told(self.ana), [])

    def test_a_title_that_changes_is_told_as_it_is_now(self) -> None:
        share_project(self.website, level=Level.VIEW, by=self.by_mara, member=self.member(self.ana))
        self.relay()
        Project.objects.filter(pk=self.website.pk).update(name="Storefront")
        self.assertEqual(self.words(self.ana), ["Storefront: Mara shared this project with you"])
