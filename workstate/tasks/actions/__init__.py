"""Every write of the tasks room: one verb, one function."""

from __future__ import annotations

from workstate.tasks.actions.acts import Act
from workstate.tasks.actions.bulk import NewTask, create_tasks
from workstate.tasks.actions.changing import change_each, change_task, change_tasks
from workstate.tasks.actions.deleting import delete_task, delete_tasks, restore_task, restore_tasks
from workstate.tasks.actions.ending import (
    archive_tasks,
    cancel_task,
    cancel_tasks,
    complete_task,
    complete_tasks,
    reopen_task,
    reopen_tasks,
    unarchive_tasks,
)
from workstate.tasks.actions.labels import change_label, create_label, delete_label, labels_named, restore_label
from workstate.tasks.actions.line import add_line, add_lines
from workstate.tasks.actions.links import link_tasks, unlink_tasks
from workstate.tasks.actions.moving import move_task, move_tasks, move_to_end
from workstate.tasks.actions.overdue import bring_overdue_to_today
from workstate.tasks.actions.reminding import Remind, set_reminders
from workstate.tasks.actions.repeating import skip_days, skip_occurrence
from workstate.tasks.actions.sections import delete_section, restore_section, transfer_section
from workstate.tasks.actions.tasks import create_task
from workstate.tasks.actions.undoing import put_back, undo

__all__ = [
    "Act",
    "NewTask",
    "Remind",
    "add_line",
    "add_lines",
    "archive_tasks",
    "bring_overdue_to_today",
    "cancel_task",
    "cancel_tasks",
    "change_each",
    "change_label",
    "change_task",
    "change_tasks",
    "complete_task",
    "complete_tasks",
    "create_label",
    "create_task",
    "create_tasks",
    "delete_label",
    "delete_section",
    "delete_task",
    "delete_tasks",
    "labels_named",
    "link_tasks",
    "move_task",
    "move_tasks",
    "move_to_end",
    "put_back",
    "reopen_task",
    "reopen_tasks",
    "restore_label",
    "restore_section",
    "restore_task",
    "restore_tasks",
    "set_reminders",
    "skip_days",
    "skip_occurrence",
    "transfer_section",
    "unarchive_tasks",
    "undo",
    "unlink_tasks",
]
