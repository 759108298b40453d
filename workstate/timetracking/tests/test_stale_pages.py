"""Pages that do not know what happened meanwhile, and time on tasks that went out of sight."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from workstate.core.clock import day_of, now, start_of_day
from workstate.core.ids import new_id
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, delete_task, move_task
from workstate.tasks.clearing import clear_bin
from workstate.tasks.models import Task
from workstate.timetracking.actions import create_entry, start_timer, stop_timer
from workstate.timetracking.models import Clock, TimeEntry
from workstate.timetracking.tests.case import HTMX, TimeTestCase


class StalePageTest(TimeTestCase):
    def send(self, url: str, version: object, data: dict[str, Any] | None = None, method: str = "") -> HttpResponse:
        fields = {**(data or {}), **({"_method": method} if method else {})}
        headers = {**HTMX, "X-Timer-Version": str(version)}
        return self.client.post(url, fields, headers=headers)  # type: ignore[return-value]

    def version(self) -> int:
        return Clock.objects.get(user=self.ana).version

    def test_the_page_says_which_version_it_shows(self) -> None:
        self.assertContains(self.client.get(self.url("timer"), headers=HTMX), 'data-timer-version="0"')
        start_timer(by=self.by_ana)
        self.assertContains(self.client.get(self.url("timer"), headers=HTMX), 'data-timer-version="1"')
        self.assertContains(self.client.get(self.url("day-list")), 'data-timer-version="1"')
        self.assertContains(self.htmx(self.url("timer"), method="DELETE"), 'data-timer-version="2"')

    def test_a_start_by_a_page_that_missed_a_stop_is_refused_and_the_timer_drawn_as_it_is(self) -> None:
        start_timer(by=self.by_ana, description="Draft")
        stale = self.version()
        stop_timer(by=self.by_ana)
        start_timer(by=self.by_ana, description="On the phone")
        done = create_entry(by=self.by_ana, day=now().date(), duration=60)
        before = self.counted()
        for url, data in [
            (self.url("timer"), {"description": "Late"}),
            (self.url("task-timer", self.task.number), {}),
            (self.url("continuation", done.pk), {}),
        ]:
            answer = self.send(url, stale, data)
            self.assertEqual((answer.status_code, answer.headers["HX-Retarget"]), (409, "#toasts"))
            self.assertContains(answer, "changed meanwhile", status_code=409)
            self.assertContains(answer, "On the phone", status_code=409)
            self.assertContains(answer, f'data-timer-version="{self.version()}"', status_code=409)
        self.assertEqual(self.counted(), before)
        self.assertEqual(self.send(self.url("timer"), self.version(), {"description": "Now"}).status_code, 200)

    def test_a_late_stop_says_that_something_else_runs(self) -> None:
        first = start_timer(by=self.by_ana, description="Draft")
        start_timer(by=self.by_ana, description="On the phone")
        answer = self.send(self.url("timer"), 1, {"entry": str(first.pk)}, method="DELETE")
        self.assertIn("was not stopped", json.loads(answer.headers["HX-Trigger"])["toast"]["text"])
        self.assertContains(answer, "On the phone")
        self.assertIsNotNone(self.running())

    def test_nonsense_for_a_version_is_no_version(self) -> None:
        for said in ["", "x", "-1", "9" * 40, "²"]:
            self.assertEqual(self.send(self.url("timer"), said.encode().decode("latin-1")).status_code, 200)

    def test_without_script_nothing_is_checked_but_the_law_of_one_timer_holds(self) -> None:
        start_timer(by=self.by_ana)
        self.client.post(self.url("timer"), {"description": "Plain"})
        self.assertEqual(TimeEntry.objects.running().count(), 1)


class TaskOptionsTest(TimeTestCase):
    def found(self, text: str) -> list[str]:
        return [one["text"] for one in self.client.get(self.url("task-options"), {"q": text}).json()]

    def test_open_tasks_in_sight_are_found_by_any_part_of_their_title(self) -> None:
        create_task("Call the bank", by=self.by_mara)
        self.assertEqual(self.found("CALL"), ["Call Ana"])
        self.assertEqual(self.found("  l  ana "), ["Call Ana"])
        [found] = self.client.get(self.url("task-options"), {"q": "call"}).json()
        self.assertEqual(found, {"value": self.task.number, "text": "Call Ana", "colour": self.website.colour})
        for nothing in ["", " ", "%", "One", "\x00", "x" * 10_000, "\u202e"]:
            self.assertEqual(self.found(nothing), [])

    def test_however_many_there_are_twenty_are_told_in_as_many_queries(self) -> None:
        for number in range(25):
            create_task(f"Number {number}", by=self.by_ana)
        self.client.get(self.url("task-options"))
        with self.assertNumQueries(3):
            self.assertEqual(len(self.found("number")), 20)


class OutOfSightTest(TimeTestCase):
    """A task of a project, moved into the inbox of a colleague, is theirs alone from then on, under whatever title."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        project = create_project("Team", by=cls.by_mara)
        cls.shared = create_task("Open words", by=cls.by_mara, project=project)

    def hide(self) -> None:
        move_task(self.shared, by=self.by_mara, project=None)
        Task.objects.filter(pk=self.shared.pk).update(title="Secret words")

    def test_its_present_title_is_told_nowhere(self) -> None:
        midnight = start_of_day(day_of(now(), self.by_ana.zone) - timedelta(days=1), self.by_ana.zone)
        for at in (midnight - timedelta(minutes=3), midnight + timedelta(hours=9)):
            with self.subTest(at=at):
                self._is_told_nowhere(at)

    def _is_told_nowhere(self, at: datetime) -> None:
        words = {"started_at": at, "stopped_at": at + timedelta(minutes=5)}
        done = create_entry(by=self.by_ana, task=self.shared, **words)  # type: ignore[arg-type]
        named = create_entry(by=self.by_ana, task=self.shared, description="My own words", **words)  # type: ignore[arg-type]
        start_timer(self.shared, by=self.by_ana)
        self.hide()
        days = {"since": str(done.day), "until": str(done.last_day or done.day)}
        for url, query in [
            (self.url("day-list"), days),
            (self.url("timer"), {}),
            (self.url("timer-panel"), {}),
            (self.url("entry", done.pk), {}),
            (self.url("entry-row", named.pk), {}),
            (self.url("calendar"), {"day": str(done.day)}),
            (reverse("timesheets:week", args=["acme"]), {}),
            (reverse("views:today", args=["acme"]), {}),
        ]:
            for headers in ({}, HTMX):
                answer = self.client.get(url, query, headers=headers, follow=True)
                self.assertEqual(answer.status_code, 200, url)
                self.assertFalse("Secret words" in answer.content.decode(), url)
        self.assertContains(self.client.get(self.url("day-list"), days), "My own words")

    def test_an_edit_of_the_words_keeps_the_time_on_the_task(self) -> None:
        start_timer(self.shared, by=self.by_ana)
        self.hide()
        form = self.client.get(self.url("timer")).context["form"]
        fields = {"description": "Words", "task": form["task"].value(), "started": form["started"].value()}
        self.assertEqual(self.htmx(self.url("timer"), fields, method="PATCH").status_code, 200)
        running = self.running()
        assert running is not None
        self.assertEqual((running.description, running.task_id), ("Words", self.shared.pk))


class DeletedTaskTest(TimeTestCase):
    def test_the_timer_goes_on_when_its_task_is_deleted_and_says_so(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=3))
        delete_task(self.task, by=self.by_ana)
        pill = self.client.get(self.url("timer"), headers=HTMX)
        self.assertContains(pill, 'data-elapsed-title="Call Ana"')
        self.assertContains(self.client.get(self.url("timer-panel"), headers=HTMX), "The task is in the bin.")
        self.assertEqual(self.htmx(self.url("timer"), method="DELETE").status_code, 200)
        entry = TimeEntry.objects.get()
        self.assertEqual(entry.task_id, self.task.pk)
        self.assertAlmostEqual(entry.duration or 0, 180, delta=60)

    def test_it_keeps_the_words_of_a_task_that_leaves_the_bin_for_good_while_it_runs(self) -> None:
        start_timer(self.task, by=self.by_ana, id=new_id())
        delete_task(self.task, by=self.by_ana)
        Task.objects.filter(pk=self.task.pk).update(deleted_at=now() - timedelta(days=60))
        clear_bin()
        entry = self.running()
        assert entry is not None
        self.assertEqual((entry.task_id, entry.description), (None, "Call Ana"))
        self.assertContains(self.client.get(self.url("timer"), headers=HTMX), 'data-elapsed-title="Call Ana"')
