"""What became of the reminders of a task: the page of the task says it beside each."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.tasks.models import Task

_PREFIX = "reminder."


def occasion_of(reminder: UUID, moment: str) -> str:
    """Of one time at which a reminder fell due."""
    return f"{_PREFIX}{reminder}.{moment}"


def reminders_told(task: Task, actor: Actor, formats: Formats) -> dict[UUID, str]:
    """When the actor was last reminded, or until when they put it off; by the reminder. One query."""
    at = now()
    told: dict[UUID, str] = {}
    rows = Notification.objects.filter(user=actor.user, task=task, kind=Kind.REMINDER, occasion__startswith=_PREFIX)
    for row in rows.order_by("made_at"):
        reminder = UUID(row.occasion.removeprefix(_PREFIX).partition(".")[0])
        if row.snoozed_until and row.snoozed_until > at and not row.done_at:
            told[reminder] = _("snoozed to %s") % formats.moment(row.snoozed_until)
        else:
            told[reminder] = _("reminded %s") % formats.moment(row.made_at)
    return told
