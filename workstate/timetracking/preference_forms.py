"""The page on which a person says how their clock is to behave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workstate.core.durations import DurationError, format_duration_long, parse_duration
from workstate.core.errors import Invalid
from workstate.timetracking.actions.preferences import LIMITS
from workstate.timetracking.models import TimePreferences

NEVER, OWN = "never", "own"
MINUTE, HOUR = 60, 3600
OFFERED: Mapping[str, tuple[int, ...]] = {
    "ask_after": (HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 8 * HOUR, 10 * HOUR),
    "stop_after": (10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR),
    "idle_after": (5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR),
    "remind_after": (10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR),
}
UNKNOWN = {"invalid_choice": _("Choose one of the values offered.")}


class TimePreferencesForm(forms.Form):
    """For each length what is offered, never, or another one in words beside it (`…_own`)."""

    ask_after = forms.ChoiceField(label=_("Ask “Still working?” after"), error_messages=UNKNOWN)
    stop_after = forms.ChoiceField(label=_("Stop if nobody answers for"), error_messages=UNKNOWN)
    idle_after = forms.ChoiceField(label=_("Ask about time away after"), error_messages=UNKNOWN)
    remind_after = forms.ChoiceField(label=_("Remind me after"), error_messages=UNKNOWN)

    def __init__(self, data: Any = None, *, of: TimePreferences) -> None:
        lengths = {name: getattr(of, name) for name in OFFERED}
        super().__init__(data, initial={name: _chosen(name, seconds) for name, seconds in lengths.items()})
        for name, offered in OFFERED.items():
            choices = [(str(seconds), format_duration_long(seconds)) for seconds in offered]
            self.fields[name].choices = [*choices, (OWN, _("Another length…")), (NEVER, _("Never"))]  # type: ignore[attr-defined]
            seconds = lengths[name]
            own = forms.CharField(
                label=_("Another length"),
                required=False,
                max_length=50,
                initial=format_duration_long(seconds) if self.initial[name] == OWN else "",
                widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("45 m, 3 h")}),
            )
            self.fields[f"{name}_own"] = own

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in OFFERED:
            chosen = values.get(name)
            if chosen is None:
                continue
            try:
                values[name] = self._seconds(chosen, values.get(f"{name}_own", ""))
            except (DurationError, ValidationError) as refused:
                self.add_error(f"{name}_own", str(refused) if isinstance(refused, DurationError) else refused)
        return values

    def changes(self) -> dict[str, Any]:
        """What change_time_preferences takes."""
        return {name: self.cleaned_data[name] for name in OFFERED}

    def refuse(self, error: Invalid) -> None:
        """Show a refusal of the action at the length that was typed."""
        for name, errors in error.error_dict.items():
            self.add_error(f"{name}_own" if name in LIMITS else None, errors)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[name], self[f"{name}_own"]) for name in OFFERED]

    def _seconds(self, chosen: str, own: str) -> int | None:
        if chosen == NEVER:
            return None
        return parse_duration(own, bare="minutes") if chosen == OWN else int(chosen)


def _chosen(name: str, seconds: int | None) -> str:
    if seconds is None:
        return NEVER
    return str(seconds) if seconds in OFFERED[name] else OWN
