"""How a person wants their clock to behave."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.durations import format_duration_long
from workstate.core.errors import Invalid
from workstate.timetracking.models import TimePreferences

LIMITS = {
    "ask_after": (5 * 60, 24 * 3600),
    "stop_after": (60, 12 * 3600),
    "idle_after": (60, 8 * 3600),
    "remind_after": (5 * 60, 8 * 3600),
}
"""The shortest and the longest of each, in seconds."""


@transaction.atomic
def change_time_preferences(user: User, *, via: Via = Via.WEB, **changes: int | None) -> TimePreferences:
    """Change after how many seconds to ask, to stop, to count as idle or to remind; None is never. Raises Invalid."""
    for name, seconds in changes.items():
        _require_length(name, seconds)
    User.objects.select_for_update(no_key=True).filter(pk=user.pk).values_list("pk").get()
    wishes, _is_new = TimePreferences.objects.get_or_create(user=user)
    news = {name: seconds for name, seconds in changes.items() if getattr(wishes, name) != seconds}
    if news:
        for name, seconds in news.items():
            setattr(wishes, name, seconds)
        wishes.save(update_fields=list(news))
        record_for_account(Verb.ACCOUNT_CHANGED, user, user=user, via=via, fields=sorted(news))
    return wishes


def _require_length(name: str, seconds: object) -> None:
    if name not in LIMITS:
        raise Invalid(_("This cannot be changed."), field=name)
    if seconds is None:
        return
    shortest, longest = LIMITS[name]
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not shortest <= seconds <= longest:
        said = {"shortest": format_duration_long(shortest), "longest": format_duration_long(longest)}
        raise Invalid(_("Give between %(shortest)s and %(longest)s.") % said, field=name)
