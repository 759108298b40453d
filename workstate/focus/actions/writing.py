"""The three things that are written of an interval, each with its event. Whoever calls holds the person's lock."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import day_of
from workstate.core.ids import new_id
from workstate.focus.models import Interval, Outcome
from workstate.focus.series import Step
from workstate.tasks.models import Task
from workstate.timetracking.actions import stop_timer
from workstate.timetracking.models import TimeEntry


def begin(
    step: Step,
    *,
    by: Actor,
    at: datetime,
    ends_at: datetime,
    task: Task | None,
    entry: TimeEntry | None = None,
    seen_at: datetime | None = None,
    id: UUID | None = None,
) -> Interval:
    interval = Interval.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        task=task,
        entry=entry,
        kind=step.kind,
        round=step.round,
        day=day_of(at, by.zone),
        started_at=at,
        ends_at=ends_at,
        seen_at=seen_at or at,
    )
    verb = Verb.FOCUS_STARTED if step.is_focus else Verb.BREAK_STARTED
    record(verb, interval, by=by, task=str(task.pk) if task else None, ends_at=ends_at.isoformat())
    return interval


def end(
    interval: Interval,
    outcome: Outcome,
    *,
    by: Actor,
    at: datetime,
    dismiss: bool = False,
    goes_on: TimeEntry | None = None,
) -> None:
    """
    End an open interval; an instant outside of it counts as the nearer of its ends.

    The timer of a focus stops with it, unless it is the one that goes on in the next, or another was started since.
    """
    interval.ended_at = min(max(at, interval.started_at), interval.ends_at)
    interval.outcome = outcome
    if dismiss:
        interval.dismissed_at = interval.ended_at
    if interval.is_focus and interval.entry_id and interval.entry != goes_on:
        entry = TimeEntry.objects.get(pk=interval.entry_id)
        if entry.is_running and entry.deleted_at is None and entry.started_at:
            # The person may have typed another start meanwhile, even one after the end of the interval.
            stop_timer(by=by, entry=entry.pk, at=max(interval.ended_at, entry.started_at))
    interval.save(update_fields=["ended_at", "outcome", "dismissed_at"])
    verb = Verb.FOCUS_ENDED if interval.is_focus else Verb.BREAK_ENDED
    record(
        verb, interval, by=by, outcome=outcome, seconds=int((interval.ended_at - interval.started_at).total_seconds())
    )
