"""`python -m workstate.embedded -- COMMAND …`: run a command beside a PostgreSQL and a Valkey of its own."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from workstate.embedded.errors import CannotStart
from workstate.embedded.services import running_services


def main(arguments: Sequence[str] | None = None, *, program: str = "python -m workstate.embedded") -> int:
    parser = argparse.ArgumentParser(
        prog=program,
        description="Start a PostgreSQL and a Valkey, set DATABASE_URL and REDIS_URL (where not set), run COMMAND, "
        "stop the servers, and return the command's exit code.",
    )
    parser.add_argument("--data-dir", type=Path, help="keep the data in this folder (default: a throw-away one)")
    parser.add_argument(
        "--fast", action="store_true", help="do not wait for the disk: for tests, never for a person's data"
    )
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    options = parser.parse_args(arguments)
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("name a command to run, after --")
    path = options.data_dir.expanduser().absolute() if options.data_dir else None
    # Until the command runs, a request to end unwinds us, so that no server stays behind.
    signal.signal(signal.SIGTERM, _leave)
    try:
        with running_services(path, os.environ, purpose="a command with services", fast=options.fast) as addresses:
            return run_command(command, {**os.environ, **addresses})
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run_command(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run the command to its end. Ctrl+C reaches it from the terminal; other requests to end are passed on to it."""
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise CannotStart(f"{command[0]} cannot be run: {error.strerror}.") from None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: child.send_signal(number))
    code = child.wait()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return code if code >= 0 else 128 - code


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
