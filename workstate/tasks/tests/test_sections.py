"""Sections: their order, their limits, and where their tasks go when they go."""

from __future__ import annotations

from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import archive_project, change_section, create_project, create_sections, move_section
from workstate.projects.models import FoldedSection, Section
from workstate.tasks.actions import (
    NewTask,
    complete_task,
    create_task,
    create_tasks,
    delete_section,
    delete_task,
    move_task,
    restore_section,
    transfer_section,
)
from workstate.tasks.models import Task
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once


class SectionsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.sprint, cls.later = create_sections(["Sprint", "Later"], project=cls.website, by=cls.by_ana)
        cls.first = create_task("First", by=cls.by_ana, project=cls.website, section=cls.sprint)
        cls.part = create_task("Part", by=cls.by_ana, parent=cls.first, project=cls.website, section=cls.sprint)
        cls.second = create_task("Second", by=cls.by_ana, project=cls.website, section=cls.sprint)
        complete_task(cls.second, by=cls.by_ana)

    def where(self, *tasks: Task) -> list[Section | None]:
        return [Task.objects.select_related("section").get(pk=task.pk).section for task in tasks]

    def names(self) -> list[str]:
        rows = Section.objects.visible_to(self.by_ana).filter(project=self.website).by_position()
        return list(rows.values_list("name", flat=True))

    def test_sections_are_put_in_order(self) -> None:
        move_section(self.later, by=self.by_ana)
        self.assertEqual(self.names(), ["Later", "Sprint"])
        move_section(self.later, by=self.by_ana, after=self.sprint)
        self.assertEqual(self.names(), ["Sprint", "Later"])
        move_section(self.later, by=self.by_ana, before=self.sprint)
        self.assertEqual(self.names(), ["Later", "Sprint"])

    def test_a_section_is_renamed_and_limited(self) -> None:
        change_section(self.sprint, by=self.by_ana, name="Sprint 2", limit=3)
        section = Section.objects.get(pk=self.sprint.pk)
        self.assertEqual((section.name, section.limit), ("Sprint 2", 3))
        event = Event.objects.latest("pk")
        self.assertEqual((event.data["before"], event.data["after"]["limit"]), ({"name": "Sprint", "limit": None}, 3))
        change_section(self.sprint, by=self.by_ana, limit=None)
        for wrong in (
            {"limit": 0},
            {"limit": -1},
            {"limit": 1000},
            {"name": " "},
            {"name": "a\x00b"},
            {"colour": "red"},
        ):
            with self.assertRaises(Invalid):
                change_section(self.sprint, by=self.by_ana, **wrong)

    def test_a_section_that_goes_leaves_its_tasks_in_no_section_unless_told(self) -> None:
        delete_section(self.sprint, by=self.by_ana)
        self.assertEqual(self.where(self.first, self.part, self.second), [None, None, None])
        self.assertEqual(self.names(), ["Later"])
        restore_section(self.sprint, by=self.by_ana)
        self.assertEqual(self.where(self.first, self.part, self.second), [self.sprint] * 3)
        self.assertEqual(self.names(), ["Sprint", "Later"])

    def test_its_tasks_go_to_another_section_with_what_is_under_them(self) -> None:
        delete_section(self.sprint, by=self.by_ana, tasks_to=self.later)
        self.assertEqual(self.where(self.first, self.part, self.second), [self.later] * 3)
        self.assertEqual(Task.objects.get(pk=self.part.pk).parent, self.first)

    def test_its_tasks_go_into_the_bin_and_come_back_by_undo(self) -> None:
        early = create_task("Early", by=self.by_ana, project=self.website, section=self.sprint)
        delete_task(early, by=self.by_ana)
        delete_section(self.sprint, by=self.by_ana, tasks_to="bin")
        self.assertFalse(Task.objects.filter(section=self.sprint, deleted_at=None).exists())
        restore_section(self.sprint, by=self.by_ana)
        kept = Task.objects.filter(section=self.sprint, deleted_at=None)
        self.assertEqual(set(kept), {self.first, self.part, self.second})

    def test_undo_leaves_what_somebody_has_moved_since(self) -> None:
        delete_section(self.sprint, by=self.by_ana)
        move_task(self.first, by=self.by_mara, section=self.later)
        restore_section(self.sprint, by=self.by_ana)
        self.assertEqual(self.where(self.first, self.second), [self.later, self.sprint])

    def test_somebody_else_brings_the_section_back_empty(self) -> None:
        delete_section(self.sprint, by=self.by_ana)
        restore_section(self.sprint, by=self.by_mara)
        self.assertEqual((self.names(), self.where(self.first)), (["Sprint", "Later"], [None]))

    def test_a_section_of_another_project_takes_no_tasks(self) -> None:
        atlas = create_project("Atlas", by=self.by_ana)
        (other,) = create_sections(["Other"], project=atlas, by=self.by_ana)
        for wrong in (other, self.sprint):
            with self.assertRaises(Invalid):
                delete_section(self.sprint, by=self.by_ana, tasks_to=wrong)
        self.assertEqual(self.names(), ["Sprint", "Later"])

    def test_a_section_goes_to_another_project_with_all_its_tasks(self) -> None:
        atlas = create_project("Atlas", by=self.by_ana)
        gone = create_task("Gone", by=self.by_ana, project=self.website, section=self.sprint)
        delete_task(gone, by=self.by_ana)
        outside = create_task("Outside", by=self.by_ana, project=self.website)
        stray = create_task("Stray", by=self.by_ana, project=self.website, parent=self.first)
        transfer_section(self.sprint, by=self.by_ana, project=atlas)
        moved = Task.objects.filter(project=atlas)
        self.assertEqual(set(moved), {self.first, self.part, self.second, gone, stray})
        self.assertEqual(set(moved.values_list("section", flat=True)), {self.sprint.pk})
        self.assertEqual(Task.objects.get(pk=outside.pk).project, self.website)
        connection.check_constraints()

    def test_an_archived_project_takes_no_section(self) -> None:
        atlas = create_project("Atlas", by=self.by_ana)
        archive_project(atlas, by=self.by_ana)
        with self.assertRaises(Invalid):
            transfer_section(self.sprint, by=self.by_ana, project=atlas)

    def test_a_section_that_is_gone_is_not_changed(self) -> None:
        delete_section(self.sprint, by=self.by_ana)
        for act in (partial(change_section, name="X"), move_section, delete_section):
            with self.assertRaises(Conflict):
                act(self.sprint, by=self.by_ana)

    def test_guests_and_strangers_write_nothing(self) -> None:
        count = Event.objects.count()
        for by in (self.by_gil, self.by_boris):
            for act in (
                partial(change_section, name="X"),
                move_section,
                delete_section,
                restore_section,
                partial(transfer_section, project=self.website),
            ):
                with self.assertRaises(NotAllowed):
                    act(self.sprint, by=by)
        self.assertEqual((Event.objects.count(), self.names()), (count, ["Sprint", "Later"]))

    def test_a_section_of_hundreds_goes_and_comes_back_in_few_queries(self) -> None:
        def fill(section: Section, count: int) -> None:
            create_tasks(
                [[NewTask(str(i), section=section.pk) for i in range(count)]], project=self.website, by=self.by_ana
            )

        def cost(section: Section) -> int:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                delete_section(section, by=self.by_ana)
                restore_section(section, by=self.by_ana)
            return len(queries)

        few, many = create_sections(["Few", "Many"], project=self.website, by=self.by_ana)
        fill(few, 3)
        fill(many, 400)
        self.assertLessEqual(cost(many), cost(few) + 3)
        self.assertEqual(Task.objects.filter(section=many).count(), 400)

    def test_more_tasks_than_one_act_takes_go_too(self) -> None:
        (many,) = create_sections(["Many"], project=self.website, by=self.by_ana)
        create_tasks([[NewTask(str(i), section=many.pk) for i in range(620)]], project=self.website, by=self.by_ana)
        delete_section(many, by=self.by_ana, tasks_to="bin")
        self.assertEqual(Task.objects.filter(section=many, deleted_at=None).count(), 0)
        restore_section(many, by=self.by_ana)
        self.assertEqual(Task.objects.filter(section=many, deleted_at=None).count(), 620)

    def test_the_web_folds_names_limits_and_deletes(self) -> None:
        self.client.force_login(self.ana)
        url = f"/acme/sections/{self.sprint.pk}/"
        self.client.post(url, {"name": "Now", "limit": "1"})
        page = self.client.get(f"/acme/projects/{self.website.pk}/").context["page"]
        group = next(group for group in page.groups if group.section == self.sprint)
        self.assertEqual((group.title, group.count, group.is_over), ("Now", 1, False))
        create_task("Third", by=self.by_ana, project=self.website, section=self.sprint)
        self.assertContains(self.client.get(f"/acme/projects/{self.website.pk}/"), "2/1")
        self.client.post(f"{url}folding/")
        self.assertEqual(FoldedSection.objects.get().user, self.ana)
        self.client.delete(f"{url}folding/")
        self.assertFalse(FoldedSection.objects.exists())
        for wrong in ("0", "-1", "x", "1.5", "9" * 9, "٣"):
            self.assertEqual(self.client.post(url, {"limit": wrong}).status_code, 400, wrong)
        self.assertContains(self.client.get(f"{url}removal/"), "Later")
        response = self.client.post(f"{url}removal/", {"tasks": str(self.later.pk)}, headers={"HX-Request": "true"})
        self.assertIn(f"/acme/sections/{self.sprint.pk}/restoration/", response["HX-Trigger"])
        self.assertEqual(self.where(self.first), [self.later])
        self.client.post(f"{url}restoration/")
        self.assertEqual(self.where(self.first), [self.sprint])
        for wrong in ("nonsense", str(new_id())):
            self.assertEqual(self.client.post(f"{url}removal/", {"tasks": wrong}).status_code, 400)

    def test_a_line_at_the_foot_of_a_section_adds_to_it(self) -> None:
        self.client.force_login(self.ana)
        line = self.client.get(f"/acme/projects/{self.website.pk}/line/?section={self.later.pk}")
        self.client.post(line.context["action"], {"text": "Write the docs"})
        self.assertEqual(Task.objects.get(title="Write the docs").section, self.later)
        for wrong in ("", "x", str(new_id())):
            address = f"/acme/projects/{self.website.pk}/line/?section={wrong}"
            self.assertEqual(self.client.get(address).status_code, 400, wrong)

    def test_programs_make_change_move_delete_and_restore_sections(self) -> None:
        self.client.force_login(self.ana)
        api, json = "/api/v1/workspaces/acme", "application/json"
        listed = self.client.get(f"{api}/projects/{self.website.pk}/sections/").json()["results"]
        self.assertEqual([section["name"] for section in listed], ["Sprint", "Later"])
        pk = str(new_id())
        for _again in range(2):
            made = self.client.post(f"{api}/projects/{self.website.pk}/sections/", {"id": pk, "name": "New"}, json)
            self.assertEqual((made.status_code, made.json()["id"]), (201, pk))
        url = f"{api}/sections/{pk}/"
        self.assertEqual(self.client.patch(url, {"limit": 5}, json).json()["limit"], 5)
        self.assertEqual(self.client.patch(url, {"limit": 0}, json).status_code, 400)
        self.client.post(f"{url}place/", {"after": None}, json)
        self.assertEqual(self.names(), ["New", "Sprint", "Later"])
        self.assertEqual(self.client.delete(f"{url}?tasks={new_id()}").status_code, 400)
        self.assertEqual(self.client.delete(f"{url}?tasks=bin").status_code, 204)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.post(f"{url}restoration/").status_code, 200)
        theirs = create_project("Theirs", by=self.by_boris)
        refused = self.client.post(f"{url}project/", {"project": str(theirs.pk)}, json)
        self.assertEqual(refused.status_code, 400)

    def test_what_is_completed_after_its_section_went_is_still_shown(self) -> None:
        delete_section(self.sprint, by=self.by_ana)
        self.client.force_login(self.ana)
        page = self.client.get(f"/acme/projects/{self.website.pk}/").context["page"]
        self.assertEqual([group.title for group in page.groups], ["To do", "Later", "Completed"])


class SectionsAtOnceTest(CastTransactionTestCase):
    def test_a_section_deleted_by_two_at_once_goes_once(self) -> None:
        for _round in range(4):
            project = create_project("Website", by=self.by_ana)
            (section,) = create_sections(["Sprint"], project=project, by=self.by_ana)
            create_task("Task", by=self.by_ana, project=project, section=section)
            answers = at_once(
                partial(delete_section, section, by=self.by_ana),
                partial(delete_section, section, by=self.by_mara, tasks_to="bin"),
            )
            self.assertEqual(sum(isinstance(answer, Conflict) for answer in answers), 1, answers)

    def test_a_task_put_into_a_section_that_is_being_deleted_is_seen_afterwards(self) -> None:
        for _round in range(4):
            project = create_project("Website", by=self.by_ana)
            (section,) = create_sections(["Sprint"], project=project, by=self.by_ana)
            at_once(
                partial(delete_section, section, by=self.by_ana),
                partial(create_task, "Task", by=self.by_mara, project=project, section=section),
            )
            self.client.force_login(self.ana)
            page = self.client.get(f"/acme/projects/{project.pk}/").context["page"]
            titles = [row.task.title for group in page.groups for row in group.rows]
            self.assertEqual(titles, ["Task"] if Task.objects.filter(project=project).exists() else [])
            Section.objects.filter(pk=section.pk).update(deleted_at=now())
