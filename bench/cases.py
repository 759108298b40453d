"""What is measured: one function a row of the table in the design's budgets."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from bench.floors import replay, statements_of
from bench.measure import Times, alone, in_turn
from bench.world import World

READS = 150
WRITES = 100


@dataclass
class Figure:
    """One row of the table. Times are in milliseconds."""

    name: str
    size: int
    ours: Times
    floor: Times | None = None
    queries: int | None = None
    note: str = ""
    limits: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return self.ours.p50 / self.floor.p50 if self.floor else None


def _get(client: Client, url: str) -> Callable[[], Any]:
    def call() -> Any:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        return response

    return call


def _read(name: str, world: World, url: str, bare: psycopg.Connection[Any], *, note: str = "") -> Figure:
    call = _get(world.client(), url)
    call()
    statements = statements_of(call)
    ours, floor = in_turn(call, replay(statements, bare), times=READS)
    return Figure(name, world.size, ours, floor, len(statements), note)


def list_tasks(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """50 tasks by the API, against the same SQL by psycopg alone."""
    return _read("list 50 tasks, API", world, f"{world.api}/tasks/", bare, note="floor: its SQL by psycopg alone")


def summary(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """The report of a year by project and week."""
    url = f"{world.path}/reports/?period=this-year&group=project&then=week"
    return _read("summary, project × week, a year", world, url, bare, note="floor: its SQL by psycopg alone")


def today(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """The Today page with 100 tasks, against a bare page of the same size in the same stack."""
    call = _get(world.client(), f"{world.path}/today/")
    body = call().content
    statements = statements_of(call)
    BARE_PAGE["body"] = body
    ours, floor = in_turn(call, _get(world.client(), "/bench/bare/"), times=60)
    return Figure("Today page, 100 tasks", world.size, ours, floor, len(statements), "floor: a ready page of that size")


BARE_PAGE: dict[str, bytes] = {"body": b""}


def bare_page(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    return HttpResponse(BARE_PAGE["body"])


bare_urls = [path("bench/bare/", bare_page)]


def timer(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """Start and stop by the API, against the two writes and their commits alone."""
    client = world.client()

    def start() -> None:
        assert client.post(f"{world.api}/timer/", {}, content_type="application/json").status_code == 201

    def stop() -> None:
        assert client.delete(f"{world.api}/timer/", {}, content_type="application/json").status_code == 200

    def both() -> None:
        start()
        stop()

    def floor() -> None:
        with bare.transaction():
            row = bare.execute(
                "INSERT INTO timetracking_timeentry (id, workspace_id, user_id, description, billable, started_at, day)"
                " VALUES (uuidv7(), %s, %s, '', false, now(), current_date) RETURNING id",
                [world.actor.workspace.pk, world.actor.user.pk],
            ).fetchone()
        with bare.transaction():
            bare.execute(
                "UPDATE timetracking_timeentry SET stopped_at = now(), duration = 0 WHERE id = %s", [row and row[0]]
            )

    queries = max(len(statements_of(start)), len(statements_of(stop)))
    ours, bare_times = in_turn(both, floor, times=WRITES)
    return Figure("start and stop the timer", world.size, ours, bare_times, queries, "floor: an insert and an update")


def quick_add() -> list[Figure]:
    """Parsing of 200 characters, and of anything at all."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from workstate.tasks.quickadd import MAX_LENGTH, Context, parse

    context = Context(now=datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")), projects=("Website", "Mobile app"))
    line = "Call Ana about the contracts and the new offer for next year tomorrow 2pm p1 #Mobile app @phone @waiting ~45m "
    line = (line + "and bring the draft of 3 May with all of the comments that came in until now, please")[:MAX_LENGTH]
    dice = random.Random(7)  # noqa: S311 - repeatable noise
    letters = string.ascii_letters + string.digits + " .,:/-#@~!p1234\"'äöüßéñ\u202e\x00 tomorrow may at 5 next in days"
    noise = ["".join(dice.choices(letters, k=200)) for _ in range(3000)]
    lines = iter(noise)
    fuzz = alone(lambda: parse(next(lines), context), times=2900, warm_up=50)
    return [
        Figure("quick add, a full line", MAX_LENGTH, alone(lambda: parse(line, context), times=2000), note="pure Python"),
        Figure("quick add, fuzzed", MAX_LENGTH, fuzz, note="pure Python"),
    ]
