"""How allauth makes accounts here. It sits in this room because an account comes with a workspace."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from workstate.accounts.adapter import EntranceAdapter
from workstate.accounts.models import User
from workstate.core.actor import Via
from workstate.workspaces.invitations.links import INVITED, found_by_hash
from workstate.workspaces.invitations.worth import Worth, worth_of
from workstate.workspaces.onboarding import open_account

# Set in the session of whoever comes for the first time, until they took or declined the sample data.
OFFER = "offer_sample"


class AccountAdapter(EntranceAdapter):
    def pre_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse | None:
        if user.last_login is None and INVITED not in request.session:
            request.session[OFFER] = True
        response: HttpResponse | None = super().pre_login(request, user, **hooks)
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """SIGN_UP=open lets anybody in, invitation whoever came by one; closed nobody but the very first person."""
        if settings.SIGN_UP == "open" or not User.objects.exists():
            return True
        return settings.SIGN_UP == "invitation" and self._is_invited(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came by an invitation goes on with it."""
        own: str = super().get_login_redirect_url(request)
        return reverse("invitations:pending") if INVITED in request.session else own

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        own: str = super().get_signup_redirect_url(request)
        return reverse("invitations:pending") if INVITED in request.session else own

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        data: dict[str, Any] = form.cleaned_data
        return open_account(
            data["email"],
            password=data["password1"],
            name=data.get("name", ""),
            time_zone=data.get("time_zone") or "UTC",
            via=Via.WEB,
        )

    def _is_invited(self, request: HttpRequest) -> bool:
        invitation = found_by_hash(request.session.get(INVITED, ""))
        return invitation is not None and worth_of(invitation, None) == Worth.OPEN
