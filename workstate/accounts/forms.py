from __future__ import annotations

from allauth.account.forms import SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from workstate.core.clock import zone_names


class SignUpForm(SignupForm):  # type: ignore[misc]
    """Name, address, password; the time zone is told by the browser."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    time_zone = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    field_order = ["name", "email", "password1"]

    def clean_time_zone(self) -> str:
        """A zone that this server does not know is no reason to turn anybody away."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in zone_names() else "UTC"
