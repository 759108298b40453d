"""A report as a value: what the screen, the chart, the table and the files are all made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from workstate.reports.description import Description


@dataclass(frozen=True, slots=True)
class Subject:
    """
    What a row is about: a project, a label, a day.

    `id` is the row's own id or day, None for what has none ("No project"); `code` is how files write it, if that is
    not its name; `number` is a task's.
    """

    id: UUID | date | bool | str | None
    name: str
    colour: str = ""
    number: int | None = None
    code: str = ""


@dataclass(slots=True)
class Line:
    """
    Seconds of one subject, and of each subject within it; `raw_seconds` are those before rounding.

    `estimate` is None where there is none to compare with.
    """

    subject: Subject
    seconds: int = 0
    billable_seconds: int = 0
    raw_seconds: int = 0
    estimate: int | None = None
    lines: list[Line] = field(default_factory=list)

    def add(self, seconds: int, billable: int, raw: int) -> None:
        self.seconds += seconds
        self.billable_seconds += billable
        self.raw_seconds += raw


@dataclass(frozen=True, slots=True)
class Bar:
    """The days that one bar of the chart stands for, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the chart: its seconds in each bar."""

    name: str
    colour: str
    seconds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How the estimates of finished tasks held: seconds estimated and seconds it took, all in all."""

    tasks: int
    estimated: int
    taken: int

    @property
    def percent_too_low(self) -> int:
        """Negative: too high."""
        return round(100 * (self.taken - self.estimated) / self.estimated)


@dataclass(frozen=True, slots=True)
class Report:
    """
    The answer to a description. All in whole seconds, rounded as it says; `raw_seconds` are those before rounding.

    `overlap`: an entry with several labels counts in each of them, so the lines add up to more than the total, which
    counts it once. `before` is the time in the period before, as far as this one has come; None when that says nothing.
    """

    description: Description
    lines: tuple[Line, ...]
    seconds: int
    billable_seconds: int
    raw_seconds: int
    estimate: int | None
    bars: tuple[Bar, ...]
    bar_seconds: tuple[int, ...]
    series: tuple[Series, ...]
    overlap: bool
    is_running: bool
    before: int
    accuracy: Accuracy | None
