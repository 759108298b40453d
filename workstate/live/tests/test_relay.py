"""What is committed is handed on: together what was done together, and one that cannot be handed on alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity import handlers
from workstate.activity.models import Event
from workstate.activity.relay import relay_next
from workstate.activity.verbs import Verb
from workstate.live.audience import pokes_for, user_group
from workstate.projects.actions import create_project
from workstate.tasks.actions import change_tasks, create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase


class RelayTest(CastTestCase):
    tasks: list[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        website = create_project("Website", by=cls.by_ana)
        cls.tasks = [create_task(title, by=cls.by_ana, project=website) for title in "ABC"]
        cls.own = create_task("Own", by=cls.by_ana)
        Event.objects.update(relayed_at="2026-01-01T00:00:00Z")

    def setUp(self) -> None:
        self.heard: list[list[str]] = []
        self.broken = ""
        known = {verb: list(subscribed) for verb, subscribed in handlers._handlers.items()}
        self.addCleanup(handlers._handlers.update, known)
        handlers.subscribe([Verb.TASK_CHANGED], self.hear)

    def hear(self, events: Sequence[Event]) -> None:
        if any(event.subject_id == self.broken for event in events):
            raise RuntimeError("This one cannot be taken.")
        self.heard.append([event.subject_id for event in events])

    def test_what_one_act_did_is_handed_on_as_one(self) -> None:
        change_tasks(self.tasks[:1], by=self.by_ana, priority=2)
        with CaptureQueriesContext(connection) as one:
            self.assertTrue(relay_next())
        self.heard.clear()
        change_tasks(self.tasks, by=self.by_ana, priority=1)
        with self.assertNumQueries(len(one)):
            self.assertTrue(relay_next())
        self.assertEqual(sorted(map(sorted, self.heard)), [sorted(str(task.pk) for task in self.tasks)])
        self.assertFalse(relay_next())

    def test_one_that_cannot_be_taken_holds_up_no_other_and_is_tried_again(self) -> None:
        self.broken = str(self.tasks[1].pk)
        change_tasks(self.tasks, by=self.by_ana, priority=1)
        with self.assertLogs("workstate.activity.relay", "ERROR"):
            relay_next()
        waiting = Event.objects.filter(relayed_at=None).get()
        self.assertEqual((waiting.subject_id, waiting.relay_attempts), (self.broken, 1))
        self.assertEqual(
            sorted(one for heard in self.heard for one in heard),
            sorted({str(t.pk) for t in self.tasks} - {self.broken}),
        )
        self.broken = ""
        Event.objects.filter(pk=waiting.pk).update(relay_after=waiting.happened_at)
        self.assertTrue(relay_next())
        self.assertFalse(Event.objects.filter(relayed_at=None).exists())

    def test_an_act_on_many_pokes_each_group_once_and_tells_nobody_of_an_inbox(self) -> None:
        act = change_tasks([*self.tasks, self.own], by=self.by_ana, priority=1)
        events = list(Event.objects.filter(batch=act.batch))
        with CaptureQueriesContext(connection) as few:
            pokes_for([event for event in events if event.subject_id in map(str, (self.tasks[0].pk, self.own.pk))])
        with self.assertNumQueries(len(few)):
            pokes = pokes_for(events)
        mine = set(pokes.pop(user_group(self.ana.pk)))
        [members] = map(set, pokes.values())
        self.assertEqual(mine - members, {f"task:{self.own.number}"})
        self.assertEqual(members, {"tasks", *(f"task:{task.number}" for task in self.tasks)})
