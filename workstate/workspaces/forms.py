from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workstate.accounts.forms import clean_line_of
from workstate.accounts.models import User
from workstate.core.colours import COLOUR_NAMES, COLOURS, DEFAULT_COLOUR
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH
from workstate.workspaces.models import Workspace


class WorkspaceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)


class GeneralForm(forms.Form):
    """What is set of a workspace itself. The rules are the action's; refuse() shows its refusal at the field."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    slug = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("Links to the workspace begin with it. Links with the old one go on working."),
    )
    key_prefix = forms.CharField(
        label=_("Letters before a task's number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    binds_invitations = forms.BooleanField(
        label=_("An invitation by mail is for its address alone"),
        required=False,
        help_text=_("Otherwise whoever has the mail may join with any account."),
    )
    first_weekday = forms.TypedChoiceField(
        label=_("The week begins on"),
        choices=[("", _("what each person chose")), *WEEKDAYS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("In reports, timesheets and capacity. Calendars and goals are each person's own."),
    )
    # A box that is not ticked is not sent: without this a form of fewer fields would untick it.
    whole = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")

    @classmethod
    def of(cls, workspace: Workspace) -> GeneralForm:
        names = ("name", "slug", "key_prefix", "binds_invitations", "first_weekday")
        form = cls(initial={name: getattr(workspace, name) for name in names})
        form.explain(workspace)
        return form

    def explain(self, workspace: Workspace) -> None:
        self.fields["key_prefix"].help_text = gettext(
            "Tasks are called %(prefix)s-1, %(prefix)s-2 and so on. With other letters they keep their numbers; search"
            " and filters understand the old letters as well."
        ) % {"prefix": workspace.key_prefix}

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)

    def changes(self) -> dict[str, Any]:
        """What was sent; a form of the name alone changes the name alone."""
        values = self.cleaned_data
        found = {"name": values["name"]}
        found |= {name: values[name] for name in ("slug", "key_prefix", "first_weekday") if name in self.data}
        return found | ({"binds_invitations": values["binds_invitations"]} if values["whole"] else {})

    def refuse(self, error: Invalid) -> None:
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class GroupForm(forms.Form):
    """A group and its people. The rules are the action's; refuse() shows its refusal at the field."""

    ref = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_LENGTH, "autofocus": True}),
    )
    colour = forms.ChoiceField(
        label=_("Colour"),
        choices=[(colour, COLOUR_NAMES[colour]) for colour in COLOURS],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the colours offered."), "required": _("Choose a colour.")},
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose people who are members of this workspace. Reload the page to see who is."),
            "invalid_pk_value": _("Choose people who are members of this workspace. Reload the page to see who is."),
            "list": _("Choose people who are members of this workspace."),
        },
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people: Any = self.fields["people"]
        people.queryset = members
        self.initial.setdefault("colour", DEFAULT_COLOUR)

    @property
    def joining(self) -> list[User]:
        """Who was ticked and had not been when the form was drawn: who came meanwhile stays, and who went stays away."""
        return [person for person in self.cleaned_data["people"] if person.pk not in self._was]

    @property
    def leaving(self) -> list[UUID]:
        return sorted(self._was - {person.pk for person in self.cleaned_data["people"]})

    @property
    def _was(self) -> set[UUID]:
        found = set()
        for text in self.cleaned_data["was"].split(","):
            try:
                found.add(UUID(text))
            except ValueError:
                continue
        return found

    def refuse(self, error: Invalid) -> None:
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
