"""Many entries at once: what an import or a sample workspace needs. One event tells of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now, require_day
from workstate.core.copying import copy_into
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.projects.policies import can_create_project
from workstate.tasks.models import Label, Task
from workstate.timetracking.actions.locking import lock_person, require_open
from workstate.timetracking.actions.subject import clean_description
from workstate.timetracking.actions.writing import LONGEST_BY_HAND
from workstate.timetracking.days import Share, last_day_of, shares_of
from workstate.timetracking.defaults import billable_by_default
from workstate.timetracking.models import EntryDay, EntryLabel, TimeEntry
from workstate.timetracking.policies import can_track_time

_COLUMNS = (
    "id",
    "workspace",
    "user",
    "task",
    "project",
    "description",
    "billable",
    "started_at",
    "stopped_at",
    "day",
    "last_day",
    "duration",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A finished entry to be written: from–to in whole seconds (instants, UTC), on the day that the person lived."""

    started_at: datetime
    stopped_at: datetime
    day: date
    description: str = ""
    task: UUID | None = None
    project: UUID | None = None
    labels: tuple[UUID, ...] = ()
    billable: bool | None = None
    """None: as its task, project, client or the workspace says."""


@transaction.atomic
def create_entries(
    batches: Iterable[Sequence[NewEntry]],
    *,
    by: Actor,
    written: Callable[[Sequence[UUID]], None] | None = None,
) -> int:
    """
    Write finished entries of the actor, batch after batch, all or none; answers how many.

    `batches` is taken as it is written, so any number of entries needs the memory of one batch; `written` is told the ids
    of each. What an entry names must be seen by the actor and not be in the bin; a task decides the project. Raises Invalid,
    and Locked for closed days.
    """
    require(can_track_time(by, None) and can_create_project(by))
    subjects = _Subjects(by)
    count, first, last = 0, None, None
    at = now()
    lock_person(by.user)
    for batch in batches:
        subjects.check(batch)
        ids = [new_id() for _new in batch]
        shares = [_shares(new, by) for new in batch]
        require_open(by, {share.day for some in shares for share in some} | {new.day for new in batch})
        billable = _billable(batch, by)
        rows = [_row(*one, at, by) for one in zip(ids, batch, shares, billable, strict=True)]
        copy_into(TimeEntry, _COLUMNS, rows)
        parts = [part for pk, some in zip(ids, shares, strict=True) if len(some) > 1 for part in _parts(pk, some, by)]
        if parts:
            copy_into(EntryDay, ("workspace", "user", "entry", "day", "seconds", "before"), parts)
        labelled = [(by.workspace.pk, pk, label) for pk, new in zip(ids, batch, strict=True) for label in new.labels]
        if labelled:
            copy_into(EntryLabel, ("workspace", "entry", "label"), labelled)
        count += len(ids)
        for new in batch:
            first = min(first or new.day, new.day)
            last = max(last or new.day, new.day)
        if written:
            written(ids)
    if count:
        record(Verb.ENTRIES_CREATED, by.workspace, by=by, count=count, first=str(first), last=str(last))
    return count


def _shares(new: NewEntry, by: Actor) -> list[Share]:
    """Whoever wrote the day down knows it best: where it is not the one our clock shows, the entry stays on it whole."""
    shares = shares_of(new.started_at, new.stopped_at, by.zone)
    return shares if shares and shares[0].day == new.day else []


def _parts(pk: UUID, shares: Sequence[Share], by: Actor) -> list[tuple[object, ...]]:
    return [(by.workspace.pk, by.user.pk, pk, share.day, share.seconds, share.before) for share in shares]


def _billable(batch: Sequence[NewEntry], by: Actor) -> list[bool]:
    unsaid = {(new.task, new.project) for new in batch if new.billable is None}
    subjects = list(unsaid)
    found = dict(zip(subjects, billable_by_default(by, subjects), strict=True)) if subjects else {}
    return [found[new.task, new.project] if new.billable is None else new.billable for new in batch]


def _row(pk: UUID, new: NewEntry, shares: list[Share], billable: bool, at: datetime, by: Actor) -> tuple[object, ...]:
    seconds = int((new.stopped_at - new.started_at).total_seconds())
    if seconds < 0:
        raise Invalid(_("The end must not be before the start."), field="stopped_at")
    if seconds > LONGEST_BY_HAND:
        raise Invalid(_("One entry holds 24 hours at most. Make several."), field="stopped_at")
    return (
        pk,
        by.workspace.pk,
        by.user.pk,
        new.task,
        new.project,
        clean_description(new.description),
        billable,
        new.started_at,
        new.stopped_at,
        require_day(new.day, field="day"),
        last_day_of(shares),
        seconds,
        at,
    )


class _Subjects:
    """What the entries name, looked up once each."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._tasks: set[UUID] = set()
        self._projects: set[UUID] = set()
        self._labels: set[UUID] = set()

    def check(self, batch: Sequence[NewEntry]) -> None:
        by = self._by
        tasks = {new.task for new in batch if new.task} - self._tasks
        if tasks:
            self._tasks |= set(Task.objects.visible_to(by).kept().filter(pk__in=tasks).values_list("pk", flat=True))
        projects = {new.project for new in batch if new.project} - self._projects
        if projects:
            self._projects |= set(
                Project.objects.visible_to(by).kept().filter(pk__in=projects).values_list("pk", flat=True)
            )
        labels = {label for new in batch for label in new.labels} - self._labels
        if labels:
            self._labels |= set(Label.objects.visible_to(by).filter(pk__in=labels).values_list("pk", flat=True))
        if tasks - self._tasks:
            raise Invalid(_("There is no such task."), field="task")
        if projects - self._projects:
            raise Invalid(_("There is no such project."), field="project")
        if labels - self._labels:
            raise Invalid(_("There is no such label."), field="labels")
