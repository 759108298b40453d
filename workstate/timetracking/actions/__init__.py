"""Every write of the time room: one verb, one function."""

from __future__ import annotations

from workstate.timetracking.actions.bulk import NewEntry, create_entries
from workstate.timetracking.actions.entries import (
    change_entry,
    copy_entry,
    create_entry,
    delete_entry,
    restore_entry,
)
from workstate.timetracking.actions.spent import log_spent
from workstate.timetracking.actions.timer import continue_entry, running_entry, start_timer, stop_timer

__all__ = [
    "NewEntry",
    "change_entry",
    "continue_entry",
    "copy_entry",
    "create_entries",
    "create_entry",
    "delete_entry",
    "log_spent",
    "restore_entry",
    "running_entry",
    "start_timer",
    "stop_timer",
]
