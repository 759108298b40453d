"""How allauth signs people in here: guarded, with our mails, our passwords and our words."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.httpkit import clean_client_ip, get_client_ip
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workstate.accounts.actions import set_password, tell_of_lock, tell_of_sign_in
from workstate.accounts.devices import remember_device
from workstate.accounts.models import User
from workstate.accounts.origins import origin_of
from workstate.accounts.throttles import SignInGuard, Throttle, TooMany

logger = logging.getLogger(__name__)

# Whoever types somebody's address into our forms must not fill that person's mailbox.
MAILS = Throttle("mail", amount=4, seconds=900)
# Where in the session it stands when the list of devices last heard of it.
SEEN = "seen_at"
UNKNOWN_ADDRESS = "0.0.0.0"  # nosec B104: shown and counted, never bound to


class EntranceAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The address or the password is not right. Check both and try again."),
        "email_taken": gettext_lazy("There is an account with this address. Sign in instead."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_password": gettext_lazy("This is not your password."),
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password, if it is not the turn to wait."""
        guard = SignInGuard(request, str(credentials.get("email", "")))
        try:
            guard.take()
        except TooMany as refusal:
            raise ValidationError(refusal.message, code="too_many_login_attempts") from refusal
        user: User | None = super().authenticate(request, **credentials)
        if user:
            guard.succeeded()
        elif guard.has_closed:
            tell_of_lock(str(credentials.get("email", "")), origin=origin_of(request))
        return user

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **hooks)
        remember_device(request, response, user.email)
        tell_of_sign_in(user, origin=origin_of(request))
        request.session[SEEN] = timezone.now().timestamp()
        return response

    def set_password(self, user: User, password: str) -> None:
        """Change it and sign every other device out."""
        request = context.request
        own = request.user.is_authenticated and request.user.pk == user.pk
        set_password(
            user, password, keep_session=request.session.session_key if own else None, origin=origin_of(request)
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            ip = get_client_ip(request)
        except ImproperlyConfigured:
            # Fewer hops than TRUSTED_PROXIES: somebody came past the proxy. What they claim is not believed.
            ip = clean_client_ip(request.META.get("REMOTE_ADDR") or "")
        return ip or UNKNOWN_ADDRESS

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:profile")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, or say that it failed. Beyond a few of one kind to one mailbox nothing is sent, and nothing is said."""
        try:
            MAILS.take(f"{template_prefix} {email.lower()}")
        except TooMany:
            logger.warning("Held back a mail (%s): too many of them to one mailbox.", template_prefix)
            return
        try:
            super().send_mail(template_prefix, email, self._addressed(context))
        except (SMTPException, OSError):
            logger.exception("A mail could not be sent (%s).", template_prefix)
            messages.error(self.request, _("The mail could not be sent. Tell the administrator of this server."))

    def _addressed(self, context: dict[str, Any]) -> dict[str, Any]:
        """Every address in the mail leads to this server, whatever Host header asked for it."""
        addresses = {name: _public(value) for name, value in context.items() if name.endswith("_url") and value}
        return context | addresses | {"site_url": _public(self.request.build_absolute_uri("/"))}


def _public(url: str) -> str:
    """
    The address to put in a mail: this host only if ALLOWED_HOSTS names it.

    With a wildcard the Host header is whatever a stranger wrote, and a link to it would hand them the key.
    """
    if "*" not in settings.ALLOWED_HOSTS:
        return url
    path = "/" + url.split("://", 1)[-1].partition("/")[2]
    return settings.SITE_URL.rstrip("/") + path
