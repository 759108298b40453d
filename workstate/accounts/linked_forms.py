"""What is asked of whoever makes a link for others: how long it opens, and by what password."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.core.actor import Actor
from workstate.core.clock import now, start_of_day
from workstate.core.errors import Invalid


class LinkForm(forms.Form):
    expires = forms.ChoiceField(
        label=gettext_lazy("Opens until"),
        choices=[
            ("week", gettext_lazy("A week from now")),
            ("day", gettext_lazy("A day from now")),
            ("month", gettext_lazy("30 days from now")),
            ("on", gettext_lazy("The end of a day you choose")),
            ("never", gettext_lazy("It is revoked")),
        ],
    )
    day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        max_length=128,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("expires") == "on" and not data.get("day"):
            self.add_error("day", _("Choose the last day on which it opens."))
        return data

    def refuse(self, refusal: Invalid) -> None:
        for field, said in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, said)

    def expires_at(self, actor: Actor) -> datetime | None:
        """In the actor's zone; None for never. Raises Invalid for a day beyond the calendar."""
        days = {"day": 1, "week": 7, "month": 30}
        wanted, day = self.cleaned_data["expires"], self.cleaned_data["day"]
        if wanted in days:
            return now() + timedelta(days=days[wanted])
        if wanted in {"keep", "never"} or day is None:
            return None
        try:
            return start_of_day(day + timedelta(days=1), actor.zone)
        except OverflowError:
            raise Invalid(_("Choose a day between 1970 and 2199."), field="day") from None


class LinkSettingsForm(LinkForm):
    """A link that there is: what is left empty stays as it is."""

    no_password = forms.BooleanField(label=gettext_lazy("Ask for no password any more"), required=False)

    def __init__(self, data: Any = None, *, has_password: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, initial={"expires": "keep", **initial})
        expires: Any = self.fields["expires"]
        expires.choices = [("keep", _("As it is now")), *expires.choices]
        if has_password:
            self.fields["password"].label = _("Another password")
        else:
            del self.fields["no_password"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("no_password") and data.get("password"):
            self.add_error("password", _("Write another password, or take it away: not both."))
        return data

    def kept(self, actor: Actor) -> dict[str, Any]:
        """`password`, None where it stays, `expires_at` and `never_expires`; raises Invalid at the day."""
        data = self.cleaned_data
        stays = not data["password"] and not data.get("no_password")
        return {
            "password": None if stays else data["password"],
            "expires_at": self.expires_at(actor),
            "never_expires": data["expires"] == "never",
        }
