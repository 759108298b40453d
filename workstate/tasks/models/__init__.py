"""What the tasks room keeps."""

from __future__ import annotations

from workstate.tasks.models.label import Label, LabelQuerySet
from workstate.tasks.models.link import LinkKind, TaskLink
from workstate.tasks.models.recurrence import Completion, Recurrence
from workstate.tasks.models.reminder import Reminder
from workstate.tasks.models.task import Priority, Task, TaskAssignee, TaskLabel, TaskNumber, TaskQuerySet

__all__ = [
    "Completion",
    "Label",
    "LabelQuerySet",
    "LinkKind",
    "Priority",
    "Recurrence",
    "Reminder",
    "Task",
    "TaskAssignee",
    "TaskLabel",
    "TaskLink",
    "TaskNumber",
    "TaskQuerySet",
]
