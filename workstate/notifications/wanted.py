"""What a person is still to be told, asked right before it leaves the house."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils import timezone

from workstate.accounts.models import User
from workstate.notifications.kinds import Channel, Kind
from workstate.notifications.models import Notification
from workstate.notifications.preferences import wishes_of
from workstate.notifications.reading import with_subjects


def still_wanted(named: Collection[UUID], user: User, channel: Channel) -> Sequence[Notification]:
    """Of these what the person sees, has not seen to in the app and still wants by that channel; the oldest first."""
    open_ones = Notification.objects.visible_to(user).waiting(timezone.now()).unread().filter(pk__in=named)
    wishes = wishes_of(user)
    return [
        one
        for one in with_subjects(open_ones).order_by("pk")
        if wishes.is_on(Kind(one.kind), channel) and not _is_over(one)
    ]


def _is_over(one: Notification) -> bool:
    """Nobody is reminded of what is done with, nor where nothing can be done any more."""
    if one.kind != Kind.REMINDER or one.task is None or one.workspace is None:
        return False
    return bool(one.task.completed_at or one.task.cancelled_at or one.workspace.archived_at)
