"""One act to many entries, or to none: change, move to another day, delete, write down once more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import instant_of, now, require_day
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.ids import new_id
from workstate.tasks.models import Label, Task
from workstate.timetracking.actions.locking import advance, lock_person, locked_entries
from workstate.timetracking.actions.subject import clean_description, require_subject
from workstate.timetracking.actions.writing import Act, Edit, New, clocked, write
from workstate.timetracking.models import Clock, TimeEntry
from workstate.timetracking.policies import can_track_time

MOST: Final = 500


@transaction.atomic
def change_entries(ids: Collection[UUID], *, by: Actor, **changes: Any) -> Act:
    """
    Change task, project, description, labels (names; also add_labels, remove_labels), billable, or the day, of all or none.

    Moved to a day, what has clock times begins at the same time of day and is as long as it was. Raises Invalid at the
    field, NotFound for what is not the actor's, Locked for closed days, Conflict for a running one that is to move.
    """
    columns = _columns(by, changes)
    day: date | None = changes.pop("day", None)
    add, remove = list(changes.pop("add_labels", ())), {name.casefold() for name in changes.pop("remove_labels", ())}
    given: Iterable[str] | None = changes.pop("labels", None)
    for field in changes:
        raise Invalid(_("This cannot be changed."), field=field)
    require_own(ids, by=by)
    lock_person(by.user)
    entries = own_rows(ids, by=by, tasks=[columns.get("task")])
    has = labels_of(entries, by=by) if given is None and (add or remove) else {}
    edits = []
    for entry in entries:
        labels = None if given is None else list(given)
        if has:
            kept = [name for name in has[entry.pk] if name.casefold() not in remove]
            labels = list(dict.fromkeys([*kept, *add]))
        elif given is None and (add or remove):
            labels = add
        moved = moved_to(entry, day, by) if day and day != entry.day else {}
        edits.append(Edit(entry, {**columns, **_words_left(entry, columns), **moved}, labels))
    return write(by, changed=edits)


@transaction.atomic
def delete_entries(ids: Collection[UUID], *, by: Actor) -> Act:
    """Put the entries in the bin; one that runs is thereby discarded."""
    require_own(ids, by=by)
    clock = lock_person(by.user)
    entries = own_rows(ids, by=by)
    act = write(by, removed=entries)
    _tell_clock(clock, entries)
    return act


@transaction.atomic
def copy_entries(ids: Collection[UUID], *, by: Actor, day: date | None = None) -> Act:
    """
    Write finished entries down once more, with all they say, on their own days or on another.

    What would then lie in the future is written as hours of the day, without clock times. Raises Conflict for one that runs.
    """
    require_own(ids, by=by)
    lock_person(by.user)
    entries = own_rows(ids, by=by)
    labels = labels_of(entries, by=by)
    made = []
    for entry in entries:
        require_stopped(entry)
        times = moved_to(entry, day, by, ahead=True) if day and day != entry.day else same_times(entry)
        made.append(copied(entry, times, labels[entry.pk]))
    return write(by, made=made)


def require_own(ids: Collection[UUID], *, by: Actor) -> None:
    """Refuse, before anything is locked, none or too many (Invalid), and what is not the actor's own (NotFound)."""
    wanted = set(ids)
    if not wanted:
        raise Invalid(_("Choose at least one entry."), field="entries")
    if len(wanted) > MOST:
        raise Invalid(_("Choose at most %(most)d entries at once.") % {"most": MOST}, field="entries")
    require(can_track_time(by, None))
    if TimeEntry.objects.visible_to(by).of(by.user).kept().filter(pk__in=wanted).count() != len(wanted):
        raise NotFound


def own_rows(ids: Collection[UUID], *, by: Actor, tasks: Iterable[Task | None] = ()) -> list[TimeEntry]:
    """
    The actor's own entries, locked, with their tasks and projects, and locked too the tasks that they will be put on.

    Raises Invalid for none or too many, NotFound.
    """
    """The actor's own entries, locked, with their tasks and projects; raises NotFound. Call lock_person before."""
    entries = locked_entries(ids, by=by, tasks=tasks)
    prefetch_related_objects(entries, "task", "project")
    return entries


def labels_of(entries: Sequence[TimeEntry], *, by: Actor) -> Mapping[UUID, list[str]]:
    """The names of the labels of each entry, as far as the actor sees them, by one query."""
    ties = Label.objects.visible_to(by).filter(time_entries__in=entries).order_by("name")
    found: dict[UUID, list[str]] = defaultdict(list)
    for pk, name in ties.values_list("time_entries__pk", "name"):
        found[pk].append(name)
    return found


def copied(entry: TimeEntry, times: Mapping[str, Any], labels: Sequence[str]) -> New:
    """What the entry says, with other times."""
    twin = TimeEntry(
        id=new_id(),
        workspace_id=entry.workspace_id,
        user_id=entry.user_id,
        task=entry.task,
        project=entry.project,
        description=entry.description,
        billable=entry.billable,
        **times,
    )
    return New(twin, tuple(labels))


def same_times(entry: TimeEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("started_at", "stopped_at", "day", "last_day", "duration")}


def hours_on(day: date, seconds: int) -> dict[str, Any]:
    """The columns of hours on a day, without clock times."""
    return {"started_at": None, "stopped_at": None, "day": day, "last_day": None, "duration": seconds}


def moved_to(entry: TimeEntry, day: date, by: Actor, *, ahead: bool = False) -> dict[str, Any]:
    """
    The columns of the entry on another day of the person: at the same time of day, as long as it was.

    What would lie in the future is refused or, with `ahead`, becomes hours of that day. Raises Invalid, Conflict.
    """
    day = require_day(day, field="day")
    require_stopped(entry)
    assert entry.duration is not None
    if entry.started_at is None:
        return hours_on(day, entry.duration)
    start = instant_of(day, entry.started_at.astimezone(by.zone).time(), by.zone)
    stop = start + timedelta(seconds=entry.duration)
    if stop <= now():
        return clocked(by, start, stop)
    if not ahead:
        raise Invalid(_("At these times of day it would lie in the future. Choose an earlier day."), field="day")
    return hours_on(day, entry.duration)


def require_stopped(entry: TimeEntry) -> None:
    if entry.is_running:
        raise Conflict(_("This timer runs. Stop it first."))


def running_at(start: datetime, by: Actor) -> dict[str, Any]:
    """The columns of a timer that began at an instant."""
    return {"started_at": start, "day": start.astimezone(by.zone).date()}


def _columns(by: Actor, changes: dict[str, Any]) -> dict[str, Any]:
    """What is the same for every entry, taken out of the changes."""
    columns: dict[str, Any] = {}
    if "task" in changes or "project" in changes:
        task, project = changes.pop("task", None), changes.pop("project", None)
        require(can_track_time(by, task))
        require_subject(by, task, project)
        columns |= {"task": task, "project": task.project if task else project}
    if "description" in changes:
        columns["description"] = clean_description(str(changes.pop("description")))
    if "billable" in changes:
        columns["billable"] = bool(changes.pop("billable"))
    return columns


def _words_left(entry: TimeEntry, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What was told by the task's title alone keeps it as its own words when it leaves the task for a project."""
    if entry.task is None or entry.description or "description" in columns or columns.get("task", entry.task):
        return {}
    return {"description": entry.task.title}


def _tell_clock(clock: Clock, entries: Iterable[TimeEntry]) -> None:
    if any(entry.is_running for entry in entries):
        advance(clock, now())
