"""A chart of a report for the page's script, and in words for who does not see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from workstate.reports.report import Chart
from workstate.reports.screen.values import Words, has_seconds


@dataclass
class ShownChart:
    """`named`: what stands in the report's table with its colour, and needs no legend."""

    chart: Chart
    words: Words
    named: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return f"report-chart-{self.chart.key}"

    @property
    def data(self) -> dict[str, Any]:
        """Plain numbers, in the theme's names of colours."""
        chart = self.chart
        return {
            "type": chart.type,
            "unit": chart.unit,
            "currency": chart.currency,
            "stacked": chart.stacked,
            "labels": list(chart.labels),
            "names": list(chart.names),
            "colours": list(chart.colours),
            "datasets": [
                {"label": series.name, "colour": series.colour, "data": list(series.values)} for series in chart.series
            ],
        }

    @property
    def label_names(self) -> tuple[str, ...]:
        return self.chart.names or self.chart.labels

    @property
    def has_sums(self) -> bool:
        """Whether the parts of a bar make a whole: stacked ones alone do."""
        return self.chart.type == "bar" and self.chart.stacked and len(self.chart.series) > 1

    @cached_property
    def sums(self) -> list[float]:
        return [sum(values) for values in self._columns] if self.has_sums else []

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Each label with its numbers, and their sum where they make one."""
        found = []
        for at, name in enumerate(self.label_names):
            numbers = [self._text(series.values[at]) for series in self.chart.series]
            found.append((name, [*numbers, self._text(self.sums[at])] if self.has_sums else numbers))
        return found

    @property
    def legend(self) -> list[tuple[str, str, str]]:
        """Colour, name and number of each part, where the table does not say which colour is what."""
        chart = self.chart
        if chart.type == "doughnut":
            colours = chart.colours or ("indigo",) * len(chart.labels)
            values = chart.series[0].values if chart.series else ()
            whole = sum(value or 0 for value in values)
            return [
                (colour, name, self._share(value, whole))
                for colour, name, value in zip(colours, self.label_names, values, strict=False)
            ]
        named = [series for series in chart.series if series.name]
        if len(named) < 2 or all(series.name in self.named for series in named[:-1]):
            return []
        return [(series.colour, series.name, "") for series in named]

    @cached_property
    def finding(self) -> str:
        """What one sees at a glance: where there is most of it."""
        heights = self.sums or [value or 0 for value in self._leading]
        if not heights or not any(heights):
            return self.chart.title
        top = max(range(len(heights)), key=lambda at: heights[at])
        return _("%(title)s. Most: %(name)s, %(value)s. The numbers are in the table after it.") % {
            "title": self.chart.title,
            "name": self.label_names[top],
            "value": self._text(heights[top]),
        }

    @property
    def _leading(self) -> tuple[float | None, ...]:
        return self.chart.series[0].values if self.chart.series else ()

    @property
    def _columns(self) -> list[tuple[float, ...]]:
        return [
            tuple(value or 0 for value in values)
            for values in zip(*(series.values for series in self.chart.series), strict=True)
        ]

    def _share(self, value: float | None, whole: float) -> str:
        text = self._text(value)
        return f"{text} · {self.words.of_chart(100 * (value or 0) / whole, 'percent')}" if whole > 0 else text

    @cached_property
    def _is_precise(self) -> bool:
        """As in a table: what stands beneath each other adds up as it is written."""
        return has_seconds(value for series in self.chart.series for value in series.values)

    def _text(self, value: float | None) -> str:
        return self.words.of_chart(value, self.chart.unit, self.chart.currency, to_the_second=self._is_precise)
