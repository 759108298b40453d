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
from workstate.timetracking.actions.locking import Locked, Stale, lock_person, locked_entries, running_entry
from workstate.timetracking.actions.many import change_entries, copy_entries, delete_entries
from workstate.timetracking.actions.mending import extend_entry, mend_overlap
from workstate.timetracking.actions.merging import merge_entries
from workstate.timetracking.actions.spent import log_spent
from workstate.timetracking.actions.splitting import split_entry
from workstate.timetracking.actions.timer import continue_entry, start_timer, stop_timer
from workstate.timetracking.actions.undoing import take_back
from workstate.timetracking.actions.writing import Act, Edit, New, new_entry, write

__all__ = [
    "Act",
    "Edit",
    "Locked",
    "New",
    "NewEntry",
    "Stale",
    "change_entries",
    "change_entry",
    "continue_entry",
    "copy_entries",
    "copy_entry",
    "create_entries",
    "create_entry",
    "delete_entries",
    "delete_entry",
    "extend_entry",
    "lock_person",
    "locked_entries",
    "log_spent",
    "mend_overlap",
    "merge_entries",
    "new_entry",
    "restore_entry",
    "running_entry",
    "split_entry",
    "start_timer",
    "stop_timer",
    "take_back",
    "write",
]
