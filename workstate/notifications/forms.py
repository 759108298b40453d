"""The page on which a person says how they want to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Self

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.durations import DurationError, parse_time_range
from workstate.notifications.kinds import TRAITS, Channel, How, Kind, Topic, by_topic
from workstate.notifications.models.preferences import Sound
from workstate.notifications.preferences import Wishes, ways_of

LONGEST = 20
"""Characters of a time that the page takes back."""


@dataclass(frozen=True, slots=True)
class Way:
    """A cell of the table: how a channel tells of a kind; with no `how` the channel is not for it."""

    name: str
    channel: Channel
    how: How | None

    @property
    def is_on(self) -> bool:
        return self.how not in {None, How.OFF}

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(how.value, how.label) for how in ways_of(self.channel)]


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    ways: list[Way]


@dataclass(frozen=True, slots=True)
class Day:
    weekday: int
    name: str
    is_quiet: bool


class PreferencesForm:
    """What is stored, or what was sent and may be wrong: `errors` by field."""

    def __init__(self, user: User, chosen: Wishes, *, quiet_from: str, quiet_until: str) -> None:
        self.user, self.chosen = user, chosen
        self.quiet_from, self.quiet_until = quiet_from, quiet_until
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, user: User, chosen: Wishes) -> Self:
        formats = Formats.of(user)
        starts, ends = (formats.time(wall) if wall else "" for wall in (chosen.quiet.starts, chosen.quiet.ends))
        return cls(user, chosen, quiet_from=starts, quiet_until=ends)

    @property
    def topics(self) -> Iterator[tuple[Topic, list[Line]]]:
        for topic, kinds in by_topic():
            yield (
                topic,
                [
                    Line(
                        kind, [Way(f"{channel}-{kind}", channel, self.chosen.how(kind, channel)) for channel in Channel]
                    )
                    for kind in kinds
                ],
            )

    @property
    def days(self) -> list[Day]:
        """The person's own first day of the week first."""
        weekdays = [(self.user.first_weekday + place) % 7 for place in range(7)]
        return [Day(day, str(WEEKDAYS[day]), day in self.chosen.quiet.days) for day in weekdays]

    @property
    def hours(self) -> list[tuple[int, str, bool]]:
        return self._hours(self.chosen.digest_hour)

    @property
    def reminder_hours(self) -> list[tuple[int, str, bool]]:
        return self._hours(self.chosen.reminder_hour)

    def _hours(self, chosen: int) -> list[tuple[int, str, bool]]:
        formats = Formats.of(self.user)
        return [(hour, formats.time(time(hour)), hour == chosen) for hour in range(24)]

    @property
    def sounds(self) -> list[tuple[str, str | Promise, bool]]:
        return [(sound.value, sound.label, sound == self.chosen.sound) for sound in Sound]


def changes_in(sent: Mapping[str, str], days: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What actions.preferring.change_preferences() takes, and by field what could not be read."""
    errors: dict[str, str] = {}
    changes: dict[str, Any] = {"channels": dict(_channels(sent)), "sound": sent.get("sound", "")}
    for name in {"digest_hour", "reminder_hour"} & sent.keys():
        hour = sent[name]
        changes[name] = int(hour) if hour.isascii() and hour.isdigit() and len(hour) < 3 else -1
    changes["quiet_days"] = [int(day) for day in days if day in {"0", "1", "2", "3", "4", "5", "6"}]
    starts, ends = (sent.get(name, "").strip()[:LONGEST] for name in ("quiet_from", "quiet_until"))
    if not starts and not ends:
        changes["quiet_from"] = changes["quiet_until"] = None
    elif not starts or not ends:
        errors["quiet_from" if not starts else "quiet_until"] = _("Say from when and until when.")
    else:
        try:
            span = parse_time_range(f"{starts}-{ends}")
        except DurationError:
            errors["quiet_from"] = _("Write times such as 22:00 and 7:00.")
        else:
            changes["quiet_from"], changes["quiet_until"] = span.start, span.end
    return changes, errors


def _channels(sent: Mapping[str, str]) -> Iterator[tuple[Kind, dict[Channel, How]]]:
    """A box that is not ticked is not sent; a choice that nobody offers is passed over."""
    for kind in Kind:
        ways: dict[Channel, How] = {}
        for channel in Channel:
            if TRAITS[kind].default(channel) is None:
                continue
            value = sent.get(f"{channel}-{kind}", "")
            if channel != Channel.MAIL:
                ways[channel] = How.NOW if value else How.OFF
            elif value in How.values:
                ways[channel] = How(value)
        yield kind, ways
