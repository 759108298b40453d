"""How allauth makes accounts here. It sits in this room because an account comes with a workspace."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from workstate.accounts.adapter import EntranceAdapter
from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.workspaces.onboarding import open_account

# Set in the session of whoever comes for the first time, until they took or declined the sample data.
OFFER = "offer_sample"


class AccountAdapter(EntranceAdapter):
    def pre_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse | None:
        if user.last_login is None:
            request.session[OFFER] = True
        response: HttpResponse | None = super().pre_login(request, user, **hooks)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """SIGN_UP=open lets anybody in; closed or invitation nobody but the very first person."""
        return settings.SIGN_UP == "open" or not User.objects.exists()

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        data: dict[str, Any] = form.cleaned_data
        return open_account(
            data["email"],
            password=data["password1"],
            name=data.get("name", ""),
            time_zone=data.get("time_zone") or "UTC",
            via=Via.WEB,
        )
