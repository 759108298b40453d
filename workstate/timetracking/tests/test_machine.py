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
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from workstate.activity.models import Event
from workstate.core.errors import Conflict, Invalid, NotFound
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.timetracking.actions import (
    Stale,
    continue_entry,
    delete_entry,
    restore_entry,
    start_timer,
    stop_timer,
    take_back,
)
from workstate.timetracking.actions.running import change_timer, discard_timer
from workstate.timetracking.api import timer
from workstate.timetracking.day_sums import differences
from workstate.timetracking.models import Clock, DayShare, TimeEntry
from workstate.timetracking.tests.case import TimeTestCase
from workstate.timetracking.tests.reckoning import Reckoning, Refused

STEPS = int(os.environ.get("WORKSTATE_STEPS", "10000"))
LENGTH = 50
CHOSEN_BY_CHANCE = "WORKSTATE_STEPS" in os.environ

# The night in which Berlin's clocks go forward: days are short, and entries go over midnight.
BEGIN = datetime(2026, 3, 28, 18, tzinfo=UTC)
SKEWS = (-118, 3, 119)


@dataclass
class Request:
    """What a device sends, with what it knew when the person pressed the key."""

    act: str
    given: dict[str, Any]
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
            assert differences() == 0
            connection.check_constraints()
        finally:
            transaction.savepoint_rollback(self.before)
            self.clock.stop()

    # What the world does. One rule, as several would be left out by turns, and whole runs be spent on looking.

    @rule(
        what=st.sampled_from(
            ["press"] * 4 + ["arrive"] * 6 + ["wait"] * 8 + ["delete", "restore", "take back", "look"]
        ),
        after=st.sampled_from([20, 1, 61, 600, 3600, 5 * 3600]),
        device=st.integers(0, 2),
        which=st.integers(0, 5),
        data=st.data(),
    )
    def something_happens(self, what: str, after: int, device: int, which: int, data: st.DataObject) -> None:
        Devices.steps += 1
        self.now += timedelta(seconds=after)
        if what == "arrive" and (asking := self.next_waiting(device)):
            fate = data.draw(st.sampled_from(["heard", "heard", "heard", "answer lost", "crashed"]))
            self.deliver(asking, asking.waiting[which % len(asking.waiting)], fate)
        elif what in {"delete", "restore"} and self.reckoned.spells:
            self.binned_or_brought_back(what, which)
        elif what == "take back" and self.reckoned.acts:
            self.taken_back(which)
        elif what == "look":
            self.looks(self.devices[device])
        else:
            act = data.draw(st.sampled_from(["start"] * 4 + ["stop"] * 2 + ["change", "discard", "continue"]))
            knows = data.draw(st.sampled_from(["version", "entry", "both", "nothing"]))
            offline = data.draw(st.sampled_from([False, False, True]))
            self.key_is_pressed(self.devices[device], self.request(device, act, which, knows, offline), what)

    def next_waiting(self, first: int) -> Device | None:
        return next((d for d in self.devices[first:] + self.devices[:first] if d.waiting), None)

    def key_is_pressed(self, device: Device, request: Request | None, what: str) -> None:
        """The request waits on the device, or is sent at once."""
        if request:
            device.waiting.append(request)
            if what == "press":
                self.deliver(device, request, "heard")

    def binned_or_brought_back(self, what: str, which: int) -> None:
        pk = list(self.reckoned.spells)[-1 - which % len(self.reckoned.spells)]
        entry = TimeEntry.objects.get(pk=pk)
        if what == "delete":
            self.both(lambda: self.reckoned.delete(pk), lambda: delete_entry(entry, by=self.case.by_ana))
        else:
            self.both(lambda: self.reckoned.bring_back(pk), lambda: restore_entry(entry, by=self.case.by_ana))
        self.compare()

    def taken_back(self, which: int) -> None:
        """By the Undo that stood in a message, long ago perhaps."""
        offered = [at for at, act in enumerate(self.reckoned.acts) if act.kind in {"start", "stop", "delete"}]
        number = offered[-1 - which % len(offered)]
        entry = self.reckoned.acts[number].entry
        # Each act on an entry is told of by one event.
        earlier = sum(entry in {act.entry, act.replaced} for act in self.reckoned.acts[:number])
        batch = Event.objects.filter(subject_id=str(entry)).order_by("pk").values_list("batch", flat=True)[earlier]
        assert batch
        self.both(lambda: self.reckoned.take_back(number), lambda: take_back(batch, by=self.case.by_ana))
        self.compare()

    def looks(self, device: Device) -> None:
        answer = timer.timer_of(self.case.by_ana)
        assert answer["version"] == self.reckoned.version
        assert (answer["entry"] and answer["entry"]["id"]) == self.reckoned.running
        self.learns(device, self.reckoned.running)

    # How it does it.

    def request(self, number: int, act: str, which: int, knows: str, offline: bool) -> Request | None:
        device = self.devices[number]
        given: dict[str, Any] = {}
        if knows in {"version", "both"}:
            given["version"] = device.version
        if offline and act in {"start", "stop", "continue"}:
            given["at"] = self.now + device.skew
        if act == "start":
            task = self.case.tasks[which % len(self.case.tasks)]
            given |= {"id": new_id(), "task": task, "description": f"At {self.now:%H:%M}"}
        elif act == "continue":
            if device.running is None:
                return None
            given |= {"id": new_id(), "entry": device.running}
        elif knows in {"entry", "both"} and device.running:
            given["entry"] = device.running
        if act == "change":
            given["description"] = f"Changed at {self.now:%H:%M:%S}"
            if offline:
                given["started_at"] = self.now + device.skew - timedelta(minutes=which * 20)
        return Request(act, given, device.stops)

    def deliver(self, device: Device, request: Request, fate: str) -> None:
        if fate == "crashed":
            with suppress(Crash), transaction.atomic():
                with suppress(Conflict, Invalid, NotFound):
                    self.send(request)
                raise Crash
            return self.compare()
        entries, stops = len(self.reckoned.spells), self.reckoned.stops
        self.both(lambda: self.expect(request), lambda: self.send(request))
        if request.act == "start" and "version" in request.given and stops > request.stops:
            assert len(self.reckoned.spells) == entries, "A start took effect whose device did not know of the stop."
        self.compare()
        if fate == "heard":
            device.waiting = [other for other in device.waiting if other is not request]
            self.learns(device, self.reckoned.running)
        return None

    def send(self, request: Request) -> TimeEntry | None:
        given, by = dict(request.given), self.case.by_ana
        if request.act == "start":
            return start_timer(given.pop("task"), by=by, **given)
        if request.act == "continue":
            return continue_entry(TimeEntry.objects.get(pk=given.pop("entry")), by=by, **given)
        acts: dict[str, Callable[..., TimeEntry | None]] = {
            "stop": stop_timer,
            "change": change_timer,
            "discard": discard_timer,
        }
        return acts[request.act](by=by, **given)

    def expect(self, request: Request) -> UUID | None:
        given, reckoned = request.given, self.reckoned
        version, entry, at = given.get("version"), given.get("entry"), given.get("at")
        if request.act == "start":
            task, words = given["task"], given["description"]
            task_id = task.pk if task else None
            return reckoned.start(self.now, id=given["id"], task=task_id, words=words, at=at, version=version)
        if request.act == "continue":
            like = reckoned.spells[given["entry"]]
            return reckoned.start(self.now, id=given["id"], task=like.task, words=like.words, at=at, version=version)
        if request.act == "stop":
            return reckoned.stop(self.now, entry=entry, at=at, version=version)
        if request.act == "discard":
            return reckoned.discard(entry=entry, version=version)
        words, started = given["description"], given.get("started_at")
        return reckoned.change(self.now, entry=entry, version=version, words=words, started=started)

    def both(self, expected: Callable[[], UUID | None], act: Callable[[], Any]) -> None:
        """Either both refuse, or the answer is about the entry that was expected."""
        wanted, refused = attempted(expected, Refused)
        answer, error = attempted(act, Conflict, Invalid, NotFound)
        assert bool(error) == bool(refused), error or "What had to be refused was done."
        assert isinstance(error, Stale) == (isinstance(refused, Refused) and refused.stale), error
        if isinstance(answer, TimeEntry) and wanted:
            assert answer.pk == wanted

    def learns(self, device: Device, running: UUID | None) -> None:
        device.version, device.stops = self.reckoned.version, self.reckoned.stops
        device.running = running

    def compare(self) -> None:
        """What is stored is what was reckoned, to the second."""
        columns = ("pk", "task_id", "description", "started_at", "stopped_at", "duration", "deleted_at")
        stored = list(TimeEntry.objects.of(self.case.ana).values_list(*columns).order_by())
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
                max_examples=STEPS * 21 // 20 // LENGTH,  # some are shorter
                stateful_step_count=LENGTH,
                derandomize=not CHOSEN_BY_CHANCE,
                database=None,
                deadline=None,
                print_blob=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
        self.assertGreaterEqual(Devices.steps, STEPS)
