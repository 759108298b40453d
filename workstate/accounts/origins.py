"""From where a request came, as the log is told of it."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from workstate.accounts.devices import LONGEST_AGENT, device_code
from workstate.core.actor import Origin


def origin_of(request: HttpRequest) -> Origin:
    """The address as far as the proxies that we trust tell it, and what the browser says it is."""
    agent = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT]
    return Origin(address=get_adapter().get_client_ip(request), device=device_code(agent))
