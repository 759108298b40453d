"""Days, times and lengths as people say them, in a person's zone and formats. Pure but for the language in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workstate.accounts.models import DateOrder, TimeFormat, User
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now
from workstate.core.durations import format_duration_long
from workstate.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and the instant at which they do."""

    actor: Actor
    now: datetime
    today: date

    @classmethod
    def of(cls, actor: Actor) -> Reader:
        current = now()
        return cls(actor, current, day_of(current, actor.zone))

    @property
    def user(self) -> User:
        return self.actor.user

    def time(self, moment: time) -> str:
        """09:00, or 9:00 am."""
        if self.user.time_format == TimeFormat.HOURS_12:
            return f"{moment.hour % 12 or 12}:{moment.minute:02d} {_('pm') if moment.hour >= 12 else _('am')}"
        return f"{moment.hour:02d}:{moment.minute:02d}"

    def short_day(self, day: date) -> str:
        """3 Dec, with the year when it is not this one."""
        shape = "M j" if self.user.date_order == DateOrder.MONTH_FIRST else "j M"
        return date_format(day, shape if day.year == self.today.year else f"{shape} Y")

    def weekday_and_day(self, day: date) -> str:
        """Tue 24 Nov."""
        return f"{date_format(day, 'D')} {self.short_day(day)}"

    def day(self, day: date) -> str:
        """today, tomorrow, yesterday; the weekday within six days; else 3 Dec."""
        near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
        distance = (day - self.today).days
        if distance in near:
            return near[distance]
        return date_format(day, "D") if -7 < distance < 7 else self.short_day(day)

    def exact_day(self, day: date) -> str:
        """Tue 24.11.2026, in the person's order."""
        shape = {DateOrder.DAY_FIRST: "d.m.Y", DateOrder.MONTH_FIRST: "m/d/Y"}.get(
            DateOrder(self.user.date_order), "Y-m-d"
        )
        return date_format(day, f"D {shape}")

    def instant(self, at: datetime) -> str:
        """yesterday 17:03."""
        local = at.astimezone(self.user.zone)
        return f"{self.day(local.date())} {self.time(local.time())}"

    def exact_instant(self, at: datetime) -> str:
        local = at.astimezone(self.user.zone)
        return f"{self.exact_day(local.date())}, {self.time(local.time())}"


@dataclass(frozen=True, slots=True)
class DueWords:
    """When a task is due, for reading."""

    short: str
    long: str
    exact: str
    machine: str
    overdue: bool


NO_WORDS = DueWords("", "", "", "", overdue=False)


def due_words(task: Task, reader: Reader, *, hide: date | None = None, day_only: bool = False) -> DueWords:
    """A time set in another zone is told in the reader's. `hide` is the day under whose heading the words stand."""
    if task.due_on is None:
        return NO_WORDS
    day, moment = task.due_on, None
    if task.due_at:
        local = task.due_at.astimezone(reader.user.zone)
        day, moment = local.date(), local.time()
    clock = reader.time(moment) if moment else ""
    return DueWords(
        short=" ".join(filter(None, ["" if day == hide else reader.day(day), "" if day_only else clock])),
        long=", ".join(filter(None, [_capitalised(reader.day(day)), clock])),
        exact=", ".join(filter(None, [reader.exact_day(day), clock])),
        machine=task.due_at.isoformat() if task.due_at else day.isoformat(),
        overdue=not task.completed_at and (task.due_at < reader.now if task.due_at else day < reader.today),
    )


def completion_words(task: Task, reader: Reader, *, hide: date | None = None) -> DueWords:
    """When it was completed: the time of day under its day's heading, else the day."""
    if task.completed_at is None:
        return NO_WORDS
    local = task.completed_at.astimezone(reader.user.zone)
    short = reader.time(local.time()) if local.date() == hide else reader.day(local.date())
    said = _("Completed %s") % reader.exact_instant(task.completed_at)
    return DueWords(short, short, said, task.completed_at.isoformat(), overdue=False)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def length_words(seconds: int) -> str:
    """45 min; 1 h 30 m."""
    if seconds < 3600 and seconds % 60 == 0:
        return _("%(minutes)d min") % {"minutes": seconds // 60}
    return format_duration_long(seconds)


def days_ahead(first: date, count: int) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range(count)]
