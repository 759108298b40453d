from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import day_of, now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.turns import made_before, take_identifier
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.instants import clean_start
from workstate.timetracking.actions.locking import advance, lock_person, lock_tasks
from workstate.timetracking.actions.subject import clean_description, label_names, require_subject
from workstate.timetracking.actions.timer import require_no_timer
from workstate.timetracking.actions.writing import TIMES, Edit, new_entry, span_of, write
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry, can_track_time


@transaction.atomic
def create_entry(
    *,
    by: Actor,
    id: UUID | None = None,
    task: Task | None = None,
    project: Project | None = None,
    description: str = "",
    labels: Iterable[str] = (),
    billable: bool | None = None,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    day: date | None = None,
    duration: int | None = None,
    batch: UUID | None = None,
) -> TimeEntry:
    """
    Write down time by hand: from–to (instants), or a length in seconds on a day.

    Whether it is billable is said by its task, project, client or the workspace if not here. The same id again answers with
    the entry it made the first time. Raises Invalid at the field, Locked for closed days.
    """
    require(can_track_time(by, task))
    require_subject(by, task, project)
    new = new_entry(
        by,
        id=id,
        task=task,
        project=project,
        description=description,
        labels=labels,
        billable=billable,
        started_at=started_at,
        stopped_at=stopped_at,
        day=day,
        duration=duration,
    )
    take_identifier(id)
    lock_person(by.user)
    if made := made_before(TimeEntry.objects.all(), id, by=by, maker="user"):
        return made
    write(by, made=[new], batch=batch)
    return new.entry


@transaction.atomic
def change_entry(entry: TimeEntry, *, by: Actor, batch: UUID | None = None, **changes: Any) -> TimeEntry:
    """
    Change task, project, description, labels (names), billable, or the time itself.

    The time is given as a whole: started_at and stopped_at, or day and duration; of a running entry only started_at.
    Raises Invalid at the field, Locked for closed days; changes nothing then.
    """
    require(can_edit_entry(by, entry))
    clock = lock_person(by.user)
    if changes.get("task"):
        lock_tasks([changes["task"]], [entry.pk])
    entry = TimeEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.deleted_at:
        raise Conflict(_("This entry is in the bin. Restore it first."))
    labels: Iterable[str] | None = changes.pop("labels", None)
    columns = _columns(by, entry, changes)
    write(by, changed=[Edit(entry, columns, None if labels is None else list(labels))], batch=batch)
    if entry.is_running and "started_at" in columns:
        advance(clock, now())
    elif entry.is_running:
        clock.seen_at = now()  # Somebody is there.
        clock.save(update_fields=["seen_at"])
    return entry


@transaction.atomic
def copy_entry(entry: TimeEntry, *, by: Actor, batch: UUID | None = None) -> TimeEntry:
    """Write a finished entry down once more, with all it says. Raises Conflict while it runs."""
    require(can_edit_entry(by, entry))
    if entry.is_running:
        raise Conflict(_("This timer runs. Stop it first."))
    return create_entry(
        by=by,
        task=entry.task,
        project=None if entry.task else entry.project,
        description=entry.description,
        labels=label_names(entry, by=by),
        billable=entry.billable,
        batch=batch,
        **times_of(entry),
    )


@transaction.atomic
def delete_entry(entry: TimeEntry, *, by: Actor, batch: UUID | None = None) -> TimeEntry:
    """Put the entry in the bin; a running one is thereby discarded."""
    require(can_edit_entry(by, entry))
    clock = lock_person(by.user)
    entry = TimeEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.deleted_at is None:
        write(by, removed=[entry], batch=batch)
        if entry.is_running:
            advance(clock, now())
    return entry


@transaction.atomic
def restore_entry(entry: TimeEntry, *, by: Actor) -> TimeEntry:
    """Take the entry out of the bin. Raises Conflict if it was running and another timer runs now."""
    require(can_edit_entry(by, entry))
    clock = lock_person(by.user)
    entry = TimeEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.deleted_at is not None:
        if entry.is_running:
            require_no_timer(by)
        write(by, restored=[entry])
        if entry.is_running:
            advance(clock, now())
    return entry


def times_of(entry: TimeEntry) -> dict[str, Any]:
    """The time of a finished entry as the actions take it."""
    if entry.started_at:
        return {"started_at": entry.started_at, "stopped_at": entry.stopped_at}
    return {"day": entry.day, "duration": entry.duration}


def _columns(by: Actor, entry: TimeEntry, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes as columns; raises Invalid at the field that is wrong."""
    columns: dict[str, Any] = {}
    times = {name: changes.pop(name) for name in TIMES if name in changes}
    if times:
        columns |= _running_span(by, entry, times) if entry.is_running else span_of(by, **times)
    if "task" in changes or "project" in changes:
        task, project = changes.pop("task", None), changes.pop("project", None)
        require(can_track_time(by, task))
        require_subject(by, task, project)
        columns |= {"task": task, "project": task.project if task else project}
    if "description" in changes:
        columns["description"] = clean_description(str(changes.pop("description")))
    if "billable" in changes:
        columns["billable"] = bool(changes.pop("billable"))
    for field in changes:
        raise Invalid(_("This cannot be changed."), field=field)
    return columns


def _running_span(by: Actor, entry: TimeEntry, times: dict[str, Any]) -> dict[str, Any]:
    if set(times) - {"started_at"} or times["started_at"] is None:
        raise Invalid(_("This timer runs: change its start, or stop it first."), field="stopped_at")
    started_at = clean_start(by, times["started_at"], field="started_at", but=entry)
    return {"started_at": started_at, "day": day_of(started_at, by.zone)}
