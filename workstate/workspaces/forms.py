from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.accounts.forms import clean_line_of
from workstate.accounts.models import User
from workstate.core.colours import COLOUR_NAMES, COLOURS, DEFAULT_COLOUR
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH


class WorkspaceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)


class GeneralForm(WorkspaceForm):
    """What is set of a workspace itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["name"].widget.attrs["autofocus"]


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
