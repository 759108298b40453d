"""What is typed about a budget. The rules are the actions'; a refusal is shown at its field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.billing.amounts import LONGEST, amount_typed, read_number
from workstate.billing.currencies import currency_choices
from workstate.budgets.models import Budget, BudgetPeriod, Counted, usual_warnings
from workstate.core.durations import HOUR, DurationError, format_duration_long, parse_duration
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.timetracking.rule_forms import DayField, Refusing

MOST_TYPED = 60


class BudgetForm(Refusing):
    """How much, when it begins anew, and at which shares people are told."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    period = forms.ChoiceField(
        label=gettext_lazy("For"), choices=BudgetPeriod.choices, initial=BudgetPeriod.WHOLE, required=False
    )
    starts = DayField(label=gettext_lazy("First day"), required=False)
    ends = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Of a whole project. With a last day you see what even use would have left."),
    )
    warnings = forms.CharField(
        label=gettext_lazy("Warn at"),
        required=False,
        max_length=MOST_TYPED,
        initial=", ".join(str(share) for share in usual_warnings()),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "placeholder": "80, 100"}),
        help_text=gettext_lazy("Percent, with commas between. Left empty: nobody is told."),
    )

    shown_at = {"seconds": "hours"}

    def refuse(self, error: Invalid) -> None:
        for name, messages in error.message_dict.items():
            shown = self.shown_at.get(name, name)
            for message in messages:
                self.add_error(shown if shown in self.fields else None, message)

    def clean_period(self) -> str:
        return self.cleaned_data["period"] or BudgetPeriod.WHOLE

    def clean_warnings(self) -> list[int]:
        parts = [part.strip().removesuffix("%").strip() for part in self.cleaned_data["warnings"].split(",")]
        shares = [part for part in parts if part]
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in shares):
            raise forms.ValidationError(_("Write whole percents with commas between, such as 80, 100."))
        return [int(part) for part in shares]

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        days = {name: None if data["period"] == BudgetPeriod.MONTH else data[name] for name in ("starts", "ends")}
        return {"period": data["period"], "warnings": data["warnings"], **days}

    @staticmethod
    def initial_of(budget: Budget | None) -> dict[str, Any]:
        if budget is None:
            return {"id": new_id()}
        return {
            "period": budget.period,
            "starts": budget.starts,
            "ends": budget.ends,
            "warnings": ", ".join(str(share) for share in budget.warnings),
        }


class TimeBudgetForm(BudgetForm):
    hours = forms.CharField(
        label=gettext_lazy("Hours"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "class": "num", "placeholder": "120"}),
        error_messages={"required": gettext_lazy("Write hours, such as 120.")},
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("What counts"), choices=Counted.choices, initial=Counted.ALL, required=False
    )
    field_order = ("id", "hours", "period", "starts", "ends", "counted", "warnings")

    def __init__(self, data: Any = None, *, budget: Budget | None = None, currency: str = "") -> None:
        initial = self.initial_of(budget)
        if budget:
            initial |= {"hours": format_duration_long(budget.seconds or 0), "counted": budget.counted}
        super().__init__(data, initial=initial)

    def clean_hours(self) -> int:
        """Seconds: of a plain number hours, with groups of thousands as the language writes them."""
        text = self.cleaned_data["hours"].strip()
        number = read_number(text.removesuffix("h").strip())
        if number is not None:
            return int((number * HOUR).to_integral_value())
        try:
            return parse_duration(text)
        except DurationError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_counted(self) -> str:
        return self.cleaned_data["counted"] or Counted.ALL

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "seconds": self.cleaned_data["hours"], "counted": self.cleaned_data["counted"]}


class MoneyBudgetForm(BudgetForm):
    amount = forms.CharField(
        label=gettext_lazy("Amount"),
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "autofocus": True,
                "class": "num",
                "placeholder": "12000",
            }
        ),
        error_messages={"required": gettext_lazy("Write a number, such as 12000.")},
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Time that is priced in another currency is not counted."),
        error_messages={"invalid_choice": gettext_lazy("Choose a currency of the list.")},
    )
    field_order = ("id", "amount", "currency", "period", "starts", "ends", "warnings")

    def __init__(self, data: Any = None, *, budget: Budget | None = None, currency: str = "") -> None:
        currency = budget.currency if budget else currency
        initial = {**self.initial_of(budget), "currency": currency}
        if budget:
            initial["amount"] = amount_typed(budget.amount or Decimal(0), currency)
        super().__init__(data, initial=initial)
        field: Any = self.fields["currency"]
        field.choices = currency_choices(currency)

    def clean_amount(self) -> Decimal:
        # The currency is cleaned later; its sign beside the number is understood from what was sent.
        code = str(self.data.get("currency", ""))[:3]
        number = read_number(self.cleaned_data["amount"], currency=code if code.isascii() and code.isalpha() else "")
        if number is None:
            raise forms.ValidationError(_("Write a number, such as 12000."))
        return number

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "amount": self.cleaned_data["amount"], "currency": self.cleaned_data["currency"]}
