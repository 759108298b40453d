"""How a budget stands: what is used of it, what is left, and which warnings it has reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from workstate.budgets.models import Budget
from workstate.budgets.periods import Span, span_of
from workstate.budgets.policies import projects_shown
from workstate.budgets.running import running_of
from workstate.budgets.sums import NOTHING, Ask, Used, used_of
from workstate.core.actor import Actor
from workstate.core.clock import now, today
from workstate.core.durations import HOUR
from workstate.core.money import rounded
from workstate.projects.models import Project


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one budget over one span; `running` is what timers that run have added up to now, on a page alone."""

    budget: Budget
    span: Span
    finished: Used = NOTHING
    running: Used = NOTHING

    @property
    def used(self) -> Used:
        return self.finished + self.running

    @property
    def spent(self) -> Fraction:
        """Exact: seconds, or an amount of the currency."""
        return spent_of(self.budget, self.used)

    @property
    def whole(self) -> Fraction:
        return whole_of(self.budget)

    @property
    def left(self) -> Fraction:
        """Below nothing when more is used than there was."""
        return self.whole - self.spent

    @property
    def percent(self) -> int:
        """Whole percent, never more than is used: 100 is reached when all of it is."""
        return int(self.spent * 100 // self.whole)

    @property
    def is_over(self) -> bool:
        return self.spent > self.whole

    @property
    def is_near(self) -> bool:
        """A warning is reached, and it is not used up."""
        return not self.is_over and bool(self.reached)

    @property
    def reached(self) -> list[int]:
        """The shares of which people are warned, as far as they are used."""
        return [share for share in sorted(self.budget.warnings) if self.spent * 100 >= self.whole * share]


def spent_of(budget: Budget, used: Used) -> Fraction:
    return Fraction(used.earned) / HOUR if budget.is_money else Fraction(used.seconds)


def whole_of(budget: Budget) -> Fraction:
    return Fraction(budget.amount or 0) if budget.is_money else Fraction(budget.seconds or 0)


def amount_of(budget: Budget, exact: Fraction) -> Decimal:
    """As it is shown: whole seconds, or the currency's digits."""
    return rounded(exact, budget.currency) if budget.is_money else Decimal(int(exact))


def budgets_of(actor: Actor, projects: Iterable[Project]) -> list[Budget]:
    """Those that the actor sees, of projects that the caller looked up for them: time ahead of money. At most four queries."""
    here = {project.pk: project for project in projects}
    found = list(Budget.objects.visible_to(actor).kept().filter(project__in=here).order_by("project", "-kind"))
    if not found:
        return []
    shown = projects_shown(actor, [here[pk] for pk in {budget.project_id for budget in found}])
    for budget in found:
        budget.project = here[budget.project_id]
    return [budget for budget in found if budget.project_id in shown]


def standings(actor: Actor, budgets: Sequence[Budget], *, day: date | None = None) -> list[Standing]:
    """
    How each stands in the period of the day, of today unless another is named, with what runs at the moment. A constant
    number of queries.
    """
    if not budgets:
        return []
    at = now()
    asks = [Ask(budget, span_of(budget, day or today(actor.zone))) for budget in budgets]
    found = used_of(actor.workspace, asks)
    running = running_of(actor.workspace, asks, at)
    return [Standing(ask.budget, ask.span, used, more) for ask, used, more in zip(asks, found, running, strict=True)]


def standings_by_project(actor: Actor, projects: Iterable[Project]) -> dict[UUID, list[Standing]]:
    """For lists: time ahead of money."""
    found: dict[UUID, list[Standing]] = {}
    for one in standings(actor, budgets_of(actor, projects)):
        found.setdefault(one.budget.project_id, []).append(one)
    return found
