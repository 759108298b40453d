from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.billing.models import Letterhead, Paper
from workstate.billing.models.letterhead import FOOTER_LENGTH, LINES_LENGTH, NAME_LENGTH
from workstate.timetracking.rule_forms import Refusing


class LetterheadForm(Refusing):
    """What stands on top and at the foot of reports for clients. The rules are the action's."""

    name = forms.CharField(
        label=_("Sender"), required=False, max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    address = forms.CharField(
        label=_("Address"), required=False, max_length=LINES_LENGTH + 50, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(
        label=_("Contact and tax number"),
        required=False,
        max_length=LINES_LENGTH + 50,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands under the address, as you write it: mail, phone, VAT number."),
    )
    footer = forms.CharField(
        label=_("Foot of every page"),
        required=False,
        max_length=FOOTER_LENGTH,
        help_text=_("Such as your bank account. Left empty, the sender stands there."),
    )
    paper = forms.ChoiceField(label=_("Paper"), required=False, choices=Paper.choices)

    @classmethod
    def of(cls, letterhead: Letterhead, workspace: str) -> LetterheadForm:
        names = ("name", "address", "contact", "footer", "paper")
        form = cls(initial={name: getattr(letterhead, name) for name in names})
        form.fields["name"].widget.attrs["placeholder"] = workspace
        return form
