"""What the calendar of time asks for and what its script sends. Instants are Unix time: a wall clock may show an hour twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workstate.core.clock import require_day
from workstate.core.errors import Invalid
from workstate.timetracking.forms import EntryForm
from workstate.timetracking.reading import Worked

LATEST = 7_258_118_400
"""The end of 2199, the last year that is written down."""


class InstantField(forms.IntegerField):
    """Unix time in whole seconds."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        unclear = _("This time cannot be read. Reload the page and try again.")
        messages = {"invalid": unclear, "min_value": unclear, "max_value": unclear}
        super().__init__(min_value=0, max_value=LATEST, required=False, error_messages=messages, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        seconds = super().clean(value)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class SlotForm(EntryForm):
    """A new entry over time that was drawn. What is typed over the time that is `shown` counts; else the instants do."""

    start = InstantField()
    stop = InstantField()
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    shown_at = {"started_at": "worked", "stopped_at": "worked", "duration": "worked", "start": "worked"}

    def clean_worked(self) -> Worked:
        if self._is_drawn():
            return Worked(None, 0, None)
        return super().clean_worked()

    @property
    def time_worked(self) -> dict[str, Any]:
        if self._is_drawn():
            return {"started_at": self.cleaned_data["start"], "stopped_at": self.cleaned_data["stop"]}
        return super().time_worked

    def _is_drawn(self) -> bool:
        typed, shown = (str(self.data.get(name, "")).strip() for name in ("worked", "shown"))
        return bool(typed and typed == shown and self.data.get("start") and self.data.get("stop"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self._is_drawn() and {"start", "stop"} & set(self.errors):
            self.add_error("worked", self.errors.get("start") or self.errors["stop"])
        return cleaned


class PlaceForm(forms.Form):
    """Where an entry was dragged to: `to` an instant or a day; or what one of its ends has become."""

    to = InstantField()
    start = InstantField()
    stop = InstantField()
    day = forms.CharField(required=False)

    def clean_day(self) -> date | None:
        text: str = self.cleaned_data["day"]
        if not text:
            return None
        try:
            return require_day(date.fromisoformat(text), field="day")
        except (ValueError, Invalid):
            raise ValidationError(_("There is no such day. Write it as in 2026-11-23.")) from None

    @property
    def values(self) -> dict[str, Any]:
        """What was said; raises Invalid where nothing was, or nothing that can be read."""
        if not self.is_valid():
            raise Invalid(" ".join(str(text) for texts in self.errors.values() for text in texts), field="to")
        found = {name: value for name, value in self.cleaned_data.items() if value is not None}
        if not found:
            raise Invalid(str(_("Say where the entry goes.")), field="to")
        return found
