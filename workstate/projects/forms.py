from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.core.colours import COLOUR_NAMES, COLOURS
from workstate.core.errors import Invalid
from workstate.core.icons import ICONS
from workstate.core.text import NAME_LENGTH, TEXT_LENGTH


class ProjectForm(forms.Form):
    """What is known of a project. The rules are the action's; refuse() shows its refusal at the field."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the project a name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    colour = forms.ChoiceField(
        label=_("Colour"),
        choices=[(colour, COLOUR_NAMES[colour]) for colour in COLOURS],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the colours offered.")},
    )
    icon = forms.ChoiceField(
        label=_("Icon"),
        choices=[("", _("No icon")), *((icon, icon) for icon in ICONS)],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the icons offered.")},
    )
    folder = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    parent = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    client = forms.CharField(
        label=_("Client"),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "clients"}),
        help_text=_("Whom the work is for. A new name makes a new client."),
    )
    description = forms.CharField(
        label=_("Description"), required=False, max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    def refuse(self, refusal: Invalid) -> None:
        for field, said in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, said)
