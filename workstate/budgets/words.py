"""Budgets as pages say them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from babel.numbers import format_currency, format_decimal
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.billing.currencies import locale
from workstate.budgets.models import Budget, BudgetKind, Counted
from workstate.budgets.standing import Standing, amount_of
from workstate.core.durations import HOUR, MINUTE, format_duration_long

A_THOUSAND_HOURS = 1000 * HOUR


def figure(budget: Budget, exact: Fraction) -> str:
    """12 h 30 m, or €1,200.00; hours alone from a thousand on."""
    if budget.is_money:
        return str(format_currency(amount_of(budget, exact), budget.currency, locale=locale()))
    seconds = int(exact)
    if abs(seconds) >= A_THOUSAND_HOURS:
        return _("%(hours)s h") % {"hours": format_decimal(seconds // HOUR, locale=locale())}
    if 0 < seconds < MINUTE:
        return _("less than a minute")
    return format_duration_long(seconds)


@dataclass(frozen=True, slots=True)
class Card:
    """One budget in words; `bar` and `mark` are percents of a bar that is as long as the larger of used and whole."""

    standing: Standing
    formats: Formats

    @property
    def budget(self) -> Budget:
        return self.standing.budget

    @property
    def title(self) -> str:
        return _("Money budget") if self.budget.is_money else _("Time budget")

    @property
    def icon(self) -> str:
        return "coins" if self.budget.is_money else "hourglass"

    @property
    def tone(self) -> str:
        if self.standing.is_over:
            return "over"
        return "near" if self.standing.is_near else ""

    @property
    def used(self) -> str:
        return figure(self.budget, self.standing.spent)

    @property
    def whole(self) -> str:
        return figure(self.budget, self.standing.whole)

    @property
    def percent(self) -> str:
        """12,500 %"""
        return _("%(percent)s %%") % {"percent": format_decimal(self.standing.percent, locale=locale())}

    @property
    def verdict(self) -> str:
        left = self.standing.left
        if left < 0:
            return _("%(amount)s over") % {"amount": figure(self.budget, -left)}
        if not left:
            return _("Used up")
        return _("%(amount)s left") % {"amount": figure(self.budget, left)}

    @property
    def when(self) -> str:
        if self.budget.is_monthly:
            return self.formats.month(self.standing.span.first)
        starts, ends = self.budget.starts, self.budget.ends
        if starts and ends:
            return self.formats.days(starts, ends)
        if starts:
            return _("since %(day)s") % {"day": self.formats.month_day(starts)}
        return _("until %(day)s") % {"day": self.formats.month_day(ends)} if ends else _("whole project")

    @property
    def about(self) -> str:
        """What counts, and when people are told."""
        counted = {
            (BudgetKind.TIME, Counted.ALL): _("All time counts."),
            (BudgetKind.TIME, Counted.BILLABLE): _("Only billable time counts."),
            (BudgetKind.MONEY, Counted.BILLABLE): _("Billable time counts at its rates."),
        }[BudgetKind(self.budget.kind), Counted(self.budget.counted)]
        shares = ", ".join(_("%(percent)s %%") % {"percent": share} for share in self.budget.warnings)
        told = _("Warnings at %(shares)s.") % {"shares": shares} if shares else _("No warnings.")
        return f"{counted} {told}"

    @property
    def notes(self) -> list[str]:
        """What is not in the sum, so that nobody takes it for all there is."""
        used, said = self.standing.used, []
        if used.unpriced:
            said.append(
                _("%(time)s of billable time has no rate and counts for nothing.") % {"time": _long(used.unpriced)}
            )
        if used.foreign:
            words = _("%(time)s of billable time is priced in another currency and is not counted.")
            said.append(words % {"time": _long(used.foreign)})
        if running := self.standing.running.seconds:
            said.append(_("Timers that run are counted up to now: %(time)s.") % {"time": _long(running)})
        return said

    @property
    def bar(self) -> str:
        """Percent of the bar that is filled, to a tenth: up to the mark what was planned, beyond it what is over."""
        standing = self.standing
        return _percent(min(standing.spent, standing.whole) / max(standing.spent, standing.whole))

    @property
    def beyond(self) -> str:
        standing = self.standing
        return _percent((standing.spent - standing.whole) / standing.spent) if standing.is_over else "0"

    @property
    def spoken(self) -> str:
        words = {"title": self.title, "used": self.used, "whole": self.whole, "verdict": self.verdict}
        return _("%(title)s: %(used)s of %(whole)s used, %(verdict)s") % words


def cards(standings: list[Standing], formats: Formats) -> list[Card]:
    return [Card(one, formats) for one in standings]


def _percent(part: Fraction) -> str:
    return f"{float(part * 100):.1f}"


def _long(seconds: int) -> str:
    return _("less than a minute") if seconds < MINUTE else format_duration_long(seconds)
