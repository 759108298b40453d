"""What the cells of a week hold: whose hours, how many of them by the clock, and what is written beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import week_of
from workstate.timesheets.keys import RowKey
from workstate.timetracking.days import shares_of
from workstate.timetracking.models import DayShare, LockedPeriod, Submission, TimeEntry

CellKey = tuple[RowKey, date]


@dataclass(frozen=True, slots=True)
class Part:
    """The seconds of one entry that fall into the cell."""

    entry: UUID
    seconds: int
    is_clocked: bool
    description: str


@dataclass(slots=True)
class Held:
    """What one cell holds. `running` are the seconds that the running timer has put into it by now."""

    parts: list[Part] = field(default_factory=list)
    running: int = 0
    is_running: bool = False

    @property
    def seconds(self) -> int:
        """Finished seconds."""
        return sum(part.seconds for part in self.parts)

    @property
    def total(self) -> int:
        """With what the running timer has counted up to now: what is shown."""
        return self.seconds + self.running

    @property
    def clocked(self) -> int:
        """Seconds that a clock counted, the running one too: no cell can be set below them."""
        return sum(part.seconds for part in self.parts if part.is_clocked) + self.running

    @property
    def logged(self) -> list[Part]:
        """Those without clock times, oldest first: what typing into the cell changes."""
        return [part for part in self.parts if not part.is_clocked]

    @property
    def note(self) -> str:
        """The description of its newest entry without clock times."""
        return self.logged[-1].description if self.logged else ""


@dataclass(frozen=True, slots=True)
class Running:
    """The timer as far as it runs on this week's cells."""

    key: RowKey
    shares: Mapping[date, int]
    today: date


def first_of_week(day: date, actor: Actor) -> date:
    """The first day of the week, as the person counts weeks, that holds the day."""
    return week_of(day, actor.first_weekday)[0]


def last_of_week(first: date) -> date:
    return first + timedelta(days=6)


def held_in(actor: Actor, first: date, last: date, at: datetime) -> dict[CellKey, Held]:
    """What the actor's own cells of the days hold, at the instant. Two queries, however many entries there are."""
    held: defaultdict[CellKey, Held] = defaultdict(Held)
    shares = DayShare.objects.visible_to(actor).filter(user=actor.user).between(first, last).order_by("entry_id")
    for entry, task, project, day, seconds, started_at, description in shares.values_list(
        "entry_id", "task_id", "project_id", "day", "seconds", "started_at", "description"
    ):
        held[RowKey.of(task, project), day].parts.append(Part(entry, seconds, started_at is not None, description))
    if running := running_in(actor, at):
        for day, seconds in running.shares.items():
            if first <= day <= last:
                held[running.key, day].running = seconds
                held[running.key, day].is_running = day == running.today
    return dict(held)


def running_in(actor: Actor, at: datetime) -> Running | None:
    """How the running timer is spread over the days by now; None when none runs in this workspace."""
    entry = TimeEntry.objects.visible_to(actor).of(actor.user).running().first()
    if entry is None or entry.started_at is None:
        return None
    shares = {share.day: share.seconds for share in shares_of(entry.started_at, max(at, entry.started_at), actor.zone)}
    today = max(at, entry.started_at).astimezone(actor.zone).date()
    shares.setdefault(today, 0)
    return Running(RowKey.of(entry.task_id, entry.project_id), shares, today)


def locks_in(actor: Actor, first: date, last: date) -> dict[date, str]:
    """Why days of the actor cannot be written on, in words. Two queries."""
    words: dict[date, str] = {}
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for period in LockedPeriod.objects.visible_to(actor).holding(first, last):
        for day in days:
            if (period.first is None or period.first <= day) and day <= period.last:
                words[day] = _("This day is in a locked period. Ask an administrator to unlock it.")
    submissions = Submission.objects.visible_to(actor).filter(user=actor.user).standing().holding(first, last)
    for submission in submissions:
        for day in days:
            if submission.first <= day <= submission.last:
                words[day] = (
                    _("This week has been approved. Ask an administrator to return it before you change it.")
                    if submission.approved_at
                    else _("This week has been submitted. Take it back to change it.")
                )
    return words
