"""Which host names mean this machine alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable


def is_loopback(host: str) -> bool:
    """Whether a host, as in ALLOWED_HOSTS or HOST, is reached from this machine alone (RFC 6761, section 6.3)."""
    name = host.strip().lower().rstrip(".").removeprefix("[").removesuffix("]")
    if name.removeprefix(".") == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def public_hosts(hosts: Iterable[str]) -> list[str]:
    """Those of the hosts that others can reach too."""
    return [host for host in hosts if not is_loopback(host)]
