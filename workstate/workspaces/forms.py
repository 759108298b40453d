from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.accounts.forms import clean_line_of
from workstate.core.colours import DEFAULT_COLOUR
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
    """A new group. The rules are the action's; a refusal is shown at its field."""

    name = forms.CharField(
        label=_("Name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_LENGTH})
    )
    colour = forms.CharField(required=False, initial=DEFAULT_COLOUR, widget=forms.HiddenInput)

    def refuse(self, error: Invalid) -> None:
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
