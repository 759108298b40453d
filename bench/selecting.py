"""One act on five hundred tasks and its undoing, beside the bare SQL that locks, writes and tells of the same rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from bench.cases import Figure
from bench.floors import statements_of
from bench.measure import in_turn
from bench.world import World
from workstate.projects.models import Project
from workstate.tasks.models import Label, Task

TASKS = 500
TIMES = 20

_LOCK = "SELECT id, title, number FROM tasks_task WHERE id = ANY(%(tasks)s) ORDER BY id FOR UPDATE"
_TELL = """
INSERT INTO activity_event (workspace_id, verb, subject_type, subject_id, user_id, via, data, batch, relay_attempts)
SELECT workspace_id, %(verb)s, 'tasks.task', id::text, %(user)s, 'web', jsonb_build_object('number', number), %(batch)s, 0
FROM tasks_task WHERE id = ANY(%(tasks)s)
"""


def bulk(world: World, bare: psycopg.Connection[Any]) -> list[Figure]:
    """Complete, move and label by the web, each taken back by a second request."""
    tasks = list(Task.objects.filter(workspace=world.actor.workspace, completed_at=None).order_by("number")[:TASKS])
    source, target = Project.objects.filter(workspace=world.actor.workspace).by_position()[:2]
    label = Label.objects.create(workspace=world.actor.workspace, name="of the benchmark")
    values = {
        "tasks": [task.pk for task in tasks],
        "user": world.actor.user.pk,
        "label": label.pk,
        "workspace": world.actor.workspace.pk,
        "project": target.pk,
        "batch": source.pk,
    }
    named = ",".join(str(task.number) for task in tasks)
    client = world.client()

    def post(**more: str) -> None:
        body = {"tasks": named, **more}
        response = client.post(f"{world.path}/tasks/selection/", body, headers={"HX-Request": "true"})
        assert response.status_code == 204, response.content

    def sql(verb: str, *statements: str) -> Callable[[], None]:
        def send() -> None:
            for statement in statements:
                with bare.transaction():
                    bare.execute(_LOCK, values).fetchall()
                    bare.execute(statement, values)
                    bare.execute(_TELL, {**values, "verb": verb})

        return send

    acts: list[tuple[str, Callable[[], None], Callable[[], None], Callable[[], None]]] = [
        (
            "complete",
            lambda: post(act="complete", children="one"),
            lambda: post(act="reopen"),
            sql(
                "task.completed",
                "UPDATE tasks_task SET completed_at = now(), completed_by_id = %(user)s WHERE id = ANY(%(tasks)s)",
                "UPDATE tasks_task SET completed_at = NULL, completed_by_id = NULL WHERE id = ANY(%(tasks)s)",
            ),
        ),
        (
            "move",
            lambda: post(place=str(target.pk)),
            lambda: post(place=str(source.pk)),
            sql(
                "task.moved",
                "UPDATE tasks_task SET project_id = %(project)s, position = position || '1' WHERE id = ANY(%(tasks)s)",
                "UPDATE tasks_task SET project_id = %(batch)s, position = left(position, -1) WHERE id = ANY(%(tasks)s)",
            ),
        ),
        (
            "label",
            lambda: post(add_labels=label.name),
            lambda: post(remove_labels=label.name),
            sql(
                "task.changed",
                "INSERT INTO tasks_tasklabel (workspace_id, task_id, label_id)"
                " SELECT %(workspace)s, unnest(%(tasks)s::uuid[]), %(label)s",
                "DELETE FROM tasks_tasklabel WHERE label_id = %(label)s AND task_id = ANY(%(tasks)s)",
            ),
        ),
    ]
    figures = []
    for name, there, back, floor in acts:
        queries = len(statements_of(there))
        back()

        def both(there: Callable[[], None] = there, back: Callable[[], None] = back) -> None:
            there()
            back()

        ours, bare_times = in_turn(both, floor, times=TIMES, warm_up=2)
        note = "two requests, there and back; SQL: lock, write, tell of each"
        figures.append(
            Figure(f"bulk: {name} {TASKS} tasks", world.size, ours, sql=bare_times, queries=queries, note=note)
        )
    return figures
