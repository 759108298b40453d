"""The kinds of report: each makes its answer out of a description, for a reader."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from workstate.core.errors import NotFound
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind


def make_report(description: Description, reader: Reader) -> Report:
    """
    The answer, with nothing in it that the reader may not see. Raises Invalid for a filter or people that mean nothing
    to the reader, NotAllowed for a kind that is not theirs.
    """
    module = import_module(f"workstate.reports.kinds.{description.kind.value}")
    made: Report = module.make(description, reader)
    return made


def kinds_there_are() -> list[ReportKind]:
    return [kind for kind in ReportKind if find_spec(f"workstate.reports.kinds.{kind.value}")]


__all__ = ["NotFound", "kinds_there_are", "make_report"]
