"""Until when something is put off: the choices that are offered, and what somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.clock import instant_of, now
from workstate.core.errors import Invalid

MORNING: Final = time(9)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    until: datetime


def choices_for(user: User, at: datetime | None = None) -> list[Choice]:
    """In the person's zone and week: tomorrow and next week begin at nine in the morning."""
    at = at or now()
    today = at.astimezone(user.zone).date()
    next_week = today + timedelta(days=7 - (today.weekday() - user.first_weekday) % 7)
    return [
        Choice("1h", _("For an hour"), at + timedelta(hours=1)),
        Choice("3h", _("For three hours"), at + timedelta(hours=3)),
        Choice("tomorrow", _("Until tomorrow"), instant_of(today + timedelta(days=1), MORNING, user.zone)),
        Choice("week", _("Until next week"), instant_of(next_week, MORNING, user.zone)),
    ]


def chosen(value: str, user: User, *, picked: str = "") -> datetime:
    """
    One of the choices, or for "at" a moment that somebody picked: as a browser writes it, on the wall clock in their zone.

    Raises Invalid for what is not offered.
    """
    if value == "at":
        return _picked(picked, user)
    for choice in choices_for(user):
        if choice.value == value:
            return choice.until
    raise Invalid(_("Choose one of the times that are offered."), field="until")


def _picked(text: str, user: User) -> datetime:
    try:
        wall = datetime.fromisoformat(text.strip()[:16])
        return instant_of(wall.date(), wall.time(), user.zone)
    except (ValueError, OverflowError):
        raise Invalid(_("Choose a day and a time."), field="until") from None
