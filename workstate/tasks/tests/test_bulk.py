"""Many tasks by one act."""

from __future__ import annotations

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, create_project, create_sections
from workstate.tasks.actions import NewTask, create_task, create_tasks, labels_named
from workstate.tasks.models import Task
from workstate.testing import CastTestCase


class CreateTasksTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.first = create_task("First", by=cls.by_ana, project=cls.project)

    def test_tasks_stand_behind_those_that_are_there_in_their_order(self) -> None:
        parent = NewTask("Parent")
        (label,) = labels_named(["phone"], by=self.by_ana)
        batches = [
            [parent, NewTask("Child", parent=parent.id)],
            [NewTask("Grown", parent=parent.id, labels=(label.pk,)), NewTask("Under first", parent=self.first.pk)],
        ]
        told: list[int] = []
        count = create_tasks(batches, project=self.project, by=self.by_ana, written=lambda made: told.append(len(made)))
        self.assertEqual((count, told), (4, [2, 2]))
        titles = Task.objects.order_by("position").values_list("title", flat=True)
        self.assertEqual(list(titles), ["First", "Parent", "Child", "Grown", "Under first"])
        self.assertEqual(list(Task.objects.order_by("position").values_list("number", flat=True)), [1, 2, 3, 4, 5])
        self.assertEqual(set(Task.objects.filter(parent=parent.id).values_list("title", flat=True)), {"Child", "Grown"})
        self.assertEqual(Task.objects.get(title="Grown").labels.get(), label)
        self.assertEqual(Event.objects.get(verb=Verb.TASKS_CREATED).data, {"count": 4})

    def test_an_inbox_takes_them_too(self) -> None:
        create_tasks([[NewTask("Mine")]], project=None, by=self.by_gil)
        mine = Task.objects.get(title="Mine")
        self.assertEqual((mine.project, mine.created_by), (None, self.gil))

    def test_a_bad_one_keeps_all_out(self) -> None:
        elsewhere = create_project("Elsewhere", by=self.by_ana)
        (section,) = create_sections(["S"], project=elsewhere, by=self.by_ana)
        (foreign,) = labels_named(["phone"], by=self.by_boris)
        late = NewTask("Late")
        bad = [
            [NewTask("")],
            [NewTask("x" * 501)],
            [NewTask("x\x00")],
            [NewTask("x", priority=5)],
            [NewTask("x", estimate=-1)],
            [NewTask("x", section=section.pk)],
            [NewTask("x", section=new_id())],
            [NewTask("x", parent=create_task("Inbox", by=self.by_ana).pk)],
            [NewTask("x", labels=(foreign.pk,))],
            [NewTask("x", parent=late.id), late],
        ]
        before = list(Task.objects.values_list("pk", flat=True))
        for batch in bad:
            with self.assertRaises(Invalid, msg=batch):
                create_tasks([[NewTask("good")], batch], project=self.project, by=self.by_ana)
            self.assertEqual(list(Task.objects.values_list("pk", flat=True)), before)
        self.assertIs(Event.objects.filter(verb=Verb.TASKS_CREATED).exists(), False)

    def test_not_everybody_fills_every_project(self) -> None:
        for by in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                create_tasks([[NewTask("x")]], project=self.project, by=by)
        with self.assertRaises(Invalid):
            create_tasks([[NewTask("x")]], project=archive_project(self.project, by=self.by_ana), by=self.by_ana)
        self.assertEqual(Task.objects.count(), 1)
