"""The forms by which people are invited, and the one by which somebody who is invited makes an account."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from workstate.accounts.forms import LONGEST_PASSWORD, PASSWORD_HELP, clean_line_of
from workstate.accounts.models import User
from workstate.core.actor import Actor, Role
from workstate.core.clock import zone_names
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH
from workstate.workspaces.actions.invitations import DAYS, MOST_USES
from workstate.workspaces.grants import offered
from workstate.workspaces.roles import role_choices

DAYS_OFFERED = (1, 7, 30, 90)
# "Ana Keller <ana@example.org>", as people copy it from a mail.
_IN_BRACKETS = re.compile(r"<([^<>\s]+)>")
_BETWEEN = re.compile(r"[\s,;]+")


class _Inviting(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=(),
        help_text=gettext_lazy(
            "Members work in the projects open to everyone. Guests see only what is shared with them."
        ),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Holds for"),
        coerce=int,
        choices=[
            (days, ngettext_lazy("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS_OFFERED
        ],
        initial=DAYS,
    )
    by_link = False

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        role: Any = self.fields["role"]
        role.choices = role_choices(actor, by_link=self.by_link)
        role.initial = Role.MEMBER.value
        projects, levels = offered("projects", actor)
        if projects:
            self.fields["projects"] = forms.MultipleChoiceField(
                label=_("Share projects with them"),
                required=False,
                choices=projects,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Choose projects of the list. Reload the page to see them anew.")},
            )
            self.fields["level"] = forms.ChoiceField(
                label=_("What they may do in them"), choices=levels, required=False, initial=levels[-1][0]
            )

    @property
    def grants(self) -> dict[str, Any]:
        """What comes with the invitation."""
        projects, level = self.cleaned_data.get("projects", []), self.cleaned_data.get("level", "")
        return {"projects": [{"project": project, "level": level} for project in projects]} if projects else {}

    def refuse(self, error: Invalid) -> None:
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


class InviteForm(_Inviting):
    """By mail: many addresses at once, however they were copied."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "autofocus": True}),
        help_text=gettext_lazy("One or many, with commas, spaces or lines between them."),
        error_messages={"required": gettext_lazy("Write at least one e-mail address.")},
    )
    field_order = ["emails", "role", "days"]

    @property
    def addresses(self) -> list[str]:
        lines = []
        for line in re.split(r"[\n,;]+", self.cleaned_data["emails"]):
            lines += _IN_BRACKETS.findall(line) or [part for part in _BETWEEN.split(line) if part]
        return lines

    def refuse(self, error: Invalid) -> None:
        for name, messages in error.message_dict.items():
            for message in messages:
                self.add_error("emails" if name == "addresses" else name if name in self.fields else None, message)


class LinkForm(_Inviting):
    """By a link that is passed on by hand."""

    by_link = True

    most_uses = forms.IntegerField(
        label=gettext_lazy("How often"),
        required=False,
        min_value=1,
        max_value=MOST_USES,
        widget=forms.NumberInput(attrs={"placeholder": gettext_lazy("As often as anybody likes")}),
        help_text=gettext_lazy("How many people may join by it. Left empty, any number."),
    )
    field_order = ["role", "days", "most_uses"]


class JoiningForm(forms.Form):
    """An account for somebody who is invited by mail: the address is asked, so that the page need not say it."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("The address to which the invitation was sent."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "maxlength": str(LONGEST_PASSWORD)}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_time_zone(self) -> str:
        """A zone that this server does not know is no reason to turn anybody away."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in zone_names() else "UTC"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if password := values.get("password"):
            person = User(email=values.get("email", ""), name=values.get("name", ""))
            try:
                validate_password(password, person)
            except ValidationError as refused:
                self.add_error("password", refused)
        return values


def no_such_address() -> str:
    return _("The invitation was sent to another address. Write that one.")
