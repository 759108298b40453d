"""Where things stand that would lie over each other: lines of a week, and blocks of a day side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from workstate.core import lanes
from workstate.savedviews.layouts.calendar.planned import Item


@dataclass(slots=True)
class Line:
    """One line of a day: an item, or room for what began on an earlier day of the week and goes on over this one."""

    item: Item | None = None
    days: int = 1
    goes_on: bool = False
    """It began before this week."""
    ends: bool = True
    """It does not go on after it."""


@dataclass(slots=True)
class Lines:
    """What one day of a week shows; `more` stand there besides, `total` in all."""

    shown: list[Line] = field(default_factory=list)
    more: int = 0
    total: int = 0


def lines_of(week: Sequence[date], items: Sequence[Item], most: int) -> dict[date, Lines]:
    """
    The items of a week, which are in order, on at most so many lines each day; the last is left for "and more" if need be.

    What takes several days keeps one line throughout.
    """
    first, last = week[0], week[-1]
    taken: dict[date, dict[int, Line]] = {day: {} for day in week}
    counts = dict.fromkeys(week, 0)
    rest: dict[date, list[Item]] = {day: [] for day in week}
    for item in sorted((item for item in items if item.is_bar), key=lambda item: (item.first, -_days(item))):
        days = [day for day in week if item.first <= day <= item.day]
        for day in days:
            counts[day] += 1
        lane = next((lane for lane in range(most - 1) if all(lane not in taken[day] for day in days)), None)
        if not days or lane is None:
            continue
        for day in days:
            taken[day][lane] = Line()
        taken[days[0]][lane] = Line(item, len(days), goes_on=item.first < first, ends=item.day <= last)
    for item in items:
        if not item.is_bar and item.day in rest:
            rest[item.day].append(item)
            counts[item.day] += 1
    found: dict[date, Lines] = {}
    for day in week:
        bars = len(taken[day])
        whole = counts[day] == bars + len(rest[day]) and counts[day] <= most and max(taken[day], default=0) < most
        free = [lane for lane in range(most if whole else most - 1) if lane not in taken[day]]
        for lane, item in zip(free, rest[day], strict=False):
            taken[day][lane] = Line(item)
        shown = [taken[day].get(lane, Line()) for lane in range(max(taken[day], default=-1) + 1)]
        found[day] = Lines(shown, counts[day] - len(taken[day]), counts[day])
    return found


def _days(item: Item) -> int:
    return (item.day - item.first).days


@dataclass(frozen=True, slots=True)
class Block:
    """An item by the clock: in which of how many columns it stands beside others."""

    item: Item
    column: int
    columns: int


def beside(items: Sequence[Item]) -> list[Block]:
    """Items of one day with a time, side by side where they overlap; see `core.lanes`."""
    timed = [(item.minute, item.length, item) for item in items if item.minute is not None]
    timed.sort(key=lambda one: (one[0], -one[1], one[2].order))
    return [Block(lane.thing, lane.column, lane.columns) for lane in lanes.beside(timed)]
