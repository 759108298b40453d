"""Who is told what of tasks."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.discussions.actions import create_comment
from workstate.notifications.handlers import tell_of
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Delivery, DeliveryState, Mute, Notification
from workstate.notifications.tests.case import TellingCase, listen
from workstate.projects.models import Project
from workstate.tasks.actions import (
    change_task,
    change_tasks,
    complete_task,
    complete_tasks,
    create_task,
    delete_task,
    move_task,
    reopen_task,
    undo,
)
from workstate.tasks.due import Due
from workstate.workspaces.models import Membership, Workspace


class TellingOfTasksTests(TellingCase):
    def test_whoever_is_given_a_task_is_told_by_whom(self) -> None:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana, self.olga))
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED])
        self.assertEqual(self.told(self.olga), [Kind.ASSIGNED])
        told = Notification.objects.visible_to(self.ana).get()
        self.assertEqual((told.actor, told.task, told.subject), (self.mara, self.task, f"task.{self.task.pk}"))

    def test_a_new_task_is_told_to_whom_it_is_for(self) -> None:
        create_task("Draft", by=self.by_mara, project=self.website, assignees=self.members(self.ana))
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED])

    def test_new_tasks_that_one_act_gives_are_told_as_one_although_the_relay_was_late(self) -> None:
        tasks = [create_task(f"Task {n}", by=self.by_mara, project=self.website) for n in range(3)]
        change_tasks(tasks, by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()
        self.assertEqual(Notification.objects.get().data, {"count": 3})

    def test_nobody_is_told_of_their_own_act(self) -> None:
        change_task(self.task, by=self.by_ana, add_assignees=self.members(self.ana), due=Due(date(2026, 12, 1)))
        complete_task(self.task, by=self.by_ana)
        create_comment(self.task, "Done, @ana.", by=self.by_ana)
        self.relay()
        self.assertFalse(Notification.objects.exists())

    def test_a_handler_that_runs_twice_tells_once(self) -> None:
        listen(self.ana)
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        create_comment(self.task, "Look, @ana", by=self.by_mara)
        self.relay(times=2)
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED, Kind.MENTIONED])
        self.assertEqual(Delivery.objects.filter(user=self.ana).count(), 4)

    def test_what_was_given_and_taken_away_unseen_is_not_told_at_all(self) -> None:
        act = change_tasks([self.task], by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()
        undo(act.batch, by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [])
        self.assertFalse(Delivery.objects.exists())

    def test_who_has_read_that_a_task_is_theirs_is_told_that_it_is_not(self) -> None:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()
        Notification.objects.update(read_at="2026-11-01T00:00Z")
        change_task(self.task, by=self.by_mara, remove_assignees=self.members(self.ana))
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED, Kind.UNASSIGNED])

    def test_what_a_mail_has_said_is_not_taken_back_in_silence(self) -> None:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()
        Delivery.objects.update(state=DeliveryState.SENT, settled_at="2026-11-01T00:00Z")
        change_task(self.task, by=self.by_mara, remove_assignees=self.members(self.ana))
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED, Kind.UNASSIGNED])

    def test_events_that_come_in_the_wrong_order_end_the_same(self) -> None:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        change_task(self.task, by=self.by_mara, remove_assignees=self.members(self.ana))
        complete_task(self.task, by=self.by_mara)
        reopen_task(self.task, by=self.by_mara)
        for events in reversed(self.happened()):
            tell_of(events)
        self.assertNotIn(Kind.ASSIGNED, self.told(self.ana))
        self.assertEqual([row.data["act"] for row in Notification.objects.filter(kind=Kind.ENDED)], ["reopened"])

    def test_followers_are_told_of_an_ending_and_of_a_new_day(self) -> None:
        change_task(self.task, by=self.by_mara, due=Due(date(2026, 12, 1)))
        complete_task(self.task, by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.DUE_CHANGED, Kind.ENDED])
        self.assertEqual(self.told(self.olga), [])

    def test_a_task_completed_by_mistake_is_told_by_nothing(self) -> None:
        complete_task(self.task, by=self.by_mara)
        self.relay()
        reopen_task(self.task, by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [])

    def test_one_act_is_told_in_one_way(self) -> None:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana), due=Due(date(2026, 12, 1)))
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.ASSIGNED])

    def test_five_hundred_tasks_of_one_act_are_told_as_one(self) -> None:
        tasks = [create_task(f"Task {n}", by=self.by_ana, project=self.website) for n in range(30)]
        self.relay()
        act = complete_tasks(tasks, by=self.by_mara)
        self.relay(times=2)
        told = Notification.objects.visible_to(self.ana).get()
        self.assertEqual(
            (told.kind, told.data, told.project), (Kind.ENDED, {"count": 30, "act": "completed"}, self.website)
        )
        self.assertEqual(told.occasion, f"{act.batch}.{self.website.pk}.completed")

    def test_the_number_of_queries_does_not_grow_with_the_tasks(self) -> None:
        counts = []
        for count in (1, 40):
            tasks = [create_task(f"Task {n}", by=self.by_ana, project=self.website) for n in range(count)]
            self.relay()
            change_tasks(tasks, by=self.by_mara, add_assignees=self.members(self.ana, self.olga))
            complete_tasks(tasks, by=self.by_mara)
            given, ended = self.happened()
            with CaptureQueriesContext(connection) as some:
                tell_of(given)
            with CaptureQueriesContext(connection) as more:
                tell_of(ended)
            counts.append((len(some), len(more)))
        self.assertEqual(counts[0], counts[1])
        self.assertLess(sum(counts[0]), 60)
        self.assertEqual(Notification.objects.filter(kind=Kind.ASSIGNED, user=self.ana).count(), 2)


class SightOfTasksTests(TellingCase):
    """Nothing is told of what somebody does not see, neither when it happens nor when it is read."""

    def hide(self) -> None:
        Project.objects.filter(pk=self.website.pk).update(everyone="")

    def give(self) -> Notification:
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()
        return Notification.objects.get(user=self.ana)

    def test_whoever_does_not_see_the_task_is_not_told(self) -> None:
        complete_task(self.task, by=self.by_mara)
        self.hide()
        self.relay()
        self.assertFalse(Notification.objects.exists())

    def test_what_is_told_is_gone_once_the_project_is_taken_away(self) -> None:
        self.give()
        self.hide()
        self.assertEqual(self.told(self.ana), [])

    def test_what_is_told_is_gone_while_the_task_is_in_the_bin(self) -> None:
        self.give()
        delete_task(self.task, by=self.by_mara)
        self.assertEqual(self.told(self.ana), [])

    def test_what_is_told_is_gone_with_the_membership(self) -> None:
        self.give()
        Membership.objects.filter(user=self.ana).delete()
        self.assertEqual(self.told(self.ana), [])

    def test_what_is_told_is_gone_with_the_workspace(self) -> None:
        self.give()
        Workspace.objects.update(deleted_at="2026-11-01T00:00Z")
        self.assertEqual(self.told(self.ana), [])
        self.task.refresh_from_db()
        tell_of(list(Event.objects.filter(verb=Verb.TASK_CHANGED)))
        self.assertEqual(Notification.objects.count(), 1)

    def test_what_moves_to_a_private_project_is_seen_by_its_readers_alone(self) -> None:
        self.give()
        secret = Project.objects.create(workspace=self.by_mara.workspace, name="Secret", everyone="", position="a5")
        move_task(self.task, by=self.by_mara, project=secret)
        self.assertEqual(self.told(self.ana), [])

    def test_a_guest_hears_nothing_of_projects_that_are_not_shared_with_them(self) -> None:
        Membership.objects.filter(user=self.ana).update(role="guest")
        complete_task(self.task, by=self.by_mara)
        self.relay()
        self.assertFalse(Notification.objects.exists())

    def test_a_disabled_account_is_told_nothing(self) -> None:
        self.ana.is_active = False
        self.ana.save(update_fields=["is_active"])
        complete_task(self.task, by=self.by_mara)
        self.relay()
        self.assertFalse(Notification.objects.exists())

    def test_a_muted_project_is_silent_but_for_what_calls_by_name(self) -> None:
        Mute.objects.create(user=self.ana, workspace=self.website.workspace, project=self.website)
        complete_task(self.task, by=self.by_mara)
        create_comment(self.task, "Well done", by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [])
        create_comment(self.task, "Well done, @ana", by=self.by_mara)
        change_task(self.task, by=self.by_mara, add_assignees=self.members(self.ana))
        self.relay()
        self.assertEqual(self.told(self.ana), [Kind.MENTIONED, Kind.ASSIGNED])

    def test_a_muted_workspace_silences_all_of_its_projects(self) -> None:
        Mute.objects.create(user=self.ana, workspace=self.website.workspace)
        complete_task(self.task, by=self.by_mara)
        self.relay()
        self.assertEqual(self.told(self.ana), [])
