"""How a person wants to be told, read out of what they stored, and when a thing is therefore sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from workstate.accounts.models import User
from workstate.core.clock import instant_of
from workstate.notifications.kinds import TRAITS, Channel, How, Kind
from workstate.notifications.models import NotificationPreferences
from workstate.notifications.quiet import Quiet

DAYS = range(7)


@dataclass(frozen=True, slots=True)
class Wishes:
    """A person's preferences; what they did not choose is as it is for everybody."""

    quiet: Quiet
    digest_hour: int = NotificationPreferences.DIGEST_HOUR
    sound: str = "none"
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reminder_hour: int = NotificationPreferences.REMINDER_HOUR

    @classmethod
    def of(cls, user: User, stored: NotificationPreferences | None) -> Self:
        if stored is None:
            return cls(Quiet(user.zone))
        days = frozenset(day for day in DAYS if stored.quiet_days & 1 << day)
        quiet = Quiet(user.zone, stored.quiet_from, stored.quiet_until, days)
        return cls(quiet, stored.digest_hour, stored.sound, stored.channels, stored.reminder_hour)

    def how(self, kind: Kind, channel: Channel) -> How | None:
        """None where the channel is not for the kind. What an older version stored and nobody knows now is passed over."""
        default = TRAITS[kind].default(channel)
        if default is None:
            return None
        chosen = self.chosen.get(kind, {}).get(channel, "")
        return How(chosen) if chosen in ways_of(channel) else default

    def is_on(self, kind: Kind, channel: Channel) -> bool:
        return self.how(kind, channel) not in {None, How.OFF}


def ways_of(channel: Channel) -> tuple[How, ...]:
    """What may be chosen for a channel."""
    return (How.NOW, How.DIGEST, How.OFF) if channel == Channel.MAIL else (How.NOW, How.OFF)


def when_to_send(wishes: Wishes, kind: Kind, channel: Channel, at: datetime) -> datetime | None:
    """
    The instant at which what came at `at` is to leave by the channel: at once, with the digest, or when the quiet is over;
    None if it is not to leave that way. A moment that the person chose themself is kept, quiet hours or not.
    """
    how = wishes.how(kind, channel)
    if channel == Channel.APP or how in {None, How.OFF}:
        return None
    if how == How.DIGEST:
        return wishes.quiet.next_open(next_digest(wishes, at))
    return at if TRAITS[kind].is_punctual else wishes.quiet.next_open(at)


def next_digest(wishes: Wishes, at: datetime) -> datetime:
    """The next time after the instant at which the wall clock shows the hour of the digest."""
    zone = wishes.quiet.zone
    day = at.astimezone(zone).date()
    found = instant_of(day, time(wishes.digest_hour), zone)
    return found if found > at else instant_of(day + timedelta(days=1), time(wishes.digest_hour), zone)


def wishes_of(user: User) -> Wishes:
    return Wishes.of(user, NotificationPreferences.objects.filter(pk=user.pk).first())


def wishes_of_many(users: Iterable[User]) -> dict[UUID, Wishes]:
    """By person. One query."""
    people = {user.pk: user for user in users}
    stored = NotificationPreferences.objects.in_bulk(list(people))
    return {pk: Wishes.of(user, stored.get(pk)) for pk, user in people.items()}


def stored_channels(chosen: Mapping[Kind, Mapping[Channel, How]]) -> dict[str, Any]:
    """What differs from the defaults, as it is kept."""
    kept = {
        kind.value: {
            channel.value: how.value
            for channel, how in ways.items()
            if TRAITS[kind].default(channel) not in {None, how}
        }
        for kind, ways in chosen.items()
    }
    return {kind: ways for kind, ways in kept.items() if ways}
