from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.projects.actions import create_project
from workstate.projects.api import ProjectShape
from workstate.projects.api import shown as project_shown
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.api.shapes import TaskShape
from workstate.tasks.api.shapes import shown as task_shown
from workstate.tasks.extensions import with_shapes
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.api.shapes import EntryShape
from workstate.timetracking.api.shapes import shown as entry_shown
from workstate.timetracking.models import TimeEntry


class APITestCase(CastTestCase):
    client_class = APIClient

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call Ana", by=cls.by_ana, project=cls.website, labels=["phone"])
        cls.theirs = create_task("Theirs", by=cls.by_boris)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def url(self, name: str, **kwargs: Any) -> str:
        return reverse(f"api:{name}", kwargs={"workspace": "acme", **kwargs})

    def rows(self) -> tuple[int, int, int, int]:
        return Task.objects.count(), Project.objects.count(), TimeEntry.objects.count(), Event.objects.count()


class ShapesTest(APITestCase):
    def test_what_is_printed_is_what_the_schema_says(self) -> None:
        entry = create_entry(by=self.by_ana, day=date(2026, 3, 2), duration=60)
        for shape, shown, row in [
            (TaskShape, task_shown, with_shapes(Task.objects.all(), self.by_ana).get(pk=self.task.pk)),
            (ProjectShape, project_shown, self.website),
            (EntryShape, entry_shown, entry),
        ]:
            with self.subTest(shape=shape.__name__):
                self.assertEqual(list(shown(row)), list(shape().fields))  # type: ignore[operator]


class TasksTest(APITestCase):
    def test_tasks_are_listed_in_pages(self) -> None:
        for number in range(3):
            create_task(f"Task {number}", by=self.by_ana, project=self.website)
        first = self.client.get(self.url("tasks"), {"limit": 3}).json()
        rest = self.client.get(first["next"]).json()
        titles = [row["title"] for row in first["results"] + rest["results"]]
        self.assertEqual(titles, ["Call Ana", "Task 0", "Task 1", "Task 2"])
        self.assertEqual(first["results"][0]["labels"], ["phone"])

    def test_a_list_takes_the_same_queries_whatever_its_length(self) -> None:
        for number in range(20):
            create_task(f"Task {number}", by=self.by_ana, project=self.website, labels=["a", "b"])
        self.client.get(self.url("tasks"))  # the session is in the cache from now on
        with self.assertNumQueries(5):  # person, membership, tasks with people and repeats, labels, custom fields
            self.client.get(self.url("tasks"))

    def test_a_repeated_creation_makes_one_task(self) -> None:
        body = {
            "id": str(new_id()),
            "title": "Once",
            "project": str(self.website.pk),
            "due_on": "2026-07-01",
            "due_time": "14:00",
        }
        answers = [self.client.post(self.url("tasks"), body) for _ in range(2)]
        self.assertEqual([answer.status_code for answer in answers], [201, 201])
        self.assertEqual(answers[0].json(), answers[1].json())
        self.assertEqual(answers[0].json()["due_at"], "2026-07-01T12:00:00Z")
        self.assertEqual(Task.objects.filter(title="Once").count(), 1)

    def test_a_task_is_changed_completed_moved_deleted_and_restored(self) -> None:
        here = {"pk": self.task.pk}
        self.assertEqual(self.client.patch(self.url("task", **here), {"title": "Call Jo"}).json()["title"], "Call Jo")
        self.assertIsNotNone(self.client.post(self.url("task-completion", **here)).json()["completed_at"])
        self.assertIsNone(self.client.delete(self.url("task-completion", **here)).json()["completed_at"])
        self.assertIsNone(self.client.post(self.url("task-place", **here), {"project": None}).json()["project"])
        self.assertEqual(self.client.delete(self.url("task", **here)).status_code, 204)
        self.assertIsNone(self.client.post(self.url("task-restoration", **here)).json()["deleted_at"])

    def test_a_time_alone_is_changed_on_its_day(self) -> None:
        url = self.url("task", pk=self.task.pk)
        self.client.patch(url, {"due_on": "2026-07-01"})
        self.assertEqual(self.client.patch(url, {"due_time": "09:30"}).json()["due_time"], "09:30:00")
        self.assertIsNone(self.client.patch(url, {"due_on": None}).json()["due_time"])
        self.assertEqual(self.client.patch(url, {"due_time": "09:30"}).status_code, 400)


class QuickAddTest(APITestCase):
    line = "Send the draft tomorrow 2pm p1 #Website @phone ~45m"

    def test_a_line_makes_a_task_once_and_starts_the_timer(self) -> None:
        body = {"text": self.line, "id": str(new_id()), "start": True}
        first, again = [self.client.post(self.url("quick-add"), body) for _ in range(2)]
        self.assertEqual((first.status_code, first.json()), (201, again.json()))
        made = first.json()
        self.assertEqual((made["title"], made["priority"], made["estimate"]), ("Send the draft", 1, 2700))
        self.assertEqual((made["project"], made["labels"]), (str(self.website.pk), ["phone"]))
        self.assertEqual(TimeEntry.objects.running().get().task_id, Task.objects.get(pk=made["id"]).pk)

    def test_a_dry_run_says_what_would_be_and_writes_nothing(self) -> None:
        before = self.rows()
        answer = self.client.post(self.url("quick-add"), {"text": "Plan #Nowhere @new", "dry_run": True})
        self.assertEqual((answer.status_code, answer.json()["new_project"]), (200, "Nowhere"))
        self.assertEqual([token["kind"] for token in answer.json()["tokens"]], ["project", "label"])
        self.assertEqual(self.rows(), before)

    def test_a_line_of_details_alone_is_refused(self) -> None:
        before = self.rows()
        answer = self.client.post(self.url("quick-add"), {"text": "tomorrow p1"})
        self.assertEqual((answer.status_code, answer.json()["errors"][0]["field"]), (400, "text"))
        self.assertEqual(self.rows(), before)


class TimeTest(APITestCase):
    def test_the_timer_starts_once_and_stops_once(self) -> None:
        body = {"id": str(new_id()), "task": str(self.task.pk)}
        started = [self.client.post(self.url("timer"), body).json()["entry"]["id"] for _ in range(2)]
        self.assertEqual(started, [body["id"]] * 2)
        self.assertEqual(self.client.get(self.url("timer")).json()["entry"]["task"], str(self.task.pk))
        answers = [self.client.delete(self.url("timer"), {"entry": body["id"]}).json() for _ in range(2)]
        self.assertIsNotNone(answers[0]["entry"]["duration"])
        self.assertEqual(answers[0]["entry"], answers[1]["entry"])
        self.assertIsNone(self.client.get(self.url("timer")).json()["entry"])

    def test_entries_are_written_listed_changed_and_continued(self) -> None:
        made = self.client.post(
            self.url("entries"), {"day": "2026-03-02", "duration": 5400, "description": "Draft"}
        ).json()
        self.assertEqual([row["id"] for row in self.client.get(self.url("entries")).json()["results"]], [made["id"]])
        self.assertEqual(self.client.get(self.url("entries"), {"first": "2026-03-03"}).json()["results"], [])
        changed = self.client.patch(self.url("entry", pk=made["id"]), {"project": str(self.website.pk)}).json()
        self.assertEqual(changed["project"], str(self.website.pk))
        self.assertIsNone(self.client.post(self.url("entry-continuation", pk=made["id"])).json()["entry"]["duration"])

    def test_an_administrator_reads_but_does_not_write_anothers_time(self) -> None:
        entry = create_entry(by=self.by_ana, day=date(2026, 3, 2), duration=60)
        self.client.force_login(self.mara)
        self.assertEqual(self.client.get(self.url("entry", pk=entry.pk)).status_code, 200)
        before = self.rows()
        self.assertEqual(self.client.delete(self.url("entry", pk=entry.pk)).status_code, 403)
        self.assertEqual(self.rows(), before)


class RefusalsTest(APITestCase):
    def test_bad_values_are_named_and_nothing_is_written(self) -> None:
        start = now() - timedelta(days=2)
        cases: list[tuple[str, dict[str, Any], str]] = [
            ("tasks", {}, "title"),
            ("tasks", {"title": " "}, "title"),
            ("tasks", {"title": "x" * 10_000}, "title"),
            ("tasks", {"title": "a\x00b"}, "title"),
            ("tasks", {"title": "a\u202eb"}, "title"),
            ("tasks", {"title": "a", "priority": 9}, "priority"),
            ("tasks", {"title": "a", "estimate": -5}, "estimate"),
            ("tasks", {"title": "a", "estimate": 10**30}, "estimate"),
            ("tasks", {"title": "a", "due_on": "0001-01-01"}, "due_on"),
            ("tasks", {"title": "a", "due_on": "20000-01-01"}, "due_on"),
            ("tasks", {"title": "a", "labels": ["\x00"]}, "labels.0"),
            ("tasks", {"title": "a", "colour": "red"}, "colour"),
            ("projects", {"name": ""}, "name"),
            ("projects", {"name": "a", "colour": "mauve"}, "colour"),
            ("entries", {"day": "2026-03-02", "duration": -1}, "duration"),
            ("entries", {"day": "2026-03-02", "duration": 30 * 3600}, "duration"),
            ("entries", {"day": "20000-01-01", "duration": 60}, "day"),
            ("entries", {"started_at": start, "stopped_at": start - timedelta(hours=1)}, "stopped_at"),
            ("entries", {"description": "\x00", "day": "2026-03-02", "duration": 60}, "description"),
            ("timer", {"description": "x" * 1001}, "description"),
            ("timer", {"at": now() + timedelta(days=1)}, "at"),
        ]
        before = self.rows()
        for name, body, field in cases:
            with self.subTest(name=name, body=str(body)[:60]):
                answer = self.client.post(self.url(name), body)
                self.assertEqual(answer.status_code, 400, answer.content)
                self.assertEqual(answer["Content-Type"], "application/problem+json")
                self.assertIn(
                    field,
                    [
                        error["field"].partition(".")[0] if "." not in field else error["field"]
                        for error in answer.json()["errors"]
                    ],
                )
        self.assertEqual(self.rows(), before)

    def test_anothers_rows_are_not_found_in_path_or_body(self) -> None:
        before = self.rows()
        theirs, fake = str(self.theirs.pk), str(new_id())
        for pk in (theirs, fake):
            with self.subTest(pk=pk):
                for answer in [
                    self.client.get(self.url("task", pk=pk)),
                    self.client.patch(self.url("task", pk=pk), {"title": "Mine"}),
                    self.client.delete(self.url("task", pk=pk)),
                    self.client.post(self.url("tasks"), {"title": "a", "parent": pk}),
                    self.client.post(self.url("tasks"), {"title": "a", "project": pk}),
                    self.client.post(self.url("task-place", pk=self.task.pk), {"after": pk}),
                    self.client.post(self.url("timer"), {"task": pk}),
                    self.client.post(self.url("entries"), {"task": pk, "day": "2026-03-02", "duration": 60}),
                    self.client.get(self.url("tasks"), {"project": pk}),
                ]:
                    self.assertEqual(answer.status_code, 404, answer.content)
        self.assertEqual(self.rows(), before)

    def test_a_stranger_finds_no_workspace_and_leaves_no_trace(self) -> None:
        self.client.force_login(self.boris)
        before = self.rows()
        self.assertEqual(self.client.get(self.url("tasks")).status_code, 404)
        self.assertEqual(self.client.post(self.url("tasks"), {"title": "Hello"}).status_code, 404)
        self.assertEqual(self.rows(), before)

    def test_without_a_session_the_answer_is_401_in_json(self) -> None:
        self.client.logout()
        answer = self.client.get(self.url("tasks"))
        self.assertEqual((answer.status_code, answer.json()["code"]), (401, "not_authenticated"))

    def test_a_session_needs_its_csrf_token(self) -> None:
        client = APIClient(enforce_csrf_checks=True)
        client.force_login(self.ana)
        before = self.rows()
        self.assertEqual(client.post(self.url("tasks"), {"title": "Forged"}).status_code, 403)
        self.assertEqual(self.rows(), before)

    def test_json_that_is_none_is_named(self) -> None:
        answer = self.client.post(self.url("tasks"), b"{", content_type="application/json")
        self.assertEqual((answer.status_code, answer.json()["code"]), (400, "parse_error"))

    def test_a_timer_of_another_workspace_is_stopped_without_being_shown(self) -> None:
        start_timer(by=self.by_boris)
        self.client.force_login(self.boris)
        answer = self.client.delete(reverse("api:timer", kwargs={"workspace": "other"}))
        self.assertEqual(answer.status_code, 200)
