from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import day_of, require_day
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.turns import made_before, take_identifier
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.subject import clean_description, label_names, put_labels, require_subject
from workstate.timetracking.actions.timer import clean_instant, lock_person, running_entry
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry, can_track_time

LONGEST_BY_HAND = 24 * 3600


@transaction.atomic
def create_entry(
    *,
    by: Actor,
    id: UUID | None = None,
    task: Task | None = None,
    project: Project | None = None,
    description: str = "",
    labels: Iterable[str] = (),
    billable: bool = False,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    day: date | None = None,
    duration: int | None = None,
) -> TimeEntry:
    """
    Write down time by hand: from–to (instants), or a length in seconds on a day.

    The same id again answers with the entry it made the first time. Raises Invalid at the field.
    """
    require(can_track_time(by, task))
    require_subject(by, task, project)
    span = _span(by, started_at=started_at, stopped_at=stopped_at, day=day, duration=duration)
    description = clean_description(description)
    take_identifier(id)
    lock_person(by.user)
    if made := made_before(TimeEntry.objects.all(), id, by=by, maker="user"):
        return made
    entry = TimeEntry.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        task=task,
        project=task.project if task else project,
        description=description,
        billable=billable,
        **span,
    )
    if names := list(labels):
        put_labels(entry, names, by=by)
    record(Verb.ENTRY_CREATED, entry, by=by, seconds=entry.duration, day=str(entry.day))
    return entry


@transaction.atomic
def change_entry(entry: TimeEntry, *, by: Actor, **changes: Any) -> TimeEntry:
    """
    Change task, project, description, labels (names), billable, or the time itself.

    The time is given as a whole: started_at and stopped_at, or day and duration; of a running entry only started_at.
    Raises Invalid at the field; changes nothing then.
    """
    require(can_edit_entry(by, entry))
    lock_person(by.user)
    if task := changes.get("task"):
        # Ahead of the entry, in the order in which moving a task locks them: otherwise the two could wait for each other.
        Task.objects.select_for_update(no_key=True).filter(pk=task.pk).values_list("pk").get()
    entry = TimeEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.deleted_at:
        raise Conflict(_("This entry is in the bin. Restore it first."))
    columns: dict[str, Any] = {}

    times: dict[str, Any] = {
        name: changes.pop(name) for name in ("started_at", "stopped_at", "day", "duration") if name in changes
    }
    if times and entry.is_running:
        columns.update(_running_span(by, times))
    elif times:
        columns.update(_span(by, **times))
    labels: Iterable[str] | None = changes.pop("labels", None)
    if "task" in changes or "project" in changes:
        task = changes.pop("task", None)
        project = changes.pop("project", None)
        require(can_track_time(by, task))
        require_subject(by, task, project)
        columns["task"], columns["project"] = task, task.project if task else project
    if "description" in changes:
        columns["description"] = clean_description(str(changes.pop("description")))
    if "billable" in changes:
        columns["billable"] = bool(changes.pop("billable"))
    for field in changes:
        raise Invalid(_("This cannot be changed."), field=field)

    columns = {name: value for name, value in columns.items() if getattr(entry, name) != value}
    before = {name: _plain(getattr(entry, name)) for name in columns}
    after = {name: _plain(value) for name, value in columns.items()}
    if columns:
        for name, value in columns.items():
            setattr(entry, name, value)
        entry.save(update_fields=list(columns))
    if labels is not None:
        old = sorted(label.name for label in entry.labels.all())
        new = sorted(put_labels(entry, labels, by=by))
        if old != new:
            before["labels"], after["labels"] = old, new
    if before:
        record(Verb.ENTRY_CHANGED, entry, by=by, before=before, after=after)
    return entry


@transaction.atomic
def copy_entry(entry: TimeEntry, *, by: Actor) -> TimeEntry:
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
        **(
            {"started_at": entry.started_at, "stopped_at": entry.stopped_at}
            if entry.started_at
            else {"day": entry.day, "duration": entry.duration}
        ),
    )


@transaction.atomic
def delete_entry(entry: TimeEntry, *, by: Actor) -> TimeEntry:
    """Put the entry in the bin; a running one is thereby discarded."""
    require(can_edit_entry(by, entry))
    lock_person(by.user)
    entry = TimeEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.deleted_at is None:
        entry.deleted_at, entry.deleted_by = timezone.now(), by.user
        entry.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.ENTRY_DELETED, entry, by=by, running=entry.is_running)
    return entry


@transaction.atomic
def restore_entry(entry: TimeEntry, *, by: Actor) -> TimeEntry:
    """Take the entry out of the bin. Raises Conflict if it was running and another timer runs now."""
    require(can_edit_entry(by, entry))
    lock_person(by.user)
    entry = TimeEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.deleted_at is not None:
        if entry.is_running and running_entry(by.user):
            raise Conflict(_("Another timer runs now. Stop it first, then bring this one back."))
        entry.deleted_at, entry.deleted_by = None, None
        entry.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.ENTRY_RESTORED, entry, by=by, running=entry.is_running)
    return entry


def _span(
    by: Actor,
    *,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    day: date | None = None,
    duration: int | None = None,
) -> dict[str, Any]:
    """The four columns of a finished entry; raises Invalid at the field that is wrong."""
    if started_at or stopped_at:
        if not started_at:
            raise Invalid(_("Give the start too."), field="started_at")
        if not stopped_at:
            raise Invalid(_("Give the end too."), field="stopped_at")
        started_at, stopped_at = (
            clean_instant(started_at, field="started_at"),
            clean_instant(stopped_at, field="stopped_at"),
        )
        if stopped_at < started_at:
            raise Invalid(_("The end must not be before the start."), field="stopped_at")
        seconds = int((stopped_at - started_at).total_seconds())
        if seconds > LONGEST_BY_HAND:
            raise Invalid(_("One entry holds 24 hours at most. Make several."), field="stopped_at")
        return {
            "started_at": started_at,
            "stopped_at": stopped_at,
            "day": day_of(started_at, by.zone),
            "duration": seconds,
        }
    if duration is None:
        raise Invalid(_("Give a length, such as 1:30, or a start and an end."), field="duration", code="required")
    if not 0 < duration <= LONGEST_BY_HAND:
        raise Invalid(_("One entry holds more than nothing and 24 hours at most."), field="duration")
    if day is None:
        raise Invalid(_("Give the day."), field="day", code="required")
    return {"started_at": None, "stopped_at": None, "day": require_day(day, field="day"), "duration": duration}


def _running_span(by: Actor, times: dict[str, Any]) -> dict[str, Any]:
    if set(times) - {"started_at"} or times["started_at"] is None:
        raise Invalid(_("This timer runs: change its start, or stop it first."), field="stopped_at")
    started_at = clean_instant(times["started_at"], field="started_at")
    return {"started_at": started_at, "day": day_of(started_at, by.zone)}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int)) else str(getattr(value, "pk", value))
