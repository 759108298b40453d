"""PostgreSQL and Valkey of one data folder, for as long as one process needs them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from workstate.embedded.data_folder import DataFolder
from workstate.embedded.errors import CannotStart
from workstate.embedded.postgres import PostgresServer
from workstate.embedded.server import Server
from workstate.embedded.system_user import SystemUser, server_user
from workstate.embedded.valkey import ValkeyServer


def wanted_servers(
    folder: DataFolder, environment: Mapping[str, str], *, user: SystemUser, fast: bool = False
) -> dict[str, Server]:
    """The servers that the environment leaves to us, by the variable that would replace each."""
    wanted: dict[str, Server] = {}
    if not is_given(environment, "DATABASE_URL"):
        wanted["DATABASE_URL"] = PostgresServer(
            folder.postgres,
            sockets=folder.sockets,
            password=folder.secret("database-password"),
            user=user,
            fast=fast,
        )
    if not is_given(environment, "REDIS_URL"):
        wanted["REDIS_URL"] = ValkeyServer(folder.valkey, password=folder.secret("valkey-password"), user=user)
    return wanted


def is_given(environment: Mapping[str, str], name: str) -> bool:
    """Whether the environment names a server, as `NAME` or as a file in `NAME_FILE`."""
    return any(environment.get(form, "").strip() for form in (name, f"{name}_FILE"))


@contextmanager
def running_services(
    path: Path | None, environment: Mapping[str, str], *, purpose: str, fast: bool = False
) -> Iterator[dict[str, str]]:
    """Addresses of the servers that the environment does not name, running while the block does.

    Without a path they live in a throw-away folder. In a folder that another process has open, its servers are used.
    """
    with ExitStack() as stack:
        if path is None:
            path = Path(tempfile.mkdtemp(prefix="workstate-"))
            stack.callback(shutil.rmtree, path, ignore_errors=True)
        folder = DataFolder(path)
        user = server_user()
        folder.prepare(user)
        stack.callback(folder.let_go)
        if not folder.hold(purpose):
            folder.join()
            yield _addresses_of_others(folder, environment)
            return
        servers = wanted_servers(folder, environment, user=user, fast=fast)
        for server in servers.values():
            server.prepare()
            log = (folder.logs / f"{server.name.lower()}.log").open("ab")
            stack.callback(server.stop)
            server.clear_leftovers()
            with log:
                server.start(log)
        for server in servers.values():
            server.wait_until_ready()
        addresses = {name: server.url for name, server in servers.items()}
        folder.write_addresses(addresses)
        stack.callback(folder.forget_addresses)
        stack.callback(folder.wait_for_others)
        yield addresses


def _addresses_of_others(folder: DataFolder, environment: Mapping[str, str]) -> dict[str, str]:
    known = folder.addresses()
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not is_given(environment, name) and name not in known]
    if missing:
        pid, purpose = folder.holder()
        raise CannotStart(
            f"The data folder {folder.path} is in use by {purpose} (process {pid}), which is just starting or stopping."
            " Try again in a moment."
        )
    return {name: value for name, value in known.items() if not is_given(environment, name)}
