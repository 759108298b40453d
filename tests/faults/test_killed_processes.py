"""Each process of the product is killed while people work. What was acknowledged is there, once."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.faults.devices import Device
from workstate.embedded import processes
from workstate.embedded.testing import Product

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]

PARTS = (" -m daphne ", "/postgres -D ", "valkey-server ", " worker ", " beat ")
PEOPLE, DEVICES_EACH, TIMERS_EACH = 4, 2, 25
TIMERS = PEOPLE * DEVICES_EACH * TIMERS_EACH

# Two timers of one person that ran at the same time.
OVERLAPS = """
SELECT count(*) FROM timetracking_timeentry a JOIN timetracking_timeentry b
ON a.user_id = b.user_id AND a.id < b.id AND a.started_at < b.stopped_at AND b.started_at < a.stopped_at
"""
EVENTS = "SELECT verb, count(*), count(DISTINCT subject_id) FROM activity_event WHERE verb LIKE 'timer.%' GROUP BY verb"


class Turnstile:
    """Lets timers through in groups, and tells when a group is through, so that each process is killed amid work."""

    def __init__(self, groups: int) -> None:
        self._size = -(-TIMERS // groups)
        self._count = 0
        self._open = self._size
        self._changed = threading.Condition()

    def pass_through(self) -> None:
        with self._changed:
            place = self._count
            self._count += 1
            self._changed.notify_all()
            assert self._changed.wait_for(lambda: place < self._open, 240)

    def open_next(self) -> None:
        """Return when the group is through and the next one is on its way."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._count > self._open, 240)
            self._open += self._size
            self._changed.notify_all()


def work(device: Device, turnstile: Turnstile) -> list[uuid.UUID]:
    """Start and stop timers; returns their ids, each acknowledged twice."""
    done = []
    for _ in range(TIMERS_EACH):
        turnstile.pass_through()
        entry = uuid.uuid4()
        device.start_timer(entry)
        device.stop_timer(entry)
        done.append(entry)
    return done


def test_no_timer_is_lost_or_doubled_when_processes_are_killed(product: Callable[..., Product]) -> None:
    first = product()
    first.start()
    people = [Device(first.port) for _ in range(PEOPLE)]
    for number, person in enumerate(people):
        person.sign_up(f"person{number}@example.com")
    devices = [person.another() for person in people for _ in range(DEVICES_EACH)]
    turnstile = Turnstile(groups=len(PARTS) + 1)
    with ThreadPoolExecutor(len(devices)) as pool:
        works = [pool.submit(work, device, turnstile) for device in devices]
        for part in PARTS:
            turnstile.open_next()
            victim = first.child(part)
            os.kill(victim, signal.SIGKILL)
            first.child(part, other_than=victim)
            first.wait_until_ready()
        acknowledged = {entry for one in works for entry in one.result(timeout=300)}
    assert len(acknowledged) == TIMERS

    # The supervisor itself, and the next one over what it left behind.
    family = first.family()
    os.kill(first.pid, signal.SIGKILL)
    second = product()
    second.start()
    assert processes.wait_for_end(family, seconds=0) == []
    with psycopg.connect(second.addresses["DATABASE_URL"], autocommit=True) as connection:
        rows = connection.execute("SELECT id, stopped_at FROM timetracking_timeentry").fetchall()
        assert {row[0] for row in rows} == acknowledged
        assert len(rows) == TIMERS
        assert all(stopped_at for _, stopped_at in rows)
        assert connection.execute(OVERLAPS).fetchone() == (0,)
        events = {verb: (count, subjects) for verb, count, subjects in connection.execute(EVENTS).fetchall()}
        assert events == {"timer.started": (TIMERS, TIMERS), "timer.stopped": (TIMERS, TIMERS)}
        assert waits_until_relayed(connection), "events wait although worker and scheduler are back"
    assert second.stop() == 0


def waits_until_relayed(connection: psycopg.Connection, *, seconds: float = 90.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if connection.execute("SELECT count(*) FROM activity_event WHERE relayed_at IS NULL").fetchone() == (0,):
            return True
        time.sleep(0.2)
    return False
