"""Reports of a workspace of many people: a year, all that was ever tracked, priced, rounded, filtered, and one entry after the other."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from bench.cases import Figure, read_figure
from bench.world import World
from workstate.accounts.models import User
from workstate.billing.models import Rate, RateKind
from workstate.core.actor import Actor, Role, Via
from workstate.projects.actions import create_project
from workstate.projects.models import Client
from workstate.timetracking.day_sums import make_anew
from workstate.workspaces.actions import add_member, create_workspace

PEOPLE = 50
PROJECTS = 40
TASKS = 2000
A_YEAR = 333_333
"""Entries: a million are three years, five million fifteen; below a million they are thinner over the same three years."""
LAST = date(2025, 12, 31)
TIMES = 15

YEAR = "from=2025-01-01&to=2025-12-31"
EVER = "from=2000-01-01&to=2025-12-31"


def reports(sizes: list[int]) -> Any:
    """Each question to every size, beside its own SQL."""
    for size in sizes:
        world = build(size)
        parameters = connection.get_connection_params()
        keep = {
            name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)
        }
        with psycopg.connect(**keep, autocommit=True, prepare_threshold=None) as bare:
            yield from _figures(world, bare)


def _figures(world: World, bare: psycopg.Connection[Any]) -> list[Figure]:
    reports = f"{world.api}/reports"
    week = "group=project&then=week"
    found = [
        read(world, bare, "project × week, a year", f"{reports}/summary/?{YEAR}&{week}"),
        read(world, bare, "person × month, all there is", f"{reports}/summary/?{EVER}&group=person&then=month"),
        read(world, bare, "project × week, a year, the page", f"{world.path}/reports/?{YEAR}&{week}"),
        read(world, bare, "project × task, a month, the page", f"{world.path}/reports/?from=2025-11-01&to=2025-11-30"),
        read(world, bare, "project × week, a year, rounded", f"{reports}/summary/?{YEAR}&{week}&rounding=up-15"),
        read(world, bare, "project × week, a year, of p1", f"{reports}/summary/?{YEAR}&{week}&filter=p1"),
        read(world, bare, "detailed, a year, 100 entries", f"{reports}/detailed/?{YEAR}"),
    ]
    _price(world)
    found += [
        read(world, bare, "project × week, a year, priced", f"{reports}/summary/?{YEAR}&{week}"),
        read(world, bare, "profitability, a year", f"{reports}/profitability/?{YEAR}"),
        read(world, bare, "comparison of two months", f"{reports}/comparison/?from=2025-11-01&to=2025-11-30"),
        read(world, bare, "weekly", f"{reports}/weekly/?from=2025-11-10&to=2025-11-16"),
    ]
    return found


def read(world: World, bare: psycopg.Connection[Any], name: str, url: str) -> Figure:
    figure = read_figure(f"report: {name}", world, url, bare, times=TIMES)
    # The table comes at the end, which millions of entries keep waiting for.
    print(f"{name}, {world.size:,}: {figure.ours.p50:.0f} ms, {figure.ratio:.2f} x", file=sys.stderr, flush=True)
    return figure


def _price(world: World) -> None:
    workspace = world.actor.workspace

    def rate(amount: int, **scope: Any) -> None:
        Rate.objects.create(workspace=workspace, amount=Decimal(amount), currency="EUR", **scope)

    rate(80)
    rate(90, starts=date(2025, 6, 1))
    rate(40, kind=RateKind.COST)
    for number, project in enumerate(projects_of(workspace.pk)):
        if number % 4 == 0:
            rate(70 + number, project_id=project)
    for number, user in enumerate(people_of(workspace.pk)):
        if number % 2:
            rate(60 + number, user_id=user)
            rate(30 + number % 9, user_id=user, kind=RateKind.COST)


def projects_of(workspace: UUID) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM projects_project WHERE workspace_id = %s ORDER BY position", [workspace])
        return [row[0] for row in cursor.fetchall()]


def people_of(workspace: UUID) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM workspaces_membership WHERE workspace_id = %s ORDER BY id", [workspace])
        return [row[0] for row in cursor.fetchall()]


def build(size: int) -> World:
    """An owner and their people, with `size` entries up to the end of 2025, a fiftieth of them over midnight."""
    name = f"reports-{size}"
    owner = User.objects.create_user(f"{name}@example.org", None, name=f"Owner {size}", time_zone="Europe/Berlin")
    actor = create_workspace(f"Reports {size}", owner=owner, via=Via.SYSTEM)
    people = [
        User.objects.create_user(f"{name}-{number}@example.org", None, name=f"Person {number}")
        for number in range(PEOPLE - 1)
    ]
    for person in people:
        add_member(person, role=Role.MEMBER, by=actor)
    clients = [Client.objects.create(workspace=actor.workspace, name=f"Client {number}") for number in range(8)]
    for number in range(PROJECTS):
        create_project(f"Project {number}", by=actor, client=clients[number % 8])
    values: dict[str, str | int | date] = {
        "workspace": str(actor.workspace.pk),
        "owner": str(owner.pk),
        "size": size,
        "tasks": TASKS,
        "days": max(3 * 365, round(size / A_YEAR * 365)),
        "last": LAST,
    }
    with connection.cursor() as cursor:
        for table in ("timetracking_timeentry", "timetracking_entryday"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in _STATEMENTS:
            cursor.execute(statement, values)
        for table in ("timetracking_timeentry", "timetracking_entryday"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    make_anew()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return World(Actor(owner, actor.workspace, actor.role), size)


_STATEMENTS = [
    """
    WITH p AS (SELECT array_agg(id ORDER BY position) AS ids FROM projects_project WHERE workspace_id = %(workspace)s)
    INSERT INTO tasks_task (id, workspace_id, number, project_id, title, description, priority, estimate, due_zone,
                            position, created_by_id)
    SELECT uuidv7(), %(workspace)s, n, p.ids[1 + n %% array_length(p.ids, 1)], 'Task number ' || n, '', 1 + n %% 4,
           CASE WHEN n %% 3 = 0 THEN 36000 * (1 + n %% 8) END, '', 'h' || lpad(n::text, 8, '0'), %(owner)s
    FROM generate_series(1, %(tasks)s) n, p
    """,
    "INSERT INTO tasks_tasknumber (workspace_id, last) VALUES (%(workspace)s, %(tasks)s)",
    # As they come in life: day after day, everybody in turn, each on a few projects a week.
    """
    WITH p AS (SELECT array_agg(user_id ORDER BY id) AS ids FROM workspaces_membership WHERE workspace_id = %(workspace)s),
         t AS (SELECT array_agg(id ORDER BY number) AS ids, array_agg(project_id ORDER BY number) AS projects
               FROM tasks_task WHERE workspace_id = %(workspace)s)
    INSERT INTO timetracking_timeentry (id, workspace_id, user_id, task_id, project_id, description, billable,
                                        started_at, stopped_at, day, last_day, duration)
    SELECT uuidv7(), %(workspace)s, p.ids[1 + n %% array_length(p.ids, 1)], t.ids[s.task], t.projects[s.task],
           'Entry ' || n %% 1000, n %% 3 > 0, s.at, s.at + s.long * interval '1 second', s.day,
           CASE WHEN n %% 50 = 0 THEN s.day + 1 END, s.long
    FROM generate_series(1, %(size)s) n, p, t,
         LATERAL (SELECT %(last)s::date - (n::bigint * %(days)s / (%(size)s + 1))::int AS day, 300 + n * 7 %% 5400 AS long,
                         1 + (n %% 50 * 7 + n / 4000 + n / 50 %% 5) %% %(tasks)s AS task) f,
         LATERAL (SELECT f.day, f.long, f.task,
                         CASE WHEN n %% 50 = 0 THEN f.day + time '23:58' ELSE f.day + time '08:00' + n %% 300 * interval '1 minute' END
                         AT TIME ZONE 'UTC' AS at) s
    ORDER BY s.day, n
    """,
    """
    INSERT INTO timetracking_entryday (workspace_id, user_id, entry_id, day, seconds, before)
    SELECT e.workspace_id, e.user_id, e.id, d.day, d.seconds, d.before
    FROM timetracking_timeentry e,
         LATERAL (VALUES (e.day, 120, 0), (e.last_day, e.duration - 120, 120)) d (day, seconds, before)
    WHERE e.workspace_id = %(workspace)s AND e.last_day IS NOT NULL
    """,
]
