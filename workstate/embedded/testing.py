"""The running product, for tests that stand outside of it: `workstate up` as a person starts it."""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from workstate.embedded import processes
from workstate.embedded.data_folder import DataFolder
from workstate.embedded.server import free_port

OURS = (
    "ALLOWED_HOSTS CELERY_BROKER_URL CELERY_RESULT_BACKEND DATABASE_URL DATABASE_URL_FILE DEBUG HOST MEDIA_ROOT PORT"
    " REDIS_URL REDIS_URL_FILE SECRET_KEY SECRET_KEY_FILE SITE_URL WORKSTATE_DATA_DIR"
).split()


def bare_environment(**values: str) -> dict[str, str]:
    """Our environment without anything that configures Workstate, and with these values."""
    return {**{name: value for name, value in os.environ.items() if name not in OURS}, **values}


def workstate(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    """Run the `workstate` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "workstate", *arguments],
        env=bare_environment(**values),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


class Product:
    """`workstate up` on a data folder and a port of its own."""

    def __init__(self, folder: Path, **values: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.values = {"WORKSTATE_DATA_DIR": str(folder), "PORT": str(self.port), **values}
        self.lines: list[str] = []
        self._fresh: queue.Queue[str | None] = queue.Queue()
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def addresses(self) -> Mapping[str, str]:
        """DATABASE_URL and REDIS_URL of its own servers."""
        return DataFolder(self.folder).addresses()

    def start(self) -> None:
        """Start it and return when it says that it is ready; raises AssertionError with its words otherwise."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "workstate", "up"],
            env=bare_environment(**self.values),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, args=(self._process,), daemon=True).start()
        self.wait_for_words("Workstate is ready at")

    def wait_for_words(self, words: str, *, seconds: float = 240.0) -> str:
        """Return the next line that has these words."""
        deadline = time.monotonic() + seconds
        with contextlib.suppress(queue.Empty):
            while (line := self._fresh.get(timeout=max(0.0, deadline - time.monotonic()))) is not None:
                if words in line:
                    return line
        raise AssertionError(f"Workstate did not say {words!r}. It said:\n" + "".join(self.lines[-60:]))

    def wait_until_ready(self, *, seconds: float = 120.0) -> None:
        """Return when people can work again."""
        deadline = time.monotonic() + seconds
        while self.status_of("/readyz") != http.HTTPStatus.OK:
            assert time.monotonic() < deadline, "It is not ready. It said:\n" + "".join(self.lines[-60:])
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGTERM, *, seconds: float = 15.0) -> int:
        """Send the signal as a terminal does, to the whole group; returns the exit code."""
        assert self._process is not None
        os.killpg(self._process.pid, how)
        return self._process.wait(seconds)

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self._process and self._process.poll() is None:
            try:
                self.stop()
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)

    def family(self) -> dict[int, str]:
        """Everything that it runs, children of children too, by process id, with the command line."""
        lines = dict(processes.command_lines())
        found = {self.pid: lines.get(self.pid, "")}
        parents = {pid: parent for pid in lines if (parent := _parent(pid)) is not None}
        while fresh := {pid: lines[pid] for pid, parent in parents.items() if parent in found and pid not in found}:
            found |= fresh
        return found

    def child(self, sign: str, *, other_than: int = 0, seconds: float = 60.0) -> int:
        """The process it started itself whose command line has this sign, once there is one other than the given."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for pid, line in self.family().items():
                if sign in line and pid != other_than and _parent(pid) == self.pid:
                    return pid
            time.sleep(0.05)
        raise AssertionError(f"No process with {sign!r} came. Workstate said:\n" + "".join(self.lines[-60:]))

    def status_of(self, path: str, *, seconds: float = 5.0) -> int:
        """The HTTP status of a page; 0 when nothing answers."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as stream:
            for line in stream:
                self.lines.append(line)
                self._fresh.put(line)
        self._fresh.put(None)


def _parent(pid: int) -> int | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return int(text.rpartition(")")[2].split()[1])
