from __future__ import annotations

from workstate.core.clock import today
from workstate.projects.actions import create_project, favour_project
from workstate.tasks.actions import complete_task, create_task, delete_task
from workstate.tasks.due import Due
from workstate.testing import CastTestCase
from workstate.web.context_processors import Shell
from workstate.web.templatetags.ui import counted


class ShellTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        due = Due(today(cls.by_ana.zone))
        cls.parent = create_task("Parent", by=cls.by_ana, project=cls.website, due=due)
        create_task("Child", by=cls.by_ana, project=cls.website, parent=cls.parent)
        complete_task(create_task("Done", by=cls.by_ana, project=cls.website, due=due), by=cls.by_ana)
        delete_task(create_task("Binned", by=cls.by_ana, project=cls.website, due=due), by=cls.by_ana)
        create_task("Mine alone", by=cls.by_ana)

    def test_counts_are_those_of_the_lists(self) -> None:
        shell = Shell(self.by_ana, "/acme/today/")
        self.assertEqual(shell.counts, {"inbox": 1, "today": 1})
        self.assertEqual([project.open_tasks for project in shell.projects], [1])

    def test_the_child_of_a_done_task_counts(self) -> None:
        complete_task(self.parent, by=self.by_ana)
        self.assertEqual(Shell(self.by_ana, "").projects[0].open_tasks, 1)

    def test_an_inbox_counts_for_its_owner_alone(self) -> None:
        self.assertEqual(Shell(self.by_mara, "").counts, {"inbox": 0, "today": 1})
        self.assertEqual(Shell(self.by_gil, "").counts, {"inbox": 0, "today": 0})
        self.assertEqual(Shell(self.by_gil, "").projects, [])

    def test_a_favourite_is_the_persons_own(self) -> None:
        favour_project(self.website, by=self.by_ana)
        self.assertEqual(Shell(self.by_ana, "").favourites, [self.website])
        self.assertEqual(Shell(self.by_mara, "").favourites, [])

    def test_many_is_said_as_many(self) -> None:
        self.assertEqual((counted(999), counted(1000)), ("999", "999+"))
