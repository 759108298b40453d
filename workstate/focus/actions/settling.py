"""What the passing of time does, whoever notices it and however late."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.focus.actions.timing import timer_again
from workstate.focus.actions.writing import begin, end
from workstate.focus.models import Interval, Outcome
from workstate.focus.queries import State, newest, preferences_of, read_state
from workstate.focus.series import Step, after
from workstate.timetracking.actions import change_entry, running_entry
from workstate.timetracking.actions.locking import lock_person
from workstate.workspaces.queries import actor_in

logger = logging.getLogger(__name__)

# Focus begins by itself only if the person was there in the last ten minutes before it ...
PRESENT = timedelta(minutes=10)
# ... and only while it is still the present: nobody's time is written down afterwards for hours in which a server stood still.
LATEST = timedelta(minutes=2)


@transaction.atomic
def settle(user: User, *, at: datetime | None = None) -> Interval | None:
    """
    Write down what the clock has done to the person's interval up to an instant; answers with the last one.

    What is over ended at its own second, and the timer with it; a break that begins by itself began then. An interval whose
    timer was stopped, switched or discarded elsewhere ends as stopped. Doing it again does nothing.
    """
    lock_person(user)
    at = at or now()
    interval = newest(user)
    while interval and interval.is_open and _move(interval, at):
        interval = newest(user)
    return interval


def look(user: User, *, at: datetime | None = None) -> State:
    """How the person's focus stands, with what has come due settled first: what is read is never behind the clock."""
    state = read_state(user, at)
    if state.open and state.open.ends_at <= state.at:
        settle(user, at=at)
        state = read_state(user, at)
    return state


def _move(interval: Interval, at: datetime) -> bool:
    """Whether anything had to be done to the open interval."""
    by = _actor_of(interval)
    if interval.entry and interval.task_id != interval.entry.task_id and not interval.entry.deleted_at:
        # The running timer was given another task: that is what the person focuses on.
        interval.task = interval.entry.task
        interval.save(update_fields=["task"])
    if left := _left_at(interval, at):
        outcome, when = left
        end(interval, outcome, by=by, at=when)
        return True
    if at < interval.ends_at:
        return False
    end(interval, Outcome.COMPLETED, by=by, at=interval.ends_at)
    _cut_to_its_end(interval, by)
    _follow(interval, by, at)
    return True


def _left_at(interval: Interval, at: datetime) -> tuple[Outcome, datetime] | None:
    """When the person turned to something else before the end, by what they did to the timer; None if they did not."""
    if not interval.is_focus:
        running = running_entry(interval.user)
        if running and running.started_at and running.started_at < interval.ends_at:
            return Outcome.SKIPPED, running.started_at
        return None
    entry = interval.entry
    if entry is None:
        return Outcome.STOPPED, at
    if entry.deleted_at:
        return Outcome.STOPPED, entry.deleted_at
    if entry.stopped_at and entry.stopped_at < interval.ends_at:
        return Outcome.STOPPED, entry.stopped_at
    return None


def _cut_to_its_end(interval: Interval, by: Actor) -> None:
    """A timer that the person stopped by hand after the end, before anybody had noticed it, ended there too."""
    entry = interval.entry
    if entry is None or entry.stopped_at is None or entry.stopped_at <= interval.ends_at:
        return
    if entry.started_at and entry.started_at <= interval.ends_at:
        try:
            with transaction.atomic():
                change_entry(entry, by=by, started_at=entry.started_at, stopped_at=interval.ends_at)
        except (Conflict, Invalid, NotAllowed) as refusal:
            logger.info("Entry %s of a finished interval stays as it is: %s", entry.pk, refusal)


def _follow(ended: Interval, by: Actor, at: datetime) -> None:
    """Begin what comes next, where the person wants it to begin by itself."""
    chosen = preferences_of(ended.user)
    step = after(ended, chosen)
    began = ended.ends_at
    ends_at = began + timedelta(seconds=step.seconds)
    if not step.is_focus:
        if chosen.auto_break:
            begin(step, by=by, at=began, ends_at=ends_at, task=ended.task, seen_at=ended.seen_at)
    elif chosen.auto_focus and at - began <= LATEST and began - ended.seen_at <= PRESENT:
        _focus_by_itself(step, ended, by, ends_at)


def _focus_by_itself(step: Step, ended: Interval, by: Actor, ends_at: datetime) -> None:
    if running_entry(ended.user):
        return  # They are at something else, which is not ours to stop.
    try:
        with transaction.atomic():
            entry = timer_again(ended, by=by, at=ended.ends_at)
            began = entry.started_at or ended.ends_at
            begin(step, by=by, at=began, ends_at=ends_at, task=entry.task, entry=entry, seen_at=ended.seen_at)
    except (Conflict, Invalid, NotAllowed, NotFound) as refusal:
        # The task is in the bin, the day is locked ...: it is offered, and starting it by hand says why not.
        logger.info("Focus after interval %s did not begin by itself: %s", ended.pk, refusal)


def _actor_of(interval: Interval) -> Actor:
    try:
        return actor_in(interval.workspace.slug, interval.user, via=Via.SYSTEM)
    except NotFound:
        # They have left the workspace; what they had open there ends nevertheless.
        return Actor(interval.user, interval.workspace, Role.GUEST, Via.SYSTEM)
