"""What PostgreSQL and Valkey have in common as child processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import IO, ClassVar

from workstate.embedded import processes
from workstate.embedded.errors import CannotStart
from workstate.embedded.system_user import SystemUser

# sun_path is 104 bytes on macOS and 108 on Linux, with the closing zero.
LONGEST_SOCKET_PATH = 103


def free_port() -> int:
    """A TCP port of the loopback address that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def minimal_environment() -> dict[str, str]:
    """What a server may know of our surroundings: nothing of ours (PGDATA, LANG, secrets) is to reach it."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


class Server(ABC):
    """A server whose files live in one folder, started and stopped by us."""

    name: ClassVar[str]
    stop_signals: ClassVar[tuple[tuple[signal.Signals, float], ...]]
    death_signal: ClassVar[signal.Signals]

    def __init__(self, folder: Path, *, user: SystemUser) -> None:
        self.folder = folder
        self.user = user
        self.process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where clients find it, with its password."""

    @abstractmethod
    def prepare(self) -> None:
        """Make the files that it needs; raises CannotStart."""

    @abstractmethod
    def command(self) -> list[str | Path]: ...

    @abstractmethod
    def is_ready(self) -> bool: ...

    @abstractmethod
    def leftovers(self) -> tuple[list[int], list[int]]:
        """Processes of an earlier run that still hold the folder: the servers themselves, and their orphans."""

    def clear_leftovers(self) -> None:
        """End what an earlier run left behind after a kill -9, so that the files are ours alone."""
        servers, _ = self.leftovers()
        processes.end(servers, *self.stop_signals)
        _, orphans = self.leftovers()
        # They notice by themselves that their server is gone; only one deep in a long query needs telling.
        stubborn = processes.wait_for_end(orphans, seconds=1.0)
        processes.end(stubborn, (signal.SIGTERM, 1.0))

    def start(self, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start the child without waiting for it. `prepare()` must have been called once."""
        self.clear_leftovers()
        self.process = processes.launch(
            self.command(),
            environment=minimal_environment(),
            output=output,
            dies_with_us_by=self.death_signal,
            user=self.user,
            working_directory=self.folder,
        )
        return self.process

    def wait_until_ready(self, *, seconds: float = 60.0) -> None:
        """Return when it answers; raises CannotStart when it ends or the time is up."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                break
            if self.is_ready():
                return
            time.sleep(0.02)
        raise CannotStart(f"{self.name} did not start in {self.folder}. Its last words are above, or in the log folder beside it.")

    def stop(self) -> None:
        """End it cleanly, and less cleanly when it does not listen."""
        if self.process is None:
            return
        for number, seconds in (*self.stop_signals, (signal.SIGKILL, 5.0)):
            if self.process.poll() is None:
                self.process.send_signal(number)
                try:
                    self.process.wait(seconds)
                except subprocess.TimeoutExpired:
                    continue
            break
        self.process = None
