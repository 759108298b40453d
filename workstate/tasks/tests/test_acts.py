"""What a row and the page of a task offer: done, edited, moved, deleted, brought back."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.core.actor import Via
from workstate.core.clock import now, today
from workstate.projects.actions import archive_project, create_project, create_sections, delete_project
from workstate.tasks.actions import change_task, create_task, delete_task
from workstate.tasks.due import Due
from workstate.tasks.history import history
from workstate.tasks.models import Label, Task
from workstate.testing import CastTestCase
from workstate.workspaces.actions import create_workspace

HTMX = {"HX-Request": "true"}


class TaskViewsTest(CastTestCase):
    day: date

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.by_ana.zone)
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Fix totals", by=cls.by_ana, project=cls.website, due=Due(cls.day))
        cls.url = f"/acme/tasks/{cls.task.number}/"

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def post(self, path: str = "", **fields: Any) -> Any:
        return self.client.post(self.url + path, fields, headers=HTMX)

    def fresh(self) -> Task:
        return Task.objects.get(pk=self.task.pk)

    def state(self) -> tuple[Any, ...]:
        return (*Task.objects.order_by("pk").values_list(), Label.objects.count(), Event.objects.count())


class CompletionTest(TaskViewsTest):
    def test_a_click_completes_and_offers_undo(self) -> None:
        response = self.post("completion/")
        self.assertIsNotNone(self.fresh().completed_at)
        toast = json.loads(response["HX-Trigger"])["toast"]
        self.assertEqual(toast["method"], "POST")
        self.assertEqual(self.client.post(toast["undo"], headers=HTMX).status_code, 204)
        self.assertIsNone(self.fresh().completed_at)

    def test_a_plain_form_completes_and_reopens(self) -> None:
        origin = {"Referer": "http://testserver/acme/today/"}
        response = self.client.post(f"{self.url}completion/", headers=origin)
        self.assertRedirects(response, "/acme/today/", fetch_redirect_response=False)
        self.client.post(f"{self.url}completion/", {"_method": "DELETE"}, headers=origin)
        self.assertIsNone(self.fresh().completed_at)

    def test_strangers_and_guests_find_no_task(self) -> None:
        before = self.state()
        for user in (self.boris, self.gil):
            self.client.force_login(user)
            for path in ("", "menu/"):
                self.assertEqual(self.client.get(self.url + path).status_code, 404)
            for path in ("", "completion/", "place/", "restoration/", "subtasks/"):
                self.assertEqual(self.post(path, title="x").status_code, 404, path)
            for path in ("", "completion/"):
                self.assertEqual(self.client.delete(self.url + path).status_code, 404, path)
        self.assertEqual(self.state(), before)

    def test_somebody_elses_inbox_is_closed_to_administrators_too(self) -> None:
        mine = create_task("Mine", by=self.by_ana)
        self.client.force_login(self.mara)
        self.assertEqual(self.client.get(f"/acme/tasks/{mine.number}/").status_code, 404)

    def test_what_is_in_the_bin_is_not_completed(self) -> None:
        delete_task(self.task, by=self.by_ana)
        self.assertEqual(self.post("completion/").status_code, 404)


class DetailTest(TaskViewsTest):
    def test_htmx_gets_the_drawer_and_everybody_else_a_page(self) -> None:
        drawer = self.client.get(self.url, headers=HTMX)
        self.assertTemplateNotUsed(drawer, "web/app.html")
        self.assertContains(drawer, "data-drawer-close")
        page = self.client.get(self.url)
        self.assertTemplateUsed(page, "web/app.html")
        self.assertNotContains(page, "data-drawer-close")

    def test_each_field_is_edited_alone(self) -> None:
        (sprint,) = create_sections(["Sprint"], project=self.website, by=self.by_ana)
        for field, value in {
            "title": "Fix all totals",
            "description": "Two lines\nof text",
            "priority": "1",
            "estimate": "1:30",
            "due": "tomorrow 14:00",
            "labels": "dev, @phone",
            "section": str(sprint.pk),
        }.items():
            self.assertEqual(self.post(**{field: value}).status_code, 204, field)
        task = self.fresh()
        self.assertEqual((task.title, task.description), ("Fix all totals", "Two lines\nof text"))
        self.assertEqual((task.priority, task.estimate, task.section), (1, 5400, sprint))
        self.assertEqual((task.due_on, task.due_time), (self.day + timedelta(1), time(14)))
        self.assertEqual(sorted(label.name for label in task.labels.all()), ["dev", "phone"])

    def test_emptied_fields_take_the_value_away(self) -> None:
        change_task(self.task, by=self.by_ana, estimate=60, labels=["dev"])
        self.post(due="", estimate="", labels="")
        task = self.fresh()
        self.assertEqual((task.due_on, task.estimate, task.labels.count()), (None, None, 0))

    def test_a_time_alone_stays_on_the_day_the_task_has(self) -> None:
        self.post(due=(self.day + timedelta(9)).isoformat())
        self.post(due="14:30")
        self.assertEqual((self.fresh().due_on, self.fresh().due_time), (self.day + timedelta(9), time(14, 30)))

    def test_a_task_moves_to_the_end_of_another_project_or_to_the_inbox(self) -> None:
        other = create_project("Other", by=self.by_ana)
        first = create_task("First", by=self.by_ana, project=other)
        self.post(project=str(other.pk))
        self.assertEqual(self.fresh().project, other)
        self.assertGreater(self.fresh().position, first.position)
        self.post(project="")
        self.assertIsNone(self.fresh().project)

    def test_bad_values_are_told_at_the_field_and_change_nothing(self) -> None:
        foreign = create_project("Foreign", by=self.by_boris)
        archived = archive_project(create_project("Archived", by=self.by_ana), by=self.by_ana)
        (section,) = create_sections(["Elsewhere"], project=create_project("Third", by=self.by_ana), by=self.by_ana)
        before = self.state()
        cases: list[tuple[str, str]] = [
            *[("title", text) for text in ("", " ", "x" * 10_000, "a\x00b", "a\u202eb")],
            *[("description", text) for text in ("x" * 50_001, "a\x00b", "a\u2066b")],
            *[("priority", text) for text in ("", "0", "5", "-1", "one", "1.5", "١")],
            *[("estimate", text) for text in ("0", "-1h", "soon", "10001h", "9" * 60, "1:75")],
            *[
                ("due", text)
                for text in ("nonsense", "0000-01-01", "20000-01-01", "2026-02-30", "1969-12-31", "x" * 500)
            ],
            *[("due", text) for text in ("tomorrow p1", "Call tomorrow", "2026-01-01 25:00", "2200-01-01")],
            *[("labels", text) for text in ("x" * 121, "a\x00b", ",".join(map(str, range(30))))],
            *[("project", text) for text in (str(foreign.pk), str(uuid4()), "nonsense", str(archived.pk))],
            *[("section", text) for text in (str(section.pk), str(uuid4()), "nonsense")],
        ]
        for field, text in cases:
            with self.subTest(field=field, text=text[:30]):
                response = self.post(**{field: text})
                self.assertEqual(response.status_code, 400)
                self.assertContains(response, 'class="field-error"', status_code=400)
                if field in {"title", "estimate"}:  # No news takes it away from where it was typed.
                    self.assertContains(response, "data-refused", count=1, status_code=400)
                self.assertEqual(self.client.post(self.url, {field: text}).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_nothing_is_written_when_one_of_several_fields_is_wrong(self) -> None:
        other = create_project("Other", by=self.by_ana)
        before = self.state()
        self.assertEqual(self.post(project=str(other.pk), title="x" * 600).status_code, 400)
        self.assertEqual(self.state(), before)

    def test_history_tells_who_did_what_in_plain_words(self) -> None:
        change_task(self.task, by=self.by_mara, priority=1, estimate=2700, labels=["dev"])
        self.post(due="")
        lines = history(self.fresh(), formats=Formats.of(self.ana), actor=self.by_ana)
        words = [line.words for line in lines]
        self.assertEqual(
            words,
            [
                "Ana took the date away",
                "Mara raised the priority to 1",
                "Mara estimated 45 min",
                "Mara added the label dev",
                "Ana added this",
            ],
        )

    def test_deleting_offers_undo_and_leaves_the_page_of_the_task(self) -> None:
        response = self.client.delete(self.url, headers=HTMX)
        self.assertIsNotNone(self.fresh().deleted_at)
        undo = json.loads(response["HX-Trigger"])["toast"]["undo"]
        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.client.post(undo, headers=HTMX)
        self.assertIsNone(self.fresh().deleted_at)
        plain = self.client.post(self.url, {"_method": "DELETE"}, headers={"Referer": f"http://testserver{self.url}"})
        self.assertRedirects(plain, f"/acme/projects/{self.website.pk}/", fetch_redirect_response=False)

    def test_a_drawer_closes_when_its_task_is_deleted_elsewhere(self) -> None:
        delete_task(self.task, by=self.by_mara)
        again = self.client.get(self.url, headers={**HTMX, "HX-Target": "div#task-detail"})
        self.assertEqual((again.status_code, again["HX-Trigger"]), (204, '{"drawer:close": {}}'))
        self.assertEqual(self.client.get(self.url, headers=HTMX).status_code, 404)

    def test_a_subtask_is_a_line_and_stands_elsewhere_if_it_says_so(self) -> None:
        create_project("Mobile", by=self.by_ana)
        self.post("subtasks/", title="Texts tomorrow p1 @phone")
        self.post("subtasks/", title="Icons #Mobile")
        texts, icons = Task.objects.get(title="Texts"), Task.objects.get(title="Icons")
        self.assertEqual((texts.parent, texts.priority, texts.due_on), (self.task, 1, self.day + timedelta(1)))
        self.assertEqual([label.name for label in texts.labels.all()], ["phone"])
        self.assertEqual((icons.parent, icons.project and icons.project.name), (None, "Mobile"))

    def test_a_subtask_is_added_in_the_list_of_its_task(self) -> None:
        same = str(uuid4())
        for _again in range(2):
            self.assertEqual(self.post("subtasks/", title="Part one", id=same).status_code, 204)
        part = Task.objects.get(parent=self.task)
        self.assertEqual((part.title, part.project), ("Part one", self.website))
        before = self.state()
        for title in ("", "x" * 501, "a\x00b"):
            self.assertContains(self.post("subtasks/", title=title), 'id="subtask-error"', status_code=400)
        self.assertEqual(self.state(), before)

    def test_the_page_of_a_task_costs_the_same_with_much_on_it(self) -> None:
        self.client.get(self.url)
        with self.assertNumQueries(FuzzyCount()) as few:
            self.client.get(self.url)
        for i in range(20):
            create_task(f"Part {i}", by=self.by_ana, parent=self.task, project=self.website, labels=["dev"])
            change_task(self.task, by=self.by_ana, title=f"Title {i}")
        with self.assertNumQueries(FuzzyCount()) as many:
            self.client.get(self.url)
        self.assertEqual(
            len(many), len(few) + 3
        )  # the subtasks, their labels and people, not asked for where there are none

    def test_the_menu_of_a_row_is_a_page_too(self) -> None:
        self.assertContains(self.client.get(f"{self.url}menu/", headers=HTMX), 'value="tomorrow"')
        self.assertTemplateUsed(self.client.get(f"{self.url}menu/"), "web/app.html")


class FuzzyCount(int):
    """Any number: the test compares two counts with each other."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class PlaceTest(TaskViewsTest):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.second = create_task("Second", by=cls.by_ana, project=cls.website)
        cls.third = create_task("Third", by=cls.by_ana, project=cls.website)

    def order(self) -> list[str]:
        return list(Task.objects.filter(project=self.website).by_position().values_list("title", flat=True))

    def test_a_task_is_dropped_behind_or_ahead_of_another(self) -> None:
        self.post("place/", after=str(self.third.pk), before="")
        self.assertEqual(self.order(), ["Second", "Third", "Fix totals"])
        self.post("place/", after="", before=str(self.third.pk))
        self.assertEqual(self.order(), ["Second", "Fix totals", "Third"])
        self.post("place/", after="", before=str(self.second.pk))
        self.assertEqual(self.order(), ["Fix totals", "Second", "Third"])

    def test_a_task_is_dropped_into_a_section(self) -> None:
        (sprint,) = create_sections(["Sprint"], project=self.website, by=self.by_ana)
        self.post("place/", project=str(self.website.pk), section=str(sprint.pk), parent="", after="", before="")
        self.assertEqual(self.fresh().section, sprint)

    def test_places_that_are_not_there_are_refused(self) -> None:
        foreign = create_project("Foreign", by=self.by_boris)
        theirs = create_task("Theirs", by=self.by_boris, project=foreign)
        child = create_task("Child", by=self.by_ana, parent=self.task, project=self.website)
        before = self.state()
        cases = [
            {"after": str(theirs.pk)},
            {"after": str(uuid4())},
            {"after": "nonsense"},
            {"before": str(theirs.pk)},
            {"project": str(foreign.pk), "section": "", "parent": ""},
            {"section": "nonsense"},
            {"parent": str(theirs.pk)},
            {"parent": str(child.pk)},
            {"parent": str(self.task.pk)},
        ]
        for fields in cases:
            with self.subTest(fields=fields):
                self.assertEqual(self.post("place/", **fields).status_code, 400)
        self.assertEqual(self.state(), before)


class OverdueTest(TaskViewsTest):
    def test_what_is_overdue_moves_to_today_and_back(self) -> None:
        late = create_task("Late", by=self.by_ana, due=Due(self.day - timedelta(3), time(0, 1)))
        done = self.client.post("/acme/today/overdue/", headers=HTMX)
        self.assertEqual(json.loads(done["HX-Trigger"])["toast"]["text"], "1 task moved to today.")
        late.refresh_from_db()
        self.assertEqual(late.due_on, self.day)
        self.assertTrue(late.due_at is None or late.due_at > now())
        self.client.post(json.loads(done["HX-Trigger"])["toast"]["undo"], headers=HTMX)
        late.refresh_from_db()
        self.assertEqual((late.due_on, late.due_time), (self.day - timedelta(3), time(0, 1)))

    def test_it_is_not_taken_back_by_the_same_address_in_another_workspace(self) -> None:
        late = create_task("Late", by=self.by_ana, due=Due(self.day - timedelta(3)))
        create_workspace("Own", owner=self.ana, via=Via.SYSTEM, slug="own")
        done = self.client.post("/acme/today/overdue/", headers=HTMX)
        undo = json.loads(done["HX-Trigger"])["toast"]["undo"].replace("/acme/", "/own/")
        self.assertEqual(self.client.post(undo, headers=HTMX).status_code, 409)
        late.refresh_from_db()
        self.assertEqual(late.due_on, self.day)

    def test_a_colleagues_inbox_is_left_alone(self) -> None:
        hers = create_task("Hers", by=self.by_mara, due=Due(self.day - timedelta(3)))
        self.client.post("/acme/today/overdue/", headers=HTMX)
        hers.refresh_from_db()
        self.assertEqual(hers.due_on, self.day - timedelta(3))


class BinTest(TaskViewsTest):
    def test_the_bin_gives_tasks_and_projects_back(self) -> None:
        delete_task(self.task, by=self.by_ana)
        self.assertContains(self.client.get("/acme/bin/"), "Fix totals")
        self.assertEqual(self.post("restoration/").status_code, 204)
        self.assertNotContains(self.client.get("/acme/bin/"), "Fix totals")
        delete_project(self.website, by=self.by_ana)
        self.assertContains(self.client.get("/acme/bin/"), "Website")

    def test_a_part_is_not_offered_apart_from_the_whole_it_went_with(self) -> None:
        create_task("Part", by=self.by_ana, parent=self.task, project=self.website)
        delete_task(self.task, by=self.by_ana)
        self.assertNotContains(self.client.get("/acme/bin/"), "Part")

    def test_the_bin_shows_nobody_elses_inbox(self) -> None:
        delete_task(create_task("Secret", by=self.by_mara), by=self.by_mara)
        self.assertNotContains(self.client.get("/acme/bin/"), "Secret")
