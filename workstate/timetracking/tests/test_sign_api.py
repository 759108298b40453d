"""Signs of life, the question, time away and notices, for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workstate.core.clock import now
from workstate.timetracking import actions
from workstate.timetracking.actions import signs
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.tests.case import TimeTestCase

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class SignsAPITest(TimeTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.at = now()
        self.entry = actions.start_timer(self.task, by=self.by_ana, at=self.at - 5 * HOUR)
        Clock.objects.update(seen_at=self.at - HOUR, answered_at=self.at - 5 * HOUR)

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        send = getattr(self.client, method)
        return send(f"/api/v1/{path}", body, content_type="application/json")

    def here(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.ask(method, f"workspaces/acme/{path}", body)

    def test_a_sign_of_life_is_taken(self) -> None:
        self.assertEqual(self.here("post", "timer/heartbeat/").status_code, 204)
        seen = Clock.objects.get().seen_at
        assert seen is not None
        self.assertGreaterEqual(seen, self.at)
        for ago in (-1, 121, "soon"):
            self.assertEqual(self.here("post", "timer/heartbeat/", {"ago": ago}).status_code, 400)

    def test_the_question_is_shown_and_answered(self) -> None:
        self.assertEqual(self.here("get", "timer/question/").status_code, 204)
        Clock.objects.update(asked_at=self.at)
        told = self.here("get", "timer/question/").json()
        self.assertEqual(told["entry"], str(self.entry.pk))
        self.assertEqual(told["last_sign"], (self.at - HOUR).isoformat().replace("+00:00", "Z"))
        self.assertEqual(self.here("post", "timer/question/").status_code, 204)
        self.assertEqual(self.here("get", "timer/question/").status_code, 204)

    def gap(self, **more: Any) -> dict[str, Any]:
        since, until = self.at - HOUR, self.at - 10 * MINUTE
        body = {"entry": str(self.entry.pk), "since": since.isoformat(), "until": until.isoformat(), "goes_on": True}
        return {**body, **more}

    def test_time_away_is_settled(self) -> None:
        parts = [{"seconds": 600, "task": str(self.inbox_task.pk)}, {"seconds": 300, "description": "Lunch"}]
        answer = self.here("post", "timer/gap/", self.gap(parts=parts, kept=60, version=Clock.objects.get().version))
        self.assertEqual(answer.status_code, 200)
        told = answer.json()
        self.assertEqual(told["entry"]["started_at"], (self.at - 10 * MINUTE).isoformat().replace("+00:00", "Z"))
        durations = [entry.duration for entry in TimeEntry.objects.order_by("started_at")]
        self.assertEqual(durations, [4 * 3600 + 60, 600, 300, None])
        actions.take_back(told["batch"], by=self.by_ana)
        running = self.running()
        assert running is not None
        self.assertEqual(running.pk, self.entry.pk)

    def test_what_cannot_be_settled_changes_nothing(self) -> None:
        before = self.counted()
        for body, status in (
            ({}, 400),
            (self.gap(kept=-1), 400),
            (self.gap(kept=10**9), 400),
            (self.gap(parts=[{"seconds": 0}]), 400),
            (self.gap(parts=[{"seconds": 1}] * 21), 400),
            (self.gap(since="0001-01-01T00:00:00Z", until="0001-01-01T00:00:01Z"), 400),
            (self.gap(parts=[{"seconds": 60, "task": str(self.foreign_task.pk)}]), 404),
            (self.gap(entry=str(self.foreign_task.pk)), 404),
            (self.gap(version=999), 409),
        ):
            with self.subTest(body):
                self.assertEqual(self.here("post", "timer/gap/", body).status_code, status)
        self.assertEqual(self.counted(), before)

    def test_notices_are_listed_undone_and_put_away(self) -> None:
        Clock.objects.update(asked_at=self.at - HOUR)
        signs.tend_clock(self.ana.pk)
        (told,) = self.ask("get", "me/notices/").json()
        self.assertEqual((told["kind"], told["workspace"]), ("timer_stopped", "acme"))
        answer = self.here("post", f"notices/{told['id']}/undoing/")
        self.assertEqual(answer.json()["entry"]["id"], str(self.entry.pk))
        self.assertEqual(self.ask("get", "me/notices/").json(), [])
        self.assertEqual(self.here("post", f"notices/{told['id']}/undoing/").status_code, 409)
        Notice.objects.update(dismissed_at=None)
        self.assertEqual(self.ask("delete", f"me/notices/{told['id']}/").status_code, 204)
        self.assertEqual(self.ask("get", "me/notices/").json(), [])

    def test_preferences_are_shown_and_changed(self) -> None:
        ordinary = {"ask_after": 14400, "stop_after": 1800, "idle_after": 600, "remind_after": None}
        self.assertEqual(self.ask("get", "me/time-preferences/").json(), ordinary)
        answer = self.ask("patch", "me/time-preferences/", {"idle_after": None, "remind_after": 1200})
        self.assertEqual(answer.json(), {**ordinary, "idle_after": None, "remind_after": 1200})
        for body in (
            {"ask_after": 1},
            {"stop_after": -5},
            {"idle_after": "soon"},
            {"remind_after": 10**12},
            {"nap": 1},
        ):
            with self.subTest(body):
                self.assertEqual(self.ask("patch", "me/time-preferences/", body).status_code, 400)
        self.assertEqual(TimePreferences.objects.get().remind_after, 1200)
