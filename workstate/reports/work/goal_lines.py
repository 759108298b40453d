"""A person's goals with what became of each in the days or weeks of a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workstate.core.clock import now, week_of
from workstate.focus.goal_progress import GoalState, states_of
from workstate.focus.goal_words import asked_words
from workstate.focus.models import Goal
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.table import Subject


@dataclass(frozen=True, slots=True)
class Outcome:
    """A day or week of a goal; `is_met` None as long as it is not decided."""

    first: date
    seconds: int
    wanted: int
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class GoalLine:
    subject: Subject
    state: GoalState
    outcomes: list[Outcome]

    @property
    def met(self) -> int:
        return sum(1 for outcome in self.outcomes if outcome.is_met)

    @property
    def judged(self) -> int:
        return sum(1 for outcome in self.outcomes if outcome.is_met is not None)

    @property
    def seconds(self) -> int:
        return sum(outcome.seconds for outcome in self.outcomes)

    @property
    def wanted(self) -> int:
        return sum(outcome.wanted for outcome in self.outcomes)


def lines_of(period: Period, reader: Reader) -> list[GoalLine]:
    """Of the reader's own goals, in their order."""
    actor, at = reader.actor, now()
    goals = Goal.objects.visible_to(actor).current().by_position().select_related("user", "client", "project", "label")
    # A week that the period begins in the middle of is shown with it.
    since = week_of(period.first, actor.user.first_weekday)[0]
    states = states_of(list(goals), actor, at, since)
    return [GoalLine(subject_of(state), state, _outcomes(state, period)) for state in states]


def subject_of(state: GoalState) -> Subject:
    """8 h a day · Storefront"""
    goal = state.goal
    asked = asked_words(goal, state.now.wanted)
    name = f"{asked} · {goal.subject}" if goal.subject else asked
    return Subject(goal.pk, name, getattr(goal.subject, "colour", ""))


def _outcomes(state: GoalState, period: Period) -> list[Outcome]:
    last = timedelta(days=6 if state.goal.is_weekly else 0)
    found = [
        Outcome(unit.first, unit.seconds, unit.wanted, unit.is_met)
        for unit in state.history
        if unit.first <= period.last and unit.first + last >= period.first
    ]
    present = state.now
    if present.applies and present.first <= period.last and present.last >= period.first:
        reached = present.seconds >= present.wanted
        exceeded = present.seconds > present.wanted
        decided = (False if exceeded else None) if state.goal.at_most else (True if reached else None)
        found.append(Outcome(present.first, present.seconds, present.wanted, decided))
    return found
