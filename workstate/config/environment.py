"""Typed reading of the environment. A secret `NAME` may also be given as a path in `NAME_FILE`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class Environment:
    """Reads settings from a mapping of environment variables; raises ImproperlyConfigured with what to do."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, default).strip()

    def secret(self, name: str, default: str = "") -> str:
        """The value of `NAME`, or the content of the file that `NAME_FILE` points to."""
        path = self._variables.get(f"{name}_FILE", "")
        if not path:
            return self.text(name, default)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {path}, which cannot be read: {error.strerror}."
            ) from error

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._variables.get(name)
        if value is None:
            return default
        lowered = value.strip().lower()
        if lowered in _TRUE:
            return True
        if lowered in _FALSE:
            return False
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")

    def number(self, name: str, default: int) -> int:
        value = self.text(name)
        try:
            return int(value) if value else default
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error

    def names(self, name: str, default: str = "") -> list[str]:
        """A comma-separated list, without empty parts."""
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def networks(self, name: str) -> list[str]:
        """A comma-separated list of addresses and networks, such as 10.1.2.3 and fd00:1::/64."""
        found = []
        for one in self.names(name):
            try:
                found.append(str(ip_network(one, strict=False)))
            except ValueError as error:
                raise ImproperlyConfigured(
                    f"{name} must list addresses or networks such as 10.1.2.0/24, not {one!r}."
                ) from error
        return found


def database_from_url(url: str) -> dict[str, object]:
    """Django's database settings for a `postgresql://` address (libpq's URI form, RFC 3986 escapes)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL is not an address: use postgresql://user:password@host:5432/name."
        ) from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://: Workstate runs on PostgreSQL only.")
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "") or unquote(parts.hostname or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "") or ""),
        "OPTIONS": options,
    }
