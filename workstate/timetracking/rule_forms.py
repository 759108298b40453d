"""What administrators fill in about everybody's time. The rules are the actions'; a refusal is shown at its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.core.durations import MINUTE, format_duration_long
from workstate.core.errors import Invalid
from workstate.timetracking.models import RoundingMode, TimeRules

STEPS = (1, 5, 6, 10, 12, 15, 20, 30, 60)


class DayField(forms.DateField):
    """A day of the calendar that we keep."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1970-01-01", "max": "2199-12-31"}),
            error_messages={
                "invalid": _("There is no such day. Write it as in 2026-11-23."),
                "required": _("Choose a day."),
            },
            **options,
        )


class Refusing(forms.Form):
    def refuse(self, error: Invalid) -> None:
        """Show an action's refusal at the field that it is about."""
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class RulesForm(Refusing):
    """What a workspace wants of time."""

    rounding = forms.ChoiceField(label=_("Round each entry"), choices=RoundingMode.choices, required=True)
    rounding_step = forms.TypedChoiceField(label=_("To"), coerce=int)
    requires_description = forms.BooleanField(label=_("A description"), required=False)
    requires_task = forms.BooleanField(label=_("A task"), required=False)
    requires_project = forms.BooleanField(label=_("A project"), required=False)
    requires_label = forms.BooleanField(label=_("A label"), required=False)
    approves_weeks = forms.BooleanField(label=_("Weeks are submitted for approval"), required=False)

    def __init__(self, data: Any = None, *, rules: TimeRules) -> None:
        super().__init__(data, initial={name: getattr(rules, name) for name in self.base_fields})
        steps = sorted({step * MINUTE for step in STEPS} | {rules.rounding_step})
        step: Any = self.fields["rounding_step"]
        step.choices = [(seconds, format_duration_long(seconds)) for seconds in steps]

    @property
    def requirements(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("requires_")]


class PeriodForm(Refusing):
    """Days to be locked."""

    ref = forms.UUIDField(required=False, widget=forms.HiddenInput)
    first = DayField(label=_("From"), required=False, help_text=_("Left empty: all days before."))
    last = DayField(label=_("To"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Billed, closed for the year")}),
    )

    @property
    def values(self) -> dict[str, Any]:
        return {**{name: self.cleaned_data[name] for name in ("first", "last", "note")}, "id": self.cleaned_data["ref"]}


class SubmitForm(Refusing):
    """A week that is handed in."""

    ref = forms.UUIDField(required=False, widget=forms.HiddenInput)
    week = DayField()
    note = forms.CharField(label=_("Note"), required=False)
