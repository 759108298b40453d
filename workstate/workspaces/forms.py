from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.accounts.forms import clean_line_of
from workstate.core.text import NAME_LENGTH


class WorkspaceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)
