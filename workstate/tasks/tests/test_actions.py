from __future__ import annotations

from datetime import date, time

from workstate.activity.models import Event
from workstate.core.errors import Invalid, NotAllowed
from workstate.projects.actions import create_project
from workstate.tasks.actions import (
    change_task,
    complete_task,
    create_task,
    delete_task,
    move_task,
    reopen_task,
    restore_task,
)
from workstate.tasks.due import Due
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase


class TaskActionsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call Ana", by=cls.by_ana, project=cls.website)

    def titles(self) -> list[str]:
        return list(
            Task.objects.visible_to(self.by_ana)
            .kept()
            .filter(project=self.website)
            .by_position()
            .values_list("title", flat=True)
        )

    def test_tasks_are_numbered_from_one_in_each_workspace(self) -> None:
        second = create_task("Second", by=self.by_ana)
        elsewhere = create_task("Elsewhere", by=self.by_boris)
        self.assertEqual((self.task.number, second.number, elsewhere.number), (1, 2, 1))

    def test_the_same_identifier_makes_one_task(self) -> None:
        again = create_task("Call Ana", by=self.by_ana, id=self.task.pk, project=self.website)
        self.assertEqual(again, self.task)
        self.assertEqual(Task.objects.count(), 1)

    def test_labels_are_made_once_whatever_their_case(self) -> None:
        create_task("A", by=self.by_ana, labels=["Phone", "phone"])
        create_task("B", by=self.by_ana, labels=["PHONE"])
        self.assertEqual(Label.objects.count(), 1)

    def test_a_due_time_is_kept_as_wall_clock_and_as_instant(self) -> None:
        task = change_task(self.task, by=self.by_ana, due=Due(date(2026, 7, 1), time(14, 0)))
        self.assertEqual((task.due_on, task.due_time, task.due_zone), (date(2026, 7, 1), time(14, 0), "Europe/Berlin"))
        self.assertEqual(task.due_at.isoformat() if task.due_at else "", "2026-07-01T12:00:00+00:00")
        task = change_task(task, by=self.by_ana, due=None)
        self.assertIsNone(task.due_at)

    def test_bad_values_are_refused_at_the_field_and_write_nothing(self) -> None:
        events = Event.objects.count()
        for field, value in [
            ("title", ""),
            ("title", "x" * 10_000),
            ("title", "a\x00b"),
            ("title", "a\u202eb"),
            ("title", "\ud800"),
            ("description", "x" * 50_001),
            ("priority", 5),
            ("estimate", -1),
            ("due", Due(date(1, 1, 1))),
            ("number", 7),
        ]:
            with self.subTest(field=field, value=str(value)[:20]), self.assertRaises(Invalid) as refused:
                change_task(self.task, by=self.by_ana, **{field: value})
            self.assertIn("due_on" if field == "due" else field, refused.exception.message_dict)
        self.task.refresh_from_db()
        self.assertEqual(self.task.title, "Call Ana")
        self.assertEqual(Event.objects.count(), events)

    def test_completing_twice_completes_once(self) -> None:
        complete_task(self.task, by=self.by_ana)
        first = complete_task(self.task, by=self.by_mara)
        self.assertEqual(first.completed_by, self.ana)
        self.assertEqual(Event.objects.filter(verb="task.completed").count(), 1)
        self.assertIsNone(reopen_task(first, by=self.by_ana).completed_at)

    def test_a_task_is_moved_behind_another_and_to_the_front(self) -> None:
        second = create_task("Second", by=self.by_ana, project=self.website)
        third = create_task("Third", by=self.by_ana, project=self.website)
        move_task(third, by=self.by_ana, after=self.task)
        self.assertEqual(self.titles(), ["Call Ana", "Third", "Second"])
        move_task(second, by=self.by_ana)
        self.assertEqual(self.titles(), ["Second", "Call Ana", "Third"])

    def test_moving_a_parent_takes_its_tree_along(self) -> None:
        other = create_project("Other", by=self.by_ana)
        child = create_task("Child", by=self.by_ana, project=self.website, parent=self.task)
        grandchild = create_task("Grandchild", by=self.by_ana, project=self.website, parent=child)
        move_task(self.task, by=self.by_ana, project=other)
        grandchild.refresh_from_db()
        self.assertEqual(grandchild.project, other)
        with self.assertRaises(Invalid):
            move_task(self.task, by=self.by_ana, parent=grandchild)

    def test_a_tree_goes_into_the_bin_and_comes_back_whole(self) -> None:
        child = create_task("Child", by=self.by_ana, project=self.website, parent=self.task)
        binned = create_task("Binned before", by=self.by_ana, project=self.website, parent=self.task)
        delete_task(binned, by=self.by_ana)
        delete_task(self.task, by=self.by_ana)
        self.assertEqual(self.titles(), [])
        restore_task(self.task, by=self.by_ana)
        self.assertEqual(self.titles(), ["Call Ana", "Child"])
        child.refresh_from_db()
        self.assertIsNone(child.deleted_at)

    def test_an_inbox_is_its_owners_alone(self) -> None:
        secret = create_task("Surprise party", by=self.by_ana)
        self.assertNotIn(secret, Task.objects.visible_to(self.by_mara))
        with self.assertRaises(NotAllowed):
            change_task(secret, by=self.by_mara, title="Seen")

    def test_a_guest_fills_no_project(self) -> None:
        with self.assertRaises(NotAllowed):
            create_task("Hello", by=self.by_gil, project=self.website)
        self.assertEqual(Task.objects.visible_to(self.by_gil).count(), 0)
