"""What a change of time waits for, and what refuses it: one person's clock, locked days, a request that comes too late."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, NotFound
from workstate.core.turns import share_turn, take_turn
from workstate.tasks.models import Task
from workstate.timetracking.models import Clock, LockedPeriod, Submission, TimeEntry

# The row is made by whoever comes first, and the same statement locks it: before the first click there is no entry to lock.
_LOCK = """
INSERT INTO timetracking_clock AS clock (user_id, version) VALUES (%s, 0)
ON CONFLICT (user_id) DO UPDATE SET version = clock.version
RETURNING user_id, version, seen_at, asked_at, answered_at
"""


class Locked(Conflict):
    """The day lies in a week that was handed in, or in a period that the workspace has closed."""


class Stale(Conflict):
    """The request names a version of the timer that is not the present one: it was changed in between."""

    def __init__(self, version: int, running: TimeEntry | None) -> None:
        super().__init__(_("Your timer was changed meanwhile, on another device or in another window. Look again."))
        self.details = {"version": version, "entry": str(running.pk) if running else None}


def lock_person(user: User) -> Clock:
    """Let one person's time change once at a time, on however many devices."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [user.pk])
        row = cursor.fetchone()
    return Clock.from_db("default", ["user_id", "version", "seen_at", "asked_at", "answered_at"], row)


def advance(clock: Clock, at: datetime, *, is_sign: bool = True) -> None:
    """
    Say that the timer is another now: requests that were made for the one before are refused from here on.

    A sign of life, unless nobody was there; whatever waited for an answer has it.
    """
    clock.version += 1
    clock.asked_at = None
    if is_sign:
        clock.seen_at = clock.answered_at = at
    clock.save(update_fields=["version", "asked_at", "seen_at", "answered_at"])


def require_version(clock: Clock, version: int | None, running: TimeEntry | None) -> None:
    """Refuse a request that was sent without knowing what happened since; raises Stale."""
    if version is not None and version != clock.version:
        raise Stale(clock.version, running)


def running_entry(user: User) -> TimeEntry | None:
    return TimeEntry.objects.of(user).running().select_related("workspace", "task").first()


def lock_tasks(tasks: Iterable[Task | None], entries: Collection[UUID] = ()) -> None:
    """
    Lock the tasks, and those of the entries, ahead of any entry and in the order of their ids.

    Moving a task locks the task and then its entries; whoever wrote entries and then asked for the task would wait for the
    mover, and the mover for them.
    """
    named = {task.pk for task in tasks if task is not None}
    wanted = Q(pk__in=named)
    if entries:
        wanted |= Q(pk__in=TimeEntry.objects.filter(pk__in=entries).values("task"))
    if named or entries:
        list(Task.objects.filter(wanted).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def locked_entries(ids: Collection[UUID], *, by: Actor, tasks: Iterable[Task | None] = ()) -> list[TimeEntry]:
    """
    The actor's own kept entries of these ids, locked, oldest first, and before them their tasks and those that entries
    will be put on. Call lock_person before.

    Raises NotFound if one of them is not there, in the bin, or somebody else's.
    """
    lock_tasks(tasks, ids)
    entries = list(
        TimeEntry.objects.visible_to(by).of(by.user).kept().filter(pk__in=ids).select_for_update().order_by("pk")
    )
    if len(entries) != len(set(ids)):
        raise NotFound
    return entries


def require_open(by: Actor, days: Iterable[date | None], *, waits: bool = True) -> None:
    """
    Refuse to write the actor's time on locked days, whoever the actor is; raises Locked.

    Whoever locks a period meanwhile waits until this is written (`close_periods`); the timer, which no lock ends, need not
    be waited for.
    """
    wanted = sorted({day for day in days if day})
    if not wanted:
        return
    if waits:
        share_turn(_turn_of(by))
    first, last = wanted[0], wanted[-1]
    closed = LockedPeriod.objects.filter(workspace=by.workspace).holding(first, last)
    handed_in = Submission.objects.filter(workspace=by.workspace, user=by.user).standing().holding(first, last)
    both = _spans(closed, is_week=False).union(_spans(handed_in, is_week=True), all=True)
    for begin, end, is_week in both:
        for day in wanted:
            if (begin is None or begin <= day) and day <= end:
                _refuse(by, day, is_week=is_week)


def _spans(locks: QuerySet[Any], *, is_week: bool) -> QuerySet[Any, tuple[Any, ...]]:
    spans: QuerySet[Any, tuple[Any, ...]] = locks.annotate(is_week=Value(is_week)).order_by()
    return spans.values_list("first", "last", "is_week")


def close_periods(by: Actor) -> None:
    """Wait until nobody writes time in the workspace, and let nobody begin until what is now locked is committed."""
    take_turn(_turn_of(by))


def _turn_of(by: Actor) -> str:
    return f"periods:{by.workspace.pk}"


def _refuse(by: Actor, day: date, *, is_week: bool) -> None:
    shown = Formats.of(by.user).full_day(day)
    if is_week:
        raise Locked(
            _("%(day)s is in a week that was submitted. Take it back, or ask an administrator to return it.")
            % {"day": shown}
        )
    raise Locked(_("%(day)s is in a locked period. Ask an administrator to unlock it.") % {"day": shown})
