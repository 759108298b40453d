"""
What is left of a budget, day by day, against the even line; and when it will be used up if people go on as they did.

The pace is what was used in the last four weeks, or since the first day when that is nearer; at least a week, since one
busy afternoon is no pace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.budgets.periods import Span
from workstate.budgets.standing import Standing, amount_of, spent_of
from workstate.budgets.sums import Used
from workstate.budgets.words import figure
from workstate.core.clock import FIRST_DAY, LAST_DAY

DAY = timedelta(days=1)
WINDOW, SHORTEST = 28, 7
FARTHEST = 5 * 365
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a day: `used` since the point before, what is `left`, what `even` use would leave, and the forecast."""

    day: date
    used: Fraction | None
    left: Fraction | None
    even: Fraction | None
    ahead: Fraction | None


@dataclass(frozen=True, slots=True)
class Burndown:
    standing: Standing
    points: list[Point]
    forecast: str
    formats: Formats

    @property
    def key(self) -> str:
        return f"burndown-{self.standing.budget.kind}"

    @property
    def has_even(self) -> bool:
        return any(point.even is not None for point in self.points)

    @property
    def title(self) -> str:
        return _("What is left, day by day")

    @property
    def past(self) -> list[tuple[str, str, str, str]]:
        """The table beneath: day, used, left, even."""
        return [
            (
                self.formats.weekday_date(point.day),
                self._text(point.used),
                self._text(point.left),
                self._text(point.even),
            )
            for point in self.points
            if point.left is not None
        ]

    @property
    def data(self) -> dict[str, Any]:
        """For the script of charts: seconds, or an amount of the currency."""
        budget = self.standing.budget
        series = [(_("Left"), "indigo", [point.left for point in self.points])]
        if self.has_even:
            series.append((_("Used evenly"), "slate", [point.even for point in self.points]))
        if any(point.ahead is not None for point in self.points):
            if not self.has_even:
                series.append(("", "slate", []))
            series.append((_("At this pace"), "orange", [point.ahead for point in self.points]))
        return {
            "type": "line",
            "unit": "money" if budget.is_money else "time",
            "currency": budget.currency,
            "stacked": False,
            "labels": [self.formats.month_day(point.day) for point in self.points],
            "names": [self.formats.weekday_date(point.day) for point in self.points],
            "datasets": [
                {"label": name, "colour": colour, "data": [self._number(value) for value in values]}
                for name, colour, values in series
                if name
            ],
        }

    @property
    def legend(self) -> list[tuple[str, str]]:
        return [(one["colour"], one["label"]) for one in self.data["datasets"]]

    def _text(self, value: Fraction | None) -> str:
        if value is None:
            return "–"
        return f"−{figure(self.standing.budget, -value)}" if value < 0 else figure(self.standing.budget, value)

    def _number(self, value: Fraction | None) -> float | None:
        return None if value is None else float(amount_of(self.standing.budget, value))


def burndown_of(standing: Standing, by_day: Mapping[date, Used], formats: Formats) -> Burndown:
    """`by_day` is what is finished on each day of the span; what runs counts for today."""
    used = {day: spent_of(standing.budget, one) for day, one in by_day.items()}
    today = formats.today
    if (running := spent_of(standing.budget, standing.running)) > 0:
        # Of an entry over midnight too: it is not written down yet.
        at = min(max(today, standing.span.first), standing.span.last)
        used[at] = used.get(at, Fraction()) + running
    used = {day: spent for day, spent in used.items() if spent}
    first, last = _bounds(standing, used, today)
    until = min(max([today, *used]), last or LAST_DAY) if first <= today else first - DAY
    pace = _pace(used, first, until) if first <= today <= (last or LAST_DAY) else Fraction()
    empty = _empty_on(standing, pace, today)
    end = last or max(until, min(empty or until, until + timedelta(days=max(WINDOW, (until - first).days))))
    points = _points(standing, used, Span(first, max(end, until)), last, until, pace)
    return Burndown(standing, points, _forecast(standing, used, last, today, pace, empty, formats), formats)


def _bounds(standing: Standing, used: Mapping[date, Fraction], today: date) -> tuple[date, date | None]:
    """The first day that is drawn, and the last of the period if it has one."""
    span, budget = standing.span, standing.budget
    last = span.last if span.last != LAST_DAY else None
    if span.first != FIRST_DAY:
        return span.first, last
    made = min(budget.created_at.date(), today)
    first = min([made, *used])
    return min(first, last) if last else first, last


def _pace(used: Mapping[date, Fraction], first: date, today: date) -> Fraction:
    """Of a day."""
    since = max(first, today - timedelta(days=WINDOW - 1))
    spent = sum((value for day, value in used.items() if since <= day <= today), Fraction())
    return spent / max(SHORTEST, (today - since).days + 1)


def _empty_on(standing: Standing, pace: Fraction, today: date) -> date | None:
    if standing.left <= 0 or pace <= 0:
        return None
    days = ceil(standing.left / pace)
    return today + timedelta(days=days) if days <= FARTHEST else None


def _points(
    standing: Standing, used: Mapping[date, Fraction], span: Span, last: date | None, until: date, pace: Fraction
) -> list[Point]:
    step = max(1, ceil(span.days / MOST_POINTS))
    days = {span.first + timedelta(days=at) for at in range(step - 1, span.days, step)} | {
        span.last,
        max(until, span.first),
    }
    whole, spent, before = standing.whole, Fraction(), span.first - DAY
    left, points = whole, []
    of_days = (last - span.first).days + 1 if last else 0
    for day in sorted(days):
        here = sum(
            (used.get(before + timedelta(days=at + 1), Fraction()) for at in range((day - before).days)), Fraction()
        )
        before, spent, left = day, spent + here, whole - spent - here
        is_past = day <= until
        even = whole * (of_days - (day - span.first).days - 1) / of_days if of_days else None
        ahead = None
        if pace and day >= until and until < span.last:
            ahead = max(Fraction(), left - pace * (day - until).days) if standing.left > 0 else None
        points.append(Point(day, here if is_past else None, left if is_past else None, even, ahead))
    return points


def _forecast(
    standing: Standing,
    used: Mapping[date, Fraction],
    last: date | None,
    today: date,
    pace: Fraction,
    empty: date | None,
    formats: Formats,
) -> str:
    if standing.left <= 0:
        return _("Used up since %(day)s.") % {"day": formats.weekday_date(_used_up_on(standing, used))}
    if not used:
        return _("Nothing is used yet.")
    if last and today >= last:
        return _("The period is over.") if today > last else ""
    if not pace:
        return _("Nothing was used in the last four weeks.")
    if last and (empty is None or empty > last):
        share = int((standing.spent + pace * (last - today).days) * 100 // standing.whole)
        words = _("At the recent pace %(share)d %% will be used by %(day)s.")
        return words % {"share": share, "day": formats.weekday_date(last)}
    if empty is None:
        return _("At the recent pace it lasts for more than five years.")
    return _("At the recent pace it is used up about %(day)s.") % {"day": formats.weekday_date(empty)}


def _used_up_on(standing: Standing, used: Mapping[date, Fraction]) -> date:
    spent = Fraction()
    for day in sorted(used):
        spent += used[day]
        if spent >= standing.whole:
            return day
    return max(used)
