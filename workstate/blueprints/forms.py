"""What is asked before something is copied, kept or made. The rules are the actions'; refuse() shows a refusal at its field."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.blueprints.tree import Keep
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from workstate.tasks.forms import LONGEST_WORDS, read_due

TAKEN = ("done", "assignees", "dates")
APART = ("start", "workdays", "place")


class BlueprintForm(forms.Form):
    """Fields that are filled in, where and when, and what is taken along; `start` is a day in words."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    start_help: ClassVar[Any] = ""

    def refuse(self, refusal: Invalid) -> None:
        for field, said in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, said)

    @property
    def filled_in(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*APART, *TAKEN)]

    @property
    def taken_along(self) -> list[forms.BoundField]:
        return [self[name] for name in TAKEN if name in self.fields]

    def start_day(self, by: Actor) -> date | None:
        """The day that was meant; raises Invalid."""
        try:
            due = read_due(self.cleaned_data.get("start", ""), by=by)
        except Invalid as error:
            raise Invalid(error.messages[0], field="start") from error
        return due.day if due else None

    @property
    def keep(self) -> Keep:
        return Keep(**{name: self.cleaned_data[name] for name in TAKEN})


def name_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give it a name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )


def start_field() -> forms.CharField:
    return forms.CharField(label=_("First day"), required=False, max_length=LONGEST_WORDS)


def workdays_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Only working days"),
        required=False,
        help_text=_("Days are counted from Monday to Friday, and nothing falls on a weekend."),
    )


class KeepForm(BlueprintForm):
    """What is taken along."""

    done = forms.BooleanField(label=_("Tasks that are done, as open ones"), required=False)
    assignees = forms.BooleanField(label=_("Who is to do them"), required=False)
    dates = forms.BooleanField(label=_("Dates and repeats"), required=False)


class DuplicateForm(KeepForm):
    name = name_field(_("Name"))
    start = start_field()
    workdays = workdays_field()
    start_help = _("The earliest date falls on it and all others move along. Empty: dates stay as they are.")


class SaveForm(KeepForm):
    name = name_field(_("Name"))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettingsForm(BlueprintForm):
    name = name_field(_("Name"))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProjectFromTemplateForm(BlueprintForm):
    name = name_field(_("Name of the project"))
    start = start_field()
    workdays = workdays_field()
    start_help = _("On this day the project begins. Empty: today.")


class TaskFromTemplateForm(BlueprintForm):
    name = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Write what is to be done.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.CharField(required=False, max_length=100)
    start = start_field()
    workdays = workdays_field()
    start_help = _("The earliest date falls on this day. Empty: today.")
