"""Folders, projects within projects, and their order."""

from __future__ import annotations

from functools import partial

from workstate.activity.models import Event
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects import tree
from workstate.projects.actions import (
    archive_project,
    change_folder,
    create_folder,
    create_project,
    delete_folder,
    delete_project,
    fold_folder,
    fold_project,
    move_folder,
    move_project,
    restore_folder,
    restore_project,
    unarchive_project,
)
from workstate.projects.actions.places import LONGEST_POSITION, line_above
from workstate.projects.models import FoldedBranch, Folder, Project
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once


class TreeTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.a, cls.b, cls.c = (create_project(name, by=cls.by_ana) for name in "ABC")
        cls.clients = create_folder("Clients", by=cls.by_ana)

    def shape(self) -> list[str]:
        """Each line of the tree, with a dash for each level; folders in brackets."""
        lines = tree.all_of(self.by_ana).walk()
        return ["-" * line.depth + (f"[{line.node}]" if line.folder else str(line.node)) for line in lines]

    def test_projects_stand_in_folders_and_under_projects_in_their_order(self) -> None:
        move_project(self.b, by=self.by_ana, folder=self.clients)
        move_project(self.c, by=self.by_ana, parent=self.b)
        self.assertEqual(self.shape(), ["A", "[Clients]", "-B", "--C"])
        move_project(self.c, by=self.by_ana, folder=self.clients, before=self.b)
        self.assertEqual(self.shape(), ["A", "[Clients]", "-C", "-B"])
        move_project(self.c, by=self.by_ana, after=self.b)
        self.assertEqual(self.shape(), ["A", "[Clients]", "-B", "-C"])
        move_project(self.b, by=self.by_ana, folder=None, parent=None, last=True)
        self.assertEqual(self.shape(), ["A", "B", "[Clients]", "-C"])

    def test_a_move_writes_one_row_and_tells_where_from_and_where_to(self) -> None:
        before = dict(Project.objects.values_list("pk", "position"))
        move_project(self.c, by=self.by_ana, parent=self.a)
        after = dict(Project.objects.values_list("pk", "position"))
        self.assertEqual({pk for pk in after if before[pk] != after[pk]} - {self.c.pk}, set())
        event = Event.objects.latest("pk")
        self.assertEqual(event.data["before"], {"folder": None, "parent": None})
        self.assertEqual(event.data["after"], {"folder": None, "parent": str(self.a.pk)})

    def test_no_project_stands_under_itself(self) -> None:
        move_project(self.b, by=self.by_ana, parent=self.a)
        move_project(self.c, by=self.by_ana, parent=self.b)
        for under in (self.a, self.b, self.c):
            with self.assertRaises(Invalid):
                move_project(self.a, by=self.by_ana, parent=under)
        self.assertEqual(self.shape(), ["A", "-B", "--C", "[Clients]"])

    def test_a_folder_and_a_parent_at_once_is_refused(self) -> None:
        with self.assertRaises(Invalid):
            move_project(self.a, by=self.by_ana, folder=self.clients, parent=self.b)

    def test_what_is_archived_or_gone_takes_no_project(self) -> None:
        archive_project(self.a, by=self.by_ana)
        delete_folder(self.clients, by=self.by_ana)
        with self.assertRaises(Invalid):
            move_project(self.b, by=self.by_ana, parent=self.a)
        with self.assertRaises(Invalid):
            create_project("New", by=self.by_ana, folder=self.clients)

    def test_projects_under_one_that_leaves_stay_in_sight_and_come_back_under_it(self) -> None:
        move_project(self.a, by=self.by_ana, folder=self.clients)
        move_project(self.b, by=self.by_ana, parent=self.a)
        move_project(self.c, by=self.by_ana, parent=self.b)
        delete_project(self.b, by=self.by_ana)
        self.assertEqual(self.shape(), ["[Clients]", "-A", "--C"])
        archive_project(self.a, by=self.by_ana)
        self.assertEqual(self.shape(), ["[Clients]", "-C"])
        restore_project(self.b, by=self.by_ana)
        unarchive_project(self.a, by=self.by_ana)
        self.assertEqual(self.shape(), ["[Clients]", "-A", "--B", "---C"])

    def test_a_folder_is_renamed_put_in_order_and_taken_away_without_its_projects(self) -> None:
        own = create_folder("Own", by=self.by_ana)
        change_folder(own, by=self.by_ana, name=" Mine ")
        move_folder(own, by=self.by_ana)
        move_project(self.a, by=self.by_ana, folder=self.clients)
        self.assertEqual(self.shape(), ["B", "C", "[Mine]", "[Clients]", "-A"])
        delete_folder(self.clients, by=self.by_ana)
        self.assertEqual(self.shape(), ["A", "B", "C", "[Mine]"])

    def test_a_folder_that_comes_back_brings_the_projects_that_nobody_has_moved(self) -> None:
        for project in (self.a, self.b):
            move_project(project, by=self.by_ana, folder=self.clients, last=True)
        delete_folder(self.clients, by=self.by_ana)
        move_project(self.b, by=self.by_ana, parent=self.c)
        restore_folder(self.clients, by=self.by_mara)
        self.assertEqual(self.shape(), ["C", "-B", "[Clients]", "-A"])

    def test_a_folder_that_is_gone_is_not_changed(self) -> None:
        delete_folder(self.clients, by=self.by_ana)
        for act in (partial(change_folder, name="X"), move_folder):
            with self.assertRaises(Conflict):
                act(self.clients, by=self.by_ana)

    def test_the_same_identifier_makes_one_folder(self) -> None:
        pk = new_id()
        self.assertEqual(create_folder("One", by=self.by_ana, id=pk), create_folder("One", by=self.by_ana, id=pk))
        with self.assertRaises(Conflict):
            create_folder("One", by=self.by_boris, id=pk)

    def test_names_that_cannot_be_are_refused(self) -> None:
        for name in ("", "  ", "x" * 121, "a\x00b", "a\u202eb"):
            with self.assertRaises(Invalid):
                create_folder(name, by=self.by_ana)
            with self.assertRaises(Invalid):
                change_folder(self.clients, by=self.by_ana, name=name)

    def test_guests_and_strangers_write_nothing(self) -> None:
        count = Event.objects.count()
        for by in (self.by_gil, self.by_boris):
            for act in (
                partial(change_folder, self.clients, name="X"),
                partial(delete_folder, self.clients),
                partial(move_folder, self.clients),
                partial(move_project, self.a, folder=self.clients),
            ):
                with self.assertRaises(NotAllowed):
                    act(by=by)
        with self.assertRaises(NotAllowed):
            create_folder("X", by=self.by_gil)
        self.assertEqual((Event.objects.count(), Folder.objects.get().name), (count, "Clients"))

    def test_a_project_of_another_workspace_is_no_place(self) -> None:
        theirs = create_project("Theirs", by=self.by_boris)
        folder = create_folder("Theirs", by=self.by_boris)
        with self.assertRaises(NotAllowed):
            move_project(self.a, by=self.by_ana, parent=theirs)
        with self.assertRaises(NotAllowed):
            move_project(self.a, by=self.by_ana, folder=folder)

    def test_places_between_the_same_two_never_run_out(self) -> None:
        for turn in range(300):
            move_project((self.b, self.c)[turn % 2], by=self.by_ana, after=self.a)
        self.assertLessEqual(max(len(p.position) for p in Project.objects.all()), LONGEST_POSITION)
        self.assertEqual(self.shape()[0], "A")

    def test_a_deep_tree_is_read_without_recursion(self) -> None:
        above = self.a
        for level in range(1200):
            above = Project(
                workspace=self.by_ana.workspace, name=str(level), parent=above, position="a0", created_by=self.ana
            )
            above.save(force_insert=True)
        self.assertEqual(max(line.depth for line in tree.all_of(self.by_ana).walk()), 1200)
        self.assertEqual(len(line_above(above)), 1201)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get("/acme/projects/").status_code, 200)

    def test_what_is_folded_is_ones_own(self) -> None:
        for _again in range(2):
            fold_folder(self.clients, by=self.by_ana, folded=True)
            fold_project(self.a, by=self.by_ana, folded=True)
        self.assertEqual(FoldedBranch.objects.filter(user=self.ana).count(), 2)
        fold_project(self.a, by=self.by_mara, folded=False)
        self.assertEqual(FoldedBranch.objects.count(), 2)
        fold_project(self.a, by=self.by_ana, folded=False)
        self.assertEqual(FoldedBranch.objects.get().folder, self.clients)


class TreeAtOnceTest(CastTransactionTestCase):
    def test_two_projects_put_under_each_other_make_no_ring(self) -> None:
        for _round in range(5):
            a, b = create_project("A", by=self.by_ana), create_project("B", by=self.by_ana)
            answers = at_once(
                partial(move_project, a, by=self.by_ana, parent=b), partial(move_project, b, by=self.by_mara, parent=a)
            )
            self.assertEqual(sum(isinstance(answer, Invalid) for answer in answers), 1, answers)
            self.assertEqual(sorted(len(line_above(row)) for row in (a, b)), [1, 2])

    def test_a_longer_ring_is_not_made_either(self) -> None:
        for _round in range(3):
            rows = [create_project(name, by=self.by_ana) for name in "ABC"]
            moves = [
                partial(move_project, row, by=by, parent=rows[(at + 1) % 3])
                for at, (row, by) in enumerate(zip(rows, (self.by_ana, self.by_mara, self.by_olga), strict=True))
            ]
            answers = at_once(*moves)
            self.assertEqual(sum(isinstance(answer, Invalid) for answer in answers), 1, answers)

    def test_two_who_place_at_the_same_end_get_different_keys(self) -> None:
        folder = create_folder("Clients", by=self.by_ana)
        rows = [create_project(name, by=self.by_ana) for name in "ABCD"]
        at_once(*(partial(move_project, row, by=self.by_ana, folder=folder, last=True) for row in rows))
        positions = Project.objects.filter(folder=folder).values_list("position", flat=True)
        self.assertEqual(len(set(positions)), 4)

    def test_a_folder_made_twice_by_one_request_is_one(self) -> None:
        make = partial(create_folder, "Clients", by=self.by_ana, id=new_id())
        first, second = at_once(make, make)
        self.assertEqual(first, second)
        self.assertEqual(Folder.objects.count(), 1)

    def test_a_project_put_into_a_folder_that_is_being_deleted_is_not_lost(self) -> None:
        for _round in range(4):
            folder, project = create_folder("Clients", by=self.by_ana), create_project("A", by=self.by_ana)
            at_once(
                partial(delete_folder, folder, by=self.by_ana),
                partial(move_project, project, by=self.by_mara, folder=folder),
            )
            self.assertIsNone(Project.objects.get(pk=project.pk).folder)
