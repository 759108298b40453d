"""The `workstate` command: `up`, `services`, and Django's own command line with the database of the data folder."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from types import FrameType

from workstate.embedded.data_folder import DataFolder, default_data_folder
from workstate.embedded.errors import CannotStart
from workstate.embedded.services import is_given, running_services
from workstate.embedded.surroundings import completed

USAGE = """\
Workstate: tasks and time as equals.

  workstate up                         run it: web, worker, scheduler, and a database unless DATABASE_URL names one
  workstate services -- COMMAND        run a command beside a throw-away PostgreSQL and Valkey
  workstate demo --user EMAIL          fill a workspace with sample data (--remove takes it away)
  workstate create-account EMAIL       make an account (--password-stdin, --admin)
  workstate import …                   bring in an export of another program
  workstate search rebuild             make anew what the search finds
  workstate help [COMMAND]             every other command: migrate, shell, createsuperuser, …
  workstate --version

The data is kept in {folder} (WORKSTATE_DATA_DIR). All settings: docs/configuration.md.
"""
# Commands that ask nothing of the database, so none is started for them.
WITHOUT_DATABASE = {
    "help",
    "version",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "makemessages",
    "spectacular",
    "tailwind",
}


def main() -> int:
    arguments = sys.argv[1:]
    command = arguments[0] if arguments else "--help"
    if command in {"--version", "-V"}:
        print(f"workstate {_version()}")
        return 0
    if command in {"--help", "-h"}:
        print(USAGE.format(folder=default_data_folder(os.environ)), end="")
        return 0
    if command == "up":
        from workstate.embedded.up import main as up

        return up(arguments[1:])
    if command == "services":
        from workstate.embedded.__main__ import main as services

        return services(arguments[1:], program="workstate services")
    try:
        # A command's module cannot have a hyphen in its name; what people type can.
        return _django(
            ["workstate", command.replace("-", "_"), *arguments[1:]],
            needs_database=command not in WITHOUT_DATABASE and "--help" not in arguments,
        )
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _django(arguments: Sequence[str], *, needs_database: bool) -> int:
    folder = DataFolder(default_data_folder(os.environ))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workstate.config.settings")
    if not needs_database:
        os.environ.setdefault("SECRET_KEY", "not used by this command")
        return _execute(arguments, needs_database=False)
    if (
        is_given(os.environ, "DATABASE_URL")
        and is_given(os.environ, "REDIS_URL")
        and is_given(os.environ, "SECRET_KEY")
    ):
        return _execute(arguments)
    signal.signal(signal.SIGTERM, _leave)
    purpose = f"workstate {arguments[1]}"
    with running_services(folder.path, os.environ, purpose=purpose) as addresses:
        os.environ.update(completed(os.environ, folder, addresses))
        return _execute(arguments)


def _execute(arguments: Sequence[str], *, needs_database: bool = True) -> int:
    """Run Django's command line; raises CannotStart when the settings or the database do not let us."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from workstate.embedded.preparation import require_database

    try:
        if needs_database:
            require_database()
        execute_from_command_line(list(arguments))
    except ImproperlyConfigured as reason:
        raise CannotStart(str(reason)) from None
    return 0


def _version() -> str:
    try:
        return version("workstate")
    except PackageNotFoundError:
        return "from a folder that is not installed"


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
