"""
Three devices of one person, each with a clock of its own and a line that delays, repeats, reorders and loses: never two
timers, and no second that was acknowledged is lost or counted twice.

10,000 steps, always the same, in `make test`; `make soak` takes a million of which nobody knows which (docs/time.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from workstate.activity.models import Event
from workstate.core.errors import Conflict, Invalid, NotFound
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import Stale, delete_entry, restore_entry, take_back
from workstate.timetracking.api import timer
from workstate.timetracking.models import Clock, DayShare, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase
from workstate.timetracking.tests.reckoning import Reckoning, Refused

STEPS = int(os.environ.get("WORKSTATE_STEPS", "10000"))
LENGTH = 50
CHOSEN_BY_CHANCE = "WORKSTATE_STEPS" in os.environ

# The night in which Berlin's clocks go forward: days are short, and entries go over midnight.
BEGIN = datetime(2026, 3, 28, 18, tzinfo=UTC)
SKEWS = (-118, 3, 119)
WHILES = st.sampled_from([20, 1, 61, 600, 3600, 5 * 3600])


@dataclass
class Request:
    """What a device sends, with what it knew when the person pressed the key."""

    act: str
    body: dict[str, Any]
    stops: int


@dataclass
class Device:
    skew: timedelta
    version: int = 0
    running: UUID | None = None
    stops: int = 0
    waiting: list[Request] = field(default_factory=list)


class Crash(Exception):
    """The server dies before it has committed."""


class Devices(RuleBasedStateMachine):
    """`case` holds the person and their tasks; everything is rolled back after each example."""

    case: type[TimeTestCase]
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.reckoned = Reckoning()
        self.now = BEGIN
        self.devices = [Device(timedelta(seconds=skew)) for skew in SKEWS]
        self.clock = patch.object(timezone, "now", lambda: self.now)
        self.clock.start()
        self.before = transaction.savepoint()

    def teardown(self) -> None:
        try:
            self.compare_days()
            connection.check_constraints()
        finally:
            transaction.savepoint_rollback(self.before)
            self.clock.stop()

    # What the world does. Everything takes a while.

    @rule(
        after=WHILES,
        device=st.integers(0, 2),
        act=st.sampled_from(["start", "start", "start", "start", "stop", "stop", "change", "discard", "continue"]),
        task=st.integers(0, 4),
        knows=st.sampled_from(["version", "entry", "both", "nothing"]),
        offline=st.sampled_from([False, False, True]),
        waits=st.booleans(),
    )
    def a_key_is_pressed(
        self, after: int, device: int, act: str, task: int, knows: str, offline: bool, waits: bool
    ) -> None:
        """The request waits on the device, or is sent at once."""
        self.step(after)
        asking = self.devices[device]
        if request := self.request(asking, act, task, knows, offline):
            asking.waiting.append(request)
            if not waits:
                self.deliver(asking, request, "heard")

    @precondition(lambda self: any(device.waiting for device in self.devices))
    @rule(
        after=WHILES,
        device=st.integers(0, 2),
        which=st.integers(0, 5),
        fate=st.sampled_from(["heard", "heard", "heard", "answer lost", "crashed"]),
    )
    def a_request_arrives(self, after: int, device: int, which: int, fate: str) -> None:
        """In any order. Unless the device has heard the answer it is sent again."""
        self.step(after)
        asking = next(d for d in self.devices[device:] + self.devices[:device] if d.waiting)
        self.deliver(asking, asking.waiting[which % len(asking.waiting)], fate)

    @precondition(lambda self: self.reckoned.spells)
    @rule(after=WHILES, which=st.integers(0, 9), act=st.sampled_from(["delete", "restore", "restore"]))
    def an_entry_is_binned_or_brought_back(self, after: int, which: int, act: str) -> None:
        self.step(after)
        pk = list(self.reckoned.spells)[-1 - which % len(self.reckoned.spells)]
        entry = TimeEntry.objects.get(pk=pk)
        expected, do = (
            (self.reckoned.delete, delete_entry) if act == "delete" else (self.reckoned.bring_back, restore_entry)
        )
        self.both(lambda: expected(pk), lambda: do(entry, by=self.case.by_ana))
        self.compare()

    @precondition(lambda self: self.reckoned.acts)
    @rule(after=WHILES, which=st.integers(0, 3))
    def an_act_is_taken_back(self, after: int, which: int) -> None:
        """By the Undo that stood in a message, long ago perhaps."""
        self.step(after)
        offered = [at for at, act in enumerate(self.reckoned.acts) if act.kind in {"start", "stop", "delete"}]
        number = offered[-1 - which % len(offered)]
        entry = self.reckoned.acts[number].entry
        # Each act on an entry is told of by one event.
        earlier = sum(entry in {act.entry, act.replaced} for act in self.reckoned.acts[:number])
        batch = Event.objects.filter(subject_id=str(entry)).order_by("pk").values_list("batch", flat=True)[earlier]
        assert batch
        self.both(lambda: self.reckoned.take_back(number), lambda: take_back(batch, by=self.case.by_ana))
        self.compare()

    @rule(after=WHILES, device=st.integers(0, 2))
    def a_device_looks(self, after: int, device: int) -> None:
        self.step(after)
        answer = timer.timer_of(self.case.by_ana)
        assert answer["version"] == self.reckoned.version
        assert (answer["entry"] and answer["entry"]["id"]) == self.reckoned.running
        self.learns(self.devices[device], self.reckoned.running)

    # How it does it.

    def request(self, device: Device, act: str, task: int, knows: str, offline: bool) -> Request | None:
        body: dict[str, Any] = {}
        if knows in {"version", "both"}:
            body["version"] = device.version
        if offline and act in {"start", "stop", "continue"}:
            body["at"] = (self.now + device.skew).isoformat()
        if act == "start":
            chosen = self.case.tasks[task]
            body |= {
                "id": str(new_id()),
                "task": str(chosen.pk) if chosen else None,
                "description": f"At {self.now:%H:%M}",
            }
        elif act == "continue":
            if device.running is None:
                return None
            body |= {"id": str(new_id()), "entry": str(device.running)}
        elif knows in {"entry", "both"} and device.running:
            body["entry"] = str(device.running)
        if act == "change":
            body |= {"description": f"Changed at {self.now:%H:%M:%S}"}
            if offline:
                body["started_at"] = (self.now + device.skew - timedelta(minutes=task * 20)).isoformat()
        return Request(act, body, device.stops)

    def deliver(self, device: Device, request: Request, fate: str) -> None:
        if fate == "crashed":
            with suppress(Crash), transaction.atomic():
                with suppress(Conflict, Invalid, NotFound):
                    self.send(request)
                raise Crash
            return self.compare()
        entries, stops = len(self.reckoned.spells), self.reckoned.stops
        answer = self.both(lambda: self.expect(request), lambda: self.send(request))
        if request.act == "start" and "version" in request.body and stops > request.stops:
            assert len(self.reckoned.spells) == entries, "A start took effect whose device did not know of the stop."
        self.compare()
        if fate == "heard":
            device.waiting = [other for other in device.waiting if other is not request]
            if answer:
                assert answer["version"] == self.reckoned.version
            self.learns(device, self.reckoned.running)
        return None

    def send(self, request: Request) -> dict[str, Any]:
        body = dict(request.body)
        if request.act == "continue":
            return timer.go_on(self.case.by_ana, body, entry=UUID(body.pop("entry")))
        acts: dict[str, Callable[..., dict[str, Any]]] = {
            "start": timer.start,
            "stop": timer.stop,
            "change": timer.change,
            "discard": timer.discard,
        }
        return acts[request.act](self.case.by_ana, body)

    def expect(self, request: Request) -> UUID | None:
        body, reckoned = request.body, self.reckoned
        at = datetime.fromisoformat(body["at"]) if "at" in body else None
        entry = UUID(body["entry"]) if "entry" in body else None
        version = body.get("version")
        if request.act == "start":
            task = UUID(body["task"]) if body["task"] else None
            words = body["description"]
            return reckoned.start(self.now, id=UUID(body["id"]), task=task, words=words, at=at, version=version)
        if request.act == "continue":
            assert entry
            like = reckoned.spells[entry]
            return reckoned.start(
                self.now, id=UUID(body["id"]), task=like.task, words=like.words, at=at, version=version
            )
        if request.act == "stop":
            return reckoned.stop(self.now, entry=entry, at=at, version=version)
        if request.act == "discard":
            return reckoned.discard(entry=entry, version=version)
        started = datetime.fromisoformat(body["started_at"]) if "started_at" in body else None
        return reckoned.change(self.now, entry=entry, version=version, words=body["description"], started=started)

    def both(self, expected: Callable[[], UUID | None], act: Callable[[], Any]) -> Any:
        """The answer, which must be about what was expected; None where both refuse."""
        wanted, refused = attempted(expected, Refused)
        answer, error = attempted(act, Conflict, Invalid, NotFound)
        assert bool(error) == bool(refused), error or "What had to be refused was done."
        assert isinstance(error, Stale) == (isinstance(refused, Refused) and refused.stale), error
        if isinstance(answer, dict):
            assert (answer["entry"] and answer["entry"]["id"]) == wanted
        return answer

    def learns(self, device: Device, running: UUID | None) -> None:
        device.version, device.stops = self.reckoned.version, self.reckoned.stops
        device.running = running

    def compare(self) -> None:
        """What is stored is what was reckoned, to the second."""
        columns = ("pk", "task_id", "description", "started_at", "stopped_at", "duration", "deleted_at")
        stored = list(TimeEntry.objects.of(self.case.ana).values_list(*columns))
        assert sum(row[4] is None and row[6] is None for row in stored) <= 1, "Two timers run."
        assert len(stored) == len(self.reckoned.spells)
        for pk, task, words, started, stopped, duration, deleted in stored:
            spell = self.reckoned.spells[pk]
            assert (task, words, started, stopped) == (spell.task, spell.words, spell.started, spell.stopped)
            assert bool(deleted) == spell.gone
            assert duration == (None if stopped is None else (stopped - started).total_seconds())
        assert not self.reckoned.doubled(self.now), "A second is counted twice."

    def compare_days(self) -> None:
        """Every second stands on some day, once."""
        assert (Clock.objects.filter(user=self.case.ana).first() or Clock()).version == self.reckoned.version
        shares = DayShare.objects.filter(user=self.case.ana)
        assert (shares.aggregate(all=Sum("seconds"))["all"] or 0) == self.reckoned.seconds()

    def step(self, after: int) -> None:
        Devices.steps += 1
        self.now += timedelta(seconds=after)


def attempted(act: Callable[[], Any], *refusals: type[Exception]) -> tuple[Any, Exception | None]:
    try:
        return act(), None
    except refusals as error:
        return None, error


class MachineTest(TimeTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.tasks = [cls.task, None, create_task("Second", by=cls.by_ana, project=cls.website), cls.inbox_task, None]
        Devices.case = cls

    def setUp(self) -> None:
        """Nobody signs in."""

    def test_whatever_three_devices_send_and_however_it_arrives(self) -> None:
        Devices.steps = 0
        run_state_machine_as_test(
            Devices,
            settings=settings(
                max_examples=STEPS * 6 // 5 // LENGTH,  # some are shorter
                stateful_step_count=LENGTH,
                derandomize=not CHOSEN_BY_CHANCE,
                database=None,
                deadline=None,
                print_blob=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
        self.assertGreaterEqual(Devices.steps, STEPS)
