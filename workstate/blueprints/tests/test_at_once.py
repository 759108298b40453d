"""Two requests at the same moment, each on a connection of its own."""

from __future__ import annotations

from functools import partial

from workstate.blueprints.actions import duplicate_project, duplicate_task, save_task_as_template
from workstate.blueprints.models import Template
from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import create_task, delete_task, move_task
from workstate.tasks.models import Task
from workstate.testing import CastTransactionTestCase, at_once

ROUNDS = 5


class AtOnceTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.website = create_project("Website", by=self.by_ana)
        self.parent = create_task("Parent", by=self.by_ana, project=self.website)
        self.child = create_task("Child", by=self.by_ana, project=self.website, parent=self.parent)

    def test_a_request_that_comes_twice_makes_one_copy(self) -> None:
        for act in (
            partial(duplicate_task, self.parent, by=self.by_ana, id=new_id()),
            partial(duplicate_project, self.website, by=self.by_ana, id=new_id()),
        ):
            first, second = at_once(act, act)
            self.assertEqual(first, second)
        self.assertEqual(Task.objects.filter(project=self.website).count(), 4)
        self.assertEqual(Project.objects.filter(name="Website (copy)").count(), 1)

    def test_an_identifier_that_two_people_send_makes_one_template_and_one_conflict(self) -> None:
        save = partial(save_task_as_template, self.parent, id=new_id())
        answers = at_once(partial(save, by=self.by_ana), partial(save, by=self.by_mara))
        self.assertEqual(sorted(type(answer).__name__ for answer in answers), ["Conflict", "Template"], answers)
        self.assertEqual(Template.objects.count(), 1)

    def test_copies_made_at_once_have_numbers_and_places_of_their_own(self) -> None:
        for _round in range(ROUNDS):
            at_once(
                partial(duplicate_task, self.parent, by=self.by_ana),
                partial(duplicate_task, self.parent, by=self.by_mara),
            )
        tasks = Task.objects.filter(project=self.website)
        self.assertEqual(tasks.count(), 2 + ROUNDS * 4)
        roots = list(tasks.filter(parent=None).values_list("position", flat=True))
        self.assertEqual(len(roots), len(set(roots)))

    def test_a_copy_of_what_goes_into_the_bin_goes_too_or_is_not_made(self) -> None:
        for _round in range(ROUNDS):
            parent = create_task("Parent", by=self.by_ana, project=self.website)
            child = create_task("Child", by=self.by_ana, project=self.website, parent=parent)
            copied, _deleted = at_once(
                partial(duplicate_task, child, by=self.by_mara), partial(delete_task, parent, by=self.by_ana)
            )
            self.assertIsInstance(copied, (Task, Conflict, Invalid))
            orphans = Task.objects.filter(deleted_at=None, parent__deleted_at__isnull=False)
            self.assertFalse(orphans.exists())

    def test_a_copy_of_what_moves_stands_in_one_of_both_places(self) -> None:
        other = create_project("Other", by=self.by_ana)
        for _round in range(ROUNDS):
            task = create_task("Moving", by=self.by_ana, project=self.website)
            copied, _moved = at_once(
                partial(duplicate_task, task, by=self.by_mara),
                partial(move_task, task, by=self.by_ana, project=other),
            )
            self.assertTrue(isinstance(copied, Conflict) or getattr(copied, "project_id", 0) == self.website.pk, copied)

    def test_projects_made_at_once_have_places_of_their_own(self) -> None:
        at_once(*(partial(duplicate_project, self.website, by=by) for by in (self.by_ana, self.by_mara, self.by_olga)))
        places = list(Project.objects.filter(workspace=self.by_ana.workspace).values_list("position", flat=True))
        self.assertEqual((len(places), len(set(places))), (4, 4))
