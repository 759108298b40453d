"""What acts on one task and on five hundred have in common: locking, writing columns, telling, all in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from workstate.activity.actions import record_many
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.tasks.access import learn_levels_of, with_their_project
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task

MOST: Final = 500
"""Tasks that one act takes; what hangs under them comes on top."""


@dataclass(frozen=True, slots=True)
class Act:
    """What one act did: the tasks as they are now, and the name under which all of it is taken back."""

    tasks: list[Task]
    batch: UUID = field(default_factory=new_id)


@dataclass(slots=True)
class Change:
    """New values for some columns of a locked task; `data` goes into the event beside `before` and `after`."""

    task: Task
    columns: dict[str, Any]
    data: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    def notice(self, name: str, before: Any, after: Any) -> None:
        """Tell of something that is no column: labels, assignees, a recurrence. JSON."""
        self.before[name], self.after[name] = before, after

    @property
    def said(self) -> dict[str, Any]:
        told = {"before": self.before, "after": self.after} if self.before or self.after else {}
        return {"number": self.task.number, **self.data, **told}


def lock_tasks(tasks: Iterable[Task], *, by: Actor, with_bin: bool = False) -> list[Task]:
    """
    The tasks as they are now, in the order given, and as they stay until the transaction ends.

    Raises Invalid for too many, NotAllowed when the actor may not edit one of them (while one waited for its lock, a task may
    have gone where one may not follow), Conflict for one in the bin.
    """
    wanted = list(dict.fromkeys(task.pk for task in tasks))
    if len(wanted) > MOST:
        raise Invalid(_("Choose at most %(most)d tasks at once.") % {"most": MOST}, field="tasks")
    rows = lock_rows(wanted)
    found = [rows[pk] for pk in wanted if pk in rows]
    require_changeable(found, by=by, with_bin=with_bin)
    return found


def require_changeable(tasks: Iterable[Task], *, by: Actor, with_bin: bool = False) -> None:
    tasks = list(tasks)
    learn_levels_of(tasks, by)
    for task in tasks:
        require(can_edit_task(by, task))
        if not with_bin and (task.deleted_at or (task.project and task.project.deleted_at)):
            raise Conflict(_("This task is in the bin. Restore it first."))


def lock_rows(ids: Iterable[UUID]) -> dict[UUID, Task]:
    """The rows by id, locked in primary-key order, with their projects."""
    locked = Task.objects.select_related("project").select_for_update(of=("self",))
    rows = {row.pk: row for row in locked.filter(pk__in=list(ids)).order_by("pk")}
    with_their_project(rows.values())
    return rows


def lock_trees(tasks: Iterable[Task]) -> dict[UUID, Task]:
    """
    Lock the tasks and all that is under them: what they are now, by id.

    Whoever puts something under one of them waits for its lock, so a tree that was seen after locking stays as it is.
    """
    roots = [task.pk for task in tasks]
    rows: dict[UUID, Task] = {}
    while missing := set(tree_of(roots)) - set(rows):
        rows |= lock_rows(missing)
    return rows


def tree_of(roots: Sequence[UUID]) -> list[UUID]:
    """The tasks and all that is under them, in primary-key order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tree AS (SELECT id FROM tasks_task WHERE id = ANY(%s) "
            "UNION SELECT child.id FROM tasks_task child JOIN tree ON child.parent_id = tree.id)"
            " SELECT id FROM tree ORDER BY id",
            [list(roots)],
        )
        return [row[0] for row in cursor.fetchall()]


def write_columns(changes: Sequence[Change]) -> list[Change]:
    """
    Write what differs, in one UPDATE, and note in each change what was there before; answers with those that changed anything.
    """
    names: set[str] = set()
    for change in changes:
        differing = {
            name: value
            for name, value in change.columns.items()
            if getattr(change.task, attname(name)) != key_of(value)
        }
        for name, value in differing.items():
            said = Task._meta.get_field(name).name
            change.notice(said, plain(getattr(change.task, attname(name))), plain(key_of(value)))
            setattr(change.task, name if isinstance(value, models.Model) else attname(name), value)
        names |= differing.keys()
        change.columns = differing
    written = [change for change in changes if change.columns]
    if written:
        alike = all(change.columns == written[0].columns for change in written)
        if alike:
            Task.objects.filter(pk__in=[change.task.pk for change in written]).update(**written[0].columns)
        else:
            Task.objects.bulk_update([change.task for change in written], sorted(names))
    return [change for change in changes if change.before or change.after]


def tell(verb: Verb, changes: Iterable[Change], *, by: Actor, batch: UUID) -> None:
    record_many(verb, [(change.task, change.said) for change in changes], by=by, batch=batch)


def attname(name: str) -> str:
    """The attribute that holds the column's own value: `project_id` for "project"."""
    return str(Task._meta.get_field(name).attname)  # type: ignore[union-attr]


def key_of(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value


def plain(value: Any) -> Any:
    """A column's value as JSON."""
    if value is None or isinstance(value, (int, str)):
        return value
    return value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)


def column_value(name: str, value: Any) -> Any:
    """The other way: what `plain` wrote down, as the column takes it."""
    column: Any = Task._meta.get_field(name)
    return (column.target_field if column.is_relation else column).to_python(value)


def columns_among(data: Mapping[str, Any]) -> dict[str, Any]:
    """Of an event's `before` or `after`, the part that is columns, by attribute."""
    names = {column.name for column in Task._meta.concrete_fields}
    return {attname(name): column_value(name, value) for name, value in data.items() if name in names}
