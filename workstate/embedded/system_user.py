"""Who the servers run as when we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from workstate.embedded.errors import CannotStart

NAME = "workstate-db"


@dataclass(frozen=True)
class SystemUser:
    """The account a server runs as; uid -1 means our own."""

    uid: int = -1
    gid: int = -1

    @property
    def is_other(self) -> bool:
        return self.uid != -1

    def own(self, path: Path) -> None:
        """Hand a file or an empty folder over to this user."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def needs_traversal(self, *paths: Path) -> bool:
        """Whether a folder on the way to one of the paths is closed to this user."""
        return self.is_other and any(not self._reaches(path) for path in paths)

    def _reaches(self, path: Path) -> bool:
        for folder in path.resolve().parents:
            status = folder.stat()
            mine = status.st_uid == self.uid and status.st_mode & stat.S_IXUSR
            if not mine and not status.st_mode & stat.S_IXOTH:
                return False
        return True


def server_user() -> SystemUser:
    """Ourselves, or as root a system user made for the purpose.

    PostgreSQL refuses to run as root: whoever breaks into it would own the machine. Containers and small servers
    are often used as root all the same, so there the servers get an account of their own, without a shell or a home.
    """
    if os.geteuid() != 0:
        return SystemUser()
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        entry = _create()
    return SystemUser(entry.pw_uid, entry.pw_gid)


def _create() -> pwd.struct_passwd:
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", NAME]
    elif shutil.which("adduser"):  # BusyBox
        command = ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", NAME]
    else:
        raise CannotStart(
            f"PostgreSQL does not run as root. Make a system user named {NAME}, or start Workstate as another user."
        )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(NAME)  # also when another process was quicker
    except KeyError:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotStart(
            f"The system user {NAME}, as which PostgreSQL runs, cannot be made ({reason[0]})."
            " Start Workstate as another user than root."
        ) from None
