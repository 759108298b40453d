"""Who sees a project, and what they may do in it."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from workstate.core.actor import Actor
from workstate.projects.access import allows, learn_levels, level_of, levels_of, readers_by_project, readers_of, sees
from workstate.projects.actions import create_project
from workstate.projects.models import Level, Project, ProjectShare, Section
from workstate.projects.policies import can_administer_project, can_change_project, can_edit_project
from workstate.tasks.access import readers_of_tasks
from workstate.tasks.actions import change_task, create_task, labels_named
from workstate.tasks.models import Label, Task
from workstate.tasks.policies import can_assign, can_comment_on_task, can_edit_task
from workstate.testing import CastTestCase
from workstate.workspaces.actions import add_to_group, create_group, delete_group
from workstate.workspaces.models import Membership


class AccessTest(CastTestCase):
    def setUp(self) -> None:
        self.project = create_project("Plans", by=self.by_ana)
        self.task = create_task("Draft", by=self.by_ana, project=self.project)

    def make_private(self) -> None:
        Project.objects.filter(pk=self.project.pk).update(everyone="")
        self.project = Project.objects.get(pk=self.project.pk)
        self.task = Task.objects.get(pk=self.task.pk)

    def member(self, actor: Actor) -> Membership:
        return Membership.objects.get(workspace=actor.workspace, user=actor.user)

    def share(self, actor: Actor, level: Level) -> ProjectShare:
        return ProjectShare.objects.create(
            workspace=actor.workspace, project=self.project, member=self.member(actor), level=level
        )

    def newcomer(self) -> Actor:
        from workstate.accounts.models import User
        from workstate.core.actor import Role, Via
        from workstate.workspaces.actions import add_member

        user = User.objects.create_user("nora@example.org", None, name="Nora Neu")
        add_member(user, role=Role.MEMBER, by=self.by_olga)
        return Actor(user, self.by_olga.workspace, Role.MEMBER, Via.WEB)

    def test_whoever_makes_a_project_administers_it_and_every_member_edits_it(self) -> None:
        nora = self.newcomer()
        self.assertEqual(level_of(self.by_ana, self.project), Level.ADMINISTER)
        self.assertEqual(level_of(nora, self.project), Level.EDIT)
        self.assertEqual(level_of(self.by_mara, self.project), Level.ADMINISTER)
        self.assertIsNone(level_of(self.by_gil, self.project))
        self.assertIsNone(level_of(self.by_boris, self.project))
        self.assertIs(can_administer_project(nora, self.project), False)

    def test_a_private_project_is_seen_by_those_it_is_shared_with_and_those_who_run_the_workspace(self) -> None:
        nora = self.newcomer()
        self.make_private()
        for actor, seen in ((self.by_ana, True), (self.by_mara, True), (self.by_olga, True), (nora, False)):
            self.assertIs(Project.objects.visible_to(actor).exists(), seen, actor.user.name)
            self.assertIs(Task.objects.visible_to(actor).exists(), seen, actor.user.name)
        self.share(nora, Level.VIEW)
        self.assertIs(Task.objects.visible_to(nora).exists(), True)
        self.assertIs(can_edit_task(nora, self.task), False)

    def test_a_guest_has_what_is_shared_and_edits_at_most(self) -> None:
        share = self.share(self.by_gil, Level.VIEW)
        self.assertEqual(list(Project.objects.visible_to(self.by_gil)), [self.project])
        self.assertIs(can_comment_on_task(self.by_gil, self.task), False)
        for level, comments, edits in ((Level.COMMENT, True, False), (Level.EDIT, True, True)):
            ProjectShare.objects.filter(pk=share.pk).update(level=level)
            self.assertIs(can_comment_on_task(self.by_gil, self.task), comments)
            self.assertIs(can_edit_task(self.by_gil, self.task), edits)
        ProjectShare.objects.filter(pk=share.pk).update(level=Level.ADMINISTER)
        self.assertEqual(level_of(self.by_gil, self.project), Level.EDIT)
        self.assertIs(can_edit_project(self.by_gil, self.project), True)
        self.assertIs(can_change_project(self.by_gil, self.project), False)
        share.delete()
        self.assertIs(Task.objects.visible_to(self.by_gil).exists(), False)

    def test_a_group_gives_its_members_what_it_has_until_it_is_deleted(self) -> None:
        nora = self.newcomer()
        self.make_private()
        group = create_group("Design", by=self.by_mara)
        add_to_group(group, [nora.user, self.gil], by=self.by_mara)
        ProjectShare.objects.create(
            workspace=self.by_ana.workspace, project=self.project, group=group, level=Level.COMMENT
        )
        self.assertEqual(level_of(nora, self.project), Level.COMMENT)
        self.assertEqual(level_of(self.by_gil, self.project), Level.COMMENT)
        self.assertIn(nora.user.pk, readers_by_project([self.project.pk])[self.project.pk])
        delete_group(group, by=self.by_mara)
        self.assertIsNone(level_of(nora, self.project))
        self.assertNotIn(nora.user.pk, readers_by_project([self.project.pk])[self.project.pk])

    def test_the_ways_of_asking_agree(self) -> None:
        nora = self.newcomer()
        actors = (self.by_olga, self.by_mara, self.by_ana, self.by_gil, nora, self.by_boris)
        for everyone in ("", "view", "comment", "edit"):
            for given in (None, *Level):
                ProjectShare.objects.filter(project=self.project).exclude(member__user=self.ana).delete()
                Project.objects.filter(pk=self.project.pk).update(everyone=everyone)
                if given:
                    self.share(self.by_gil, given)
                    self.share(nora, given)
                project = Project.objects.get(pk=self.project.pk)
                readers = set(Membership.objects.filter(readers_of(project)).values_list("user", flat=True))
                self.assertEqual(readers, readers_by_project([project.pk])[project.pk])
                self.assertEqual(readers, readers_of_tasks([self.task])[self.task.pk])
                for actor in actors:
                    with self.subTest(everyone=everyone, given=given, actor=actor.user.name):
                        level = level_of(actor, project)
                        self.assertEqual(levels_of(actor, [project]).get(project.pk), level)
                        self.assertIs(
                            Project.objects.visible_to(actor).filter(pk=project.pk).exists(), level is not None
                        )
                        self.assertIs(Section.objects.visible_to(actor).exists(), False)
                        self.assertIs(
                            Task.objects.visible_to(actor).filter(pk=self.task.pk).exists(), level is not None
                        )
                        self.assertIs(actor.user.pk in readers, level is not None)
                        if actor.workspace == project.workspace:
                            self.assertIs(sees(self.member(actor), project), level is not None)
                        fresh = Project.objects.get(pk=project.pk)
                        learn_levels(actor, [fresh])
                        for wanted in Level:
                            may = level is not None and level.includes(wanted)
                            self.assertIs(allows(actor, project, wanted), may)
                            self.assertIs(allows(actor, fresh, wanted), may)

    def test_many_projects_are_asked_of_at_once(self) -> None:
        projects = [create_project(str(number), by=self.by_ana) for number in range(5)]
        Project.objects.filter(pk__in=[one.pk for one in projects]).update(everyone="view")
        nora = self.newcomer()
        fresh = list(Project.objects.filter(pk__in=[one.pk for one in projects]))
        with CaptureQueriesContext(connection) as queries:
            learn_levels(nora, fresh)
            self.assertEqual([can_edit_project(nora, one) for one in fresh], [False] * 5)
        self.assertEqual(len(queries), 1)

    def test_nobody_is_given_a_task_that_they_do_not_see(self) -> None:
        nora = self.newcomer()
        self.assertIs(can_assign(self.by_ana, self.task, self.member(nora)), True)
        self.assertIs(can_assign(self.by_ana, self.task, self.member(self.by_gil)), False)
        self.make_private()
        self.assertIs(can_assign(self.by_ana, self.task, self.member(nora)), False)
        self.share(self.by_gil, Level.VIEW)
        self.assertIs(can_assign(self.by_ana, self.task, self.member(self.by_gil)), True)

    def test_what_stands_under_a_private_project_is_as_private(self) -> None:
        nora = self.newcomer()
        self.share(self.by_gil, Level.VIEW)
        self.make_private()
        part = create_project("Part", by=self.by_mara, parent=self.project)
        self.assertIsNone(level_of(nora, part))
        self.assertEqual(level_of(self.by_gil, part), Level.VIEW)
        self.assertEqual(level_of(self.by_ana, part), Level.ADMINISTER)

    def test_the_database_refuses_two_shares_of_one_and_a_person_of_elsewhere(self) -> None:
        self.share(self.by_gil, Level.VIEW)
        with self.assertRaises(IntegrityError), transaction.atomic():
            self.share(self.by_gil, Level.EDIT)
        with self.assertRaises(IntegrityError), transaction.atomic():
            ProjectShare.objects.create(
                workspace=self.by_ana.workspace,
                project=self.project,
                member=self.member(self.by_boris),
                level=Level.VIEW,
            )
            connection.check_constraints()

    def test_a_guest_knows_whoever_sees_what_they_see_and_the_labels_that_stand_there(self) -> None:
        nora = self.newcomer()
        labels_named(["phone", "other"], by=self.by_ana)
        change_task(self.task, by=self.by_ana, labels=["phone"])

        def known() -> set[str]:
            return {one.user.name for one in Membership.objects.visible_to(self.by_gil)}

        def labels() -> set[str]:
            return {one.name for one in Label.objects.visible_to(self.by_gil)}

        self.assertEqual((known(), labels()), ({"Gil Guest"}, set()))
        self.share(self.by_gil, Level.VIEW)
        self.assertEqual(known(), {"Gil Guest", "Ana Keller", "Mara Adler", "Olga Owner", nora.user.name})
        self.assertEqual(labels(), {"phone"})
        self.make_private()
        self.assertEqual(known(), {"Gil Guest", "Ana Keller", "Mara Adler", "Olga Owner"})
