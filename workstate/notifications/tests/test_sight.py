from __future__ import annotations

from workstate.core.actor import Actor, Role
from workstate.notifications.sight import projects_seen_by, tasks_seen_by
from workstate.projects.actions import create_project, delete_project
from workstate.projects.models import Level, Project, ProjectShare
from workstate.tasks.actions import create_task, delete_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.workspaces.models import Group, GroupMember, Membership, Workspace


class SightTests(CastTestCase):
    """What is seen of all workspaces at once is what their own doors let through, taken together."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        acme = cls.by_olga.workspace
        cls.open, cls.secret, cls.lent, cls.grouped, cls.binned = (
            create_project(name, by=cls.by_mara) for name in ("Open", "Secret", "Lent", "Grouped", "Binned")
        )
        Project.objects.filter(pk__in=[cls.secret.pk, cls.lent.pk, cls.grouped.pk]).update(everyone="")
        for user in (cls.ana, cls.gil):
            member = Membership.objects.get(user=user, workspace=acme)
            ProjectShare.objects.create(workspace=acme, project=cls.lent, member=member, level=Level.VIEW)
        group = Group.objects.create(workspace=acme, name="Design")
        gone = Group.objects.create(workspace=acme, name="Gone")
        GroupMember.objects.create(workspace=acme, group=group, user=cls.ana)
        GroupMember.objects.create(workspace=acme, group=gone, user=cls.ana)
        ProjectShare.objects.create(workspace=acme, project=cls.grouped, group=group, level=Level.VIEW)
        ProjectShare.objects.create(workspace=acme, project=cls.secret, group=gone, level=Level.VIEW)
        Group.objects.filter(pk=gone.pk).update(deleted_at="2026-01-01T00:00Z")
        for project in (cls.open, cls.secret, cls.lent, cls.grouped, cls.binned):
            create_task("In it", by=cls.by_mara, project=project)
        delete_task(create_task("In the bin", by=cls.by_mara, project=cls.open), by=cls.by_mara)
        delete_project(cls.binned, by=cls.by_mara)
        for by in (cls.by_olga, cls.by_ana, cls.by_gil, cls.by_boris):
            create_task("Of the inbox", by=by)

    def test_projects_are_those_that_each_workspace_shows(self) -> None:
        for user in (self.olga, self.mara, self.ana, self.gil, self.boris):
            with self.subTest(user=str(user)):
                expected = {
                    pk for by in self.actors(user) for pk in Project.objects.visible_to(by).values_list("pk", flat=True)
                }
                self.assertEqual(set(projects_seen_by(user).values_list("pk", flat=True)), expected)
        self.assertEqual(set(projects_seen_by(self.gil)), {self.lent})
        self.assertEqual(set(projects_seen_by(self.ana)), {self.open, self.lent, self.grouped, self.binned})

    def test_tasks_are_those_that_each_workspace_shows_but_for_the_bin(self) -> None:
        for user in (self.olga, self.mara, self.ana, self.gil, self.boris):
            with self.subTest(user=str(user)):
                expected = {
                    pk
                    for by in self.actors(user)
                    for pk in Task.objects.visible_to(by).kept().values_list("pk", flat=True)
                }
                self.assertEqual(set(tasks_seen_by(user).values_list("pk", flat=True)), expected)
        self.assertEqual(tasks_seen_by(self.gil).count(), 2)

    def test_nothing_is_seen_of_a_workspace_that_was_left_or_deleted(self) -> None:
        Membership.objects.filter(user=self.ana).delete()
        Workspace.objects.filter(pk=self.by_boris.workspace.pk).update(deleted_at="2026-01-01T00:00Z")
        for user in (self.ana, self.boris):
            self.assertFalse(projects_seen_by(user).exists())
            self.assertFalse(tasks_seen_by(user).exists())

    def actors(self, user: object) -> list[Actor]:
        rows = Membership.objects.filter(user=user).select_related("user", "workspace")  # type: ignore[misc]
        return [Actor(row.user, row.workspace, Role(row.role)) for row in rows]
