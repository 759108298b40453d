"""Our own processes: the web server, the worker, the scheduler, and the preparation that runs before them."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from workstate.embedded import processes
from workstate.embedded.child import Child

APPLICATION = "workstate.config.asgi:application"
JOBS = "workstate.config.celery:app"


class Program(Child):
    """A Python module run for one data folder."""

    # A job that outlives the first signal is cut short: it is done again, jobs are made for that.
    stop_signals = ((signal.SIGTERM, 3.0), (signal.SIGQUIT, 1.0))
    # Nothing is lost by a sudden end, and a process that lingers would hold the port and the queue.
    death_signal = signal.SIGKILL

    def __init__(
        self,
        name: str,
        module: str,
        *arguments: str,
        folder: Path,
        environment: Mapping[str, str],
        descriptors: tuple[int, ...] = (),
        silence: str = "",
    ) -> None:
        super().__init__()
        self.name = name
        self._module = module
        self._arguments = arguments
        self._environment = environment
        self._descriptors = descriptors
        self._silence = ["-W", f"ignore:{silence}"] if silence else []
        # Python ignores an option it does not know; in the list of processes it says whose this one is.
        self._mark = f"workstate={folder}"

    def command(self) -> list[str | Path]:
        return [sys.executable, *self._silence, "-X", self._mark, "-m", self._module, *self._arguments]

    def environment(self) -> Mapping[str, str]:
        return self._environment

    def inherited_descriptors(self) -> tuple[int, ...]:
        return self._descriptors

    def leftovers(self) -> tuple[list[int], list[int]]:
        sign = " ".join(["-X", self._mark, "-m", self._module, *self._arguments[:3]])
        return [pid for pid, line in processes.command_lines() if sign in line], []


def web(folder: Path, environment: Mapping[str, str], *, descriptor: int | None, host: str, port: int) -> Program:
    """Daphne, for pages and sockets, on a listening socket that outlives it (so a restart refuses nobody)."""
    where = ["--fd", str(descriptor)] if descriptor is not None else ["--bind", host, "--port", str(port)]
    return Program(
        "web",
        "daphne",
        APPLICATION,
        *where,
        "--verbosity=0",
        "--no-server-name",
        "--application-close-timeout=2",
        folder=folder,
        environment=environment,
        descriptors=() if descriptor is None else (descriptor,),
    )


def worker(folder: Path, environment: Mapping[str, str]) -> Program:
    """Celery's worker. Threads rather than processes: jobs wait for the database and the network."""
    options = [
        "--pool=threads",
        "--concurrency=4",
        "--loglevel=WARNING",
        "--without-gossip",
        "--without-mingle",
    ]
    return Program(
        "worker",
        "celery",
        f"--app={JOBS}",
        "--quiet",
        "worker",
        *options,
        folder=folder,
        environment=environment,
        # Said to root, in eight lines; jobs are JSON, so nothing in the queue can run code.
        silence="You're running the worker with superuser",
    )


def beat(folder: Path, environment: Mapping[str, str]) -> Program:
    """Celery's scheduler; the schedule is kept in the database."""
    options = ["--loglevel=WARNING", "--pidfile="]
    return Program(
        "beat", "celery", f"--app={JOBS}", "--quiet", "beat", *options, folder=folder, environment=environment
    )


def preparation(folder: Path, environment: Mapping[str, str]) -> Program:
    """Checks the settings and the database and brings its tables up to date."""
    return Program("prepare", "workstate.embedded.preparation", folder=folder, environment=environment)
