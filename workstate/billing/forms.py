"""What administrators fill in about money. The rules are the actions'; a refusal is shown at its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.billing.amounts import LONGEST, amount_typed, read_amount
from workstate.billing.currencies import currency_choices
from workstate.billing.models import BillingSettings, Rate, RateKind
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.timetracking.rule_forms import DayField, Refusing


class RateChangeForm(Refusing):
    """How much, in what, from which day."""

    amount = forms.CharField(
        label=_("Per hour"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "autofocus": True, "class": "num"}
        ),
        error_messages={"required": _("Write a number, such as 85.")},
    )
    currency = forms.ChoiceField(
        label=_("Currency"), error_messages={"invalid_choice": _("Choose a currency of the list.")}
    )
    starts = DayField(label=_("From"), required=False, help_text=_("Left empty: it always held."))

    def __init__(self, data: Any = None, *, currency: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["currency"]
        field.choices = currency_choices(currency)
        self.initial.setdefault("currency", currency)

    @classmethod
    def of(cls, rate: Rate) -> RateChangeForm:
        typed = amount_typed(rate.amount, rate.currency)
        initial = {"amount": typed, "currency": rate.currency, "starts": rate.starts}
        return cls(currency=rate.currency, initial=initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("amount") and data.get("currency"):
            try:
                data["amount"] = read_amount(data["amount"], currency=data["currency"])
            except Invalid as refusal:
                self.refuse(refusal)
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("amount", "currency", "starts")}


class RateForm(RateChangeForm):
    """A new rate. What it is of stands in the hidden fields, or is chosen from those the page offers."""

    ref = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=RateKind.choices, required=False, widget=forms.HiddenInput)
    project = forms.UUIDField(required=False, widget=forms.HiddenInput)
    task = forms.CharField(required=False, widget=forms.HiddenInput)
    user = forms.UUIDField(required=False, widget=forms.HiddenInput)
    pick = forms.ChoiceField(choices=[("user", ""), ("task", "")], required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, currency: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"ref": new_id(), "kind": RateKind.BILLABLE, **(kwargs.get("initial") or {})}
        super().__init__(data, currency=currency, **kwargs)

    def refuse(self, error: Invalid) -> None:
        """What is said about a field that nobody sees stands over the form."""
        for name, messages in error.message_dict.items():
            seen = name in self.fields and not self.fields[name].widget.is_hidden
            for message in messages:
                self.add_error(name if seen else None, message)


class BillingSettingsForm(Refusing):
    currency = forms.ChoiceField(
        label=_("Currency"),
        help_text=_("New rates begin in it. Rates that stand keep theirs; amounts are never converted."),
        error_messages={"invalid_choice": _("Choose a currency of the list.")},
    )
    members_see_amounts = forms.BooleanField(
        label=_("Members see what their own time earns"),
        required=False,
        help_text=_("In reports, of their own time. What others earn, and what hours cost, administrators alone see."),
    )
    members_see_budgets = forms.BooleanField(
        label=_("Members see how much of a time budget is used"),
        required=False,
        help_text=_(
            "Of projects that they may edit: the sum of everybody's time, never whose it is. Money they never see."
        ),
    )
    billable_by_default = forms.BooleanField(
        label=_("New time is billable"),
        required=False,
        help_text=_("A client, a project or a task may say otherwise. Time that stands already stays as it is."),
    )

    def __init__(self, data: Any = None, *, settings: BillingSettings) -> None:
        super().__init__(data, initial={name: getattr(settings, name) for name in self.base_fields})
        field: Any = self.fields["currency"]
        field.choices = currency_choices(settings.currency)
