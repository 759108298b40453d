"""The forms of the entrance: sign-up, sign-in, passwords. Their words are ours, their rules allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm as AllauthChangePasswordForm,
)
from allauth.account.forms import (
    LoginForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.account.forms import (
    ResetPasswordForm as AllauthResetPasswordForm,
)
from allauth.account.forms import (
    SetPasswordForm as AllauthSetPasswordForm,
)
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.accounts.models import User
from workstate.core.clock import zone_names
from workstate.core.errors import Invalid
from workstate.core.text import NAME_LENGTH, clean_line

# Longer ones only cost the hasher time. ASVS 5.0, 6.2.9 asks for 64 at least.
LONGEST_PASSWORD = 256
PASSWORD_HELP = gettext_lazy("10 characters or more. A few unrelated words are easy to remember and hard to guess.")


class _OurWords:
    """Labels instead of placeholders, and a bound on what is hashed."""

    fields: dict[str, forms.Field]

    def _say(self, **labels: str) -> None:
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput) and isinstance(field, forms.CharField):
                field.max_length = LONGEST_PASSWORD
                field.widget.attrs["maxlength"] = str(LONGEST_PASSWORD)
                field.validators = [*field.validators, _not_too_long]
                field.help_text = ""
            if name in labels:
                field.label = labels[name]


def clean_line_of(form: forms.Form, field: str, length: int) -> str:
    """A required line of a form, cleaned as everywhere; raises forms.ValidationError."""
    try:
        return clean_line(form.cleaned_data[field], field=field, length=length, required=True)
    except Invalid as refused:
        raise forms.ValidationError(refused.messages) from refused


def _not_too_long(password: str) -> None:
    if len(password) > LONGEST_PASSWORD:
        raise forms.ValidationError(
            _("Shorten the password to %(limit)d characters or fewer.") % {"limit": LONGEST_PASSWORD}, code="max_length"
        )


class SignUpForm(_OurWords, SignupForm):  # type: ignore[misc]
    """Name, address, password; the time zone is told by the browser."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say(email=_("E-mail"), password1=_("Password"))
        self.fields["password1"].help_text = PASSWORD_HELP

    def clean_name(self) -> str:
        return clean_line_of(self, "name", NAME_LENGTH)

    def clean_time_zone(self) -> str:
        """A zone that this server does not know is no reason to turn anybody away."""
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in zone_names() else "UTC"

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # A new account costs the hasher's time; a known address must take as long to turn away.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class SignInForm(_OurWords, LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say(login=_("E-mail"), password=_("Password"), remember=_("Keep me signed in on this device"))
        self.fields["login"].widget.attrs.update(autofocus=True, autocomplete="username")


class ResetPasswordForm(_OurWords, AllauthResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say(email=_("E-mail"))
        self.fields["email"].widget.attrs["autofocus"] = True


class NewPasswordForm(_OurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say(password1=_("New password"), password2=_("The same again"))
        self.fields["password1"].help_text = PASSWORD_HELP


class ChangePasswordForm(_OurWords, AllauthChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say(oldpassword=_("Current password"), password1=_("New password"), password2=_("The same again"))
        self.fields["password1"].help_text = PASSWORD_HELP


class SetPasswordForm(_OurWords, AllauthSetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say(password1=_("Password"), password2=_("The same again"))
        self.fields["password1"].help_text = PASSWORD_HELP
