"""Focus for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from workstate.core.clock import now, today
from workstate.core.ids import new_id
from workstate.focus import actions
from workstate.focus.models import FocusPreferences
from workstate.focus.tests.case import FocusTestCase

ADDRESS = "/api/v1/workspaces/acme/focus/"
MINE = "/api/v1/me/focus/"


class FocusAPITest(FocusTestCase):
    def send(self, method: str, path: str = "", status: int = 200, **body: Any) -> Any:
        answer = getattr(self.client, method)(ADDRESS + path, body, content_type="application/json")
        self.assertEqual(answer.status_code, status, answer.content)
        return answer.json() if answer.content else None

    def test_an_interval_is_begun_lengthened_gone_on_from_and_stopped(self) -> None:
        begun = self.send("post", status=201, task=str(self.task.pk))["interval"]
        self.assertEqual((begun["kind"], begun["round"], begun["task"]), ("focus", 1, str(self.task.pk)))
        later = datetime.fromisoformat(begun["ends_at"]) + timedelta(minutes=5)
        for _again in range(2):
            longer = self.send("patch", interval=begun["id"], ends_at=later.isoformat())["interval"]
            self.assertEqual(datetime.fromisoformat(longer["ends_at"]), later)
        rest = self.send("post", "next/", interval=begun["id"])["interval"]
        self.assertEqual((rest["kind"], rest["entry"]), ("short_break", None))
        self.assertIsNone(self.send("delete", interval=begun["id"])["last"]["ended_at"], "A late stop means another.")
        self.assertIsNone(self.send("delete", interval=rest["id"])["interval"])

    def test_a_repeated_request_begins_once(self) -> None:
        chosen = str(new_id())
        for _again in range(2):
            self.send("post", status=201, id=chosen, task=str(self.task.pk))
        self.assertEqual(len(self.intervals()), 1)

    def test_reading_settles_what_is_due(self) -> None:
        actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=26))
        shown = self.send("get")
        self.assertEqual((shown["interval"]["kind"], shown["today"] in {0, 1}), ("short_break", True))
        self.assertIsNone(self.running())

    def test_what_is_offered_is_told(self) -> None:
        actions.change_preferences(self.ana, auto_break=False)
        actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=26))
        shown = self.send("get")
        self.assertIsNone(shown["interval"])
        self.assertEqual(shown["offered"], {"kind": "short_break", "round": 1, "seconds": 300})

    def test_counts_are_by_day_and_task(self) -> None:
        for hour in (3, 2):
            actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(hours=hour))
            actions.settle(self.ana, at=now() - timedelta(hours=hour - 1))
        since = (today(self.ana.zone) - timedelta(days=1)).isoformat()
        rows = self.send("get", f"counts/?first={since}&task={self.task.pk}")
        self.assertEqual(sum(row["count"] for row in rows), 2)
        self.assertEqual(sum(row["seconds"] for row in rows), 3000)
        self.send("get", "counts/?first=2020-01-01", status=400)
        self.send("get", "counts/?first=0000-01-01", status=400)

    def test_what_is_not_ones_own_is_not_there(self) -> None:
        self.send("post", status=404, task=str(self.foreign.pk))
        theirs = actions.start_focus(by=self.by_mara)
        self.send("post", status=409, id=str(theirs.pk))
        self.send("delete", interval=str(theirs.pk))
        self.send("patch", status=409, interval=str(theirs.pk), ends_at="2030-01-01T00:00:00Z")
        theirs.refresh_from_db()
        self.assertTrue(theirs.is_open)
        self.assertEqual(self.intervals(), [])

    def test_nonsense_is_refused(self) -> None:
        self.send("post", status=400, pause=True)
        self.send("post", status=400, task="x")
        self.send("patch", status=400, ends_at="never")
        self.assertEqual(self.intervals(), [])

    def test_presence_is_noted(self) -> None:
        interval = actions.start_focus(self.task, by=self.by_ana, at=now() - timedelta(minutes=5))
        self.send("post", "presence/", status=204)
        interval.refresh_from_db()
        self.assertGreater(interval.seen_at, interval.started_at)


class PreferencesAPITest(FocusTestCase):
    def test_they_are_shown_and_changed_one_by_one(self) -> None:
        self.assertEqual(self.client.get(MINE).json()["focus"], 1500)
        changed = self.client.patch(MINE, {"focus": 60, "sound": "none"}, content_type="application/json").json()
        self.assertEqual((changed["focus"], changed["sound"], changed["short_break"]), (60, "none", 300))

    def test_nonsense_is_refused_and_nothing_is_kept(self) -> None:
        for wrong in (
            {"focus": 0},
            {"focus": 99999},
            {"volume": -1},
            {"sound": "gong"},
            {"tempo": 3},
            {"long_after": 0},
        ):
            with self.subTest(wrong):
                answer = self.client.patch(MINE, wrong, content_type="application/json")
                self.assertEqual(answer.status_code, 400)
        self.assertFalse(FocusPreferences.objects.exists())
