"""The numbers of reports: from a description to one SQL, and its cells added up in every direction that is shown."""

from __future__ import annotations

from workstate.reports.asking.amounts import Amount
from workstate.reports.asking.rows import shares_of
from workstate.reports.asking.source import Source, source_of
from workstate.reports.asking.sums import Cell, Sums, ask

__all__ = ["Amount", "Cell", "Source", "Sums", "ask", "shares_of", "source_of"]
