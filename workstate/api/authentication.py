from __future__ import annotations

from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with its CSRF token. Answers 401 rather than 403 to who is not signed in."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
