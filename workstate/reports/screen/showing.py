"""A report as the page shows it: words, links and rows, cut to what can be read. Any kind of report, from its values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.reports.report import Report
from workstate.reports.screen.chart import ShownChart
from workstate.reports.screen.cutting import cut
from workstate.reports.screen.grid import Grid
from workstate.reports.screen.values import Words
from workstate.reports.shapes import ReportKind
from workstate.reports.words import period_words


@dataclass(frozen=True, slots=True)
class ShownFigure:
    label: str
    text: str
    exact: str
    note: str


@dataclass(frozen=True, slots=True)
class Start:
    icon: str
    text: str
    url: str


@dataclass
class ShownReport:
    """
    What `reports/_report.html` draws. Without `is_linked` nothing in it leads anywhere: for who is not inside, and for paper.
    """

    report: Report
    is_linked: bool = True

    @cached_property
    def words(self) -> Words:
        return Words.of(self.report.reader)

    @cached_property
    def figures(self) -> list[ShownFigure]:
        return [
            ShownFigure(
                figure.label,
                self.words.figure(figure),
                self.words.exact(figure.value, figure.kind),
                figure.note,
            )
            for figure in self.report.figures
        ]

    @cached_property
    def charts(self) -> list[ShownChart]:
        named = self._names_in_rows
        return [ShownChart(chart, self.words, named) for chart in self.report.charts]

    @cached_property
    def grids(self) -> list[Grid]:
        """The tables."""
        return [
            Grid(cut(table), table, self.report, self.words, at, is_linked=self.is_linked)
            for at, table in enumerate(self.report.tables)
        ]

    @property
    def period(self) -> str:
        return period_words(self.report.description, self.words.formats)

    @property
    def teaching(self) -> str:
        return self.report.teaching or _("Start a timer, or write down what you did, and see here where the time went.")

    @property
    def start(self) -> Start:
        """What one does where there is nothing yet."""
        slug = self.report.reader.actor.workspace.slug
        match self.report.description.kind:
            case ReportKind.GOALS:
                return Start("target", _("Set a goal"), reverse("focus:goals", args=[slug]))
            case _:
                return Start(
                    "chart-no-axes-column", _("Write down time"), reverse("timetracking:day-list", args=[slug])
                )

    @property
    def is_cut(self) -> bool:
        return any(grid.rows.is_cut for grid in self.grids)

    @property
    def _names_in_rows(self) -> frozenset[str]:
        """What stands in the table with its colour needs no legend."""
        first: Sequence[object] = [] if self.report.table.is_long else list(self.report.table.rows)
        return frozenset(
            value.name
            for row in first
            for value in row.values[: self.report.table.depth]  # type: ignore[attr-defined]
            if getattr(value, "colour", "")
        )
