"""The calendar of time as its templates draw it: columns of blocks, with gaps, overlaps, hours of work and totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import TimeFormat
from workstate.core.actor import Actor
from workstate.core.durations import format_duration
from workstate.core.lanes import beside
from workstate.timetracking.calendar.axis import A_DAY, HOUR, Axis, placed
from workstate.timetracking.calendar.entries import Closed, closed_in, entries_in, total_of, totals_in
from workstate.timetracking.calendar.period import Period
from workstate.timetracking.gaps import Gap, Overlap, gaps_between, overlaps_among
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import Total

LOWEST = 12 * 60
"""Seconds that a block is drawn high at least."""
SHORT = 30 * 60
"""What is lower has its words on one line."""
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """An entry, or the part of it that lies on one day. Places and lengths are seconds of the axis."""

    entry: TimeEntry
    key: str
    at: int
    seconds: int
    place: str
    words: str
    """From when to when."""
    length: str
    title: str
    begins: bool
    """It begins in this block."""
    ends: bool
    twin: bool
    """The entry has been drawn already, on the day before."""
    closed: str
    overlap: Overlap[TimeEntry] | None
    start: int
    stop: int | None
    """Unix time; None while it runs."""

    @property
    def classes(self) -> str:
        marks = {
            "is-short": self.seconds < SHORT,
            "is-tiny": self.seconds < 2 * LOWEST,
            "goes-on": not self.begins,
            "goes-ahead": not self.ends,
            "is-running": self.stop is None,
            "is-closed": bool(self.closed),
            "is-over": self.overlap is not None,
        }
        return " ".join([self.place, *(name for name, holds in marks.items() if holds)])


@dataclass(frozen=True, slots=True)
class Hole:
    """A gap between entries of one day."""

    gap: Gap[TimeEntry]
    place: str
    words: str
    length: str
    is_low: bool
    start: int
    stop: int


@dataclass
class Column:
    """One day."""

    date: date
    words: str
    name: str
    total: Total
    hours: str
    """Said of a day on which the clocks change: 25 h."""
    closed: str
    classes: str
    runs: str
    """Where its seconds stand, for the script: at:seconds:instant:wall, in a row."""
    holes: list[str]
    """Places of hours that the day did not have."""
    again: list[str]
    """Of hours that the clock showed for the second time."""
    work: list[str]
    now: str
    blocks: list[Block] = field(default_factory=list)
    logged: list[TimeEntry] = field(default_factory=list)
    gaps: list[Hole] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hour:
    place: str
    words: str
    again: bool


@dataclass(frozen=True)
class Drawing:
    """All of it. A constant number of queries, however much there is in the period."""

    period: Period
    title: str
    columns: list[Column]
    hours: list[Hour]
    length: str
    """Classes that say how high the columns are."""
    seconds: int
    is_even: bool
    """Whether an hour begins at every full hour from the top."""
    total: Total
    today: date
    halves: tuple[str, str] | None
    is_empty: bool


def draw(actor: Actor, period: Period, formats: Formats) -> Drawing:
    return _Pen(actor, period, formats).draw()


class _Pen:
    def __init__(self, actor: Actor, period: Period, formats: Formats) -> None:
        self.actor, self.period, self.formats = actor, period, formats
        self.axis = Axis.of(period.days, formats.zone)
        self.entries = entries_in(actor, period)
        self.running = next((entry for entry in self.entries if entry.is_running), None)
        self.totals = totals_in(actor, period)
        # An entry that reaches beyond what is shown may be held by a closed day there.
        self.closed = closed_in(actor, period.first - 7 * _ONE, period.last + 7 * _ONE)
        self.overlaps = self._overlaps()
        self.drawn: set[Any] = set()

    def draw(self) -> Drawing:
        columns = [self._column(day) for day in self.period.days]
        length = self.axis.length
        return Drawing(
            period=self.period,
            title=self.period.title(self.formats),
            columns=columns,
            hours=[
                Hour(placed(mark.at, 0), self.formats.time(time(mark.hour)) if mark.at else "", mark.again)
                for mark in self.axis.marks
            ],
            length=placed(0, length).split(" ", 3)[3],
            seconds=length,
            is_even=all(mark.at % HOUR == 0 for mark in self.axis.marks),
            total=self._total(self.period.days),
            today=self.formats.today,
            halves=None if self.formats.time_format == TimeFormat.HOURS_24 else (_("am"), _("pm")),
            is_empty=not any(column.blocks or column.logged for column in columns),
        )

    def _column(self, day: date) -> Column:
        formats = self.formats
        seconds = self.axis.seconds_of(day)
        closed = self.closed.get(day)
        is_off = not self.actor.user.working_week.on(day)
        marks = {
            "is-today": day == formats.today,
            "is-on": day == self.period.on,
            "is-free": is_off,
            "is-closed": closed,
        }
        column = Column(
            date=day,
            words=formats.full_day(day),
            name=formats.weekday_date(day),
            total=self._total([day]),
            hours="" if seconds == A_DAY else format_hours(seconds),
            closed=closed.words if closed else "",
            classes=" ".join(name for name, holds in marks.items() if holds),
            runs=" ".join(f"{run.at}:{run.seconds}:{run.instant}:{run.wall}" for run in self.axis.days[day]),
            holes=[placed(first, last - first) for first, last in self.axis.holes(day)],
            again=[placed(run.at, run.again) for run in self.axis.days[day] if run.again],
            work=self._work(day),
            now=self._now(day),
            logged=[entry for entry in self.entries if entry.started_at is None and entry.day == day],
        )
        spans = [(*span, entry) for entry in self.entries if (span := self._span(day, entry))]
        high = [
            (min(at, self.axis.length - LOWEST), max(LOWEST, end - at), (at, end - at, entry))
            for at, end, entry in spans
        ]
        high.sort(key=lambda one: (one[0], -one[1]))
        for lane in beside(high):
            at, length, entry = lane.thing
            column.blocks.append(self._block(day, at, length, entry, f"b{lane.column} of{lane.columns}"))
        if not closed:
            column.gaps = self._gaps(day, [entry for _at, _end, entry in spans])
        return column

    def _span(self, day: date, entry: TimeEntry) -> tuple[int, int] | None:
        if entry.started_at is None:
            return None
        return self.axis.span(day, entry.started_at, self._stop(entry))

    def _stop(self, entry: TimeEntry) -> datetime:
        assert entry.started_at is not None
        return entry.stopped_at or max(entry.started_at, self.formats.now)

    def _block(self, day: date, at: int, seconds: int, entry: TimeEntry, lane: str) -> Block:
        assert entry.started_at is not None
        twin = entry.pk in self.drawn
        self.drawn.add(entry.pk)
        formats, stop = self.formats, self._stop(entry)
        begins = self.axis.place(day, entry.started_at) is not None
        ends = formats.local(max(entry.started_at, stop - timedelta(seconds=1))).date() == day
        shown = f"{formats.time(entry.started_at)}–{formats.time(entry.stopped_at) if entry.stopped_at else _('now')}"
        high = max(LOWEST, seconds)
        return Block(
            entry=entry,
            key=f"block-{entry.pk}{f'-{day}' if twin else ''}",
            at=at,
            seconds=seconds,
            place=f"{placed(min(at, self.axis.length - high), high)} {lane}",
            words=shown,
            length=format_duration(entry.seconds_at(formats.now)),
            title=title_of(entry),
            begins=begins,
            ends=ends,
            twin=twin,
            closed=self._closed(entry),
            overlap=self.overlaps.get(entry.pk) if not twin else None,
            start=int(entry.started_at.timestamp()),
            stop=int(entry.stopped_at.timestamp()) if entry.stopped_at else None,
        )

    def _closed(self, entry: TimeEntry) -> str:
        """Why the entry cannot be changed. The timer can: nothing of it is finished."""
        if entry.is_running:
            return ""
        found: Closed | None = self.closed.get(entry.day) or (
            self.closed.get(entry.last_day) if entry.last_day else None
        )
        return found.words if found else ""

    def _overlaps(self) -> dict[Any, Overlap[TimeEntry]]:
        """By the entry that the mark stands on: the one that begins later."""
        open_ones = [entry for entry in self.entries if not self._closed(entry)]
        return {overlap.second.pk: overlap for overlap in overlaps_among(open_ones, current=self.formats.now)}

    def _gaps(self, day: date, entries: Sequence[TimeEntry]) -> list[Hole]:
        window = self.actor.user.working_week.span_on(day)
        if not window:
            return []
        holes = []
        for gap in gaps_between(entries, within=[window], current=self.formats.now):
            span = self.axis.span(day, gap.start, gap.end)
            if span and gap.end <= self.formats.now:
                shown = f"{self.formats.time(gap.start)}–{self.formats.time(gap.end)}"
                start, stop = int(gap.start.timestamp()), int(gap.end.timestamp())
                length, low = format_duration(gap.seconds), span[1] - span[0] < SHORT
                holes.append(
                    Hole(gap, placed(span[0], max(LOWEST, span[1] - span[0])), shown, length, low, start, stop)
                )
        return holes

    def _work(self, day: date) -> list[str]:
        """Where the hours of work stand, with what is left of the night before."""
        found = []
        for begun in (day, day - _ONE):
            window = self.actor.user.working_week.span_on(begun)
            span = self.axis.span(day, *window) if window else None
            if span and span[1] > span[0]:
                found.append(placed(span[0], span[1] - span[0]))
        return found

    def _now(self, day: date) -> str:
        at = self.axis.place(day, self.formats.now)
        return "" if at is None else placed(at, 0)

    def _total(self, days: Sequence[date]) -> Total:
        return total_of(days, self.totals, self.running, self.formats.now, self.formats.zone)


def title_of(entry: TimeEntry) -> str:
    """What the time goes into, as far as its person may still see that."""
    if entry.task and entry.sees_task:  # type: ignore[attr-defined]
        return entry.task.title
    return entry.description or _("No description")


def format_hours(seconds: int) -> str:
    """How long a day was on which the clocks changed: 25 h, 24.5 h."""
    return _("%(hours)s h") % {"hours": f"{seconds / HOUR:g}"}
