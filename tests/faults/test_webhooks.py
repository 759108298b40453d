"""
Worker and Valkey are killed while webhooks are sent to receivers of every kind. Nothing is lost, every signature holds, nobody
is led inward, and those that are in trouble hold up no other.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
import pytest
from standardwebhooks import Webhook as Verifier

from tests.faults.receivers import KINDS, Receivers, receivers
from workstate.embedded.testing import Product, bare_environment

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("product")]

TASKS = 40
THREADS = 4
PATIENCE = 180.0
ALLOWED = {"OUTGOING_ALLOWED": "127.0.0.1/32", "OUTGOING_HTTP": "true"}

# Waits that would last minutes pass at once, but for the one with a hanging receiver.
HURRY = """
UPDATE webhooks_webhook SET paused_until = NULL WHERE name IN ('well', 'flaky') AND paused_until IS NOT NULL;
UPDATE webhooks_webhookdelivery SET due_at = now() WHERE state = 'waiting' AND due_at > now()
  AND webhook_id IN (SELECT id FROM webhooks_webhook WHERE name = 'flaky')
"""
ABANDONED = """
UPDATE webhooks_webhookdelivery SET claimed_at = claimed_at - interval '10 minutes'
WHERE state = 'held' AND claimed_at <= %s AND claimed_at > now() - interval '9 minutes'
"""
STATES = """
SELECT name, state, count(*) FROM webhooks_webhookdelivery JOIN webhooks_webhook AS webhook ON webhook.id = webhook_id
GROUP BY name, state
"""


def test_nothing_is_lost_whatever_receivers_and_processes_do(product: Callable[..., Product]) -> None:
    with receivers() as all_:
        running = product(**ALLOWED)
        running.start()
        with psycopg.connect(running.addresses["DATABASE_URL"], autocommit=True) as connection:
            amid_work(running, all_, connection)
            wait_for_all(all_, connection)
            check(all_, connection)
        assert running.stop(seconds=60) == 0


def amid_work(running: Product, all_: Receivers, connection: psycopg.Connection) -> None:
    """Tasks are made one after another; a third of the way the worker is killed, at two thirds Valkey."""
    known = {
        **running.addresses,
        "SECRET_KEY": "x" * 50,
        "DJANGO_SETTINGS_MODULE": "workstate.config.settings",
        **ALLOWED,
    }
    command = [sys.executable, "-m", "tests.faults.hooking", *(f"{kind}={all_.url(kind)}" for kind in KINDS)]
    with subprocess.Popen(
        command, env=bare_environment(**known), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as somebody:
        assert somebody.stdin and somebody.stdout
        assert somebody.stdout.readline() == "ready\n"
        for number in range(TASKS):
            somebody.stdin.write(f"Task {number}\n")
            somebody.stdin.flush()
            assert somebody.stdout.readline() == "made\n"
            part = {TASKS // 3: " worker ", 2 * TASKS // 3: "valkey-server "}.get(number)
            if part:
                wait_until(lambda: bool(all_.taken("well")))
                os.kill(victim := running.child(part), signal.SIGKILL)
                running.child(part, other_than=victim)
                if part == " worker ":
                    ((killed_at,),) = connection.execute("SELECT clock_timestamp()").fetchall()
                    connection.execute(ABANDONED, [killed_at])
        somebody.stdin.close()
        assert somebody.wait(30) == 0


def wait_for_all(all_: Receivers, connection: psycopg.Connection) -> None:
    """Until those that take have taken everything, and the others have all been asked."""

    def is_over() -> bool:
        for statement in HURRY.split(";"):
            connection.execute(statement)
        taken = all(len(all_.taken(kind)) >= TASKS for kind in ("well", "flaky"))
        return taken and all(all_.of(kind) for kind in KINDS)

    wait_until(is_over)


def check(all_: Receivers, connection: psycopg.Connection) -> None:
    secrets: dict[str, str] = dict(connection.execute("SELECT name, secret FROM webhooks_webhook").fetchall())
    for one in all_.received:
        Verifier(secrets[one.kind]).verify(one.body, one.headers)
        assert json.loads(one.body)["type"] == "task.created"
    assert not all_.of("inner"), "a redirect was followed"
    for kind in ("well", "flaky"):
        titles = {json.loads(one.body)["data"]["subject"]["name"] for one in all_.of(kind) if one.status == 200}
        assert titles == {f"Task {number}" for number in range(TASKS)}
        again = sum(all_.taken(kind).values()) - TASKS
        assert again <= THREADS * 20, "more came again than a killed worker can have held"
    kept: dict[str, dict[str, int]] = {}
    for name, state, count in connection.execute(STATES).fetchall():
        kept.setdefault(name, {})[state] = count
    assert set(kept["well"]) <= {"sent", "held"}
    for kind in ("errs", "hangs", "resets", "inward"):
        assert "sent" not in kept[kind] and "failed" not in kept[kind]
        assert sum(kept[kind].values()) == TASKS, f"{kind} lost something"
    ((reason,),) = connection.execute("SELECT disabled_reason FROM webhooks_webhook WHERE name = 'gone'").fetchall()
    assert reason == "gone"


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
