"""What a person does with their intervals. Each act names the interval that it means: a late or repeated one does nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.turns import made_before, take_identifier
from workstate.focus.actions.settling import settle
from workstate.focus.actions.timing import timer_again, timer_for
from workstate.focus.actions.writing import begin, end
from workstate.focus.models import FocusPreferences, Interval, Outcome
from workstate.focus.queries import preferences_of
from workstate.focus.series import after, next_focus, offers
from workstate.tasks.models import Task
from workstate.timetracking.actions import running_entry, stop_timer
from workstate.timetracking.actions.locking import lock_person
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_track_time

LONGEST = timedelta(seconds=FocusPreferences.LONGEST)


@transaction.atomic
def start_focus(task: Task | None = None, *, by: Actor, id: UUID | None = None, at: datetime | None = None) -> Interval:
    """
    Begin to focus on the task, or without one on what the timer runs on; the timer starts with it.

    Whatever interval was open ends. The same task again, and the same id, answer with the interval that is there.
    """
    require(can_track_time(by, task))
    take_identifier(id)
    lock_person(by.user)
    if made := made_before(Interval.objects.all(), id, by=by, maker="user"):
        return made
    last = settle(by.user, at=at)
    is_here = last is not None and last.is_open and last.is_focus and last.workspace_id == by.workspace.pk
    if last and is_here and (task is None or last.task_id == task.pk):
        return last
    entry, ran = timer_for(task, by=by, at=at)
    return _focus(last, entry, by=by, at=None if ran else entry.started_at, asked=at, id=id)


@transaction.atomic
def go_on(*, by: Actor, interval: UUID | None = None, at: datetime | None = None) -> Interval | None:
    """
    End what is open, if anything is, and begin what comes next in the series: focus after a break, a break after focus.

    Does nothing when nothing is open or offered, or when `interval` names another than the last.
    """
    lock_person(by.user)
    last = settle(by.user, at=at)
    at_ = at or now()
    if last is None or not _is_meant(last, interval, at_):
        return last
    _require_here(last, by)
    if last.is_open:
        end(last, Outcome.STOPPED if last.is_focus else Outcome.SKIPPED, by=by, at=at_)
    step = after(last, preferences_of(by.user))
    if step.is_focus:
        running = running_entry(by.user)
        ran = running is not None and running.workspace_id == by.workspace.pk and running.task_id == last.task_id
        entry = running if running and ran else timer_again(last, by=by, at=at)
        return _focus(last, entry, by=by, at=None if ran else entry.started_at, asked=at)
    stop_timer(by=by, at=at)  # Breaks are no time: whatever was started since the focus ended stops.
    return begin(step, by=by, at=at_, ends_at=at_ + timedelta(seconds=step.seconds), task=last.task)


@transaction.atomic
def extend(until: datetime, *, by: Actor, interval: UUID | None = None, at: datetime | None = None) -> Interval | None:
    """
    Let the open interval last until an instant; an earlier one than its end changes nothing.

    Raises Conflict when it has ended meanwhile, Invalid for more than four hours in all.
    """
    lock_person(by.user)
    last = settle(by.user, at=at)
    if last is None or not last.is_open or (interval and last.pk != interval):
        raise Conflict(_("This interval has ended. Start the next one."))
    _require_here(last, by)
    if until.tzinfo is None:
        raise Invalid(_("Say in which time zone this is."), field="ends_at")
    until = until.replace(microsecond=0)
    if until > last.started_at + LONGEST:
        raise Invalid(_("An interval lasts four hours at most."), field="ends_at")
    if until > last.ends_at:
        last.ends_at, last.seen_at = until, at or now()
        last.save(update_fields=["ends_at", "seen_at"])
        record(Verb.FOCUS_EXTENDED if last.is_focus else Verb.BREAK_EXTENDED, last, by=by, ends_at=until.isoformat())
    return last


@transaction.atomic
def stop(*, by: Actor, interval: UUID | None = None, at: datetime | None = None) -> Interval | None:
    """
    End what is open and leave the series; where something is only offered, it is offered no more. The timer of a focus stops.

    Does nothing when there is neither, or when `interval` names another than the last.
    """
    lock_person(by.user)
    last = settle(by.user, at=at)
    at = at or now()
    if last is None or not _is_meant(last, interval, at):
        return last
    _require_here(last, by)
    if last.is_open:
        end(last, Outcome.STOPPED, by=by, at=at, dismiss=True)
    else:
        last.dismissed_at = at
        last.save(update_fields=["dismissed_at"])
        record(Verb.FOCUS_DISMISSED, last, by=by)
    return last


@transaction.atomic
def note_presence(*, by: Actor, at: datetime | None = None) -> None:
    """Note that the person is there, while an interval is open: without that, focus does not begin by itself."""
    at = at or now()
    Interval.objects.of(by.user).open().filter(seen_at__lt=at).update(seen_at=at)


def _focus(
    last: Interval | None,
    entry: TimeEntry,
    *,
    by: Actor,
    at: datetime | None,
    asked: datetime | None,
    id: UUID | None = None,
) -> Interval:
    """Begin focus on the entry: with it where it has just begun, else now."""
    began = at or asked or now()
    if last and last.is_open:
        end(last, Outcome.STOPPED if last.is_focus else Outcome.SKIPPED, by=by, at=began, goes_on=entry)
    chosen = preferences_of(by.user)
    step = next_focus(last, chosen, began)
    ends_at = began + timedelta(seconds=step.seconds)
    return begin(step, by=by, at=began, ends_at=ends_at, task=entry.task, entry=entry, id=id)


def _is_meant(last: Interval, interval: UUID | None, at: datetime) -> bool:
    return (interval is None or last.pk == interval) and (last.is_open or offers(last, at))


def _require_here(last: Interval, by: Actor) -> None:
    """Acts are done in the workspace of the interval: an address of another one does not reach it."""
    if last.workspace_id != by.workspace.pk:
        raise NotFound
