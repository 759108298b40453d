"""Two people, or two requests of one, at the same moment: each on a connection of its own."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.test import Client

from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.projects.actions import create_project, create_sections
from workstate.projects.models import Project
from workstate.tasks.actions import (
    add_line,
    add_lines,
    create_task,
    delete_section,
    delete_task,
    labels_named,
    move_task,
    move_tasks,
    undo,
)
from workstate.tasks.actions.acts import tree_of
from workstate.tasks.line import Place
from workstate.tasks.models import Label, Task
from workstate.testing import CastTransactionTestCase, at_once

ROUNDS = 6


class TasksAtOnceTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.website = create_project("Website", by=self.by_ana)

    def test_an_identifier_that_two_people_send_makes_one_task_and_one_conflict(self) -> None:
        for _round in range(ROUNDS):
            identifier = new_id()
            answers = at_once(
                partial(create_task, "Ana's", by=self.by_ana, id=identifier),
                partial(create_task, "Mara's", by=self.by_mara, id=identifier),
            )
            self.assertEqual(sorted(type(answer).__name__ for answer in answers), ["Conflict", "Task"], answers)

    def test_a_line_sent_twice_makes_its_task_and_its_project_once(self) -> None:
        add = partial(add_line, "Call #Kitchen @phone", by=self.by_ana, id=new_id())
        first, second = at_once(add, add)
        self.assertEqual(first, second)
        self.assertEqual(Project.objects.filter(name="Kitchen").count(), 1)

    def test_of_two_titles_written_at_the_same_moment_one_is_kept_and_the_other_asked_about(self) -> None:
        task = create_task("Words", by=self.by_ana, project=self.website)
        people = {self.ana: Client(), self.mara: Client()}
        for person, client in people.items():
            client.force_login(person)
        for number in range(ROUNDS):
            was = Task.objects.get(pk=task.pk).title
            acts = (
                partial(
                    client.post,
                    f"/acme/tasks/{task.number}/",
                    {"title": f"{person.name} {number}", "title_was": was},
                    headers={"HX-Request": "true"},
                )
                for person, client in people.items()
            )
            asked = [b"somebody changed it meanwhile" in answer.content for answer in at_once(*acts)]  # type: ignore[union-attr]
            self.assertEqual(sorted(asked), [False, True])

    def test_two_tasks_put_under_each_other_make_no_ring(self) -> None:
        for _round in range(ROUNDS):
            first = create_task("First", by=self.by_ana, project=self.website)
            second = create_task("Second", by=self.by_ana, project=self.website)
            answers = at_once(
                partial(move_task, first, by=self.by_ana, parent=second),
                partial(move_task, second, by=self.by_mara, parent=first),
            )
            self.assertEqual(sum(isinstance(answer, Invalid) for answer in answers), 1, answers)
            self.assertEqual(sorted(self.depths(first, second)), [1, 2])

    def test_a_task_put_under_one_that_goes_into_the_bin_goes_too_or_stays_where_it_was(self) -> None:
        for _round in range(ROUNDS):
            parent = create_task("Parent", by=self.by_ana, project=self.website)
            child = create_task("Child", by=self.by_ana, project=self.website)
            at_once(
                partial(delete_task, parent, by=self.by_ana),
                partial(move_task, child, by=self.by_mara, parent=parent),
                partial(create_task, "New", by=self.by_mara, project=self.website, parent=parent),
            )
            orphans = Task.objects.filter(deleted_at=None, parent__deleted_at__isnull=False)
            self.assertFalse(orphans.exists())

    def test_a_section_that_goes_at_the_moment_keeps_no_task(self) -> None:
        for number in range(ROUNDS):
            [section] = create_sections([f"Section {number}"], project=self.website, by=self.by_ana)
            task = create_task("Task", by=self.by_ana, project=self.website)
            at_once(
                partial(delete_section, section, by=self.by_mara),
                partial(move_task, task, by=self.by_ana, section=section),
                partial(create_task, "New", by=self.by_ana, project=self.website, section=section),
            )
            lost = Task.objects.filter(deleted_at=None, section__deleted_at__isnull=False)
            self.assertFalse(lost.exists())

    def test_a_list_and_a_task_are_added_to_one_section_without_waiting_for_each_other(self) -> None:
        [section] = create_sections(["Section"], project=self.website, by=self.by_ana)
        place = Place(project=self.website, section=section)
        for _round in range(ROUNDS):
            answers = at_once(
                partial(add_lines, "One\nTwo", by=self.by_ana, place=place),
                partial(create_task, "New", by=self.by_mara, project=self.website, section=section),
            )
            self.assertEqual([answer for answer in answers if isinstance(answer, Exception)], [])

    def test_an_act_is_taken_back_once(self) -> None:
        mobile = create_project("Mobile", by=self.by_ana)
        for _round in range(ROUNDS):
            task = create_task("Task", by=self.by_ana, project=self.website)
            act = move_tasks([task], by=self.by_ana, project=mobile)
            answers = at_once(
                partial(undo, act.batch, by=self.by_ana),
                partial(undo, act.batch, by=self.by_ana),
                partial(create_task, "Child", by=self.by_mara, project=mobile, parent=Task.objects.get(pk=task.pk)),
            )
            self.assertEqual([type(answer).__name__ for answer in answers[:2]].count("Conflict"), 1, answers)
            self.assertFalse(Task.objects.filter(parent=task).exclude(project=self.website).exists())

    def test_a_label_made_by_two_at_once_is_one_that_both_have(self) -> None:
        for number in range(ROUNDS):
            answers = at_once(
                partial(labels_named, [f"phone {number}"], by=self.by_ana),
                partial(labels_named, [f"PHONE {number}"], by=self.by_mara),
            )
            found = {label.pk for answer in answers if isinstance(answer, list) for label in answer}
            self.assertEqual(len(found), 1, answers)
            self.assertTrue(all(isinstance(answer, list) and len(answer) == 1 for answer in answers))
        self.assertEqual(Label.objects.count(), ROUNDS)

    def test_an_identifier_that_two_people_send_makes_one_project_and_one_conflict(self) -> None:
        for _round in range(ROUNDS):
            make = partial(create_project, "Same", id=new_id())
            answers = at_once(partial(make, by=self.by_ana), partial(make, by=self.by_boris))
            self.assertEqual(sum(isinstance(answer, Conflict) for answer in answers), 1, answers)

    def depths(self, *tasks: Task) -> list[int]:
        trees: list[list[UUID]] = [tree_of([task.pk]) for task in tasks]
        return [len(tree) for tree in trees]
