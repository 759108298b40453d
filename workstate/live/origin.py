"""Whose pages may listen. A browser sends the cookie along with a socket that any page opens, so the page is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.http import is_same_domain


class OwnPages:
    """Turns away sockets whose Origin is not this very site, as the check of forms does: another port is another site."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        own = is_own(headers.get(b"origin", ""), headers.get(b"host", ""))
        application = self._application if own else WebsocketDenier()
        return await application(scope, receive, send)


def is_own(origin: str, host: str) -> bool:
    """Whether the Origin is the host that was asked, if we answer to that one, or is among CSRF_TRUSTED_ORIGINS."""
    try:
        page = urlsplit(origin.lower())
    except ValueError:
        return False
    if page.scheme not in {"http", "https"}:
        return False
    domain, _port = split_domain_port(host)
    if page.netloc == host.lower() and validate_host(domain, settings.ALLOWED_HOSTS):
        return True
    trusted = map(urlsplit, settings.CSRF_TRUSTED_ORIGINS)
    return any(page.scheme == one.scheme and is_same_domain(page.netloc, one.netloc.lstrip("*")) for one in trusted)
