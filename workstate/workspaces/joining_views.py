"""What somebody sees who was invited: signed in or not, with an account or without. Under /invitations/."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views import View

from workstate.accounts.entrance import for_everybody, too_many
from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle, TooMany, address_of
from workstate.core.actor import Via
from workstate.core.errors import Invalid
from workstate.workspaces.actions import accept_invitation
from workstate.workspaces.invitation_forms import JoiningForm, no_such_address
from workstate.workspaces.invitations.links import INVITED, found_by_hash, found_by_token
from workstate.workspaces.invitations.worth import Unusable, Worth, is_meant, proves_address, worth_of
from workstate.workspaces.models import Invitation
from workstate.workspaces.onboarding import open_account

LOOKS = Throttle("invitation page", amount=120, seconds=600)
NEW_ACCOUNTS = Throttle("account by invitation", amount=20, seconds=600)
STATUS = {Worth.OPEN: 200, Worth.ELSEWHERE: 403}
GONE = 410


@for_everybody
class JoiningView(View):
    """
    GET shows the invitation, POST accepts it: with the account that is signed in, or with a new one.

    Of the workspace it says the name and who invites, and no more. An unknown link is answered like one that never was.
    """

    invitation: Invitation | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            LOOKS.take(address_of(request))
        except TooMany as refusal:
            return too_many(request, refusal)
        if token := kwargs.get("invitation_token"):
            self.invitation = found_by_token(token)
        else:
            self.invitation = found_by_hash(request.session.get(INVITED, ""))
        if self.invitation is None:
            return render(request, "workspaces/joining/unknown.html", status=404)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        invitation = self._found
        worth = worth_of(invitation, self._user)
        if worth == Worth.MEMBER:
            return redirect("views:today", workspace=invitation.workspace.slug)
        if self._user is None and worth == Worth.OPEN:
            # Whoever signs in or makes an account comes back to this page: see adapter.py.
            request.session[INVITED] = invitation.token_hash
        return self.page(worth)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._accept(self._user) if self._user else self._make_account()

    @property
    def _found(self) -> Invitation:
        assert self.invitation is not None
        return self.invitation

    @property
    def _user(self) -> User | None:
        return self.request.user if isinstance(self.request.user, User) else None

    def _accept(self, user: User) -> HttpResponse:
        try:
            by = accept_invitation(self._found, user=user, via=Via.WEB)
        except Unusable as refusal:
            return self.page(refusal.worth)
        self.request.session.pop(INVITED, None)
        messages.success(self.request, _("Welcome to “%(name)s”.") % {"name": by.workspace.name})
        return redirect("views:today", workspace=by.workspace.slug)

    def _make_account(self) -> HttpResponse:
        """For who was invited by mail. By a link anybody may come, so they sign up like anybody."""
        invitation = self._found
        worth = worth_of(invitation, None)
        if worth != Worth.OPEN:
            return self.page(worth)
        if not invitation.email:
            self.request.session[INVITED] = invitation.token_hash
            return redirect("account_signup")
        if settings.SIGN_UP == "closed":
            return self.page(worth, status=403)
        form = JoiningForm(self.request.POST)
        if not form.is_valid():
            return self.page(worth, form, status=400)
        values = form.cleaned_data
        if not is_meant(invitation, values["email"]):
            form.add_error("email", no_such_address())
            return self.page(worth, form, status=400)
        try:
            NEW_ACCOUNTS.take(address_of(self.request))
        except TooMany as refusal:
            return too_many(self.request, refusal)
        try:
            user = open_account(
                values["email"],
                password=values["password"],
                name=values["name"],
                time_zone=values["time_zone"],
                address_is_known=proves_address(invitation, values["email"]),
                via=Via.WEB,
            )
        except Invalid as refusal:
            # They have an account: to sign in with it is one click from here.
            form.add_error(None, " ".join(refusal.messages) + " " + _("Sign in with it instead."))
            return self.page(worth, form, status=400)
        self.request.session[INVITED] = invitation.token_hash
        response: HttpResponse = perform_login(self.request, user, signup=True)
        if not self.request.user.is_authenticated:
            return response  # their address is to be confirmed first; then they come back
        accepted = self._accept(user)
        accepted.cookies.update(response.cookies)
        return accepted

    def page(self, worth: Worth, form: JoiningForm | None = None, status: int = 0) -> HttpResponse:
        invitation = self._found
        context = {
            "invitation": invitation,
            "workspace": invitation.workspace,
            "worth": worth,
            "is_open": worth == Worth.OPEN,
            "words": worth.words,
            "form": form or JoiningForm(),
            "may_sign_up": settings.SIGN_UP in {"open", "invitation"},
            "came_by_link": not invitation.email,
        }
        answer = status or STATUS.get(worth, GONE)
        return render(self.request, "workspaces/joining/joining.html", context, status=answer)


app_name = "invitations"
urlpatterns = [
    path("", JoiningView.as_view(), name="pending"),
    path("<str:invitation_token>/", JoiningView.as_view(), name="invitation"),
]
