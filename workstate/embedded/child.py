"""A child process: how it is started, recognised when an earlier run left it behind, and ended."""

from __future__ import annotations

import signal
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import IO, ClassVar

from workstate.embedded import processes
from workstate.embedded.system_user import SystemUser


class Child(ABC):
    """One process that we start, and start again when it ends by itself."""

    name: str
    # What to send to end it, with the seconds to wait before the next; SIGKILL follows the last.
    stop_signals: ClassVar[tuple[tuple[signal.Signals, float], ...]]
    # What the operating system sends it when we end without a word.
    death_signal: ClassVar[signal.Signals]

    def __init__(self, *, user: SystemUser | None = None) -> None:
        self.user = user or SystemUser()
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str | Path]: ...

    @abstractmethod
    def environment(self) -> Mapping[str, str]: ...

    @abstractmethod
    def leftovers(self) -> tuple[list[int], list[int]]:
        """Processes of an earlier run in our place: such as this one, and orphans of such."""

    def working_directory(self) -> Path | None:
        return None

    def inherited_descriptors(self) -> tuple[int, ...]:
        return ()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def clear_leftovers(self) -> None:
        """End what an earlier run left behind after a kill -9, so that files and ports are ours alone."""
        forerunners, _ = self.leftovers()
        processes.end(forerunners, *self.stop_signals)
        _, orphans = self.leftovers()
        # They notice by themselves that their parent is gone; only one deep in a long query needs telling.
        stubborn = processes.wait_for_end(orphans, seconds=1.0)
        processes.end(stubborn, (signal.SIGTERM, 1.0))

    def start(self, output: IO[bytes] | int) -> subprocess.Popen[bytes]:
        """Start it without waiting for it; from the main thread, after `clear_leftovers()`."""
        self.process = processes.launch(
            self.command(),
            environment=self.environment(),
            output=output,
            dies_with_us_by=self.death_signal,
            user=self.user,
            working_directory=self.working_directory(),
            descriptors=self.inherited_descriptors(),
        )
        return self.process

    def stop(self) -> None:
        """End it cleanly, and less cleanly when it does not listen."""
        process, self.process = self.process, None
        if process is None:
            return
        for number, seconds in (*self.stop_signals, (signal.SIGKILL, 5.0)):
            if process.poll() is not None:
                return
            process.send_signal(number)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
