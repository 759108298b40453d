"""What is measured: one function a row of the table in the design's budgets."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg
from django.db import connection
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
    """One row of the table. Times are in milliseconds. The floor is the least that this stack could take."""

    name: str
    size: int
    ours: Times
    floor: Times | None = None
    sql: Times | None = None
    queries: int | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours.p50 / self.floor.p50 if self.floor else None


class Bare:
    """A view of the same stack that sends the same SQL and answers with a page that is ready."""

    body = b""
    statements: ClassVar[list[tuple[str, Any]]] = []

    @classmethod
    def view(cls, request: HttpRequest) -> HttpResponse:
        assert request.user.is_authenticated
        with connection.cursor() as cursor:
            for sql, params in cls.statements:
                cursor.execute(sql, params)
                cursor.fetchall()
        return HttpResponse(cls.body)


bare_urls = [path("bench/bare/", Bare.view)]


def _get(client: Client, url: str) -> Callable[[], Any]:
    def call() -> Any:
        response = client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        return response

    return call


def read_figure(name: str, world: World, url: str, bare: psycopg.Connection[Any], *, times: int = READS) -> Figure:
    client = world.client()
    call = _get(client, url)
    Bare.body = call().content
    statements = statements_of(call)
    Bare.statements = statements[1:]  # the first finds the person, which the bare view does too
    ours, floor = in_turn(call, _get(client, "/bench/bare/"), times=times)
    sql = alone(replay(statements, bare), times=times)
    return Figure(name, world.size, ours, floor, sql, len(statements))


def list_tasks(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """50 tasks by the API."""
    return read_figure("list 50 tasks, API", world, f"{world.api}/tasks/", bare)


def summary(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """The report of a year by project and week, by the API."""
    url = f"{world.api}/reports/summary/?period=this-year&group=project&then=week"
    return read_figure("summary, project × week, a year, API", world, url, bare, times=60)


def summary_page(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """The report page that opens first: this week by project and task."""
    return read_figure("report page, this week", world, f"{world.path}/reports/", bare, times=60)


def today(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """The Today page with 100 tasks."""
    return read_figure("Today page, 100 tasks", world, f"{world.path}/today/", bare, times=60)


def timer(world: World, bare: psycopg.Connection[Any]) -> Figure:
    """Start and stop by the API, beside the two writes and their commits alone."""
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

    both()
    queries = max(len(statements_of(start)), len(statements_of(stop)))
    ours, bare_times = in_turn(both, floor, times=WRITES)
    return Figure(
        "start and stop the timer",
        world.size,
        ours,
        sql=bare_times,
        queries=queries,
        note="two requests; SQL: an insert and an update",
    )


def quick_add() -> list[Figure]:
    """Parsing of 200 characters, and of anything at all."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from workstate.tasks.quickadd import MAX_LENGTH, Context, Person, parse, print_line

    projects = ("Website", "Mobile app", *(f"Project {number}" for number in range(98)))
    context = Context(
        now=datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")),
        projects=projects,
        labels=tuple(f"label {number}" for number in range(100)),
        people=(Person("1", "Ana Lopez", "ana@example.org"), *(Person(str(n), f"Person {n}") for n in range(2, 100))),
        sections=dict.fromkeys(projects, ("Launch", "In progress", "Done")),
    )
    line = (
        "Call Ana about the contracts and the new offer for next year tomorrow 2pm p1 #Mobile app /In progress @phone "
        "+ana {friday} 30m/2h !30m every month until March of 2028 // bring the draft of 3 May with all comments"
    )[:MAX_LENGTH]
    draft = parse(line, context)
    dice = random.Random(7)
    letters = string.ascii_letters + string.digits + " .,:/-#@~!p1234\"'äöüßéñ\u202e\x00 tomorrow may at 5 next in days"
    pieces = (
        "tomorrow|may|every|friday|2|weeks|and|at|5|9:00|next|in|#Website|#|/In|progress|/|@phone|+ana|+|{friday}|{|}|!30m"
        '|!|30m/2h|~45m|deadline|//|p1|p5|until|mon|,|-|3/4|5.12.|"|“|of|the|month'
    ).split("|")
    noise = ["".join(dice.choices(letters, k=MAX_LENGTH)) for _ in range(1500)]
    noise += [" ".join(dice.choices(pieces, k=60))[:MAX_LENGTH] for _ in range(1500)]
    dice.shuffle(noise)
    lines = iter(noise)
    fuzz = alone(lambda: parse(next(lines), context), times=2900, warm_up=50)
    return [
        Figure(
            "quick add, a full line", MAX_LENGTH, alone(lambda: parse(line, context), times=2000), note="pure Python"
        ),
        Figure("quick add, fuzzed", MAX_LENGTH, fuzz, note="pure Python"),
        Figure(
            "quick add, printed again",
            MAX_LENGTH,
            alone(lambda: print_line(draft, context), times=200),
            note="pure Python",
        ),
    ]
