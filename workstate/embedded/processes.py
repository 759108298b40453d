"""Starting, finding and ending processes of this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from workstate.embedded.system_user import SystemUser

LAUNCH = Path(__file__).with_name("launch.py")


def launcher(
    command: Sequence[str | Path], *, user: SystemUser, traversal: bool, dies_with_us_by: signal.Signals
) -> list[str]:
    """The command that becomes `command` as that user; see launch.py."""
    facts = (os.getpid(), int(dies_with_us_by), user.uid, user.gid, int(traversal))
    return [sys.executable, "-I", "-S", str(LAUNCH), *map(str, facts), *map(str, command)]


def launch(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    output: IO[bytes] | int,
    dies_with_us_by: signal.Signals,
    user: SystemUser | None = None,
    working_directory: Path | None = None,
    descriptors: Collection[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that a Ctrl+C at the terminal reaches us alone.

    When we die, however we die, Linux sends it `dies_with_us_by`. Call from the main thread: Linux counts the death
    of the thread that started it.
    """
    user = user or SystemUser()
    traversal = user.needs_traversal(Path(command[0]), *([working_directory] if working_directory else []))
    return subprocess.Popen(
        launcher(command, user=user, traversal=traversal, dies_with_us_by=dies_with_us_by),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=dict(environment),
        cwd=working_directory,
        pass_fds=tuple(descriptors),
        start_new_session=True,
    )


def is_alive(pid: int) -> bool:
    """Whether the process, not started by us, runs; one that has ended and waits for its parent to notice does not."""
    with contextlib.suppress(ChildProcessError):
        # Orphans become ours when we are the first process of a container.
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in {b"Z", b"X"}
    except OSError:
        return not Path("/proc/self/stat").exists()  # no such file system: macOS


def command_lines() -> Iterator[tuple[int, str]]:
    """Every process with its command line, arguments joined by spaces."""
    if Path("/proc/self/cmdline").exists():
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    raw = (entry / "cmdline").read_bytes()
                except OSError:
                    continue
                yield int(entry.name), raw.replace(b"\0", b" ").decode(errors="replace").strip()
        return
    listing = subprocess.run(["/bin/ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=False)
    for row in listing.stdout.splitlines():
        pid, _, line = row.strip().partition(" ")
        yield int(pid), line.strip()


def wait_for_end(pids: Iterable[int], *, seconds: float) -> list[int]:
    """Those of the processes that still run after the time is up."""
    deadline = time.monotonic() + seconds
    left = [pid for pid in pids if is_alive(pid)]
    while left and time.monotonic() < deadline:
        time.sleep(0.02)
        left = [pid for pid in left if is_alive(pid)]
    return left


def end(pids: Iterable[int], *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and give the processes its seconds to go; what is left at last is killed."""
    left = [pid for pid in pids if is_alive(pid)]
    for number, seconds in (*signals, (signal.SIGKILL, 5.0)):
        for pid in left:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        left = wait_for_end(left, seconds=seconds)
        if not left:
            return
