"""The folder that holds everything of one installation: the database, the secrets made for it, uploaded files."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from workstate.embedded.errors import CannotStart
from workstate.embedded.system_user import SystemUser


def default_data_folder(environment: Mapping[str, str]) -> Path:
    """`WORKSTATE_DATA_DIR`; else `.workstate` in a checkout, and the XDG data home for an installed Workstate."""
    chosen = environment.get("WORKSTATE_DATA_DIR", "").strip()
    if chosen:
        return Path(chosen).expanduser().absolute()
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and (checkout / "workstate").is_dir():
        return checkout / ".workstate"
    home = environment.get("XDG_DATA_HOME", "").strip()
    return (Path(home) if home else Path.home() / ".local" / "share") / "workstate"


class DataFolder:
    """Paths, locks and generated secrets of a data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.postgres = path / "postgres"
        self.sockets = path / "run"
        self.valkey = path / "valkey"
        self.logs = path / "log"
        self.media = path / "media"
        self._held: dict[str, IO[str]] = {}

    def prepare(self, user: SystemUser | None = None) -> None:
        """Make the folder and prove that it can be written; raises CannotStart."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
            for folder in (self.sockets, self.logs, self.media):
                folder.mkdir(mode=0o700, exist_ok=True)
            if user and user.is_other:
                user.own(self.sockets)
                # The servers pass through to their own folders; they cannot list this one.
                self.path.chmod(stat.S_IMODE(self.path.stat().st_mode) | stat.S_IXOTH)
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.path} cannot be written ({error.strerror})."
                " Give it to this user, or choose another with WORKSTATE_DATA_DIR."
            ) from None

    def hold(self, purpose: str) -> bool:
        """Take the folder for ourselves until the process ends, saying for what. False when another has it."""
        file = (self.path / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "purpose": purpose}))
        file.flush()
        self._held["lock"] = file
        return True

    def holder(self) -> tuple[int, str]:
        """The process that has the folder, and for what."""
        try:
            facts = json.loads((self.path / "lock").read_text())
            return int(facts["pid"]), str(facts["purpose"])
        except (OSError, ValueError, KeyError):
            return 0, "another process"

    def join(self) -> None:
        """Say that we use the servers of the process that has the folder."""
        file = (self.path / "joined").open("a+")
        fcntl.flock(file, fcntl.LOCK_SH)
        self._held["joined"] = file

    def wait_for_others(self) -> None:
        """Return when nobody uses our servers any more."""
        with (self.path / "joined").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    def let_go(self) -> None:
        while self._held:
            self._held.popitem()[1].close()

    def secret(self, name: str, length: int = 32) -> str:
        """A random secret that is made once and kept in a file only we can read."""
        path = self.path / name
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            value = secrets.token_urlsafe(length)
        write_privately(path, value + "\n")
        return value

    def write_addresses(self, addresses: Mapping[str, str]) -> None:
        write_privately(self.path / "services.json", json.dumps(dict(addresses)))

    def addresses(self) -> dict[str, str]:
        """DATABASE_URL and REDIS_URL of the servers that run in this folder; empty when none does."""
        try:
            return {
                str(name): str(value) for name, value in json.loads((self.path / "services.json").read_text()).items()
            }
        except (OSError, ValueError):
            return {}

    def forget_addresses(self) -> None:
        (self.path / "services.json").unlink(missing_ok=True)


def write_privately(path: Path, text: str) -> None:
    """Write a file of mode 600 that is there whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
