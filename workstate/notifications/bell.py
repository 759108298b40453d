"""What the frame of every page shows of notifications, as columns of the one request that it makes anyway."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce

from workstate.accounts.models import User
from workstate.notifications.inbox import unread_of
from workstate.notifications.models import NotificationPreferences


def bell_columns(user: User) -> dict[str, Any]:
    """`unread`, as far as it is counted, and `bell_sound`."""
    rows = unread_of(user).annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    sound = NotificationPreferences.objects.filter(pk=user.pk).values("sound")
    return {"unread": Coalesce(Subquery(rows), 0, output_field=IntegerField()), "bell_sound": Subquery(sound)}
