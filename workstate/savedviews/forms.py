from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.core.colours import COLOUR_NAMES, COLOURS
from workstate.core.errors import Invalid
from workstate.core.icons import ICONS
from workstate.core.text import NAME_LENGTH


class SavedViewForm(forms.Form):
    """What is known of a saved view. The rules are the action's; refuse() shows its refusal at the field."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Give the view a name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    filter = forms.CharField(
        label=_("Filter"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Such as: p1 & due before: next friday. Empty finds every open task."),
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
    is_shared = forms.BooleanField(label=_("Share with everybody in the workspace"), required=False)

    def refuse(self, refusal: Invalid) -> None:
        for field, said in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, said)
