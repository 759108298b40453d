"""Reminders that a person sets for themself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.tasks.actions.placement import lock_task
from workstate.tasks.models import Reminder, Task

MOST_REMINDERS = 10
LONGEST_BEFORE = 366 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Remind:
    """When: so many seconds before the task is due, or at an instant."""

    before: int | None = None
    at: datetime | None = None


@transaction.atomic
def set_reminders(task: Task, reminders: Iterable[Remind], *, by: Actor) -> list[Reminder]:
    """Have the actor reminded of the task at these moments and no others. Raises Invalid at the field "reminders"."""
    wanted = list(dict.fromkeys(reminders))
    if len(wanted) > MOST_REMINDERS:
        raise Invalid(_("Set at most 10 reminders."), field="reminders")
    task = lock_task(task)
    for one in wanted:
        if (one.before is None) == (one.at is None):
            raise Invalid(_("Say how long before the task is due, or when."), field="reminders")
        if one.before is not None and not 0 <= one.before <= LONGEST_BEFORE:
            raise Invalid(_("Choose at most a year before."), field="reminders")
        if one.before is not None and task.due_on is None:
            raise Invalid(_("Give the task a date first: the reminder counts from it."), field="reminders")
    mine = Reminder.objects.filter(task=task, user=by.user)
    present = {Remind(row.before, row.at): row for row in mine}
    gone = [row.pk for remind, row in present.items() if remind not in wanted]
    new = [remind for remind in wanted if remind not in present]
    Reminder.objects.filter(pk__in=gone).delete()
    Reminder.objects.bulk_create(
        Reminder(workspace_id=task.workspace_id, task=task, user=by.user, before=one.before, at=one.at) for one in new
    )
    if gone or new:
        record(Verb.REMINDERS_SET, task, by=by, number=task.number, count=len(wanted))
    return list(mine.order_by("at", "-before"))
