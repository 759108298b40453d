from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.errors import Invalid
from workstate.focus.models import FocusPreferences, Sound

LENGTHS = ("focus", "short_break", "long_break")
NUMBERS = {"long_after": (1, FocusPreferences.MOST_ROUNDS), "volume": (0, 100)}
SWITCHES = ("auto_break", "auto_focus")


@transaction.atomic
def change_preferences(user: User, *, via: Via = Via.WEB, **changes: Any) -> FocusPreferences:
    """
    Change how the person wants their intervals; the open one keeps its length. Raises Invalid at the field that is wrong.

    Lengths are seconds, from one to four hours' worth.
    """
    for field, value in changes.items():
        _check(field, value)
    FocusPreferences.objects.bulk_create([FocusPreferences(user=user)], ignore_conflicts=True)
    chosen = FocusPreferences.objects.select_for_update().get(pk=user.pk)
    changed = [field for field, value in changes.items() if getattr(chosen, field) != value]
    if changed:
        for field in changed:
            setattr(chosen, field, changes[field])
        chosen.save(update_fields=changed)
        record_for_account(Verb.FOCUS_PREFERENCES_CHANGED, chosen, user=user, via=via, fields=changed)
    return chosen


def _check(field: str, value: Any) -> None:
    if field in LENGTHS and not 1 <= value <= FocusPreferences.LONGEST:
        raise Invalid(_("An interval lasts between a second and four hours."), field=field)
    if field in NUMBERS:
        lowest, highest = NUMBERS[field]
        if not lowest <= value <= highest:
            raise Invalid(
                _("Choose a number from %(lowest)s to %(highest)s.") % {"lowest": lowest, "highest": highest},
                field=field,
            )
    if field == "sound" and value not in Sound.values:
        raise Invalid(_("Choose one of the sounds offered."), field=field)
    if field not in (*LENGTHS, *NUMBERS, *SWITCHES, "sound"):
        raise Invalid(_("There is no such field."), field=field)
