"""Goals as people read them: what is asked, how far it is, how often in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.clock import start_of_day, week_of
from workstate.core.durations import format_duration_long
from workstate.focus.goal_progress import WEEKS_SHOWN, GoalState, Now, Unit
from workstate.focus.models.goals import EVERY_DAY, Goal

# The circle of the ring is a hundred long.
WHOLE = 100
# How high the bars of the past are drawn, and how far apart.
HIGH = 24
STEP = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A week of the past: how much of what was asked, and in words. A goal for each day counts its days."""

    first: date
    days: str
    words: str
    percent: int
    is_met: bool
    is_over: bool
    """Of a limit that was exceeded."""
    x: int = 0

    @property
    def height(self) -> int:
        return max(2, self.percent * HIGH // WHOLE)

    @property
    def y(self) -> int:
        return HIGH - self.height


@dataclass(frozen=True, slots=True)
class Card:
    """A goal as its page and the header draw it at an instant."""

    now: Now
    seconds: int
    percent: int
    asked: str
    days: str
    subject: str
    colour: str
    verdict: str
    is_met: bool
    is_over: bool
    pattern: str
    """How far it is, with %s where the length so far stands: what a script fills in anew each second."""
    since: str
    ends: str
    streak: str = ""
    best: str = ""
    bars: Sequence[Bar] = ()

    @property
    def goal(self) -> Goal:
        return self.now.goal

    @property
    def said(self) -> str:
        return self.pattern % format_duration_long(self.seconds)

    @property
    def name(self) -> str:
        """8 h a day · Storefront"""
        return f"{self.asked} · {self.subject}" if self.goal.subject else self.asked


def card_of(one: Now, at: datetime, formats: Formats, state: GoalState | None = None) -> Card:
    goal, seconds = one.goal, one.seconds_at(at)
    over = goal.at_most and seconds > one.wanted
    return Card(
        now=one,
        seconds=seconds,
        percent=min(WHOLE, seconds * WHOLE // one.wanted),
        asked=asked_words(goal, one.wanted),
        days="" if goal.is_weekly else days_words(one.weekdays, goal.user.first_weekday),
        subject=str(goal.subject or _("All my time")),
        colour=getattr(goal.subject, "colour", ""),
        verdict=verdict(one, seconds),
        is_met=one.applies and not goal.at_most and seconds >= one.wanted,
        is_over=over,
        pattern=pattern(one),
        since=one.since.isoformat() if one.since else "",
        ends=start_of_day(one.last + timedelta(days=1), formats.zone).isoformat(),
        streak=streak_words(goal, state.streak) if state else "",
        best=best_words(goal, state) if state else "",
        bars=bars_of(state, at, formats) if state else (),
    )


def asked_words(goal: Goal, seconds: int) -> str:
    length = {"length": format_duration_long(seconds)}
    if goal.at_most:
        return (_("At most %(length)s a week") if goal.is_weekly else _("At most %(length)s a day")) % length
    return (_("%(length)s a week") if goal.is_weekly else _("%(length)s a day")) % length


def pattern(one: Now) -> str:
    wanted = {"wanted": format_duration_long(one.wanted)}
    if one.goal.is_weekly:
        return _("%%s of %(wanted)s this week") % wanted
    return _("%%s of %(wanted)s today") % wanted if one.applies else _("%s today, which does not count")


def verdict(one: Now, seconds: int) -> str:
    """Reached, 2 h 50 m to go, 10 m over, 50 m left"""
    if not one.applies:
        return _("Not today")
    left = one.wanted - seconds
    length = {"length": format_duration_long(abs(left) + 59 if left > 0 else -left)}
    if one.goal.at_most:
        return _("%(length)s over") % length if left < 0 else _("%(length)s left") % length
    return _("Reached") if left <= 0 else _("%(length)s to go") % length


def days_words(bits: int, first_weekday: int) -> str:
    """Every day; Mon – Fri; Mon, Wed, Fri"""
    if bits == EVERY_DAY:
        return _("every day")
    days = [(first_weekday + place) % 7 for place in range(7)]
    on = [place for place, day in enumerate(days) if bits >> day & 1]
    names = [str(WEEKDAYS_ABBR[days[place]]) for place in on]
    if len(on) > 2 and on[-1] - on[0] == len(on) - 1:
        return f"{names[0]} – {names[-1]}"
    return ", ".join(names)


def streak_words(goal: Goal, count: int) -> str:
    if not count:
        return ""
    if goal.is_weekly:
        return ngettext("%(count)d week in a row", "%(count)d weeks in a row", count) % {"count": count}
    return ngettext("%(count)d day in a row", "%(count)d days in a row", count) % {"count": count}


def best_words(goal: Goal, state: GoalState) -> str:
    """Only where it says more than the streak."""
    return _("best %(count)d") % {"count": state.best} if state.best > state.streak else ""


def bars_of(state: GoalState, at: datetime, formats: Formats) -> list[Bar]:
    """A bar for each week that has been judged, oldest first; goals for each day count days reached in it."""
    begins = state.goal.user.first_weekday
    weeks: dict[date, list[Unit]] = {}
    for unit in state.history:
        weeks.setdefault(week_of(unit.first, begins)[0], []).append(unit)
    shown = list(weeks.items())[-WEEKS_SHOWN:]
    return [_bar(state.goal, first, units, formats, place * STEP) for place, (first, units) in enumerate(shown)]


def _bar(goal: Goal, first: date, units: list[Unit], formats: Formats, x: int) -> Bar:
    met = sum(unit.is_met for unit in units)
    if goal.is_weekly:
        [unit] = units
        words = _("%(spent)s of %(wanted)s") % {
            "spent": format_duration_long(unit.seconds),
            "wanted": format_duration_long(unit.wanted),
        }
        percent = min(WHOLE, unit.seconds * WHOLE // unit.wanted)
    else:
        words = ngettext("%(met)d of %(all)d day", "%(met)d of %(all)d days", len(units)) % {
            "met": met,
            "all": len(units),
        }
        percent = met * WHOLE // len(units)
    days = formats.days(first, first + timedelta(days=6))
    all_met = met == len(units)
    return Bar(first, days, words, percent, all_met, goal.at_most and not all_met, x)
