"""Where entries of a person leave time between them or lie over each other, and what would mend that. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar

SHORTEST: Final = timedelta(minutes=5)
"""What is shorter between two entries is breath, not a gap."""
TOUCHING: Final = timedelta(seconds=60)
"""Entries no further apart than this follow each other: a timer that was stopped and started again."""


class Clocked(Protocol):
    """What has a start (an instant); without an end it runs. A model's fields are no plain attributes to the type checker."""

    @property
    def id(self) -> Any: ...
    @property
    def started_at(self) -> Any: ...
    @property
    def stopped_at(self) -> Any: ...


Entry = TypeVar("Entry", bound=Clocked)


@dataclass(frozen=True, slots=True)
class Gap(Generic[Entry]):
    """Working time between two entries that is on none. `before` ends where it begins, `after` begins where it ends, if one does."""

    start: datetime
    end: datetime
    before: Entry | None
    after: Entry | None

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())


@dataclass(frozen=True, slots=True)
class Overlap(Generic[Entry]):
    """Two entries from `start` to `end` at once. The first began earlier or, where both began at once, goes on longer."""

    first: Entry
    second: Entry
    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        return int((self.end - self.start).total_seconds())


class Means(StrEnum):
    """How two entries are parted, as pages and programs name it."""

    END_FIRST = "end-first"
    START_SECOND = "start-second"
    SPLIT_FIRST = "split-first"
    START_FIRST = "start-first"
    REMOVE_SECOND = "remove-second"


@dataclass(frozen=True, slots=True)
class Piece(Generic[Entry]):
    """An entry from when to when; without an end it runs."""

    entry: Entry
    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Mend(Generic[Entry]):
    """
    One way to part two entries: `changed` is what entries become, `copied` what is written anew with all that the entry says,
    `removed` what goes. `at` is the instant that the words name.
    """

    means: Means
    at: datetime
    changed: tuple[Piece[Entry], ...] = ()
    copied: tuple[Piece[Entry], ...] = ()
    removed: tuple[Entry, ...] = ()


def gaps_between(
    entries: Iterable[Entry],
    *,
    within: Sequence[tuple[datetime, datetime]],
    current: datetime,
    shortest: timedelta = SHORTEST,
) -> list[Gap[Entry]]:
    """
    The time between entries that is on none of them, in its order, as far as it lies in the stretches of `within`.

    Only between the first and the last of the entries given; a running one reaches to `current`.
    """
    windows = sorted(within)
    found = []
    for before, start, after, end in _holes(entries, current):
        for opens, closes in windows:
            begin, finish = max(start, opens), min(end, closes)
            if finish - begin >= shortest:
                found.append(Gap(begin, finish, before if begin == start else None, after if finish == end else None))
    return found


def overlaps_among(entries: Iterable[Entry], *, current: datetime) -> list[Overlap[Entry]]:
    """
    Each entry that begins while another goes on, with the one of those that goes on longest. Ends that touch are none.

    Every entry that lies over another is in at least one of them.
    """
    found = []
    furthest: tuple[Entry, datetime] | None = None
    for entry, start, end in _in_order(entries, current):
        if furthest is not None and furthest[1] > start and end > start:
            found.append(Overlap(furthest[0], entry, start, min(end, furthest[1])))
        if furthest is None or end > furthest[1]:
            furthest = entry, end
    return found


def mends(overlap: Overlap[Entry]) -> list[Mend[Entry]]:
    """What would part the two, the mildest first. None stops a timer that runs, and none makes an entry of no length."""
    first, second = overlap.first, overlap.second
    start, end = overlap.start, overlap.end
    assert first.started_at is not None
    began_before = first.started_at < start
    goes_on = first.stopped_at is None or first.stopped_at > end
    outlasted = second.stopped_at is None or second.stopped_at > end
    found: list[Mend[Entry]] = []
    if began_before and goes_on and second.stopped_at is not None:
        earlier, later = Piece(first, first.started_at, start), Piece(first, end, first.stopped_at)
        # The timer itself goes on; what it did before is written down.
        pieces = (earlier, later) if first.stopped_at is not None else (later, earlier)
        found.append(Mend(Means.SPLIT_FIRST, start, changed=pieces[:1], copied=pieces[1:]))
    if began_before and first.stopped_at is not None:
        found.append(Mend(Means.END_FIRST, start, changed=(Piece(first, first.started_at, start),)))
    if goes_on and second.stopped_at is not None:
        found.append(Mend(Means.START_FIRST, end, changed=(Piece(first, end, first.stopped_at),)))
    if outlasted:
        found.append(Mend(Means.START_SECOND, end, changed=(Piece(second, end, second.stopped_at),)))
    if not found:
        found.append(Mend(Means.REMOVE_SECOND, start, removed=(second,)))
    return found


def _in_order(entries: Iterable[Entry], current: datetime) -> list[tuple[Entry, datetime, datetime]]:
    """Those with clock times and where they begin and end; of those that begin at once the longest first."""
    spans = [
        (entry, entry.started_at, entry.stopped_at or max(entry.started_at, current))
        for entry in entries
        if entry.started_at is not None
    ]
    # One that runs goes on, however far the others have got.
    return sorted(spans, key=lambda span: (span[1], span[0].stopped_at is not None, -span[2].timestamp(), span[0].id))


def _holes(entries: Iterable[Entry], current: datetime) -> Iterator[tuple[Entry, datetime, Entry, datetime]]:
    furthest: tuple[Entry, datetime] | None = None
    for entry, start, end in _in_order(entries, current):
        if furthest is not None and start > furthest[1]:
            yield furthest[0], furthest[1], entry, start
        if furthest is None or end > furthest[1]:
            furthest = entry, end
