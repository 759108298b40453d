"""What the frame of every page shows of notifications, as columns of the one request that it makes anyway."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from workstate.accounts.formats import current_formats
from workstate.accounts.models import User
from workstate.notifications.inbox import unread_of
from workstate.notifications.kinds import Kind
from workstate.notifications.models import NotificationPreferences
from workstate.notifications.models.notification import NotificationQuerySet

MOST_CARDS: Final = 3


def bell_columns(user: User) -> dict[str, Any]:
    """`unread`, as far as it is counted, `bell_sound`, and `reminders` that have come and are not seen to yet."""
    rows = unread_of(user).annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    sound = NotificationPreferences.objects.filter(pk=user.pk).values("sound")
    return {
        "reminders": _reminders(user),
        "unread": Coalesce(Subquery(rows), 0, output_field=IntegerField()),
        "bell_sound": Subquery(sound),
    }


def open_reminders(user: User) -> NotificationQuerySet:
    return unread_of(user).filter(kind=Kind.REMINDER).newest_first()


def _reminders(user: User) -> ArraySubquery:
    said = JSONObject(pk="pk", task="task__title", number="task__number", slug="workspace__slug", said="data__moment")
    return ArraySubquery(open_reminders(user).annotate(card=said).values("card")[:MOST_CARDS])


@dataclass(frozen=True, slots=True)
class ReminderCard:
    """A reminder as it stands on every page of the person until it is seen to on one of them."""

    pk: str
    task: str
    number: int
    slug: str
    said: str

    @property
    def when(self) -> str:
        return current_formats().moment(datetime.fromisoformat(self.said)) if self.said else ""


def cards_of(rows: Iterable[Mapping[str, Any]] | None) -> list[ReminderCard]:
    return [ReminderCard(**{**row, "said": row["said"] or ""}) for row in rows or ()]


def cards_for(user: User) -> list[ReminderCard]:
    """As the frame has them, asked for alone."""
    rows = open_reminders(user).select_related("task", "workspace")[:MOST_CARDS]
    return [
        ReminderCard(str(row.pk), row.task.title, row.task.number, row.workspace.slug, row.data.get("moment", ""))
        for row in rows
        if row.task and row.workspace
    ]
