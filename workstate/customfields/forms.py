from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.core.errors import Invalid
from workstate.core.text import TEXT_LENGTH
from workstate.customfields.actions.fields import LONGEST_DESCRIPTION, LONGEST_NAME, LONGEST_UNIT
from workstate.customfields.models import CustomField, Kind
from workstate.customfields.models.field import MOST_DECIMALS
from workstate.customfields.typed import read_number
from workstate.projects.models import Project

EVERYWHERE, SOME = "all", "some"


class NumberText(forms.CharField):
    """A number as people write them; None for nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False, max_length=60, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options
        )

    def clean(self, value: Any) -> Decimal | None:
        try:
            return read_number(str(super().clean(value)), CustomField(decimals=MOST_DECIMALS))
        except Invalid as refusal:
            raise forms.ValidationError(refusal.messages) from refusal


class FieldForm(forms.Form):
    """What is known of a field. The rules are the action's; refuse() shows its refusal at the setting."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the field a name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a kind of field."), "invalid_choice": _("Choose a kind of field.")},
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        help_text=_("Shown on hovering over the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        max_length=TEXT_LENGTH,
        help_text=_("One on each line. Colours, order and names can be changed later."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=LONGEST_UNIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("kg, €, points")}),
    )
    decimals = forms.IntegerField(
        label=_("Digits behind the point"),
        required=False,
        min_value=0,
        max_value=MOST_DECIMALS,
        widget=forms.NumberInput(attrs={"min": 0, "max": MOST_DECIMALS}),
    )
    minimum = NumberText(label=_("Smallest"))
    maximum = NumberText(label=_("Largest"))
    required = forms.BooleanField(
        label=_("Ask for it on every task"),
        required=False,
        help_text=_("It is shown although nothing stands in it, and is not emptied once it is filled."),
    )
    scope = forms.ChoiceField(
        label=_("Used on"),
        choices=[(EVERYWHERE, _("All tasks")), (SOME, _("Tasks of some projects"))],
        required=False,
        widget=forms.RadioSelect,
    )
    projects = forms.ModelMultipleChoiceField(
        label=_("Projects"),
        queryset=Project.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("There is no such project."),
            "invalid_pk_value": _("There is no such project."),
        },
    )

    def __init__(self, *args: Any, projects: Iterable[Project], field: CustomField | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["projects"].queryset = projects  # type: ignore[attr-defined]
        if field is not None:
            # Its kind stays, and its choices have a list of their own.
            del self.fields["kind"], self.fields["choices"]

    def settings(self, kind: str) -> dict[str, Any]:
        """What the actions take, of a field of this kind."""
        data = self.cleaned_data
        chosen = {name: data[name] for name in ("name", "description", "required")}
        if kind == Kind.NUMBER:
            chosen |= {name: data[name] for name in ("unit", "minimum", "maximum")}
            chosen["decimals"] = data["decimals"] or 0
        chosen["projects"] = list(data["projects"]) if data["scope"] == SOME else None
        return chosen

    def choice_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get("choices", "").splitlines() if line.strip()]

    def refuse(self, refusal: Invalid, **places: str) -> None:
        """`places`: where a refusal of another name stands in this form."""
        for field, said in refusal.message_dict.items():
            at = places.get(field, field)
            self.add_error(at if at in self.fields else None, said)
