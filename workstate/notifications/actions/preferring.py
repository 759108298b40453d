"""How a person wants to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.errors import Invalid
from workstate.notifications.kinds import TRAITS, Channel, How, Kind
from workstate.notifications.models import NotificationPreferences
from workstate.notifications.models.preferences import ALL_DAYS, Sound
from workstate.notifications.preferences import stored_channels, ways_of

FIELDS = frozenset({"channels", "digest_hour", "reminder_hour", "quiet_from", "quiet_until", "quiet_days", "sound"})
Channels = Mapping[Kind, Mapping[Channel, How]]


@transaction.atomic
def change_preferences(user: User, *, via: Via = Via.WEB, **changes: Any) -> NotificationPreferences:
    """
    Change what is named: `channels` (those kinds and channels that it holds; the others stay), `digest_hour` and
    `reminder_hour` (0–23; reminders of a day without a time count from it, those yet to come move), `quiet_from` and
    `quiet_until` (times of the person's wall clock, both or neither), `quiet_days` (weekdays, Monday is 0), `sound`. What waits to be sent keeps its time. Raises Invalid at the field; changes nothing then.
    """
    NotificationPreferences.objects.bulk_create([NotificationPreferences(user=user)], ignore_conflicts=True)
    stored = NotificationPreferences.objects.select_for_update().get(pk=user.pk)
    columns = {name: _checked(name, value, stored) for name, value in changes.items()}
    differing = {name: value for name, value in columns.items() if getattr(stored, name) != value}
    for name, value in differing.items():
        setattr(stored, name, value)
    _require_whole_quiet(stored)
    if differing:
        stored.save(update_fields=list(differing))
        record_for_account(Verb.NOTIFICATION_PREFERENCES_CHANGED, stored, user=user, via=via, fields=sorted(differing))
    return stored


def _checked(name: str, value: Any, stored: NotificationPreferences) -> Any:
    if name == "channels":
        return _with(stored.channels, value)
    if name in {"digest_hour", "reminder_hour"} and not 0 <= value <= 23:
        raise Invalid(_("Choose an hour from 0 to 23."), field=name)
    if name == "quiet_days":
        return _bits(value)
    if name == "sound" and value not in Sound.values:
        raise Invalid(_("Choose one of the sounds offered."), field=name)
    if name not in FIELDS:
        raise Invalid(_("There is no such field."), field=name)
    return value.replace(tzinfo=None, second=0, microsecond=0) if isinstance(value, time) else value


def _with(kept: Mapping[str, Mapping[str, str]], chosen: Channels) -> dict[str, Any]:
    """What is stored once the choices are made, without what is as it is for everybody."""
    for kind, ways in chosen.items():
        for channel, how in ways.items():
            if TRAITS[kind].default(channel) is None or how not in ways_of(channel):
                raise Invalid(_("This cannot be told in that way."), field="channels")
    whole: dict[Kind, dict[Channel, How]] = {}
    for kind in Kind:
        before = kept.get(kind, {})
        for channel in Channel:
            picked: str = chosen.get(kind, {}).get(channel) or before.get(channel, "")
            if picked in ways_of(channel):
                whole.setdefault(kind, {})[channel] = How(picked)
    return stored_channels(whole)


def _bits(weekdays: Iterable[int]) -> int:
    days = set(weekdays)
    if not days <= set(range(7)):
        raise Invalid(_("Choose days of the week."), field="quiet_days")
    bits = sum(1 << day for day in days)
    if bits == ALL_DAYS:
        raise Invalid(
            _("Leave one day at least on which something may come, or turn channels off."), field="quiet_days"
        )
    return bits


def _require_whole_quiet(stored: NotificationPreferences) -> None:
    if (stored.quiet_from is None) != (stored.quiet_until is None):
        missing = "quiet_from" if stored.quiet_from is None else "quiet_until"
        raise Invalid(_("Say from when and until when."), field=missing)
    if stored.quiet_from is not None and stored.quiet_from == stored.quiet_until:
        raise Invalid(_("Quiet hours end at another time than they begin."), field="quiet_until")
