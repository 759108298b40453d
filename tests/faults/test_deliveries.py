"""
Worker, scheduler and Valkey are killed while reminders fall due and people are named. Each is told once, and mailed once.

`make soak-deliveries` lets ten thousand fall due; here they are few, so that the suite stays short.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import psycopg
import pytest

from tests.faults.mailbox import mailbox
from workstate.embedded.testing import Product, bare_environment

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]

DUE = int(os.environ.get("WORKSTATE_REMINDERS", "200"))
PARTS = (" worker ", "valkey-server ", " beat ") * (1 if DUE < 1000 else 3)
WORKERS = PARTS.count(" worker ")
THREADS = 4
"""Of a worker: so many letters at most are in its hands when it is killed."""
PATIENCE = 300.0 + DUE / 5

TOLD = """
SELECT kind, count(*), count(DISTINCT task_id) FROM notifications_notification
WHERE kind IN ('reminder', 'mentioned') GROUP BY kind
"""
LETTERS = """
SELECT count(*) FROM notifications_delivery AS delivery JOIN notifications_notification AS told ON told.id = notification_id
WHERE channel = 'mail' AND kind IN ('reminder', 'mentioned')
"""
MAILED = f"{LETTERS} AND state = 'sent'"
OTHERWISE = f"{LETTERS} AND state <> 'sent'"
BEGIN = "UPDATE tasks_reminder SET at = now() + interval '1 second' + random() * interval '10 seconds'"
# What is said about a subject waits half a minute for more, and what a killed worker held a quarter of an hour: that passes.
GATHERED = """
UPDATE notifications_delivery SET due_at = due_at - interval '1 minute' WHERE id IN (
    SELECT id FROM notifications_delivery
    WHERE channel = 'mail' AND state = 'waiting' AND message_id = '' AND due_at > clock_timestamp() - interval '30 seconds'
    FOR UPDATE SKIP LOCKED)
"""
ABANDONED = """
UPDATE notifications_delivery SET claimed_at = claimed_at - interval '15 minutes'
WHERE channel = 'mail' AND state = 'held' AND claimed_at <= %s AND claimed_at > %s - interval '10 minutes'
"""


class Ledger:
    """The product's own database, asked and pushed on from outside."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._killed_at: datetime | None = None

    def rows(self, question: str) -> list[tuple[object, ...]]:
        return self._connection.execute(question).fetchall()

    def number(self, question: str) -> int:
        ((count,),) = self.rows(question)
        assert isinstance(count, int)
        return count

    def worker_was_killed(self) -> None:
        """Nobody holds any more what was held by now."""
        ((at,),) = self.rows("SELECT clock_timestamp()")
        assert isinstance(at, datetime)
        self._killed_at = at

    def wait_for(self, question: str, holds: Callable[[int], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not holds(found := self.number(question)):
            assert time.monotonic() < deadline, f"{question}: {found} of {DUE}"
            self._connection.execute(GATHERED)
            if self._killed_at:
                self._connection.execute(ABANDONED, [self._killed_at, self._killed_at])
            time.sleep(0.2)


def test_what_falls_due_while_processes_are_killed_is_told_once_and_mailed_once(
    product: Callable[..., Product],
) -> None:
    with mailbox() as letters:
        running = product(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(letters.port))
        running.start()
        with psycopg.connect(running.addresses["DATABASE_URL"], autocommit=True) as connection:
            ledger = Ledger(connection)
            assert beside(running, "fill", str(DUE)).wait(120 + DUE / 10) == 0
            connection.execute(BEGIN)
            talking = beside(running, "talk")
            try:
                kill_amid_work(running, ledger)
                assert talking.wait(PATIENCE) == 0
            finally:
                talking.kill()
                talking.wait(30)
            ledger.wait_for(MAILED, lambda count: count >= DUE)
            assert ledger.number(OTHERWISE) == 0
            told = sorted(ledger.rows(TOLD))
        assert running.stop(seconds=60) == 0
    assert told == [("mentioned", DUE // 2, DUE // 2), ("reminder", DUE - DUE // 2, DUE - DUE // 2)]
    check(letters.letters)


def check(letters: Counter[tuple[int, str]]) -> None:
    of_task = Counter(task for task, _message_id in letters)
    assert len(of_task) == DUE
    assert set(of_task.values()) == {1}, "a letter came again under another Message-ID"
    again = sum(letters.values()) - DUE
    assert again <= THREADS * WORKERS, "more letters came again than killed workers can have held"
    assert max(letters.values()) <= 1 + WORKERS
    print(f"{DUE} letters, {len(PARTS)} kills: {again} came again, with the Message-ID that they had.")


def kill_amid_work(running: Product, ledger: Ledger) -> None:
    """Each part is killed when a further share of the letters has left, and is there again before the next one is."""
    for number, part in enumerate(PARTS):
        share = DUE * (number + 1) // (len(PARTS) + 2)
        ledger.wait_for(MAILED, lambda count, share=share: count >= share)  # type: ignore[misc]
        os.kill(victim := running.child(part), signal.SIGKILL)
        running.child(part, other_than=victim)
        if part == " worker ":
            ledger.worker_was_killed()


def beside(running: Product, *arguments: str) -> subprocess.Popen[bytes]:
    """People at work, in a process of their own."""
    known = {**running.addresses, "SECRET_KEY": "x" * 50, "DJANGO_SETTINGS_MODULE": "workstate.config.settings"}
    command = [sys.executable, "-m", "tests.faults.falling_due", *arguments]
    return subprocess.Popen(command, env=bare_environment(**known))
