"""The environment that Workstate's own processes get: what the person set, completed from the data folder."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from workstate.embedded.data_folder import DataFolder
from workstate.embedded.errors import CannotStart
from workstate.embedded.hosts import public_hosts
from workstate.embedded.services import is_given
from workstate.embedded.valkey import answers

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000


def completed(environment: Mapping[str, str], folder: DataFolder, addresses: Mapping[str, str]) -> dict[str, str]:
    """What the processes are started with; the person's own values win."""
    values = {
        "WORKSTATE_DATA_DIR": str(folder.path),
        "DJANGO_SETTINGS_MODULE": "workstate.config.settings",
        "MEDIA_ROOT": str(folder.media),
        "PYTHONUNBUFFERED": "1",
        # glibc gives each thread an arena of its own, which is memory for nothing in a process that waits.
        "MALLOC_ARENA_MAX": "2",
        **{name: value for name, value in environment.items() if value.strip()},
        **addresses,
    }
    hosts = [host for host in environment.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not is_given(environment, "SECRET_KEY") and not public_hosts(hosts):
        # Reachable from this machine alone: nobody needs to think of a secret for that. Else the settings refuse.
        values["SECRET_KEY"] = folder.secret("secret-key", length=50)
    return values


def listening_place(environment: Mapping[str, str]) -> tuple[str, int]:
    """HOST and PORT; raises CannotStart."""
    host = environment.get("HOST", "").strip().removeprefix("[").removesuffix("]") or DEFAULT_HOST
    text = environment.get("PORT", "").strip() or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return host, int(text)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises CannotStart when the port is taken or the host is not ours."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise CannotStart(
            f"HOST is {host!r}, which is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all."
        ) from None
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(512)
    except PermissionError:
        listener.close()
        raise CannotStart(f"Port {port} is reserved for the system. Choose one above 1023 with PORT.") from None
    except OSError as error:
        listener.close()
        raise CannotStart(
            f"Port {port} of {host} cannot be used ({error.strerror})."
            " Stop the program that has it, or choose another with PORT."
        ) from None
    return listener


def require_redis(environment: Mapping[str, str]) -> None:
    """Raises CannotStart when the Redis of the environment does not answer."""
    url = environment.get("REDIS_URL", "").strip()
    path = environment.get("REDIS_URL_FILE", "").strip()
    if path:
        try:
            url = Path(path).read_text().strip()
        except OSError as error:
            raise CannotStart(f"REDIS_URL_FILE points to {path}, which cannot be read: {error.strerror}.") from None
    if not url:
        return
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "localhost", parts.port or 6379
    except ValueError:
        raise CannotStart("REDIS_URL is not an address. Use redis://user:password@host:6379/0.") from None
    if parts.scheme not in {"redis", "rediss"}:
        raise CannotStart("REDIS_URL must begin with redis:// or rediss://.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    password = password or parse_qs(parts.query).get("password", [""])[0]
    if not answers(host, port, user=user, password=password, tls=parts.scheme == "rediss"):
        raise CannotStart(
            f"Redis does not answer at {host}:{port}. Start it, correct REDIS_URL, or unset it to use the one included."
        )
