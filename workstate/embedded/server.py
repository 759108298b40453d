"""What PostgreSQL and Valkey have in common as child processes."""

from __future__ import annotations

import os
import socket
import time
from abc import abstractmethod
from pathlib import Path

from workstate.embedded.child import Child
from workstate.embedded.errors import CannotStart
from workstate.embedded.system_user import SystemUser

# sun_path is 104 bytes on macOS and 108 on Linux, with the closing zero.
LONGEST_SOCKET_PATH = 103


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server(Child):
    """A server whose files live in one folder."""

    def __init__(self, folder: Path, *, user: SystemUser) -> None:
        super().__init__(user=user)
        self.folder = folder

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients find it, with its password."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the files that it needs; raises CannotStart."""

    @abstractmethod
    def is_ready(self) -> bool: ...

    def environment(self) -> dict[str, str]:
        # What it may know of our surroundings: nothing of ours (PGDATA, LANG, secrets) is to reach it.
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}

    def working_directory(self) -> Path:
        return self.folder

    def wait_until_ready(self, *, seconds: float = 60.0) -> None:
        """Return when it answers; raises CannotStart when it ends or the time is up."""
        deadline = time.monotonic() + seconds
        while self.is_running and time.monotonic() < deadline:
            if self.is_ready():
                return
            time.sleep(0.02)
        raise self.did_not_start()

    def did_not_start(self) -> CannotStart:
        return CannotStart(
            f"{self.name} did not start in {self.folder}; its own words, above or in the log folder beside it, say why."
        )
