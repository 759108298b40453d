"""Many tasks by one act: constant queries, one transaction, one undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.core.clock import today
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import create_project, create_sections
from workstate.projects.models import Project
from workstate.tasks.actions import (
    Act,
    NewTask,
    archive_tasks,
    cancel_tasks,
    change_task,
    change_tasks,
    complete_tasks,
    create_task,
    create_tasks,
    delete_tasks,
    move_tasks,
    put_back,
    reopen_tasks,
    restore_tasks,
    undo,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Recurrence, Task
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership

FIELDS = (
    "project_id", "section_id", "parent_id", "priority", "due_on", "due_time", "due_at", "completed_at", "cancelled_at",
    "archived_at", "deleted_at", "position",
)  # fmt: skip


class ManyTest(CastTestCase):
    website: Project
    mobile: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.mobile = create_project("Mobile", by=cls.by_ana)
        [cls.section] = create_sections(["Launch"], project=cls.mobile, by=cls.by_ana)
        cls.day = today(cls.by_ana.zone)
        cls.mara_here = Membership.objects.get(user=cls.mara)

    def make(self, count: int) -> list[Task]:
        """Some with children, some that repeat, some with a time of day."""
        new = [
            NewTask(f"Task {n}", due=Due(self.day, time(9) if n % 2 else None), repeat=Repeat("FREQ=DAILY") if n % 3 == 0 else None)
            for n in range(count)
        ]  # fmt: skip
        children = [NewTask(f"Under {n}", parent=new[n].id) for n in range(0, count, 4)]
        create_tasks([new, children], project=self.website, by=self.by_ana)
        return list(Task.objects.filter(pk__in=[task.id for task in new]).select_related("project").by_position())

    def state(self) -> list[object]:
        labels = (
            Task.objects.order_by("pk")
            .values_list("pk", "labels__name", "assignees__pk")
            .order_by("pk", "labels__name")
        )
        rules = Recurrence.objects.order_by("pk").values_list("pk", "rule", "done")
        return [list(Task.objects.order_by("pk").values_list("pk", *FIELDS)), list(labels), list(rules)]

    def acts(self) -> dict[str, Callable[[list[Task]], Act]]:
        by = self.by_ana
        return {
            "complete": lambda tasks: complete_tasks(tasks, by=by),
            "complete with children": lambda tasks: complete_tasks(tasks, by=by, children=True),
            "cancel": lambda tasks: cancel_tasks(tasks, by=by),
            "archive": lambda tasks: archive_tasks(tasks, by=by),
            "delete": lambda tasks: delete_tasks(tasks, by=by),
            "priority": lambda tasks: change_tasks(tasks, by=by, priority=1),
            "tomorrow": lambda tasks: change_tasks(tasks, by=by, due_day=self.day + timedelta(1)),
            "no date": lambda tasks: change_tasks(tasks, by=by, due_day=None),
            "label": lambda tasks: change_tasks(tasks, by=by, add_labels=["phone", "urgent"]),
            "assign": lambda tasks: change_tasks(tasks, by=by, add_assignees=[self.mara_here]),
            "repeat": lambda tasks: change_tasks(tasks, by=by, repeat=Repeat("FREQ=WEEKLY")),
            "move": lambda tasks: move_tasks(tasks, by=by, project=self.mobile, section=self.section),
        }

    def test_each_act_costs_the_same_for_two_and_for_forty_and_is_taken_back_whole(self) -> None:
        few, many = self.make(2), self.make(40)
        change_tasks([*few, *many], by=self.by_ana, add_labels=["phone", "urgent"])
        for name, act in self.acts().items():
            with self.subTest(act=name):
                before = self.state()
                counts = []
                for tasks in (few, many):
                    with CaptureQueriesContext(
                        connection,
                    ) as queries:
                        done = act(tasks)
                    counts.append(len(queries))
                    with CaptureQueriesContext(connection) as queries:
                        if name != "label":  # They carry these labels: there is nothing to take back.
                            undo(done.batch, by=self.by_ana)
                    counts.append(len(queries))
                # Two tasks may need less: none of them repeats, say.
                self.assertLessEqual(counts[2], counts[0] + 3)
                self.assertLessEqual(counts[3], counts[1] + 3)
                self.assertLessEqual(max(counts), 30)
                self.assertEqual(self.state(), before)
                self.assertFalse(Completion.objects.exists())

    def test_a_time_of_day_stays_when_the_day_changes(self) -> None:
        tasks = self.make(2)
        change_tasks(tasks, by=self.by_ana, due_day=self.day + timedelta(5))
        now = Task.objects.filter(pk__in=[task.pk for task in tasks]).by_position().values_list("due_on", "due_time")
        self.assertEqual(list(now), [(self.day + timedelta(5), None), (self.day + timedelta(5), time(9))])

    def test_each_task_has_its_own_event_under_one_name(self) -> None:
        tasks = self.make(3)
        act = change_tasks(tasks, by=self.by_ana, priority=1)
        events = Event.objects.filter(batch=act.batch)
        self.assertEqual({event.subject_id for event in events}, {str(task.pk) for task in tasks})

    def test_labels_are_added_and_removed_without_touching_others(self) -> None:
        tasks = self.make(2)
        change_task(tasks[0], by=self.by_ana, labels=["own", "phone"])
        change_tasks(tasks, by=self.by_ana, add_labels=["urgent"], remove_labels=["Phone", "never made"])
        names = [sorted(label.name for label in task.labels.all()) for task in tasks]
        self.assertEqual(names, [["own", "urgent"], ["urgent"]])

    def test_moved_tasks_keep_their_order_behind_what_is_there(self) -> None:
        first = create_task("There", by=self.by_ana, project=self.mobile, section=self.section)
        tasks = self.make(4)
        move_tasks([tasks[2], tasks[0]], by=self.by_ana, project=self.mobile, section=self.section)
        there = Task.objects.filter(section=self.section, parent=None).by_position()
        self.assertEqual(list(there), [first, tasks[2], tasks[0]])
        self.assertEqual(Task.objects.get(parent=tasks[0]).project, self.mobile)

    def test_a_child_that_is_chosen_with_its_parent_stays_under_it(self) -> None:
        tasks = self.make(1)
        child = Task.objects.get(parent=tasks[0])
        move_tasks([tasks[0], child], by=self.by_ana, project=self.mobile)
        child.refresh_from_db()
        self.assertEqual((child.parent, child.project), (tasks[0], self.mobile))

    def test_one_that_may_not_be_changed_refuses_all(self) -> None:
        hers = create_task("Mara's own", by=self.by_mara)
        tasks = self.make(2)
        before, events = self.state(), Event.objects.count()
        for act in (complete_tasks, delete_tasks, cancel_tasks, archive_tasks):
            with self.assertRaises(NotAllowed):
                act([*tasks, hers], by=self.by_ana)
        with self.assertRaises(NotAllowed):
            move_tasks([*tasks, hers], by=self.by_ana, project=self.mobile)
        self.assertEqual((self.state(), Event.objects.count()), (before, events))

    def test_more_than_five_hundred_are_refused(self) -> None:
        tasks = [Task(pk=new_id()) for _number in range(501)]
        with self.assertRaises(Invalid):
            complete_tasks(tasks, by=self.by_ana)

    def test_undo_leaves_what_somebody_changed_since(self) -> None:
        tasks = self.make(2)
        act = change_tasks(tasks, by=self.by_ana, priority=1)
        change_task(tasks[0], by=self.by_mara, priority=2)
        undo(act.batch, by=self.by_ana)
        found = Task.objects.filter(pk__in=[task.pk for task in tasks]).by_position().values_list("priority", flat=True)
        self.assertEqual(list(found), [2, 4])

    def test_undo_is_for_whoever_acted_and_once(self) -> None:
        tasks = self.make(1)
        act = change_tasks(tasks, by=self.by_ana, priority=1)
        for actor in (self.by_mara, self.by_gil, self.by_boris):
            with self.assertRaises(Conflict):
                undo(act.batch, by=actor)
        undo(act.batch, by=self.by_ana)
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)

    def test_a_deleted_tree_comes_back_as_it_was(self) -> None:
        tasks = self.make(1)
        child = Task.objects.get(parent=tasks[0])
        gone = create_task("Gone before", by=self.by_ana, project=self.website, parent=tasks[0])
        delete_tasks([gone], by=self.by_ana)
        delete_tasks(tasks, by=self.by_ana)
        restore_tasks(tasks, by=self.by_ana)
        kept = set(Task.objects.kept())
        self.assertLessEqual({tasks[0], child}, kept)
        self.assertNotIn(gone, kept)

    def test_reopening_many_takes_each_back(self) -> None:
        tasks = self.make(4)
        before = self.state()
        complete_tasks(tasks, by=self.by_ana)
        reopen_tasks(tasks, by=self.by_ana)
        self.assertEqual(self.state(), before)

    def test_a_value_is_put_back_out_of_the_history(self) -> None:
        task = create_task("Call Ana", by=self.by_ana, project=self.website, labels=["phone"])
        change_task(task, by=self.by_ana, title="Call Bea", labels=["urgent"])
        event = Event.objects.about(task).filter(verb="task.changed").get()
        change_task(task, by=self.by_ana, title="Call Cem")
        put_back(event, by=self.by_mara)
        task.refresh_from_db()
        self.assertEqual((task.title, [label.name for label in task.labels.all()]), ("Call Ana", ["phone"]))

    def test_a_task_is_given_only_to_those_who_see_it(self) -> None:
        own, shared = create_task("Own", by=self.by_ana), create_task("Shared", by=self.by_ana, project=self.website)
        gil_here, boris_there = Membership.objects.get(user=self.gil), Membership.objects.get(user=self.boris)
        for task, member in ((own, self.mara_here), (shared, gil_here), (shared, boris_there)):
            with self.subTest(task=task, member=member), self.assertRaises(Invalid):
                change_task(task, by=self.by_ana, assignees=[member])
        change_task(own, by=self.by_ana, assignees=[Membership.objects.get(user=self.ana)])
        change_task(shared, by=self.by_ana, assignees=[self.mara_here])
        move_tasks([shared], by=self.by_ana, project=None)
        self.assertEqual(list(shared.assignees.all()), [])
