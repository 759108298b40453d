"""Every write of a timesheet: one verb, one function."""

from __future__ import annotations

from workstate.timesheets.actions.cells import Filled, Outcome, State, Wanted, set_cells
from workstate.timesheets.actions.copying import Copied, copy_last_week, take_back_copy
from workstate.timesheets.actions.rows import add_row, remove_row

__all__ = [
    "Copied",
    "Filled",
    "Outcome",
    "State",
    "Wanted",
    "add_row",
    "copy_last_week",
    "remove_row",
    "set_cells",
    "take_back_copy",
]
