"""The time page: days with their entries, their totals by the shares of days, their gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from workstate.core.actor import Actor
from workstate.core.clock import FIRST_DAY, LAST_DAY, now, start_of_day, today, week_of
from workstate.timetracking.gaps import gaps_between
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries.lines import Line, lines_of, own_entries, put_gaps
from workstate.timetracking.queries.totals import Running, Total, day_totals, own_shares, running_of, total_of
from workstate.timetracking.ribbon import Ribbon, ribbon_of
from workstate.timetracking.rules import rules_for

DAYS_SHOWN = 14
LONGEST_PERIOD = 92  # days on one page; what is earlier has a page of its own


@dataclass(frozen=True)
class Period:
    """Days of the person, both included; no last day means up to now and what was written down ahead."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Carried:
    """Time on a day that belongs to an entry begun on an earlier one, in whose list it stands."""

    entry: TimeEntry
    seconds: int


@dataclass
class Day:
    """`total` counts what was spent on the day; its lines are the entries begun on it, newest first, whole."""

    date: date
    total: Total
    lines: list[Line] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    ribbon: Ribbon | None = None

    @property
    def entries(self) -> list[TimeEntry]:
        """All that touch the day."""
        return [*(part.entry for part in self.carried), *(line.entry for line in self.lines)]


@dataclass(frozen=True)
class Days:
    """The time page: days newest first, the totals on top, and where earlier days are."""

    period: Period
    days: list[Day]
    today: date
    today_total: Total
    week_total: Total
    earlier: Period | None

    @property
    def earlier_is_a_page(self) -> bool:
        return self.earlier is not None and self.earlier.last is not None and self.earlier.last != self.period.last


def latest_period(actor: Actor) -> Period:
    return Period(today(actor.zone) - timedelta(days=DAYS_SHOWN - 1))


def period_asked(asked: Mapping[str, Any], actor: Actor) -> Period:
    """The period of `since` and `until` (ISO days) in an address; the last days where they say nothing sensible."""
    first, last = _day(asked.get("since")), _day(asked.get("until"))
    if first is None or (last is not None and last < first):
        return latest_period(actor)
    end = last or today(actor.zone)
    return Period(max(first, end - timedelta(days=LONGEST_PERIOD + DAYS_SHOWN)), last)


def days_in(actor: Actor, period: Period) -> Days:
    """The actor's own days, newest first, each with its total. Nine queries, however many entries there are."""
    current, now_day = now(), today(actor.zone)
    first, last = period.first, period.last or LAST_DAY
    entries = own_entries(actor).between(first, last).newest_first().prefetch_related("labels")
    lines = lines_of(list(entries), rules_for(actor), current=current)
    totals = day_totals(actor, first, last)
    running = running_of(actor, current=current)
    days = {day: Day(day, Total()) for day in _days_with(lines, totals, running, first, last)}
    for line in lines:
        days[line.entry.day].lines.append(line)
    for part in _carried(actor, first, last, running, lines, current):
        days[part[0]].carried.append(part[1])
    for day in days.values():
        day.total = total_of(totals.get(day.date, 0), running, day.date, day.date)
        _look_between(day, actor, current)
    week = week_of(now_day, actor.first_weekday)
    of_week = day_totals(actor, *week)
    return Days(
        period=period,
        days=[days[day] for day in sorted(days, reverse=True)],
        today=now_day,
        today_total=total_of(of_week.get(now_day, 0), running, now_day, now_day),
        week_total=total_of(sum(of_week.values()), running, *week),
        earlier=_earlier(actor, period),
    )


def _days_with(
    lines: Iterable[Line], totals: Mapping[date, int], running: Running | None, first: date, last: date
) -> set[date]:
    """Those on which something stands or something was spent."""
    ran = {*running.past, running.day} if running else set()
    return {line.entry.day for line in lines} | set(totals) | {day for day in ran if first <= day <= last}


def _carried(
    actor: Actor, first: date, last: date, running: Running | None, lines: Iterable[Line], current: datetime
) -> Iterable[tuple[date, Carried]]:
    """The parts of entries that fall on days after the first of each."""
    shares = list(own_shares(actor, first, last).filter(is_first=False).order_by("started_at"))
    entries = own_entries(actor).in_bulk({share.entry_id for share in shares})
    for share in shares:
        yield share.day, Carried(entries[share.entry_id], share.seconds)
    if running is None or not running.past:
        return
    entry = next((line.entry for line in lines if line.entry.is_running), None) or own_entries(actor).running().first()
    if entry is None:
        return
    so_far = running.past | {running.day: max(0, int((current - running.since).total_seconds()))}
    for day, seconds in so_far.items():
        if day > entry.day and first <= day <= last:
            yield day, Carried(entry, seconds)


def _look_between(day: Day, actor: Actor, current: datetime) -> None:
    """Draw the day from its first to its last, and say where nothing was tracked in working time."""
    zone = actor.zone
    bounds = start_of_day(day.date, zone), start_of_day(day.date + timedelta(days=1), zone)
    day.ribbon = ribbon_of(day.entries, bounds, zone, current=current)
    work = actor.user.working_week.span_on(day.date)
    if work is None:
        return
    within = max(work[0], bounds[0]), min(work[1], bounds[1])
    put_gaps(day.lines, gaps_between(day.entries, within=[within], current=current))


def _earlier(actor: Actor, period: Period) -> Period | None:
    before = (
        TimeEntry.objects.visible_to(actor).of(actor.user).kept().filter(day__lt=period.first).order_by("-day")
    ).values_list("day", flat=True)
    newest = before.first()
    if newest is None:
        return None
    first = max(FIRST_DAY, newest - timedelta(days=DAYS_SHOWN - 1))
    end = period.last or today(actor.zone)
    if (end - first).days > LONGEST_PERIOD:
        return Period(first, newest)
    return Period(first, period.last)


def _day(text: object) -> date | None:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
