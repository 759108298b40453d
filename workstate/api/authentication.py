from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from workstate.accounts.keys.authentication import key_of
from workstate.accounts.keys.models import ApiKey
from workstate.accounts.models import User


class KeyAuthentication(authentication.BaseAuthentication):
    """A key in the header Authorization (RFC 6750), which the middleware of keys has looked up."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        if getattr(request._request, "key_is_refused", False):
            raise AuthenticationFailed(_("This key opens nothing: it is wrong, revoked or over."), code="invalid_key")
        key = key_of(request._request)
        return (key.user, key) if key else None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Workstate"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with its CSRF token."""


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "wst_…",
            "description": "A key made under Your settings → Keys, or by the device grant.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
