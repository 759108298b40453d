"""What is found out about how people work in a period, before it is put into tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Sum

from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.clock import today
from workstate.focus.queries import counts_by_day
from workstate.reports.asking import ask
from workstate.reports.bars import Bar, Step, bars_of, start_of
from workstate.reports.description import Description
from workstate.reports.periods import Against, Period
from workstate.reports.reader import Reader
from workstate.reports.work.accomplished import Done, Spans, days_of_completion, done_by, spans_of
from workstate.reports.work.hours import Hours, hours_of
from workstate.reports.work.people import ByUser, members_asked, users_of
from workstate.reports.work.streaks import Streak, streak_of
from workstate.reports.work.tracked import tracked_by
from workstate.timetracking.models import DaySum

NO_STREAK = Streak()


@dataclass(slots=True)
class Part:
    """Of a day, a person or a project: tasks, tracked seconds, and focus sessions that ran to their end."""

    done: Done = field(default_factory=Done)
    tracked: int = 0
    sessions: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.done.completed or self.done.created or self.tracked or self.sessions)


@dataclass(frozen=True, slots=True)
class Streaks:
    """Of a person: days on which they completed something, and on which they tracked time."""

    completing: Streak = NO_STREAK
    tracking: Streak = NO_STREAK


@dataclass(frozen=True, slots=True)
class Findings:
    """`before` is what was completed and tracked in the period before, None where the calendar begins."""

    members: ByUser
    total: Part
    by_start: Mapping[date, Part]
    by_person: Mapping[UUID, Part]
    by_project: Mapping[UUID | None, Part]
    spans: Spans
    hours: Hours
    streaks: Mapping[UUID, Streaks]
    before: Part | None
    is_own: bool
    """Of the reader alone: only then are there focus sessions, which nobody else may count."""

    def streaks_of(self, user: UUID) -> Streaks:
        return self.streaks.get(user, Streaks())


def asked_of(description: Description) -> Description:
    """Of oneself unless people are named."""
    if description.people or description.groups:
        return description
    return replace(description, is_own=True)


def find(description: Description, reader: Reader, step: Step) -> Findings:
    """A constant number of queries, however many people, days, tasks and entries there are."""
    description = asked_of(description)
    actor, period = reader.actor, description.period
    members = members_asked(description, reader)
    people = users_of(members)
    total, by_start = Part(), defaultdict[date, Part](Part)
    by_person, by_project = defaultdict[UUID, Part](Part), defaultdict[UUID | None, Part](Part)

    done = done_by(people, period, actor, step)
    total.done.add(done.total)
    for start, counted in done.by_start.items():
        by_start[start].done.add(counted)
    for user, counted in done.by_person.items():
        by_person[user].done.add(counted)
    for project, counted in done.by_project.items():
        by_project[project].done.add(counted)
    tracked = tracked_by(description, reader, step)
    total.tracked = sum(tracked.by_start.values())
    for start, seconds in tracked.by_start.items():
        by_start[start].tracked += seconds
    for user, seconds in tracked.by_person.items():
        by_person[user].tracked += seconds
    for project, seconds in tracked.by_project.items():
        by_project[project].tracked += seconds
    is_own = list(members) == [actor.user.pk]
    if is_own:
        for day, _task, count, _length in counts_by_day(actor, period.first, period.last):
            for part in (total, by_start[start_of(day, step, period.first_weekday)]):
                part.sessions += count
    return Findings(
        members,
        total,
        by_start,
        by_person,
        by_project,
        spans_of(people, period, actor),
        hours_of(description, reader, people),
        streaks_of(people, actor),
        _before(description, reader, people),
        is_own,
    )


def streaks_of(people: Iterable[User], actor: Actor) -> dict[UUID, Streaks]:
    """As of today, over all that each ever did here. Four queries."""
    people = list(people)
    completed = days_of_completion(people, actor, max((today(person.zone) for person in people), default=date.min))
    tracked: defaultdict[UUID, set[date]] = defaultdict(set)
    days = DaySum.objects.visible_to(actor).filter(user__in=people).order_by().values("user", "day")
    for user, day in days.annotate(all=Sum("seconds")).filter(all__gt=0).values_list("user", "day"):
        tracked[user].add(day)
    found = {}
    for person in people:
        week, day = person.working_week, today(person.zone)
        found[person.pk] = Streaks(streak_of(completed[person.pk], week, day), streak_of(tracked[person.pk], week, day))
    return found


def before_of(description: Description) -> Period | None:
    """The period before, as far as this one has come."""
    period = description.period
    return Against.BEFORE.of(period, period.until(description.today) if description.is_unfinished else period)


def _before(description: Description, reader: Reader, people: Iterable[User]) -> Part | None:
    period = before_of(description)
    if period is None:
        return None
    done = done_by(list(people), period, reader.actor, Step.YEAR).total
    return Part(done, ask(description, reader.without_rates(), (), period=period).total.raw)


def bars_shown(description: Description, step: Step, by_start: Mapping[date, Part]) -> list[tuple[Bar, Part]]:
    """One for each step of the period; of days that are still to come only those with something in them."""
    period, nothing = description.period, Part()
    shown = []
    for bar in bars_of(period, step):
        part = by_start.get(start_of(bar.first, step, period.first_weekday), nothing)
        if bar.first <= description.today or not part.is_empty:
            shown.append((bar, part))
    return shown
