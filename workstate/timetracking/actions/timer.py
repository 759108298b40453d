from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import day_of, now
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.core.turns import made_before, take_identifier
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.subject import clean_description, label_names, put_labels, require_subject
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_edit_entry, can_track_time

CLOCK_TOLERANCE = timedelta(minutes=1)


@transaction.atomic
def start_timer(
    task: Task | None = None,
    *,
    by: Actor,
    id: UUID | None = None,
    project: Project | None = None,
    description: str = "",
    labels: Iterable[str] = (),
    billable: bool = False,
    at: datetime | None = None,
) -> TimeEntry:
    """
    Start the clock, stopping whatever timer the person had running, in whichever workspace (`replaced` on the answer).

    The clock already running on this task goes on. The same id again answers with the entry it started the first time,
    running or stopped since. `at` (an instant) may lie in the past but not before the running timer's start.
    """
    require(can_track_time(by, task))
    require_subject(by, task, project)
    description = clean_description(description)

    take_identifier(id)
    lock_person(by.user)  # before the first click there is no entry to lock
    if made := made_before(TimeEntry.objects.all(), id, by=by, maker="user"):
        return made
    running = running_entry(by.user)
    if running and task and running.task_id == task.pk and running.workspace_id == by.workspace.pk:
        return running

    at = clean_instant(at, field="at") if at else now()  # read after the wait for the lock, not before
    if running:
        _stop(running, by=by, at=at)
    entry = TimeEntry.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        task=task,
        project=task.project if task else project,
        description=description,
        billable=billable,
        started_at=at,
        day=day_of(at, by.zone),
    )
    if names := list(labels):
        put_labels(entry, names, by=by)
    entry.replaced = running
    record(Verb.TIMER_STARTED, entry, by=by, task=str(task.pk) if task else None)
    return entry


@transaction.atomic
def stop_timer(*, by: Actor, entry: UUID | None = None, at: datetime | None = None) -> TimeEntry | None:
    """
    Stop the person's running timer; answers None when none runs.

    With `entry`, stops that one alone: a repeated or late stop does not end a timer that was started since.
    """
    lock_person(by.user)
    running = running_entry(by.user)
    if entry is not None and (running is None or running.pk != entry):
        return TimeEntry.objects.visible_to(by).kept().of(by.user).filter(pk=entry).first()
    if running is None:
        return None
    return _stop(running, by=by, at=clean_instant(at, field="at") if at else now())


@transaction.atomic
def continue_entry(entry: TimeEntry, *, by: Actor, id: UUID | None = None) -> TimeEntry:
    """Start the clock again on what an earlier entry was about."""
    require(can_edit_entry(by, entry))
    task = Task.objects.visible_to(by).filter(pk=entry.task_id).first() if entry.task_id else None
    project = None
    if task is None and entry.project_id:
        project = Project.objects.visible_to(by).active().filter(pk=entry.project_id).first()
    if task and (task.deleted_at or (task.project and (task.project.deleted_at or task.project.archived_at))):
        task, project = None, None
    return start_timer(
        task,
        by=by,
        id=id,
        project=project,
        description=entry.description,
        labels=label_names(entry, by=by),
        billable=entry.billable,
    )


def running_entry(user: User) -> TimeEntry | None:
    return TimeEntry.objects.of(user).running().select_related("workspace", "task").first()


def lock_person(user: User) -> None:
    """Let one person's timer change once at a time, on however many devices."""
    User.objects.select_for_update(no_key=True).filter(pk=user.pk).values_list("pk").get()


def clean_instant(at: datetime, *, field: str) -> datetime:
    """A whole second, not in the future beyond what a client's clock may be wrong by."""
    if at.tzinfo is None:
        raise Invalid(_("Say in which time zone this is."), field=field)
    if at.year < 1970:
        raise Invalid(_("Choose a day between 1970 and 2199."), field=field)
    current = now()
    if at > current + CLOCK_TOLERANCE:
        raise Invalid(_("This is in the future. Check the clock of your device."), field=field)
    return min(at.replace(microsecond=0), current)


def _stop(entry: TimeEntry, *, by: Actor, at: datetime) -> TimeEntry:
    assert entry.started_at is not None
    if at < entry.started_at:
        raise Invalid(_("This is before the running timer was started."), field="at")
    entry.stopped_at = at
    entry.duration = int((at - entry.started_at).total_seconds())
    entry.save(update_fields=["stopped_at", "duration"])
    # The timer may run in another workspace than the one in which the person acts now; the log of each stays its own.
    there = by if entry.workspace_id == by.workspace.pk else Actor(by.user, entry.workspace, by.role, by.via)
    record(Verb.TIMER_STOPPED, entry, by=there, seconds=entry.duration)
    return entry
