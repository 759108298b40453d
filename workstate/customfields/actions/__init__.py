"""Every write of custom fields: one verb, one function."""

from __future__ import annotations

from workstate.customfields.actions.choices import (
    add_choices,
    archive_choice,
    change_choice,
    move_choice,
    unarchive_choice,
)
from workstate.customfields.actions.fields import (
    archive_field,
    change_field,
    create_field,
    delete_field,
    move_field,
    restore_field,
    unarchive_field,
)
from workstate.customfields.actions.values import put_values, set_each, set_value, set_values

__all__ = [
    "add_choices",
    "archive_choice",
    "archive_field",
    "change_choice",
    "change_field",
    "create_field",
    "delete_field",
    "move_choice",
    "move_field",
    "put_values",
    "restore_field",
    "set_each",
    "set_value",
    "set_values",
    "unarchive_choice",
    "unarchive_field",
]
