"""The browsers in which a person is told, as the settings list them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from workstate.accounts.devices import words_of_device
from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.notifications.models import PushSubscription


@dataclass(frozen=True, slots=True)
class Browser:
    id: UUID
    name: str
    since: str
    is_this: bool
    is_failing: bool


def browsers_of(user: User, session_key: str) -> list[Browser]:
    """This one first, then the newest."""
    formats, at = Formats.of(user), timezone.now()
    rows = PushSubscription.objects.of(user).signed_in(at).order_by("-made_at", "-pk")
    found = [
        Browser(
            row.pk,
            words_of_device(row.device),
            formats.moment(row.made_at),
            row.session_id == session_key,
            row.failures > 0,
        )
        for row in rows
    ]
    return sorted(found, key=lambda browser: not browser.is_this)
