"""A week of forty rows, and one of its cells set, in a workspace of however many entries."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from typing import Any

import psycopg

from bench.cases import WRITES, Figure, read_figure
from bench.measure import in_turn
from bench.world import World
from workstate.core.ids import new_id
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry

FIRST = date(2020, 3, 2)
"""A week in which the world has written nothing: what is measured is a week of this many rows, not of all there are."""
ROWS = 40

_SET = "UPDATE timetracking_timeentry SET duration = %(seconds)s WHERE id = %(entry)s"
_TELL = """
INSERT INTO activity_event (workspace_id, verb, subject_type, subject_id, user_id, via, data, batch, relay_attempts)
VALUES (%(workspace)s, 'entry.changed', 'timetracking.timeentry', %(entry)s::text, %(user)s, 'web', '{}', uuidv7(), 0)
"""


def week(world: World, bare: psycopg.Connection[Any]) -> list[Figure]:
    """The page of the week, and a cell of it set by the script's request."""
    entries = _fill(world)
    address = f"{world.path}/timesheet/{FIRST}/"
    return [
        read_figure("timesheet, a week of 40 rows", world, address, bare, times=60),
        _cell(world, bare, address, entries[0]),
    ]


def _fill(world: World) -> list[TimeEntry]:
    tasks = Task.objects.filter(workspace=world.actor.workspace).order_by("number")[:ROWS]
    return TimeEntry.objects.bulk_create(
        TimeEntry(
            workspace=world.actor.workspace,
            user=world.actor.user,
            task=task,
            project_id=task.project_id,
            day=FIRST + timedelta(days=number),
            duration=900 + 60 * number,
        )
        for task in tasks
        for number in range(7)
    )


def _cell(world: World, bare: psycopg.Connection[Any], address: str, entry: TimeEntry) -> Figure:
    client = world.client()
    lengths = itertools.cycle((3600, 5400))
    values = {"workspace": world.actor.workspace.pk, "user": world.actor.user.pk, "entry": entry.pk}

    def fill() -> None:
        cell = {"row": f"task-{entry.task_id}", "day": str(entry.day), "seconds": next(lengths)}
        body = json.dumps({"id": str(new_id()), "cells": [cell]})
        answer = client.put(f"{address}cells/", body, content_type="application/json")
        assert answer.json()["cells"][0]["state"] == "saved", answer.content

    def floor() -> None:
        with bare.transaction():
            bare.execute(_SET, {**values, "seconds": next(lengths)})
            bare.execute(_TELL, values)

    ours, least = in_turn(fill, floor, times=WRITES)
    return Figure("set a cell of it", world.size, ours, sql=least, note="SQL: an update and its event")
