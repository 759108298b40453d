"""Every write of the templates room: one verb, one function."""

from __future__ import annotations

from workstate.blueprints.actions.duplicates import duplicate_project, duplicate_task, name_of_copy
from workstate.blueprints.actions.templates import (
    change_template,
    delete_template,
    make_project,
    make_task,
    restore_template,
    save_project_as_template,
    save_task_as_template,
)

__all__ = [
    "change_template",
    "delete_template",
    "duplicate_project",
    "duplicate_task",
    "make_project",
    "make_task",
    "name_of_copy",
    "restore_template",
    "save_project_as_template",
    "save_task_as_template",
]
