"""What a person says about themself: name, zone, formats, appearance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from workstate.accounts.forms import clean_line_of
from workstate.accounts.models import DateOrder, Density, Hotkeys, Theme, TimeFormat, User
from workstate.core.clock import zone_named, zone_names
from workstate.core.colours import COLOURS
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH

UNKNOWN_CHOICE = {"invalid_choice": _("Choose one of the values offered.")}


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    time_zone = forms.CharField(label=_("Time zone"))
    time_format = forms.ChoiceField(label=_("Times"), choices=TimeFormat.choices, error_messages=UNKNOWN_CHOICE)
    date_order = forms.ChoiceField(label=_("Dates"), choices=DateOrder.choices, error_messages=UNKNOWN_CHOICE)
    first_weekday = forms.TypedChoiceField(
        label=_("The week begins on"), choices=list(WEEKDAYS.items()), coerce=int, error_messages=UNKNOWN_CHOICE
    )

    @classmethod
    def of(cls, user: User) -> ProfileForm:
        """The form as it stands when it is opened."""
        return cls(
            initial={
                "name": user.name,
                "time_zone": user.time_zone,
                "time_format": user.time_format,
                "date_order": user.date_order,
                "first_weekday": user.first_weekday,
            }
        )

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)

    def clean_time_zone(self) -> str:
        try:
            return zone_named(self.cleaned_data["time_zone"]).key
        except Invalid as refused:
            raise forms.ValidationError(refused.messages) from refused

    def changes(self) -> dict[str, Any]:
        """What actions.change_profile() takes."""
        return dict(self.cleaned_data)


class AppearanceForm(forms.Form):
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, error_messages=UNKNOWN_CHOICE)
    accent = forms.ChoiceField(
        label=_("Accent"), choices=[(colour, colour) for colour in COLOURS], error_messages=UNKNOWN_CHOICE
    )
    density = forms.ChoiceField(label=_("Density"), choices=Density.choices, error_messages=UNKNOWN_CHOICE)
    hotkeys = forms.ChoiceField(
        label=_("Keys of one letter"), choices=Hotkeys.choices, error_messages=UNKNOWN_CHOICE, required=False
    )

    @classmethod
    def of(cls, user: User) -> AppearanceForm:
        return cls(
            initial={
                "theme": user.theme,
                "accent": user.accent,
                "density": user.density,
                "hotkeys": user.hotkeys,
            }
        )

    def changes(self) -> dict[str, Any]:
        """What actions.change_profile() takes; what was not sent stays as it is."""
        return {field: value for field, value in self.cleaned_data.items() if value}


def zone_options() -> list[dict[str, str]]:
    """Every zone with its distance from UTC now, for the list that one searches by typing a city."""
    at = datetime.now(UTC)
    options = []
    for name in sorted(zone_names()):
        offset = at.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
        minutes = int(offset.total_seconds()) // 60
        sign = "−" if minutes < 0 else "+"
        words = f"UTC{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"
        options.append({"value": name, "text": f"{name.replace('_', ' ')} · {words}"})
    return options
