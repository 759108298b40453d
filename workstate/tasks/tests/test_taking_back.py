"""Undo and "put back" where the world has changed since: nothing is carried where the actor may not put it, nothing is lost."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from workstate.activity.models import Event
from workstate.core.errors import Conflict, Invalid
from workstate.projects.actions import create_project, create_sections
from workstate.projects.models import Project, Section
from workstate.tasks.actions import (
    add_lines,
    change_tasks,
    complete_task,
    complete_tasks,
    create_task,
    delete_section,
    delete_task,
    delete_tasks,
    move_task,
    move_tasks,
    put_back,
    skip_days,
    undo,
)
from workstate.tasks.due import Due
from workstate.tasks.line import Place
from workstate.tasks.models import Recurrence, Task
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase
from workstate.workspaces.models import Membership

DAY = date(2026, 11, 25)


class TakingBackTest(CastTestCase):
    website: Project
    mobile: Project
    launch: Section

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.mobile = create_project("Mobile", by=cls.by_ana)
        [cls.launch] = create_sections(["Launch"], project=cls.website, by=cls.by_ana)
        cls.mara_here = Membership.objects.get(user=cls.mara, workspace=cls.by_ana.workspace)

    def now(self, task: Task | UUID) -> Task:
        return Task.objects.select_related("project", "section", "parent").get(
            pk=task.pk if isinstance(task, Task) else task
        )

    def last_change(self, task: Task) -> Event:
        return Event.objects.about(task).latest("pk")

    def test_a_task_goes_into_an_inbox_only_without_what_others_put_under_it(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website)
        child = create_task("Hers", by=self.by_mara, project=self.website, parent=task)
        with self.assertRaises(Invalid):
            move_tasks([task], by=self.by_ana, project=None)
        delete_task(child, by=self.by_mara)
        move_tasks([self.now(task)], by=self.by_ana, project=None)
        left = self.now(child)
        self.assertEqual((left.project, left.parent), (self.website, None))

    def test_the_way_back_into_an_inbox_takes_nobody_elses_work_along(self) -> None:
        task = create_task("Mine", by=self.by_ana)
        act = move_tasks([task], by=self.by_ana, project=self.website)
        child = create_task("Hers", by=self.by_mara, project=self.website, parent=self.now(task))
        with self.assertRaises(Invalid):
            undo(act.batch, by=self.by_ana)
        self.assertEqual((self.now(task).project, self.now(child).project), (self.website, self.website))

    def test_nobody_puts_a_task_back_into_the_inbox_of_somebody_else(self) -> None:
        task = create_task("Mine", by=self.by_ana)
        move_tasks([task], by=self.by_ana, project=self.website)
        with self.assertRaises(Invalid):
            put_back(self.last_change(task), by=self.by_mara)
        self.assertEqual(self.now(task).project, self.website)

    def test_back_in_an_inbox_a_task_is_its_makers_alone(self) -> None:
        task = create_task("Mine", by=self.by_ana)
        act = move_tasks([task], by=self.by_ana, project=self.website)
        change_tasks([self.now(task)], by=self.by_ana, assignees=[self.mara_here])
        undo(act.batch, by=self.by_ana)
        self.assertIsNone(self.now(task).project)
        self.assertEqual(list(self.now(task).assignees.all()), [])

    def test_whoever_no_longer_sees_the_task_is_not_given_it_again(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website, assignees=[self.mara_here])
        act = change_tasks([task], by=self.by_ana, assignees=[])
        move_tasks([self.now(task)], by=self.by_ana, project=None)
        undo(act.batch, by=self.by_ana)
        self.assertEqual(list(self.now(task).assignees.all()), [])

    def test_a_move_is_taken_back_whole_or_not_at_all(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website, section=self.launch)
        act = move_tasks([task], by=self.by_ana, project=self.mobile)
        move_tasks([self.now(task)], by=self.by_mara, project=create_project("Elsewhere", by=self.by_mara))
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)
        put_back(Event.objects.get(batch=act.batch), by=self.by_ana)
        self.assertEqual((self.now(task).project, self.now(task).section), (self.website, self.launch))

    def test_a_section_that_was_deleted_since_is_left_out(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website, section=self.launch)
        act = move_tasks([task], by=self.by_ana, project=self.mobile)
        delete_section(self.launch, by=self.by_mara)
        undo(act.batch, by=self.by_ana)
        self.assertEqual((self.now(task).project, self.now(task).section), (self.website, None))

    def test_a_section_that_was_deleted_meanwhile_takes_no_task(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website)
        looked_at = Section.objects.get(pk=self.launch.pk)
        delete_section(self.launch, by=self.by_mara)
        with self.assertRaises(Invalid):
            move_task(task, by=self.by_ana, section=looked_at)
        with self.assertRaises(Invalid):
            create_task("Other", by=self.by_ana, project=self.website, section=looked_at)

    def test_no_ring_comes_of_going_back(self) -> None:
        one, other = (create_task(name, by=self.by_ana, project=self.website) for name in ("One", "Other"))
        move_tasks([one], by=self.by_ana, project=self.website, parent=other)
        act = move_tasks([self.now(one)], by=self.by_ana, project=self.website)
        move_tasks([self.now(other)], by=self.by_mara, project=self.website, parent=self.now(one))
        undo(act.batch, by=self.by_ana)
        self.assertEqual((self.now(one).parent, self.now(other).parent), (None, one))

    def test_a_parent_that_went_elsewhere_or_into_the_bin_is_left_out(self) -> None:
        for go in (
            lambda parent: move_tasks([parent], by=self.by_mara, project=None),
            lambda parent: delete_task(parent, by=self.by_mara),
        ):
            parent = create_task("Parent", by=self.by_mara, project=self.website)
            task = create_task("Mine", by=self.by_ana, project=self.website, parent=parent)
            act = move_tasks([task], by=self.by_ana, project=self.mobile)
            go(self.now(parent))
            undo(act.batch, by=self.by_ana)
            self.assertEqual((self.now(task).project, self.now(task).parent), (self.website, None))

    def test_what_was_put_under_a_task_meanwhile_goes_with_it(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website)
        act = move_tasks([task], by=self.by_ana, project=self.mobile)
        child = create_task("Hers", by=self.by_mara, project=self.mobile, parent=self.now(task))
        undo(act.batch, by=self.by_ana)
        self.assertEqual(self.now(child).project, self.website)

        made = add_lines("One\nTwo", by=self.by_ana, place=Place(project=self.website))
        child = create_task("Hers", by=self.by_mara, project=self.website, parent=self.now(made.tasks[0]))
        undo(made.batch, by=self.by_ana)
        self.assertEqual(self.now(child).deleted_at, self.now(made.tasks[0]).deleted_at)

    def test_a_task_does_not_come_out_of_the_bin_alone_under_one_that_stays_there(self) -> None:
        parent = create_task("Parent", by=self.by_ana, project=self.website)
        task = create_task("Mine", by=self.by_ana, project=self.website, parent=parent)
        act = delete_tasks([task], by=self.by_ana)
        delete_task(parent, by=self.by_mara)
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)

    def test_what_is_in_the_bin_is_not_changed(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website)
        act = change_tasks([task], by=self.by_ana, priority=1)
        delete_task(self.now(task), by=self.by_mara)
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)
        with self.assertRaises(Conflict):
            put_back(Event.objects.get(batch=act.batch), by=self.by_ana)

    def test_labels_that_somebody_added_since_stay_and_undo_works_once(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website)
        act = change_tasks([task], by=self.by_ana, add_labels=["mine"])
        change_tasks([self.now(task)], by=self.by_mara, add_labels=["hers"])
        undo(act.batch, by=self.by_ana)
        self.assertEqual([label.name for label in self.now(task).labels.all()], ["hers"])
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)

    def test_a_rule_that_somebody_changed_since_stays(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website, due=Due(DAY), repeat=Repeat("FREQ=DAILY"))
        act = complete_tasks([task], by=self.by_ana)
        change_tasks([self.now(task)], by=self.by_mara, repeat=Repeat("FREQ=WEEKLY"))
        undo(act.batch, by=self.by_ana)
        self.assertIn("WEEKLY", Recurrence.objects.get(task=task).rule)

    def test_a_task_without_a_day_gets_no_rule_back_and_keeps_the_day_of_its_rule(self) -> None:
        task = create_task("Mine", by=self.by_ana, project=self.website, due=Due(DAY), repeat=Repeat("FREQ=DAILY"))
        skip_days(task, [date(2026, 12, 1)], by=self.by_ana)
        skipped = self.last_change(task)
        change_tasks([self.now(task)], by=self.by_ana, due=None)
        with self.assertRaises(Conflict):
            put_back(skipped, by=self.by_ana)
        complete_task(self.now(task), by=self.by_ana)

        other = create_task("Other", by=self.by_ana, project=self.website)
        act = change_tasks([other], by=self.by_ana, due=Due(DAY))
        change_tasks([self.now(other)], by=self.by_mara, repeat=Repeat("FREQ=DAILY"))
        with self.assertRaises(Conflict):
            undo(act.batch, by=self.by_ana)
        self.assertEqual(self.now(other).due_on, DAY)
