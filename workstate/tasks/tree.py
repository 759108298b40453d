"""What stands under a task, as far down as a page draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.tasks import queries
from workstate.tasks.models import Task
from workstate.tasks.rows import Row, rows_of

DRAWN = 3
MOST = 500


@dataclass(slots=True)
class Branch:
    """A row and what is drawn under it; `more` is how many stand there and are not drawn."""

    row: Row
    under: list[Branch] = field(default_factory=list)
    more: int = 0


def branches_of(task: Task, actor: Actor, formats: Formats) -> list[Branch]:
    """The tasks under one, three levels deep, in their order: two queries and those of a list, however many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tree AS (SELECT id, 1 AS depth FROM tasks_task WHERE parent_id = %s AND deleted_at IS NULL "
            "UNION ALL SELECT child.id, tree.depth + 1 FROM tasks_task child JOIN tree ON child.parent_id = tree.id "
            "WHERE child.deleted_at IS NULL AND tree.depth < %s) SELECT id FROM tree ORDER BY depth LIMIT %s",
            [task.pk, DRAWN, MOST],
        )
        ids: list[UUID] = [row[0] for row in cursor.fetchall()]
    if not ids:
        return []
    found = queries.listed(queries.kept(actor).filter(pk__in=ids, archived_at=None).by_position(), actor)
    under: dict[UUID | None, list[Row]] = {}
    for row in rows_of(found, actor, formats):
        under.setdefault(row.task.parent_id, []).append(row)
    return _grown(under, task.pk, 1)


def _grown(under: dict[UUID | None, list[Row]], pk: UUID, depth: int) -> list[Branch]:
    found = []
    for row in under.get(pk, []):
        branch = Branch(row, _grown(under, row.task.pk, depth + 1))
        branch.more = max(0, row.subtasks - len(branch.under)) if depth == DRAWN else 0
        found.append(branch)
    return found


def open_below(task: Task) -> int:
    """How many open tasks stand anywhere under this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tree AS (SELECT id, completed_at, cancelled_at FROM tasks_task "
            "WHERE parent_id = %s AND deleted_at IS NULL "
            "UNION ALL SELECT child.id, child.completed_at, child.cancelled_at FROM tasks_task child "
            "JOIN tree ON child.parent_id = tree.id WHERE child.deleted_at IS NULL) "
            "SELECT count(*) FROM tree WHERE completed_at IS NULL AND cancelled_at IS NULL",
            [task.pk],
        )
        return int(cursor.fetchone()[0])
