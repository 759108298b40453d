"""Where the rows of a report lead: a task into the drawer, anything else to the detailed report of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN
from workstate.reports.report import Report
from workstate.reports.screen.narrowing import as_kind, narrowed
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Column, Row, Subject

# Reports whose rows are made of time in the days of the address, so that the detailed one has the same sums.
OF_TIME = {
    ReportKind.SUMMARY,
    ReportKind.DETAILED,
    ReportKind.WEEKLY,
    ReportKind.COMPARISON,
    ReportKind.PROFITABILITY,
    ReportKind.TEAM,
}
_GROUPINGS = frozenset(grouping.value for grouping in Grouping)


@dataclass(frozen=True, slots=True)
class Link:
    """`kind` says how it is followed: "task" opens the drawer, "report" another report, "" leads nowhere."""

    kind: str = ""
    url: str = ""


NOWHERE = Link()


@dataclass
class Links:
    report: Report
    is_on: bool = True

    @cached_property
    def _base(self) -> Description:
        return as_kind(self.report.description, ReportKind.DETAILED)

    @cached_property
    def _workspace(self) -> str:
        return self.report.reader.actor.workspace.slug

    @cached_property
    def _tasks(self) -> str:
        return reverse("tasks:detail", args=[self._workspace, 0])

    def is_named(self, subject: Subject) -> bool:
        """Nothing ("No project") and what one has lost sight of are no names."""
        return subject.id is not None and subject.id != HIDDEN

    def of(self, column: Column, subject: Subject, outer: Row | None) -> Link:
        """Of a subject in this column; of one within a group the time is that of both."""
        if not self.is_on:
            return NOWHERE
        if subject.number is not None:
            return Link("task", f"{self._tasks.removesuffix('0/')}{subject.number}/")
        if self.report.description.kind not in OF_TIME or column.key not in _GROUPINGS:
            return NOWHERE
        base: Description | None = self._base
        if outer is not None:
            base = self._outer(outer)
        found = narrowed(base, Grouping(column.key), subject) if base else None
        if found is None or found == self.report.description:
            return NOWHERE
        return Link("report", found.url(self._workspace))

    def _outer(self, row: Row) -> Description | None:
        subject, column = row.values[0], self.report.table.columns[0]
        if not isinstance(subject, Subject) or column.key not in _GROUPINGS:
            return None
        return narrowed(self._base, Grouping(column.key), subject)
