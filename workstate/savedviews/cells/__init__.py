"""Cells of the table: which columns there are and how each is edited, what a cell shows, and what is put into it."""

from __future__ import annotations

from workstate.savedviews.cells.columns import Column, columns_of
from workstate.savedviews.cells.filling import Cell, Refused, fill_cells

__all__ = ["Cell", "Column", "Refused", "columns_of", "fill_cells"]
