"""Several workers and devices at the same moment."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.notifications.actions import marking
from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Delivery, Notification
from workstate.notifications.news.item import Item
from workstate.projects.actions import create_project
from workstate.tasks.actions import change_task, create_task
from workstate.testing import CastTransactionTestCase, at_once
from workstate.workspaces.models import Membership


class AtOnceTests(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.task = create_task("Call", by=self.by_mara, project=create_project("Website", by=self.by_mara))

    def item(self) -> Item:
        place = {"workspace": self.task.workspace_id, "task": self.task.pk}
        return Item(user=self.ana.pk, kind=Kind.REMINDER, occasion="reminder.1", **place)  # type: ignore[arg-type]

    def test_workers_that_tell_of_one_occasion_at_once_tell_once(self) -> None:
        answers = at_once(*[lambda: tell([self.item()])] * 4)
        self.assertEqual(sorted(len(answer) for answer in answers if isinstance(answer, list)), [0, 0, 0, 1])
        self.assertEqual(Notification.objects.count(), 1)
        self.assertEqual(Delivery.objects.count(), 1)
        self.assertEqual(Event.objects.filter(verb=Verb.NOTIFICATION_MADE).count(), 1)

    def test_two_devices_that_read_at_once_read_once(self) -> None:
        tell([self.item()])
        mine = Notification.objects.visible_to(self.ana)
        at_once(*[lambda: marking.mark_read(mine, user=self.ana)] * 3)
        self.assertEqual(Event.objects.filter(verb=Verb.NOTIFICATION_CHANGED).count(), 1)

    def test_the_relay_brings_an_act_to_whom_it_concerns(self) -> None:
        member = Membership.objects.get(user=self.ana, workspace=self.task.workspace)
        change_task(self.task, by=self.by_mara, add_assignees=[member])
        while relay_next():
            pass
        self.assertEqual(Notification.objects.visible_to(self.ana).filter(task=self.task).get().kind, Kind.ASSIGNED)
        self.assertFalse(Event.objects.filter(relayed_at=None).exists())
