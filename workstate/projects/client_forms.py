"""What is typed about a client."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH
from workstate.projects.models import Client

SAID = {"yes": True, "no": False}


class ClientForm(forms.Form):
    """The rules are the action's; refuse() shows its refusal at the field."""

    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the client a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    email = forms.CharField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}), max_length=254
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    vat_id = forms.CharField(
        label=_("VAT id"), required=False, max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    billable = forms.ChoiceField(
        label=_("New time is"),
        choices=[("", _("as the workspace says")), ("yes", _("billable")), ("no", _("not billable"))],
        required=False,
        help_text=_(
            "On its projects, unless a project or a task says otherwise. Time that stands already stays as it is."
        ),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))

    @classmethod
    def of(cls, client: Client) -> ClientForm:
        initial = {name: getattr(client, name) for name in ("name", "email", "address", "vat_id", "note")}
        said = {True: "yes", False: "no"}.get(client.billable, "") if client.billable is not None else ""
        return cls(initial={**initial, "billable": said})

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "billable": SAID.get(self.cleaned_data["billable"])}

    def refuse(self, refusal: Invalid) -> None:
        for field, said in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, said)
