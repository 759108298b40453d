"""
Sign-up, sign-in, sign-out and passwords: allauth's views with our manners.

A refused form answers 400 (allauth says 200), a closed sign-up 403, too many attempts 429.
"""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator

from workstate.accounts.actions import sign_out
from workstate.accounts.devices import remember_device
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.accounts.throttles import Throttle, TooMany, address_of


def too_many(request: HttpRequest, refusal: TooMany) -> HttpResponse:
    """The page, or with htmx the toast's words, that says when to come back."""
    response = render(request, "account/too_many.html", {"message": refusal.message}, status=429)
    response["Retry-After"] = str(refusal.seconds)
    return response


# On each class: as_view() asks the outermost dispatch() whether it is for everybody.
for_everybody = method_decorator(login_not_required, name="dispatch")


class Entrance:
    """What all these views share. `throttle` bounds how often one person, or one address on the net, may send the form."""

    throttle: Throttle | None = None
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.throttle and request.method == "POST":
            try:
                self.throttle.take(str(request.user.pk) if request.user.is_authenticated else address_of(request))
            except TooMany as refusal:
                return too_many(request, refusal)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        # The cursor stands where something is to be mended.
        wrong = next((name for name in form.fields if name in form.errors), next(iter(form.fields)))
        for name, field in form.fields.items():
            field.widget.attrs["autofocus"] = name == wrong
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 429 if form.has_error("__all__", "too_many_login_attempts") else 400
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        adapter = get_adapter()
        return context | {
            "mail_configured": settings.EMAIL_CONFIGURED,
            "sign_up_open": adapter.is_open_for_signup(self.request),
        }


@for_everybody
class SignUpView(Entrance, views.SignupView):  # type: ignore[misc]
    throttle = Throttle("sign-up", amount=20, seconds=600)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"first_account": not User.objects.exists()}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as refused:
            # Somebody took the address between the form's look and the insert.
            form.add_error(None, refused)
            return self.form_invalid(form)
        return response

    def closed(self) -> HttpResponse:
        by_invitation = settings.SIGN_UP == "invitation"
        return render(self.request, self.template_name_signup_closed, {"by_invitation": by_invitation}, status=403)


@for_everybody
class SignInView(Entrance, views.LoginView):  # type: ignore[misc]
    """Wrong passwords are counted in the adapter, for each account and address: see throttles.SignInGuard."""


@for_everybody
class SignOutView(views.LogoutView):  # type: ignore[misc]
    """GET asks, for a link must change nothing; POST does it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        response: HttpResponse = super().post(request, *args, **kwargs)
        if user:
            sign_out(user, origin=origin_of(request))
        return response


@for_everybody
class PasswordResetView(Entrance, views.PasswordResetView):  # type: ignore[misc]
    throttle = Throttle("password reset", amount=10, seconds=600)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.EMAIL_CONFIGURED:
            # There is nobody to carry the link. The page says what to do instead.
            response: HttpResponse = self.render_to_response(self.get_context_data(), status=403)
            return response
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]


@for_everybody
class PasswordResetFromKeyView(Entrance, views.PasswordResetFromKeyView):  # type: ignore[misc]
    throttle = Throttle("new password", amount=20, seconds=600)

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        # Whoever reads the mailbox owns the account: strangers who guess elsewhere must not keep them waiting.
        remember_device(self.request, response, self.reset_user.email)
        return response


class PasswordChangeView(Entrance, views.PasswordChangeView):  # type: ignore[misc]
    throttle = Throttle("password change", amount=10, seconds=600)


class PasswordSetView(Entrance, views.PasswordSetView):  # type: ignore[misc]
    throttle = Throttle("password change", amount=10, seconds=600)


@for_everybody
class ConfirmEmailView(Entrance, views.ConfirmEmailView):  # type: ignore[misc]
    throttle = Throttle("confirmation", amount=20, seconds=600)
