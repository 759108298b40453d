"""Rows that stand in a week without hours."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, require
from workstate.timesheets.actions.subjects import Subjects
from workstate.timesheets.holding import held_in, last_of_week
from workstate.timesheets.keys import RowKey
from workstate.timesheets.models import TimesheetRow
from workstate.timetracking.actions import lock_person
from workstate.timetracking.policies import can_track_time


@transaction.atomic
def add_row(first: date, key: RowKey, *, by: Actor) -> None:
    """Put a row into the actor's week, to be filled in. One that stands there stays. Raises Invalid, NotAllowed."""
    require(can_track_time(by, None))
    Subjects.named({key}, by).of(key)
    lock_person(by.user)
    if place({key}, first, by=by):
        record(Verb.TIMESHEET_ROWS_ADDED, by.workspace, by=by, first=str(first), count=1)


@transaction.atomic
def remove_row(first: date, key: RowKey, *, by: Actor) -> bool:
    """Take a row without hours out of the actor's week; answers whether it stood there. Raises Conflict for one with hours."""
    require(can_track_time(by, None))
    lock_person(by.user)
    last = last_of_week(first)
    if any(row == key for row, _day in held_in(by, first, last, now())):
        raise Conflict(_("There are hours in this row. Empty its cells first."))
    rows = TimesheetRow.objects.visible_to(by).within(first, last).filter(task=key.task, project=key.project)
    gone, _each = rows.delete()
    if gone:
        record(Verb.TIMESHEET_ROWS_REMOVED, by.workspace, by=by, first=str(first), count=1)
    return bool(gone)


def place(keys: Collection[RowKey], first: date, *, by: Actor, batch: UUID | None = None) -> int:
    """Have rows stand in the week, in an action that has the person's lock; answers how many had not stood there."""
    if not keys:
        return 0
    there = {row.key for row in TimesheetRow.objects.filter(workspace=by.workspace, user=by.user, first=first)}
    rows = [
        TimesheetRow(
            workspace=by.workspace, user=by.user, first=first, task_id=key.task, project_id=key.project, batch=batch
        )
        for key in keys
        if key not in there
    ]
    TimesheetRow.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
