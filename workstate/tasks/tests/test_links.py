"""What tasks are to each other."""

from __future__ import annotations

from functools import partial

from workstate.core.errors import Invalid, NotAllowed
from workstate.projects.actions import create_project
from workstate.tasks.actions import complete_task, create_task, link_tasks, unlink_tasks
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Task, TaskLink
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once

ROUNDS = 6


class LinksTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.a, cls.b, cls.c = (create_task(title, by=cls.by_ana, project=cls.website) for title in "ABC")

    def test_a_circle_of_any_length_is_refused(self) -> None:
        link_tasks(self.a, self.b, kind="blocks", by=self.by_ana)
        link_tasks(self.b, self.c, kind="blocks", by=self.by_ana)
        for source, target in ((self.b, self.a), (self.c, self.a), (self.a, self.a)):
            with self.assertRaises(Invalid):
                link_tasks(source, target, kind="blocks", by=self.by_ana)
        self.assertEqual(TaskLink.objects.count(), 2)

    def test_the_same_link_is_kept_once_and_relations_have_no_direction(self) -> None:
        link_tasks(self.a, self.b, kind="relates", by=self.by_ana)
        link_tasks(self.b, self.a, kind="relates", by=self.by_ana)
        link_tasks(self.a, self.b, kind="blocks", by=self.by_ana)
        self.assertEqual(TaskLink.objects.count(), 2)

    def test_both_tasks_tell_of_it_and_it_goes_once(self) -> None:
        link = link_tasks(self.a, self.b, kind="blocks", by=self.by_ana)
        unlink_tasks(link, by=self.by_ana)
        unlink_tasks(link, by=self.by_ana)
        self.assertFalse(TaskLink.objects.exists())

    def test_who_may_not_edit_both_links_nothing(self) -> None:
        hers = create_task("Mara's own", by=self.by_mara)
        theirs = create_task("Elsewhere", by=self.by_boris)
        for source, target, actor in (
            (self.a, hers, self.by_ana), (self.a, theirs, self.by_ana), (self.a, self.b, self.by_gil),
            (self.a, theirs, self.by_boris),
        ):  # fmt: skip
            with self.assertRaises(NotAllowed):
                link_tasks(source, target, kind="blocks", by=actor)
        self.assertFalse(TaskLink.objects.exists())

    def test_a_link_is_seen_by_whoever_sees_both_ends(self) -> None:
        own = create_task("Own", by=self.by_ana)
        link_tasks(own, self.a, kind="blocks", by=self.by_ana)
        self.assertEqual(TaskLink.objects.visible_to(self.by_ana).count(), 1)
        self.assertEqual(TaskLink.objects.visible_to(self.by_mara).count(), 0)


class LinksAtOnceTest(CastTransactionTestCase):
    def test_opposite_links_at_once_close_no_circle(self) -> None:
        website = create_project("Website", by=self.by_ana)
        for _round in range(ROUNDS):
            a, b, c = (create_task(title, by=self.by_ana, project=website) for title in "ABC")
            answers = at_once(
                partial(link_tasks, a, b, kind="blocks", by=self.by_ana),
                partial(link_tasks, b, c, kind="blocks", by=self.by_mara),
                partial(link_tasks, c, a, kind="blocks", by=self.by_olga),
            )
            self.assertEqual(sum(isinstance(answer, Invalid) for answer in answers), 1, answers)

    def test_two_devices_complete_a_repeating_task_once(self) -> None:
        for _round in range(ROUNDS):
            task = create_task("Water", by=self.by_ana, repeat=Repeat("FREQ=DAILY"))
            task = Task.objects.select_related("project").get(pk=task.pk)
            assert task.due_on
            complete = partial(complete_task, task, by=self.by_ana, seen=Due(task.due_on, task.due_time))
            first, second = at_once(complete, complete)
            self.assertEqual(first, second)
            self.assertEqual(Completion.objects.filter(task=task).count(), 1)
