from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record_many
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.turns import made_before, take_identifier
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.instants import clean_instant, clean_start
from workstate.timetracking.actions.locking import (
    advance,
    lock_person,
    lock_tasks,
    require_open,
    require_version,
    running_entry,
)
from workstate.timetracking.actions.subject import clean_description, label_names, put_labels, require_subject
from workstate.timetracking.actions.writing import clocked, put_days
from workstate.timetracking.days import days_between
from workstate.timetracking.defaults import billable_by_default
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry, can_track_time


@transaction.atomic
def start_timer(
    task: Task | None = None,
    *,
    by: Actor,
    id: UUID | None = None,
    project: Project | None = None,
    description: str = "",
    labels: Iterable[str] = (),
    billable: bool | None = None,
    at: datetime | None = None,
    version: int | None = None,
    batch: UUID | None = None,
) -> TimeEntry:
    """
    Start the clock, stopping whatever timer the person had running, in whichever workspace (`replaced` on the answer).

    The clock already running on this task goes on. The same id again answers with the entry it started the first time,
    running or stopped since. `version` is that of the timer as the asker knew it: raises Stale if it was changed since.
    `at` (an instant) may lie up to a week in the past, but neither before the running timer's start nor in time that is
    tracked already (Overlap).
    """
    require(can_track_time(by, task))
    require_subject(by, task, project)
    description = clean_description(description)

    take_identifier(id)
    clock = lock_person(by.user)
    if made := made_before(TimeEntry.objects.all(), id, by=by, maker="user"):
        return made
    running = running_entry(by.user)
    if running and task and running.task_id == task.pk and running.workspace_id == by.workspace.pk:
        return running
    require_version(clock, version, running)

    batch = batch or new_id()
    began = now()  # read after the wait for the lock, not before
    at = clean_start(by, at, field="at") if at else began
    day = day_of(at, by.zone)
    require_open(by, days_between(day, day_of(began, by.zone)), waits=False)
    if running:
        lock_tasks([task])
        _stop(running, by=by, at=at, batch=batch)
    place = task.project_id if task else project.pk if project else None
    if billable is None:
        (billable,) = billable_by_default(by, [(task.pk if task else None, place)])
    entry = TimeEntry.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        task=task,
        project=task.project if task else project,
        description=description,
        billable=billable,
        started_at=at,
        day=day,
    )
    if names := list(labels):
        put_labels({entry: names}, by=by)
    entry.replaced = running
    advance(clock, began)
    record_many(Verb.TIMER_STARTED, [(entry, {"task": str(task.pk) if task else None})], by=by, batch=batch)
    return entry


@transaction.atomic
def stop_timer(
    *,
    by: Actor,
    entry: UUID | None = None,
    at: datetime | None = None,
    version: int | None = None,
    batch: UUID | None = None,
) -> TimeEntry | None:
    """
    Stop the person's running timer; answers None when none runs.

    With `entry`, stops that one alone: a repeated or late stop does not end a timer that was started since. Without it,
    `version` says which is meant; raises Stale if the timer was changed since.
    """
    clock = lock_person(by.user)
    running = running_entry(by.user)
    if entry is not None and (running is None or running.pk != entry):
        return TimeEntry.objects.visible_to(by).kept().of(by.user).filter(pk=entry).first()
    if entry is None:
        require_version(clock, version, running)
    if running is None:
        return None
    at = clean_instant(at, field="at") if at else now()
    stopped = _stop(running, by=by, at=at, batch=batch or new_id())
    advance(clock, at)
    return stopped


def require_no_timer(by: Actor) -> None:
    """Refuse to bring a timer back while another one runs."""
    if running_entry(by.user):
        raise Conflict(_("Another timer runs now. Stop it first, then bring this one back."))


@transaction.atomic
def continue_entry(
    entry: TimeEntry,
    *,
    by: Actor,
    id: UUID | None = None,
    version: int | None = None,
    at: datetime | None = None,
    batch: UUID | None = None,
) -> TimeEntry:
    """Start the clock again on what an earlier entry was about."""
    require(can_edit_entry(by, entry))
    task, project = present_subject(entry, by=by)
    return start_timer(
        task,
        by=by,
        id=id,
        project=project,
        description=entry.description,
        labels=label_names(entry, by=by),
        billable=entry.billable,
        version=version,
        at=at,
        batch=batch,
    )


def present_subject(entry: TimeEntry, *, by: Actor) -> tuple[Task | None, Project | None]:
    """What an entry was about, as far as time may still be spent on it and the actor sees it."""
    task = Task.objects.visible_to(by).filter(pk=entry.task_id).first() if entry.task_id else None
    project = None
    if task is None and entry.project_id:
        project = Project.objects.visible_to(by).active().filter(pk=entry.project_id).first()
    if task and (task.deleted_at or (task.project and (task.project.deleted_at or task.project.archived_at))):
        task, project = None, None
    return task, project


def _stop(entry: TimeEntry, *, by: Actor, at: datetime, batch: UUID) -> TimeEntry:
    """No lock of days refuses this: time that ran is kept, and an entry that ends is no change of one that was."""
    assert entry.started_at is not None
    if at < entry.started_at:
        raise Invalid(_("This is before the running timer was started."), field="at")
    # The days are those of the zone in which it ends: who has moved since it began would else be on two at once.
    columns = clocked(by, entry.started_at, at)
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(columns))
    put_days([entry], by)
    # The timer may run in another workspace than the one in which the person acts now; the log of each stays its own.
    there = by if entry.workspace_id == by.workspace.pk else Actor(by.user, entry.workspace, by.role, by.via)
    data = {"seconds": entry.duration, "stopped_at": at.isoformat()}
    record_many(Verb.TIMER_STOPPED, [(entry, data)], by=there, batch=batch)
    entry.is_just_stopped = True
    return entry
