"""Reminders whose time has come. However many workers look, each comes once: the row says for which moment it has come."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from workstate.notifications.actions.telling import tell
from workstate.notifications.kinds import Kind
from workstate.notifications.models import ReminderMoment
from workstate.notifications.news.item import Item
from workstate.notifications.reminded import occasion_of
from workstate.tasks.models import Task

AT_ONCE: Final = 200
MOST: Final = 10_000


def remind(at: datetime | None = None) -> int:
    """Tell people of what they wanted to be reminded of until the instant; how many reminders were due."""
    count = 0
    while count < MOST and (some := remind_some(at or timezone.now())):
        count += some
    return count


@transaction.atomic
def remind_some(at: datetime) -> int:
    """
    Take the reminders that wait longest, and tell of them in the same transaction: a worker that dies has done nothing.

    Of a task that is done with, out of sight or in an archived workspace nobody is reminded; the moment is over all the same. A task that somebody is
    changing right now is passed over and looked at again, as its date may just be moved.
    """
    due = ReminderMoment.objects.due(at).select_related("reminder__task")
    taken = list(due.select_for_update(of=("self", "reminder__task"), skip_locked=True, no_key=True)[:AT_ONCE])
    if not taken:
        return 0
    tasks = {moment.reminder.task_id for moment in taken}
    working = Task.objects.open().filter(pk__in=tasks, workspace__archived_at=None)
    open_ones = set(working.values_list("pk", flat=True))
    tell(_item(moment) for moment in taken if moment.reminder.task_id in open_ones)
    for moment in taken:
        moment.fired_for, moment.fired_at, moment.next_at = moment.next_at, at, None
    ReminderMoment.objects.bulk_update(taken, ["fired_for", "fired_at", "next_at"])
    return len(taken)


def _item(moment: ReminderMoment) -> Item:
    assert moment.next_at is not None
    reminder = moment.reminder
    return Item(
        user=reminder.user_id,
        kind=Kind.REMINDER,
        occasion=occasion_of(reminder.pk, moment.next_at.isoformat()),
        workspace=reminder.workspace_id,
        task=reminder.task_id,
        data={"moment": moment.next_at.isoformat()},
    )
