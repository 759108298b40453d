"""Bad input: a message at the field, a status, and nothing written."""

from __future__ import annotations

from typing import Any

from workstate.core.actor import Actor, Role
from workstate.core.clock import now, today
from workstate.core.errors import Conflict
from workstate.core.ids import new_id
from workstate.projects.actions import create_project, delete_project
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import change_entry, continue_entry, create_entry, delete_entry, start_timer
from workstate.timetracking.tests.case import HTMX, TimeTestCase

LONG = "x" * 10_000
OVERRIDE = "invoice\u202etxt.exe"

WORDS: list[tuple[str, str, str]] = [
    ("description", LONG, "Shorten this"),
    ("description", "a\x00b", "Null characters are not allowed"),
    ("description", OVERRIDE, "Remove the invisible control characters"),
    ("labels", OVERRIDE, "Remove the invisible control characters"),
    ("labels", "a\x00b", "Null characters are not allowed"),
    ("labels", "y" * 200, "Shorten this"),
    ("labels", ",".join(str(n) for n in range(60)), "fifty labels"),
]
TIMES: list[tuple[str, str, str]] = [
    ("worked", "", "required"),
    ("worked", "-1:30", "cannot be negative"),
    ("worked", "30h", "24 hours at most"),
    ("worked", "0", "more than nothing"),
    ("worked", "99999h", "10,000 hours"),
    ("worked", "9-9", "same time"),
    ("worked", "9-25:00", "0:00 and 24:00"),
    ("worked", "later", "not a duration"),
    ("worked", "1:30\x00", "Null characters are not allowed"),
    ("worked", "1" * 500, "too long"),
    ("day", "", "required"),
    ("day", "0000-01-01", "no such day"),
    ("day", "0001-01-01", "between 1970 and 2199"),
    ("day", "20000-01-01", "no such day"),
    ("day", "2300-01-01", "between 1970 and 2199"),
    ("day", "2026-02-30", "no such day"),
    ("day", "2026-01-01\x00", "no such day"),
]
MOMENTS: list[tuple[str, str]] = [
    ("25:00", "between 0:00 and 23:59"),
    ("soon", "Enter a time such as"),
    ("2199-01-01 10:00", "still to come"),
    ("0001-01-01 10:00", "between 1970 and 2199"),
    ("20000-01-01 10:00", "Enter a time such as"),
    ("-1:99", "go up to 59"),
    ("9:15\x00", "Null characters are not allowed"),
    ("9" * 300, "too long"),
]


class RefusalsTest(TimeTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.entry = create_entry(by=cls.by_ana, day=today(cls.by_ana.zone), duration=60, description="as it was")

    def setUp(self) -> None:
        super().setUp()
        self.day = today(self.by_ana.zone).isoformat()

    def assert_refused(self, response: Any, field: str, words: str) -> None:
        self.assertContains(response, words, status_code=400)
        self.assertContains(response, f'-{field}-error"', status_code=400)

    def test_by_hand(self) -> None:
        before = self.counted()
        for field, value, words in WORDS[:3] + TIMES:
            with self.subTest(field=field, value=value[:20]):
                fields = {"description": "x", "worked": "1:00", "day": self.day, field: value}
                self.assert_refused(self.htmx(self.url("day-list"), fields), field, words)
        self.assertEqual(self.counted(), before)

    def test_an_end_or_a_start_that_has_not_come_yet(self) -> None:
        before = self.counted()
        for url, method in [(self.url("day-list"), ""), (self.url("entry", self.entry.pk), "PATCH")]:
            fields = {"worked": "9:00-10:00", "day": "2199-01-01"}
            self.assert_refused(self.htmx(url, fields, method=method), "worked", "still to come")
        self.assertEqual(self.counted(), before)

    def test_in_the_editor(self) -> None:
        before = self.counted()
        for field, value, words in WORDS + TIMES:
            with self.subTest(field=field, value=value[:20]):
                fields = {"description": "x", "worked": "1:00", "day": self.day, field: value}
                response = self.htmx(self.url("entry", self.entry.pk), fields, method="PATCH")
                self.assert_refused(response, field, words)
        self.assertEqual(self.counted(), before)
        self.entry.refresh_from_db()
        self.assertEqual((self.entry.description, self.entry.duration), ("as it was", 60))

    def test_while_it_runs(self) -> None:
        running = start_timer(by=self.by_ana, description="as it was")
        before = self.counted()
        cases = WORDS + [("started", typed, words) for typed, words in MOMENTS] + [("started", "", "required")]
        for url in [self.url("timer"), self.url("entry", running.pk)]:
            for field, value, words in cases:
                with self.subTest(url=url, field=field, value=value[:20]):
                    fields = {"description": "x", "started": "-1m", field: value}
                    self.assert_refused(self.htmx(url, fields, method="PATCH"), field, words)
        self.assertEqual(self.counted(), before)
        running.refresh_from_db()
        self.assertEqual(running.description, "as it was")

    def test_starting(self) -> None:
        before = self.counted()
        for field, value, words in WORDS[:3]:
            response = self.htmx(self.url("timer"), {field: value})
            self.assert_refused(response, field, words)
            self.assertEqual(response.headers["HX-Retarget"], "#timer-panel")
        for typed, words in MOMENTS:
            with self.subTest(typed=typed[:20]):
                self.assert_refused(self.htmx(self.url("timer"), {"at": typed}), "at", words)
                self.assertEqual(self.htmx(self.url("task-timer", self.task.number), {"at": typed}).status_code, 400)
        self.assertEqual(self.htmx(self.url("timer"), {"id": "x\x00"}).status_code, 400)
        self.assertEqual(self.counted(), before)
        self.assertIsNone(self.running())

    def test_starting_before_the_running_timer_began_or_stopping_before_its_start(self) -> None:
        start_timer(by=self.by_ana)
        before = self.counted()
        self.assertEqual(self.htmx(self.url("timer"), {"at": "-10m"}).status_code, 400)
        self.assertEqual(self.htmx(self.url("timer"), {"at": "-10m"}, method="DELETE").status_code, 400)
        self.assertEqual(self.htmx(self.url("timer"), {"at": "soon"}, method="DELETE").status_code, 400)
        self.assertEqual(self.counted(), before)

    def test_what_is_not_there_for_the_person_is_not_found(self) -> None:
        running = start_timer(by=self.by_ana)
        before = self.counted()
        missing = [
            ("task", "99999"), ("task", "-1"), ("task", "1 OR 1=1"), ("task", "9" * 30), ("task", "٣"),
            ("task", str(self.foreign_task.number)), ("project", str(self.foreign_project.pk)),
            ("project", str(new_id())), ("project", "x"),
        ]  # fmt: skip
        for field, value in missing:
            for url, method, fields in [
                (self.url("day-list"), "", {"worked": "1:00", "day": self.day}),
                (self.url("entry", self.entry.pk), "PATCH", {"worked": "1:00", "day": self.day}),
                (self.url("timer"), "", {}),
                (self.url("timer"), "PATCH", {"started": "-1m"}),
                (self.url("entry", running.pk), "PATCH", {"started": "-1m"}),
            ]:
                with self.subTest(field=field, value=value, url=url, method=method):
                    response = self.htmx(url, {**fields, field: value}, method=method)
                    self.assertEqual(response.status_code, 404)
        for entry in ["x", str(new_id()), "\x00"]:
            self.assertEqual(self.htmx(self.url("timer"), {"entry": entry}, method="DELETE").status_code, 404)
        self.assertEqual(self.counted(), before)

    def test_a_project_that_is_not_the_tasks(self) -> None:
        other = create_project("Other", by=self.by_ana)
        before = self.counted()
        fields = {"task": str(self.task.number), "project": str(other.pk), "worked": "1:00", "day": self.day}
        self.assert_refused(self.htmx(self.url("day-list"), fields), "project", "belongs to another project")
        self.assertEqual(self.counted(), before)

    def test_a_taken_identifier(self) -> None:
        theirs = create_entry(by=self.by_boris, day=today(self.by_boris.zone), duration=60)
        before = self.counted()
        fields = {"id": str(theirs.pk), "worked": "1:00", "day": self.day}
        self.assertEqual(self.htmx(self.url("day-list"), fields).status_code, 409)
        self.assertEqual(self.htmx(self.url("timer"), {"id": str(theirs.pk)}).status_code, 409)
        self.assertEqual(self.counted(), before)

    def test_a_task_whose_project_is_in_the_bin(self) -> None:
        project = create_project("Gone", by=self.by_ana)
        task = create_task("Of the gone", by=self.by_ana, project=project)
        delete_project(project, by=self.by_ana)
        before = self.counted()
        self.assertEqual(self.htmx(self.url("task-timer", task.number)).status_code, 400)
        self.assertEqual(self.htmx(self.url("timer"), {"task": str(task.number)}).status_code, 400)
        self.assertEqual(self.counted(), before)

    def test_an_entry_in_the_bin_is_not_changed_by_any_door(self) -> None:
        delete_entry(self.entry, by=self.by_ana)
        with self.assertRaises(Conflict):
            change_entry(self.entry, by=self.by_ana, description="other")
        self.entry.refresh_from_db()
        self.assertEqual(self.entry.description, "as it was")

    def test_a_guest_who_was_a_member_continues_without_labels_they_no_longer_see(self) -> None:
        labelled = create_entry(
            by=self.by_ana, day=today(self.by_ana.zone), duration=60, description="old", labels=["dev"]
        )
        as_guest = Actor(self.ana, self.by_ana.workspace, Role.GUEST)
        entry = continue_entry(labelled, by=as_guest)
        self.assertEqual((entry.description, entry.labels.count()), ("old", 0))

    def test_a_page_whose_address_cannot_be_read_is_no_page_of_days(self) -> None:
        answer = self.client.post(self.url("timer"), {}, headers={**HTMX, "HX-Current-URL": "http://["})
        self.assertEqual(answer.status_code, 200)

    def test_what_a_resource_does_not_do(self) -> None:
        before = self.counted()
        for name, args in [
            ("copy", [self.entry.pk]),
            ("continuation", [self.entry.pk]),
            ("restoration", [self.entry.pk]),
        ]:
            url = self.url(name, *args)
            self.assertEqual(self.client.get(url, headers=HTMX).status_code, 405)
            self.assertEqual(self.htmx(url, method="DELETE").status_code, 405)
        self.assertEqual(self.client.get(self.url("task-timer", self.task.number)).status_code, 405)
        self.assertEqual(self.counted(), before)

    def test_a_label_that_does_not_exist_is_not_made_by_a_guest(self) -> None:
        entry = create_entry(by=self.by_gil, day=today(self.by_gil.zone), duration=60)
        self.client.force_login(self.gil)
        before = self.counted()
        fields = {"worked": "0:01", "day": self.day, "labels": "new"}
        self.assertEqual(self.htmx(self.url("entry", entry.pk), fields, method="PATCH").status_code, 403)
        self.assertEqual(self.counted(), before)

    def test_a_clock_that_is_a_little_ahead_is_forgiven(self) -> None:
        ahead = now().replace(microsecond=0).isoformat()
        self.assertEqual(self.htmx(self.url("timer"), {"at": ahead}).status_code, 200)
