"""Charts on paper: small drawings in SVG, in which what is said stands beside what is meant. Lengths are in CSS pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, log10, pi, sin

from django.utils.html import escape

from workstate.reports.exporters.pdf.colours import FAINT, QUIET, ink
from workstate.reports.report import Chart, Series
from workstate.reports.screen.values import Words

FONT = "Inter, 'Inter Ext', 'Inter Greek', 'Inter Cyrillic', sans-serif"
HEIGHT = 150
AXIS = 44  # beside the drawing, for the numbers of the scale
WORDS = 16  # beneath it, for the labels
LETTER = 5.2  # about the width of one at nine pixels
WIDEST_BAR = 34
HOUR = 3600

# What a scale of hours may be divided by, in seconds.
_STEPS_OF_TIME = [900, 1800, *(hours * HOUR for hours in (1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 200, 250, 500, 1000))]


def drawn(chart: Chart, words: Words, *, width: int) -> str:
    """The chart as an SVG, in which all words are escaped, with a title for who cannot see it; nothing of nothing."""
    drawing = _doughnut(chart) if chart.type == "doughnut" else _Plot(chart, words, width).lines()
    size = (HEIGHT, HEIGHT) if chart.type == "doughnut" else (width, HEIGHT + WORDS + 8)
    body = "".join(drawing)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" height="{size[1]}">'
        f"<title>{escape(chart.title)}</title>{body}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    """Bars, stacked or side by side, or lines, over one scale."""

    chart: Chart
    words: Words
    width: int

    def lines(self) -> Iterator[str]:
        step, top = self._scale()
        for mark in range(round(top / step) + 1):
            y = self._y(mark * step, top)
            yield f'<path d="M{AXIS} {y:.1f}H{self.width}" stroke="{FAINT}" stroke-width="{1 if mark else 1.5}"/>'
            if mark:
                yield _text(AXIS - 7, y + 3, self._number(mark * step), anchor="end")
        yield from self._curves(top) if self.chart.type == "line" else self._bars(top)
        yield from self._labels()

    def _bars(self, top: float) -> Iterator[str]:
        stacked = self.chart.stacked or len(self.chart.series) < 2
        beside = 1 if stacked else len(self.chart.series)
        wide = min(WIDEST_BAR, max(1.0, self._slot * 0.64)) / (1 if stacked else beside**0.5)
        wide = min(wide, self._slot * 0.9 / beside)
        for at in range(len(self.chart.labels)):
            height = 0.0
            for rank, series in enumerate(self.chart.series):
                value = max(series.values[at] or 0, 0)
                if not value:
                    continue
                low, high = (height, height + value) if stacked else (0.0, float(value))
                x = self._x(at) - wide * beside / 2 + (0 if stacked else rank * wide)
                y, tall = self._y(high, top), self._y(low, top) - self._y(high, top)
                # A hair of paper between the parts of a stack.
                tall = max(tall - (0.7 if low and tall > 2 else 0), 0.3)
                yield f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}" fill="{ink(series.colour)}"/>'
                height = high

    def _curves(self, top: float) -> Iterator[str]:
        for series in self.chart.series:
            for run in _runs(series):
                points = " ".join(f"{self._x(at):.1f},{self._y(value, top):.1f}" for at, value in run)
                yield f'<polyline points="{points}" fill="none" stroke="{ink(series.colour)}" stroke-width="1.8"/>'
                if len(run) == 1:
                    x, y = points.split(",")
                    yield f'<circle cx="{x}" cy="{y}" r="2.2" fill="{ink(series.colour)}"/>'

    def _labels(self) -> Iterator[str]:
        """As many as have room."""
        longest = max((len(label) for label in self.chart.labels), default=0) * LETTER + 8
        every = max(1, ceil(longest / self._slot)) if self._slot else 1
        for at in range(0, len(self.chart.labels), every):
            half = len(self.chart.labels[at]) * LETTER / 2
            yield _text(min(self._x(at), self.width - half), HEIGHT + WORDS, self.chart.labels[at])

    def _scale(self) -> tuple[float, float]:
        """The step of the scale, of which there are three to six, and its end."""
        tops = [series.values for series in self.chart.series]
        stacked = self.chart.stacked and self.chart.type == "bar"
        heights = (
            [
                (sum if stacked else max)(max(values[at] or 0, 0) for values in tops)
                for at in range(len(self.chart.labels))
            ]
            if tops
            else []
        )
        most = float(max(heights, default=0)) or (HOUR if self.chart.unit == "time" else 1)
        if self.chart.unit == "time":
            step = next((float(step) for step in _STEPS_OF_TIME if most / step <= 5), _round_step(most / HOUR) * HOUR)
        else:
            step = _round_step(most)
        return step, step * ceil(most / step)

    def _number(self, value: float) -> str:
        if self.chart.unit == "time":
            hours = value / HOUR
            return f"{hours:g} h"
        return self.words.of_chart(value, self.chart.unit, self.chart.currency)

    @property
    def _slot(self) -> float:
        return (self.width - AXIS) / max(len(self.chart.labels), 1)

    def _x(self, at: int) -> float:
        return AXIS + self._slot * (at + 0.5)

    def _y(self, value: float, top: float) -> float:
        return 6 + (HEIGHT - 6) * (1 - value / top)


def _round_step(most: float) -> float:
    """One, two or five times a power of ten, of which five or fewer reach the top."""
    power = 10.0 ** floor(log10(most / 5)) if most > 0 else 1.0
    return next(power * times for times in (1, 2, 5, 10) if most / (power * times) <= 5)


def _runs(series: Series) -> list[list[tuple[int, float]]]:
    """What hangs together of a line: where there is nothing it is interrupted."""
    runs: list[list[tuple[int, float]]] = [[]]
    for at, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((at, max(value, 0)))
    return [run for run in runs if run]


def _doughnut(chart: Chart) -> Iterator[str]:
    values: Sequence[float] = [max(value or 0, 0) for value in chart.series[0].values] if chart.series else []
    whole, middle, outer, inner = sum(values), HEIGHT / 2, HEIGHT / 2 - 4, HEIGHT / 2 - 30
    colours = chart.colours or ("indigo",) * len(values)
    turned = -pi / 2
    for value, colour in zip(values, colours, strict=False):
        if not value:
            continue
        if value == whole:
            ring, thick = (outer + inner) / 2, outer - inner
            yield f'<circle cx="{middle}" cy="{middle}" r="{ring}" fill="none" stroke="{ink(colour)}" stroke-width="{thick}"/>'
            return
        end = turned + 2 * pi * value / whole
        far = int(end - turned > pi)
        yield (
            f'<path d="M{_on(middle, outer, turned)}A{outer} {outer} 0 {far} 1 {_on(middle, outer, end)}'
            f'L{_on(middle, inner, end)}A{inner} {inner} 0 {far} 0 {_on(middle, inner, turned)}Z"'
            f' fill="{ink(colour)}" stroke="#fff" stroke-width="1"/>'
        )
        turned = end


def _on(middle: float, radius: float, angle: float) -> str:
    return f"{middle + radius * cos(angle):.2f} {middle + radius * sin(angle):.2f}"


def _text(x: float, y: float, words: str, *, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="9" fill="{QUIET}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
