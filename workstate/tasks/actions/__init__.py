"""Every write of the tasks room: one verb, one function."""

from __future__ import annotations

from workstate.tasks.actions.bulk import NewTask, create_tasks
from workstate.tasks.actions.labels import labels_named
from workstate.tasks.actions.line import add_line
from workstate.tasks.actions.overdue import bring_overdue_to_today, put_due_back
from workstate.tasks.actions.tasks import (
    change_task,
    complete_task,
    create_task,
    delete_task,
    move_task,
    move_to_end,
    reopen_task,
    restore_task,
)

__all__ = [
    "NewTask",
    "add_line",
    "bring_overdue_to_today",
    "change_task",
    "complete_task",
    "create_task",
    "create_tasks",
    "delete_task",
    "labels_named",
    "move_task",
    "move_to_end",
    "put_due_back",
    "reopen_task",
    "restore_task",
]
