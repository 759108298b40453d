"""Pages and answers of the timesheet."""

from __future__ import annotations

from workstate.timesheets.views.cells import CellsView, CellView
from workstate.timesheets.views.rows import CopiesView, CopyUndoView, RowsView, RowView
from workstate.timesheets.views.weeks import WeekView

__all__ = ["CellView", "CellsView", "CopiesView", "CopyUndoView", "RowView", "RowsView", "WeekView"]
