"""What acts on tasks refuse although the task itself may be seen: the bin, inboxes, words that are not theirs."""

from __future__ import annotations

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import create_project, delete_project
from workstate.tasks.actions import (
    change_task,
    complete_task,
    create_task,
    delete_task,
    labels_named,
    move_task,
    reopen_task,
    restore_task,
)
from workstate.tasks.history import history
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase


class TaskLimitsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.website)

    def assert_untouchable(self, task: Task) -> None:
        events = Event.objects.count()
        for act in (complete_task, reopen_task, move_task):
            with self.subTest(act=act.__name__), self.assertRaises((Conflict, Invalid)):
                act(task, by=self.by_ana)
        with self.assertRaises(Conflict):
            change_task(task, by=self.by_ana, title="Other")
        self.assertEqual(Event.objects.count(), events)

    def test_a_task_in_the_bin_is_neither_changed_nor_moved_nor_completed(self) -> None:
        self.assert_untouchable(delete_task(self.task, by=self.by_ana))

    def test_a_task_whose_project_is_in_the_bin_is_not_touched_either(self) -> None:
        delete_project(self.website, by=self.by_ana)
        self.assert_untouchable(Task.objects.get(pk=self.task.pk))

    def test_a_subtask_comes_back_with_its_parent_and_not_before(self) -> None:
        child = create_task("Step", by=self.by_ana, project=self.website, parent=self.task)
        delete_task(self.task, by=self.by_ana)
        with self.assertRaises(Conflict):
            restore_task(child, by=self.by_ana)
        restore_task(self.task, by=self.by_ana)
        self.assertFalse(Task.objects.filter(deleted_at__isnull=False).exists())

    def test_what_somebody_took_into_their_inbox_meanwhile_is_not_changed_by_others(self) -> None:
        seen_by_mara = Task.objects.get(pk=self.task.pk)
        move_task(self.task, by=self.by_ana, project=None)
        for act in (complete_task, delete_task):
            with self.subTest(act=act.__name__), self.assertRaises(NotAllowed):
                act(seen_by_mara, by=self.by_mara)
        with self.assertRaises(NotAllowed):
            move_task(seen_by_mara, by=self.by_mara, project=self.website)

    def test_a_task_that_moves_tells_of_all_that_moves_with_it(self) -> None:
        child = create_task("Step", by=self.by_ana, project=self.website, parent=self.task)
        other = create_project("Other", by=self.by_ana)
        move_task(self.task, by=self.by_ana, project=other)
        told = Event.objects.filter(verb=Verb.TASK_MOVED).values_list("subject_id", flat=True)
        self.assertEqual(set(told), {str(self.task.pk), str(child.pk)})

    def test_what_a_task_was_called_in_an_inbox_is_told_to_its_maker_alone(self) -> None:
        parent = create_task("About the dismissal", by=self.by_ana)
        child = create_task("Ask the lawyer", by=self.by_ana, parent=parent)
        for task, title in ((parent, "Plan"), (child, "Ask")):
            change_task(task, by=self.by_ana, title=title)
        move_task(parent, by=self.by_ana, project=self.website)
        change_task(parent, by=self.by_ana, title="The plan")
        for task, secret in ((parent, "dismissal"), (child, "lawyer")):
            task.refresh_from_db()
            self.assertIn(secret, self.told(task, self.by_ana))
            self.assertNotIn(secret, self.told(task, self.by_mara))
        self.assertIn("moved this to Website", self.told(child, self.by_mara))
        self.assertIn("renamed this from “Plan”", self.told(parent, self.by_mara))

    def told(self, task: Task, actor: Actor) -> str:
        return "\n".join(happening.words for happening in history(task, formats=Formats.of(actor.user), actor=actor))

    def test_a_guest_does_not_learn_which_labels_there_are(self) -> None:
        labels_named(["secret"], by=self.by_ana)
        own = create_task("Mine", by=self.by_gil)
        for name in ("secret", "no such label"):
            with self.subTest(name=name), self.assertRaises(NotAllowed):
                change_task(own, by=self.by_gil, labels=[name])

    def test_a_label_is_one_however_its_name_is_written(self) -> None:
        for first, second in (("Ines", "INES"), ("i", "İ"), ("Straße", "STRASSE")):
            with self.subTest(first=first, second=second):
                self.assertEqual(labels_named([first], by=self.by_ana), labels_named([second, first], by=self.by_mara))
        self.assertEqual(Label.objects.count(), 3)
        self.assertEqual(Event.objects.filter(verb=Verb.LABEL_CREATED).count(), 3)
