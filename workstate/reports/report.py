"""A report as a value: what every face shows, in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, overload

from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.reports.table import Kind, Row, Table, Value


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that matters, with its name: “Billable, 12:30”. Shown large above the table, and in files that have a head."""

    key: str
    label: str
    value: Value
    kind: Kind
    note: str = ""
    is_span: bool = False  # seconds between two instants, nights too: said in days where it is long


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its number at each label. `colour` is a name of the theme's."""

    name: str
    colour: str
    values: tuple[int | float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """
    Numbers to be drawn: by Chart.js on the screen, as SVG on paper, as a table for who cannot see either.

    `unit` is what the numbers are: seconds, money (of `currency`), percent or a count. `colours` are those of the
    parts of a doughnut, which has one series. `note` says under it what is not drawn.
    """

    key: str
    title: str
    type: Literal["bar", "line", "doughnut"]
    unit: Literal["time", "money", "percent", "number"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    names: tuple[str, ...] = ()  # longer words for the labels, in the table beneath
    stacked: bool = True
    colours: tuple[str, ...] = ()
    currency: str = ""
    note: str = ""


class Later(Sequence[Chart]):
    """Charts that are drawn when somebody looks at them: files and programs never do."""

    def __init__(self, draw: Callable[[], Iterable[Chart]]) -> None:
        self._draw = draw

    @cached_property
    def _drawn(self) -> tuple[Chart, ...]:
        return tuple(self._draw())

    @overload
    def __getitem__(self, place: int) -> Chart: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Chart]: ...
    def __getitem__(self, place: int | slice) -> Chart | Sequence[Chart]:
        return self._drawn[place]

    def __len__(self) -> int:
        return len(self._drawn)


@dataclass(frozen=True, slots=True)
class Report:
    """
    The answer to a description, for a reader.

    `title` is the answer in one sentence, `lead` what else is worth knowing, `notes` the small print (how it was rounded,
    what counts twice). The first of the tables is the report's own: files and programs get that one; a page may show
    more beneath. `is_running`: a timer runs in these days and is not counted.
    """

    description: Description
    reader: Reader
    title: str
    tables: tuple[Table, ...]
    lead: str = ""
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: Sequence[Chart] = ()
    is_running: bool = False
    is_empty: bool = False
    teaching: str = field(default="")

    @property
    def table(self) -> Table:
        return self.tables[0]


def total_row(depth: int, values: Sequence[Value]) -> Row:
    """A row of totals: nothing is named."""
    return Row([*[None] * depth, *values])
