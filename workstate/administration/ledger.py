"""How jobs fare, written down by the workers that run them. Not every run: a job that runs often is noted every few seconds."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Any, Final

from celery.signals import task_failure, task_postrun, task_prerun
from django.db import connection

logger = logging.getLogger(__name__)

EVERY: Final = 5.0
"""Seconds between two notes of a job that goes well."""
_NOTE = """
    INSERT INTO administration_jobrun AS j (name, finished_at, seconds, failed_at, error, runs, failures)
    VALUES (
        %(name)s, CASE WHEN %(failed)s THEN NULL ELSE clock_timestamp() END, %(seconds)s,
        CASE WHEN %(failed)s THEN clock_timestamp() END, %(error)s, %(runs)s, CASE WHEN %(failed)s THEN 1 ELSE 0 END
    )
    ON CONFLICT (name) DO UPDATE SET
        finished_at = coalesce(excluded.finished_at, j.finished_at),
        seconds = excluded.seconds,
        failed_at = coalesce(excluded.failed_at, j.failed_at),
        error = CASE WHEN %(failed)s THEN excluded.error ELSE j.error END,
        runs = j.runs + excluded.runs,
        failures = j.failures + excluded.failures
"""


@dataclass
class Ledger:
    """Of one process of a worker, which does one job at a time."""

    begun: dict[str, float] = field(default_factory=dict)
    noted: dict[str, float] = field(default_factory=dict)
    unnoted: dict[str, int] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def begin(self, task_id: str) -> None:
        self.begun[task_id] = time.monotonic()

    def fail(self, task_id: str, name: str, error: BaseException) -> None:
        self.failed.add(task_id)
        self._note(name, self._took(task_id), said(error))

    def end(self, task_id: str, name: str) -> None:
        took = self._took(task_id)
        self.begun.pop(task_id, None)
        if task_id in self.failed:
            self.failed.discard(task_id)
            return
        self.unnoted[name] = self.unnoted.get(name, 0) + 1
        if time.monotonic() - self.noted.get(name, -EVERY) >= EVERY:
            self._note(name, took)

    def _took(self, task_id: str) -> float:
        return time.monotonic() - self.begun.get(task_id, time.monotonic())

    def _note(self, name: str, seconds: float, error: str = "") -> None:
        """What cannot be written is no reason for a job to fail: it did its work."""
        runs = self.unnoted.pop(name, 0) + (1 if error else 0)
        values: dict[str, str | float | bool] = {
            "name": name[:200],
            "seconds": seconds,
            "failed": bool(error),
            "error": error[:300],
            "runs": runs,
        }
        try:
            with connection.cursor() as cursor:
                cursor.execute(_NOTE, values)
        except Exception as trouble:
            logger.warning("How %s fared could not be written down: %s", name, trouble)
        else:
            self.noted[name] = time.monotonic()


def said(error: BaseException) -> str:
    """The kind of error and the first line of its words: what PostgreSQL adds beneath may hold what people wrote."""
    first = next(iter(str(error).splitlines()), "").replace("\x00", "")
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


_ledger = Ledger()


def listen() -> None:
    """Connect to what Celery says in a worker; nobody says it elsewhere."""
    task_prerun.connect(_begun, dispatch_uid="ledger begun")
    task_failure.connect(_failed, dispatch_uid="ledger failed")
    task_postrun.connect(_ended, dispatch_uid="ledger ended")


def _begun(task_id: str, **_more: Any) -> None:
    _ledger.begin(task_id)


def _failed(task_id: str, exception: BaseException, sender: Any, **_more: Any) -> None:
    _ledger.fail(task_id, sender.name, exception)


def _ended(task_id: str, task: Any, **_more: Any) -> None:
    _ledger.end(task_id, task.name)
