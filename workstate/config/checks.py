"""Refusals of settings that would be unsafe where others can reach the server."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

from workstate.embedded.hosts import public_hosts


def refuse_unsafe_settings(*, secret_key: str, debug: bool, allowed_hosts: Sequence[str]) -> None:
    """Raises ImproperlyConfigured, saying what to do, when a public host would be served with a laptop's settings."""
    hosts = public_hosts(allowed_hosts)
    if not hosts:
        return
    if not secret_key:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and ALLOWED_HOSTS lets others in ({', '.join(hosts)}). Set SECRET_KEY, or SECRET_KEY_FILE,"
            " to 50 random characters and keep them:"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if debug:
        raise ImproperlyConfigured(
            f"DEBUG is on, and ALLOWED_HOSTS lets others in ({', '.join(hosts)}): they would see secrets in error pages."
            " Unset DEBUG, or leave only localhost in ALLOWED_HOSTS."
        )
