"""Planning a task from a program: what the web can do, and the way back by the name of the act."""

from __future__ import annotations

from datetime import date, time
from typing import Any, ClassVar
from uuid import uuid4

from workstate.activity.models import Event
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import change_task, create_task
from workstate.tasks.due import Due
from workstate.tasks.models import Completion, Recurrence, Reminder, Task, TaskAssignee, TaskLink
from workstate.tasks.recurrence import Repeat
from workstate.testing import CastTestCase

HERE = "/api/v1/workspaces/acme/"


class PlanningAPITest(CastTestCase):
    website: ClassVar[Project]
    task: ClassVar[Task]
    other: ClassVar[Task]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Fix totals", by=cls.by_ana, project=cls.website, due=Due(date(2026, 3, 2)))
        cls.other = create_task("Other", by=cls.by_ana, project=cls.website)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = getattr(self.client, method)(HERE + path, body, content_type="application/json")
        self.assertEqual(answer.status_code, status, answer.content[:300])
        self.batch = answer.headers.get("Workstate-Batch", "")
        return answer.json() if answer.content else None

    def undo(self) -> None:
        self.assertEqual(len(self.ask("post", f"changes/{self.batch}/undo/")["tasks"]), 1)

    @property
    def url(self) -> str:
        return f"tasks/{self.task.pk}/"

    def state(self) -> tuple[Any, ...]:
        models = (Event, Recurrence, Reminder, TaskLink, TaskAssignee, Completion)
        return (*Task.objects.order_by("pk").values_list(), *(model.objects.count() for model in models))

    def test_a_task_is_made_with_all_that_it_can_have(self) -> None:
        plan = {
            "title": "Water the plants",
            "project": str(self.website.pk),
            "start_on": "2026-07-01",
            "deferred_until": "2026-06-20",
            "deadline_on": "2026-07-20",
            "due_on": "2026-07-03",
            "assignees": ["me"],
            "repeat": {"rule": "FREQ=WEEKLY;BYDAY=FR", "anchor": "due", "times": ["09:00"]},
        }
        made = self.ask("post", "tasks/", plan, 201)
        for field in ("start_on", "deferred_until", "deadline_on", "due_on"):
            self.assertEqual(made[field], plan[field])
        self.assertEqual([one["name"] for one in made["assignees"]], ["Ana Keller"])
        self.assertEqual((made["repeat"]["anchor"], made["repeat"]["times"]), ("due", ["09:00:00"]))
        self.assertIn("Friday", made["repeat"]["words"])
        self.assertEqual(made["repeat"]["upcoming"][0], {"day": "2026-07-10", "time": "09:00:00"})

    def test_a_change_names_its_act_and_is_taken_back_by_it(self) -> None:
        changed = self.ask("patch", self.url, {"repeat": {"rule": "FREQ=DAILY"}, "deadline_on": "2026-03-09"})
        self.assertEqual((changed["repeat"]["rule"], changed["deadline_on"]), ("FREQ=DAILY", "2026-03-09"))
        self.undo()
        again = self.ask("get", self.url)
        self.assertEqual((again["repeat"], again["deadline_on"]), (None, None))

    def test_endings_are_taken_back(self) -> None:
        for path, column in (("cancellation/", "cancelled_at"), ("archival/", "archived_at")):
            self.assertIsNotNone(self.ask("post", self.url + path)[column])
            self.undo()
            self.ask("post", self.url + path)
            self.assertIsNone(self.ask("delete", self.url + path)[column])

    def test_a_repeating_task_is_completed_once_as_it_was_seen(self) -> None:
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=DAILY", times=(time(9),)))
        body = {"seen_due_on": "2026-03-02", "seen_due_time": "09:00"}
        first = self.ask("post", self.url + "completion/", body)
        second = self.ask("post", self.url + "completion/", body)
        self.assertEqual(first["due_on"], second["due_on"])
        self.assertEqual(Completion.objects.count(), 1)
        self.ask("post", self.url + "completion/", {"seen_due_time": "09:00"}, 400)

    def test_open_subtasks_are_completed_when_asked_for(self) -> None:
        part = create_task("Part", by=self.by_ana, project=self.website, parent=self.task)
        self.ask("post", self.url + "completion/", {"children": True})
        part.refresh_from_db()
        self.assertIsNotNone(part.completed_at)

    def test_a_time_is_skipped_and_days_are_left_out(self) -> None:
        change_task(self.task, by=self.by_ana, repeat=Repeat("FREQ=WEEKLY;BYDAY=MO", anchor="due"))  # type: ignore[arg-type]
        skipped = self.ask("post", self.url + "skip/", {"days": ["2026-03-09"]})
        self.assertEqual(skipped["repeat"]["skipped"], ["2026-03-09"])
        self.assertEqual(self.ask("post", self.url + "skip/")["due_on"], "2026-03-16")
        self.ask("post", f"tasks/{self.other.pk}/skip/", None, 409)

    def test_links_are_made_told_and_taken_away(self) -> None:
        made = self.ask("post", self.url + "links/", {"kind": "blocked_by", "task": str(self.other.pk)}, 201)
        self.assertEqual((made["kind"], made["number"], made["open"]), ("blocked_by", self.other.number, True))
        self.assertIs(self.ask("get", self.url)["blocked"], True)
        [there] = self.ask("get", f"tasks/{self.other.pk}/links/")
        self.assertEqual(there["kind"], "blocks")
        self.ask("post", self.url + "links/", {"kind": "blocks", "task": str(self.other.pk)}, 400)
        self.ask("delete", f"{self.url}links/{made['id']}/", None, 204)
        self.assertIs(self.ask("get", self.url)["blocked"], False)

    def test_reminders_are_one_s_own(self) -> None:
        wanted = {"reminders": [{"before": 1800}, {"at": "2026-03-02T08:00:00Z"}]}
        self.assertEqual(len(self.ask("put", self.url + "reminders/", wanted)["reminders"]), 2)
        self.client.force_login(self.mara)
        self.assertEqual(self.ask("get", self.url + "reminders/")["reminders"], [])

    def test_history_is_told_and_a_change_is_put_back(self) -> None:
        change_task(self.task, by=self.by_mara, priority=1)
        [line, *_rest] = self.ask("get", self.url + "history/")
        self.assertEqual(line["words"], "Mara raised the priority to 1")
        self.assertEqual(self.ask("post", f"{self.url}history/{line['event']}/restoration/")["priority"], 4)
        self.undo()

    def test_what_cannot_be_is_refused_and_changes_nothing(self) -> None:
        secret = create_task("Secret", by=self.by_mara)
        before = self.state()
        for method, path, body, status in (
            ("patch", "", {"assignees": [str(uuid4())]}, 400),
            ("patch", "", {"assignees": ["nonsense"]}, 400),
            ("patch", "", {"repeat": {"rule": "FREQ=SECONDLY"}}, 400),
            ("patch", "", {"repeat": {"rule": "x" * 400}}, 400),
            ("patch", "", {"repeat": {}}, 400),
            ("patch", "", {"deadline_on": "20000-01-01"}, 400),
            ("patch", "", {"start_on": "0000-01-01"}, 400),
            ("post", "links/", {"kind": "blocks", "task": str(secret.pk)}, 404),
            ("post", "links/", {"kind": "blocks", "task": str(self.task.pk)}, 400),
            ("post", "links/", {"kind": "eats", "task": str(self.other.pk)}, 400),
            ("put", "reminders/", {"reminders": [{}]}, 400),
            ("put", "reminders/", {"reminders": [{"before": -1}]}, 400),
            ("put", "reminders/", {"reminders": [{"before": 60, "at": "2026-03-02T08:00:00Z"}]}, 400),
            ("post", "history/1/restoration/", None, 404),
        ):
            with self.subTest(path=path, body=str(body)[:60]):
                self.ask(method, self.url + path, body, status)
        self.ask("post", f"changes/{uuid4()}/undo/", None, 409)
        self.assertEqual(self.state(), before)

    def test_strangers_and_guests_find_nothing(self) -> None:
        before = self.state()
        for user in (self.boris, self.gil):
            self.client.force_login(user)
            for path in ("cancellation/", "archival/", "skip/", "links/"):
                self.ask("post", self.url + path, {}, 404)
            self.ask("get", self.url + "history/", status=404)
            self.ask("put", self.url + "reminders/", {"reminders": []}, 404)
        self.assertEqual(self.state(), before)
