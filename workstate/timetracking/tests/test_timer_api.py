"""The timer by REST: one shape for every answer, versions, claims of when it really was, and repeated requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from rest_framework.test import APIClient

from workstate.core.actor import Via
from workstate.core.clock import now
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import create_entry, delete_entry, start_timer, stop_timer
from workstate.timetracking.api.shapes import TimerShape
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.tests.case import TimeTestCase
from workstate.workspaces.actions import create_workspace
from workstate.workspaces.models import Membership

SHAPE = ["version", "now", "entry", "replaced"]


class TimerAPITestCase(TimeTestCase):
    client_class = APIClient

    def ask(
        self,
        method: str,
        name: str = "timer",
        *,
        status: int = 200,
        workspace: str = "acme",
        pk: Any = None,
        **body: Any,
    ) -> dict[str, Any]:
        address = reverse(f"api:{name}", kwargs={"workspace": workspace, **({"pk": pk} if pk else {})})
        answer = getattr(self.client, method)(address, body, format="json")
        self.assertEqual(answer.status_code, status, answer.content)
        told: dict[str, Any] = answer.json()
        return told


class OneShapeTest(TimerAPITestCase):
    def test_every_answer_has_the_same_shape(self) -> None:
        self.assertEqual(list(TimerShape().fields), SHAPE)
        idle = self.ask("get")
        self.assertEqual((list(idle), idle["version"], idle["entry"]), (SHAPE, 0, None))
        first = self.ask("post", description="Draft", labels=["dev"], status=201)
        self.assertEqual((first["version"], first["entry"]["labels"], first["replaced"]), (1, ["dev"], None))
        second = self.ask("post", task=str(self.task.pk), status=201)
        self.assertEqual((second["version"], second["replaced"]["id"]), (2, first["entry"]["id"]))
        self.assertEqual(second["replaced"]["stopped_at"], second["entry"]["started_at"])
        shown = self.ask("get")
        self.assertEqual(shown, {**second, "replaced": None, "now": shown["now"]})
        changed = self.ask("patch", description="Words", billable=True)
        self.assertEqual((changed["entry"]["description"], changed["entry"]["billable"]), ("Words", True))
        self.assertEqual(changed["entry"]["task"], str(self.task.pk))
        stopped = self.ask("delete")
        self.assertEqual((list(stopped), stopped["version"]), (SHAPE, 3))
        self.assertEqual(stopped["entry"]["id"], second["entry"]["id"])
        again = self.ask("post", "entry-continuation", pk=second["entry"]["id"], status=201)
        self.assertEqual((list(again), again["entry"]["task"]), (SHAPE, str(self.task.pk)))
        gone = self.ask("post", "timer-discard")
        self.assertEqual((gone["entry"]["id"], gone["version"]), (again["entry"]["id"], 5))
        self.assertIsNotNone(gone["entry"]["deleted_at"])
        self.assertIsNone(self.ask("get")["entry"])

    def test_the_servers_clock_is_in_every_answer(self) -> None:
        told = parse_datetime(self.ask("get")["now"])
        assert told is not None
        self.assertAlmostEqual((now() - told).total_seconds(), 0, delta=2)

    def test_what_ran_in_another_workspace_is_named_with_it(self) -> None:
        by_ana = create_workspace("Own", owner=self.ana, via=Via.SYSTEM, slug="own")
        there = start_timer(create_task("Far", by=by_ana), by=by_ana, labels=["far"], at=now() - timedelta(hours=1))
        self.assertEqual(self.ask("get")["entry"]["workspace"], "own")
        self.ask("patch", description="From here", status=409)
        started = self.ask("post", status=201)
        self.assertEqual((started["replaced"]["id"], started["replaced"]["labels"]), (str(there.pk), ["far"]))

    def test_of_a_workspace_that_they_left_only_the_time_is_told(self) -> None:
        there = start_timer(self.task, by=self.by_ana, labels=["dev"])
        create_workspace("Own", owner=self.ana, via=Via.SYSTEM, slug="own")
        Membership.objects.filter(user=self.ana, workspace=self.by_ana.workspace).delete()
        told = self.ask("get", workspace="own")["entry"]
        self.assertEqual((told["id"], told["task"], told["project"], told["labels"]), (str(there.pk), None, None, []))
        self.assertIsNotNone(self.ask("delete", workspace="own")["entry"]["stopped_at"])

    def test_starting_and_stopping_take_few_queries(self) -> None:
        self.ask("post", status=201)
        self.ask("delete")
        address = reverse("api:timer", kwargs={"workspace": "acme"})
        # Of the savepoints one pair is the action's within the answer's transaction, one the test's around all.
        with self.assertNumQueries(14):
            self.client.post(address, {}, format="json")
        with self.assertNumQueries(12):
            self.client.delete(address, {}, format="json")


class VersionTest(TimerAPITestCase):
    def test_a_stale_start_that_arrives_after_a_stop_is_refused_and_told_what_is(self) -> None:
        known = self.ask("post", description="Draft", status=201)["version"]
        stopped = self.ask("delete", version=known)
        before = self.counted()
        refused = self.ask("post", task=str(self.task.pk), version=known, status=409)
        self.assertEqual((refused["code"], refused["timer"]["version"]), ("stale", stopped["version"]))
        self.assertEqual((refused["status"], refused["timer"]["entry"]), (409, None))
        self.assertEqual(self.counted(), before)
        self.ask("post", task=str(self.task.pk), version=refused["timer"]["version"], status=201)

    def test_every_act_of_an_older_version_is_refused(self) -> None:
        known = self.ask("post", description="Draft", status=201)["version"]
        running = self.ask("post", description="Elsewhere", status=201)["entry"]
        before = self.counted()
        done = create_entry(by=self.by_ana, day=now().date(), duration=60)
        for act in [
            self.ask("delete", version=known, status=409),
            self.ask("patch", version=known, description="Late", status=409),
            self.ask("post", "timer-discard", version=known, status=409),
            self.ask("post", "entry-continuation", pk=done.pk, version=known, status=409),
        ]:
            self.assertEqual((act["code"], act["timer"]["entry"]["id"]), ("stale", running["id"]))
        done.delete()
        self.assertEqual(TimeEntry.objects.count(), before[0])

    def test_a_repeated_start_is_answered_as_the_first_whatever_came_since(self) -> None:
        body: dict[str, Any] = {"id": str(new_id()), "description": "Draft", "version": 0}
        first = self.ask("post", status=201, **body)
        self.assertEqual(self.ask("post", status=201, **body)["entry"], first["entry"])
        self.ask("delete")
        again = self.ask("post", status=201, **body)["entry"]
        self.assertEqual((again["id"], again["stopped_at"] is None), (body["id"], False))
        self.assertIsNone(self.running())

    def test_words_changed_elsewhere_make_no_request_stale(self) -> None:
        known = self.ask("post", description="Draft", status=201)["version"]
        self.assertEqual(self.ask("patch", description="Better")["version"], known)
        self.ask("delete", version=known)

    def test_a_late_discard_throws_no_time_away(self) -> None:
        first = self.ask("post", status=201)["entry"]["id"]
        self.ask("delete")
        self.ask("post", "timer-discard", entry=first, status=409)
        self.assertIsNone(TimeEntry.objects.get().deleted_at)

    def test_a_repeated_discard_discards_once(self) -> None:
        first = self.ask("post", status=201)["entry"]["id"]
        self.ask("post", "timer-discard", entry=first)
        second = self.ask("post", status=201)["entry"]["id"]
        self.assertEqual(self.ask("post", "timer-discard", entry=first)["entry"]["id"], first)
        self.assertEqual(self.ask("get")["entry"]["id"], second)


class ClaimsTest(TimerAPITestCase):
    def test_what_was_done_offline_counts_from_when_it_was_done(self) -> None:
        start, stop = now() - timedelta(hours=3), now() - timedelta(hours=1)
        self.ask("post", id=str(new_id()), at=start.isoformat(), status=201)
        self.assertEqual(self.ask("delete", at=stop.isoformat())["entry"]["duration"], 7200)

    def test_claims_that_cannot_be_are_refused_and_change_nothing(self) -> None:
        begun, ended = now() - timedelta(hours=5), now() - timedelta(hours=4)
        tracked = create_entry(by=self.by_ana, started_at=begun, stopped_at=ended)
        start_timer(by=self.by_ana, at=now() - timedelta(hours=2))
        before = self.counted()
        for method, at, status in [
            ("post", now() + timedelta(minutes=3), 400),
            ("post", now() - timedelta(days=8), 400),
            ("post", now() - timedelta(hours=3), 400),
            ("delete", now() - timedelta(hours=3), 400),
            ("delete", now() + timedelta(minutes=3), 400),
        ]:
            with self.subTest(method=method, at=at):
                told = self.ask(method, at=at.isoformat(), status=status)
                self.assertEqual(told["errors"][0]["field"], "at")
        overlap = self.ask("post", at=(begun + timedelta(minutes=30)).isoformat(), status=409)
        self.assertEqual((overlap["code"], overlap["earliest"]), ("overlap", ended.isoformat()))
        self.assertEqual(overlap["entry"], str(tracked.pk))
        for nonsense in ["yesterday", "0000-01-01T00:00:00Z", "20000-01-01T00:00:00Z", "\x00", 12, None]:
            self.ask("post", at=nonsense, status=400)
        self.assertEqual(self.counted(), before)

    def test_a_clock_that_is_a_little_fast_is_forgiven(self) -> None:
        entry = self.ask("post", at=(now() + timedelta(seconds=40)).isoformat(), status=201)["entry"]
        began = parse_datetime(entry["started_at"])
        assert began is not None
        self.assertLessEqual(began, now())


class RefusalsTest(TimerAPITestCase):
    def test_nonsense_is_refused_at_its_field(self) -> None:
        before = self.counted()
        refused: list[tuple[str, str, dict[str, Any], str]] = [
            ("post", "timer", {"version": -1}, "version"),
            ("post", "timer", {"version": "x"}, "version"),
            ("post", "timer", {"vresion": 1}, "vresion"),
            ("delete", "timer", {"entry": "x"}, "entry"),
            ("patch", "timer", {"stopped_at": now().isoformat()}, "stopped_at"),
            ("patch", "timer", {"labels": ["x" * 200]}, "labels.0"),
            ("post", "timer-discard", {"at": now().isoformat()}, "at"),
        ]
        for method, name, body, field in refused:
            with self.subTest(body=body):
                self.assertEqual(self.ask(method, name, status=400, **body)["errors"][0]["field"], field)
        self.ask("post", version=2**70, status=409)
        self.assertEqual(self.counted(), before)

    def test_an_entry_that_is_not_ones_own_is_not_there(self) -> None:
        theirs = start_timer(by=self.by_mara)
        before = self.counted()
        self.ask("delete", entry=str(theirs.pk), status=404)
        self.ask("delete", entry=str(new_id()), status=404)
        self.ask("post", "entry-continuation", pk=theirs.pk, status=404)
        self.ask("patch", entry=str(theirs.pk), status=409)
        self.ask("post", "timer-discard", entry=str(theirs.pk), status=409)
        self.assertEqual(self.counted(), before)

    def test_a_late_stop_of_what_was_discarded_says_so(self) -> None:
        entry = start_timer(by=self.by_ana)
        delete_entry(entry, by=self.by_ana)
        self.assertIsNotNone(self.ask("delete", entry=str(entry.pk))["entry"]["deleted_at"])

    def test_a_late_stop_in_another_workspace_shows_when_it_was_stopped(self) -> None:
        own = create_workspace("Own", owner=self.ana, via=Via.SYSTEM, slug="own")
        entry = start_timer(by=own)
        stop_timer(by=own)
        self.assertIsNotNone(self.ask("delete", entry=str(entry.pk))["entry"]["stopped_at"])
