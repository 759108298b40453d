"""Duplication of a project of a thousand tasks in one action, beside the bare SQL that copies the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import psycopg
from django.db import connection

from bench.cases import Figure
from bench.floors import statements_of
from bench.measure import in_turn
from workstate.accounts.models import User
from workstate.blueprints.actions import duplicate_project
from workstate.blueprints.build import Spot, write_tasks
from workstate.blueprints.days import Calendar
from workstate.blueprints.tree import Item, Tree
from workstate.core.actor import Actor, Via
from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.workspaces.actions import create_workspace

SIZES = (10, 1000)
TIMES = 20
FIRST = date(2026, 3, 2)


def duplicate() -> Iterator[Figure]:
    user = User.objects.create_user("duplicate@example.org", None, name="Duplicate", time_zone="Europe/Berlin")
    actor = create_workspace("Duplicate", owner=user, via=Via.SYSTEM)
    parameters = connection.get_connection_params()
    keep = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
    with psycopg.connect(**keep, autocommit=True, prepare_threshold=None) as bare:
        for size in SIZES:
            project, copy = _project(size, actor), create_project("Copy", by=actor)
            ours_once = partial(duplicate_project, project, by=actor)
            queries = len(statements_of(ours_once))
            ours, sql = in_turn(ours_once, partial(_copy, bare, project, copy, actor), times=TIMES, warm_up=2)
            yield Figure(
                "duplicate a project", size, ours, sql=sql, queries=queries, note="SQL: INSERT … SELECT of its rows"
            )


def _project(size: int, actor: Actor) -> Project:
    """Every task with a day and a label, two of three under another."""
    project = create_project(f"Of {size}", by=actor)
    items = tuple(
        Item(
            title=f"Task number {number} of the benchmark",
            description="What is to be done, in a line or two.",
            estimate=1800,
            parent=number - number % 3 if number % 3 else None,
            labels=(f"label-{number % 10}",),
            due=number % 90,
        )
        for number in range(size)
    )
    write_tasks(Tree(items, first=FIRST), by=actor, spot=Spot(project), calendar=Calendar(FIRST, FIRST + timedelta(9)))
    return project


def _copy(bare: psycopg.Connection[Any], project: Project, copy: Project, actor: Actor) -> None:
    values = {"project": project.pk, "copy": copy.pk, "user": actor.user.pk, "workspace": actor.workspace.pk}
    with bare.transaction():
        for statement in _STATEMENTS:
            bare.execute(statement, values)


_STATEMENTS = (
    """
    CREATE TEMPORARY TABLE copies ON COMMIT DROP AS
    SELECT id AS old, uuidv7() AS new, row_number() OVER () AS place FROM tasks_task
    WHERE project_id = %(project)s
    """,
    """
    WITH n AS (UPDATE tasks_tasknumber SET last = last + (SELECT count(*) FROM copies)
               WHERE workspace_id = %(workspace)s RETURNING last)
    INSERT INTO tasks_task (id, workspace_id, number, project_id, parent_id, title, description, priority, estimate,
                            due_on, due_zone, position, created_by_id)
    SELECT c.new, t.workspace_id, n.last - c.place + 1, %(copy)s, p.new, t.title, t.description, t.priority, t.estimate,
           t.due_on, t.due_zone, t.position, %(user)s
    FROM n, tasks_task t JOIN copies c ON c.old = t.id LEFT JOIN copies p ON p.old = t.parent_id
    """,
    """
    INSERT INTO tasks_tasklabel (workspace_id, task_id, label_id)
    SELECT l.workspace_id, c.new, l.label_id FROM tasks_tasklabel l JOIN copies c ON c.old = l.task_id
    """,
)
