"""The week before, brought along: its rows, and its hours if they are wanted too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record_many
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed, require
from workstate.core.ids import new_id
from workstate.timesheets.actions.planning import A_DAY, Plan, plan_cell
from workstate.timesheets.actions.rows import place
from workstate.timesheets.actions.subjects import Subjects
from workstate.timesheets.holding import Held, held_in, last_of_week, locks_in
from workstate.timesheets.keys import RowKey
from workstate.timesheets.models import TimesheetRow
from workstate.timetracking.actions import lock_person, take_back
from workstate.timetracking.actions.writing import store
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.policies import can_track_time

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows and cells came along, and the name of the act if there were any."""

    rows: int
    cells: int
    batch: UUID | None


@transaction.atomic
def copy_last_week(first: date, *, by: Actor, with_hours: bool = False) -> Copied:
    """
    Put the rows of the week before into the actor's week; with hours, fill in its cells that are empty and open.

    What the actor may no longer spend time on, or is in the bin or the archive, stays behind. Raises Invalid.
    """
    require(can_track_time(by, None))
    lock_person(by.user)
    at = now()
    before = held_in(by, first - WEEK, first - timedelta(days=1), at)
    present = held_in(by, first, last_of_week(first), at)
    placed = TimesheetRow.objects.visible_to(by).within(first - WEEK, first - timedelta(days=1))
    keys = {key for key, _day in before} | {row.key for row in placed}
    usable = _usable(keys, by)
    batch = new_id()
    rows = place(set(usable) - {key for key, _day in present}, first, by=by, batch=batch)
    plans: list[Plan] = []
    if with_hours:
        locks = locks_in(by, first, last_of_week(first))
        for (key, day), held in sorted(before.items(), key=lambda one: (str(one[0][0]), one[0][1])):
            target = day + WEEK
            if key in usable and held.seconds and (key, target) not in present and target not in locks:
                plans.append(plan_cell(key, target, Held(), min(held.seconds, A_DAY), held.note, usable[key]))
        store(by, made=[plan.made for plan in plans if plan.made], batch=batch)
    if rows:
        record_many(
            Verb.TIMESHEET_ROWS_ADDED, [(by.workspace, {"first": str(first), "count": rows})], by=by, batch=batch
        )
    return Copied(rows, len(plans), batch if rows or plans else None)


@transaction.atomic
def take_back_copy(batch: UUID, *, by: Actor) -> None:
    """Undo a copy of the actor's: the hours it brought go to the bin, its rows leave. Raises Conflict."""
    lock_person(by.user)
    acts = Event.objects.filter(workspace=by.workspace, user=by.user, batch=batch)
    rows = TimesheetRow.objects.filter(workspace=by.workspace, user=by.user, batch=batch)
    wrote = acts.filter(subject_type=TimeEntry._meta.label_lower).exists()
    first = rows.values_list("first", flat=True).first()
    if not wrote and first is None:
        raise Conflict(_("There is nothing to take back any more."))
    if wrote:
        take_back(batch, by=by)
    gone, _each = rows.delete()
    if gone:
        told = [(by.workspace, {"first": str(first), "count": gone})]
        record_many(Verb.TIMESHEET_ROWS_REMOVED, told, by=by, batch=new_id())


def _usable(keys: set[RowKey], by: Actor) -> dict[RowKey, Subjects]:
    subjects = Subjects.named(keys, by)
    usable = {}
    for key in keys:
        try:
            task, project = subjects.of(key)
        except (Invalid, NotAllowed):
            continue
        home = task.project if task else project
        if not (task and task.archived_at) and not (home and home.archived_at):
            usable[key] = subjects
    return usable
