"""The kinds of report: each makes its answer out of a description, for a reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workstate.reports.description import Description
from workstate.reports.kinds import (
    comparison,
    detailed,
    estimates,
    goals,
    productivity,
    profitability,
    summary,
    team,
    weekly,
)
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind

MAKERS: Final[dict[ReportKind, Callable[[Description, Reader], Report]]] = {
    ReportKind.SUMMARY: summary.make,
    ReportKind.DETAILED: detailed.make,
    ReportKind.WEEKLY: weekly.make,
    ReportKind.COMPARISON: comparison.make,
    ReportKind.ESTIMATES: estimates.make,
    ReportKind.PROFITABILITY: profitability.make,
    ReportKind.PRODUCTIVITY: productivity.make,
    ReportKind.TEAM: team.make,
    ReportKind.GOALS: goals.make,
}


def make_report(description: Description, reader: Reader) -> Report:
    """
    The answer, with nothing in it that the reader may not see. Raises Invalid for a filter or people that mean nothing
    to the reader, NotAllowed for a kind that is not theirs.
    """
    return MAKERS[description.kind](description, reader)
