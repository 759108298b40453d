"""How a person wants their intervals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.focus.models import FocusPreferences, Sound

MINUTES = _("Give minutes, from 1 to 240.")
UNKNOWN_CHOICE = {"invalid_choice": _("Choose one of the values offered.")}


def _minutes(label: Any) -> forms.IntegerField:
    messages = {"min_value": MINUTES, "max_value": MINUTES, "invalid": MINUTES, "required": MINUTES}
    return forms.IntegerField(label=label, min_value=1, max_value=240, error_messages=messages)


class PreferencesForm(forms.Form):
    """Lengths in minutes."""

    focus = _minutes(_("Focus, minutes"))
    short_break = _minutes(_("Short break, minutes"))
    long_break = _minutes(_("Long break, minutes"))
    long_after = forms.IntegerField(
        label=_("Long break after"),
        min_value=1,
        max_value=FocusPreferences.MOST_ROUNDS,
        help_text=_("So many times of focus."),
    )
    auto_break = forms.BooleanField(label=_("Start breaks by themselves"), required=False)
    auto_focus = forms.BooleanField(label=_("Start focus by itself after a break"), required=False)
    sound = forms.ChoiceField(label=_("Sound at the end"), choices=Sound.choices, error_messages=UNKNOWN_CHOICE)
    volume = forms.IntegerField(
        label=_("Volume"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"type": "range", "step": "5", "min": "0", "max": "100"}),
    )

    LENGTHS = ("focus", "short_break", "long_break")

    @classmethod
    def of(cls, chosen: FocusPreferences) -> PreferencesForm:
        values = {name: getattr(chosen, name) for name in cls.base_fields}
        # A program may have set a length of seconds; the form shows the minutes that it comes to.
        return cls(initial=values | {name: max(1, round(values[name] / 60)) for name in cls.LENGTHS})

    def changes(self, chosen: FocusPreferences) -> dict[str, Any]:
        """What actions.change_preferences() takes; a length whose minutes are as they were stays to the second."""
        values = dict(self.cleaned_data)
        for name in self.LENGTHS:
            before = getattr(chosen, name)
            values[name] = before if values[name] == max(1, round(before / 60)) else values[name] * 60
        return values
