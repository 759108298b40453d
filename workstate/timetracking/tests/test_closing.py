"""What is written and timed in a workspace that is archived, deleted, or left; and what remains of it in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.core.actor import Actor, Via
from workstate.core.errors import NotAllowed, NotFound
from workstate.projects.actions import create_project
from workstate.tasks.actions import change_tasks, create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import start_timer
from workstate.timetracking.models import TimeEntry
from workstate.workspaces import clearing
from workstate.workspaces.actions import (
    archive_workspace,
    create_workspace,
    delete_workspace,
    remove_member,
    restore_workspace,
    unarchive_workspace,
)
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.queries import actor_in


class ArchiveTest(CastTestCase):
    def writes(self, by: Actor, task: Task) -> list[Callable[[], object]]:
        return [
            lambda: create_task("New", by=by),
            lambda: change_tasks([task], by=by, priority=1),
            lambda: start_timer(by=by),
            lambda: create_project("New", by=by),
        ]

    def test_an_archived_workspace_is_read_by_all_and_written_by_nobody(self) -> None:
        task = create_task("Call", by=self.by_ana, project=create_project("Website", by=self.by_ana))
        for by in (self.by_mara, self.by_ana, self.by_gil):
            with self.assertRaises(NotAllowed):
                archive_workspace(by=by)
        archive_workspace(by=self.by_olga)
        before = Event.objects.count()
        for user in (self.olga, self.ana):
            by = actor_in("acme", user, via=Via.WEB)
            for act in self.writes(by, task):
                with self.assertRaises(NotAllowed):
                    act()
            self.client.force_login(user)
            self.assertContains(self.client.get(f"/acme/tasks/{task.number}/"), "Call")
            self.assertContains(self.client.get("/acme/today/"), "This workspace was archived")
            self.assertEqual(self.client.post("/acme/tasks/", {"text": "New"}).status_code, 403)
            answer = self.client.post(
                "/api/v1/workspaces/acme/tasks/", {"title": "New"}, content_type="application/json"
            )
            self.assertEqual(answer.status_code, 403)
        self.assertEqual((Task.objects.count(), Event.objects.count()), (1, before))
        unarchive_workspace(by=actor_in("acme", self.olga, via=Via.WEB))
        create_task("New", by=actor_in("acme", self.ana, via=Via.WEB))

    def test_it_stands_apart_and_not_in_the_menu(self) -> None:
        create_workspace("Zed", owner=self.olga, via=Via.SYSTEM)
        archive_workspace(by=self.by_olga)
        self.client.force_login(self.olga)
        self.assertContains(self.client.get("/workspaces/"), "Archived")
        page = self.client.get("/zed/today/")
        self.assertNotContains(page, 'href="/acme/today/"')

    def test_people_leave_it_and_are_removed_all_the_same(self) -> None:
        archive_workspace(by=self.by_olga)
        ana = Membership.objects.get(workspace=self.by_olga.workspace, user=self.ana)
        remove_member(ana, by=actor_in("acme", self.mara, via=Via.WEB))
        self.client.force_login(self.gil)
        self.assertEqual(self.client.post("/acme/settings/people/departure/").status_code, 302)


class TimersTest(CastTestCase):
    def running(self) -> bool:
        while relay_next():
            pass
        return TimeEntry.objects.running().exists()

    def test_a_timer_stops_when_its_person_or_its_workspace_goes_and_once_only(self) -> None:
        closing: dict[str, Callable[[], object]] = {
            "removed": lambda: remove_member(
                Membership.objects.get(workspace=self.by_olga.workspace, user=self.ana), by=self.by_olga
            ),
            "archived": lambda: archive_workspace(by=self.by_olga),
            "deleted": lambda: delete_workspace(by=self.by_olga),
        }
        for name, act in closing.items():
            with self.subTest(name):
                TimeEntry.objects.all().delete()
                entry = start_timer(by=self.by_mara if name != "removed" else self.by_ana)
                self.assertTrue(self.running())
                act()
                self.assertFalse(self.running())
                stopped = TimeEntry.objects.get(pk=entry.pk).stopped_at
                Event.objects.update(relayed_at=None, relay_after=timezone.now())
                self.assertFalse(self.running())
                self.assertEqual(TimeEntry.objects.get(pk=entry.pk).stopped_at, stopped)
                Workspace.objects.update(archived_at=None, archived_by=None)

    def test_a_timer_elsewhere_goes_on(self) -> None:
        own = create_workspace("Ana", owner=self.ana, via=Via.SYSTEM, personal=True)
        start_timer(by=own)
        remove_member(Membership.objects.get(workspace=self.by_olga.workspace, user=self.ana), by=self.by_olga)
        self.assertTrue(self.running())


class ClearingTest(CastTestCase):
    def test_after_thirty_days_it_is_removed_for_good_in_steps_and_nothing_else_is(self) -> None:
        project = create_project("Website", by=self.by_ana)
        parent = create_task("Parent", by=self.by_ana, project=project)
        for number in range(5):
            create_task(f"Part {number}", by=self.by_ana, project=project, parent=parent)
        start_timer(parent, by=self.by_ana)
        kept = create_task("Kept", by=self.by_boris)
        delete_workspace(by=self.by_olga)
        self.assertEqual(clearing.clear_deleted(), 0)
        Workspace.objects.filter(slug="acme").update(deleted_at=timezone.now() - timedelta(days=31))
        with self.assertRaises(NotFound):
            restore_workspace(self.by_olga.workspace, user=self.olga)
        self.addCleanup(setattr, clearing, "STEP", clearing.STEP)
        clearing.STEP = 2
        self.assertEqual(clearing.clear_deleted(), 1)
        self.assertFalse(Workspace.objects.filter(slug="acme").exists())
        self.assertEqual(list(Task.objects.all()), [kept])
        self.assertFalse(Event.objects.filter(workspace=self.by_olga.workspace.pk).exists())
        self.assertTrue(Event.objects.filter(workspace=self.by_boris.workspace).exists())
