"""`workstate up`: the whole product as one process and its children."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.client
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from functools import partial

from workstate.embedded import programs
from workstate.embedded.child import Child
from workstate.embedded.data_folder import DataFolder, default_data_folder
from workstate.embedded.errors import CannotStart
from workstate.embedded.server import Server
from workstate.embedded.services import wanted_servers
from workstate.embedded.supervisor import Supervisor
from workstate.embedded.surroundings import completed, listen, listening_place, require_redis
from workstate.embedded.system_user import server_user

SECONDS_TO_GET_READY = 90.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="workstate up",
        description="Run Workstate: the web server, the worker and the scheduler, with a PostgreSQL and a Valkey "
        "of its own unless DATABASE_URL and REDIS_URL name others. Stop it with Ctrl+C.",
        epilog="HOST and PORT say where it listens (127.0.0.1, 8000), WORKSTATE_DATA_DIR where the data is kept. "
        "All settings: docs/configuration.md.",
    )
    parser.parse_args(arguments)
    try:
        return asyncio.run(_Product(os.environ).run())
    except CannotStart as reason:
        print(reason, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:  # before there was anything to stop
        return 130


class _Product:
    """One run of `workstate up`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._given = environment
        self._folder = DataFolder(default_data_folder(environment))
        self._servers: list[Server] = []
        self._programs: list[Child] = []
        self._listener: socket.socket | None = None
        self._supervisor = Supervisor()

    async def run(self) -> int:
        host, port = listening_place(self._given)
        user = server_user()
        self._folder.prepare(user)
        if not self._folder.hold("workstate up"):
            raise _held_by_another(self._folder)
        self._supervisor.listen_to_signals()
        starting = asyncio.create_task(self._start(host, port))
        stopping = asyncio.create_task(self._supervisor.stopping.wait())
        try:
            await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()  # raises what kept it from starting
                await stopping
            return 0
        finally:
            starting.cancel()
            with contextlib.suppress(asyncio.CancelledError, CannotStart):
                await starting
            stopping.cancel()
            await self._supervisor.stop(self._programs, list(self._servers))
            self._folder.forget_addresses()
            self._folder.let_go()

    async def _start(self, host: str, port: int) -> None:
        listener = self._listener = await self._listen(host, port)
        require_redis(self._given)
        addresses = await self._start_servers()
        environment = completed({**self._given, "HOST": host, "PORT": str(port)}, self._folder, addresses)
        folder = self._folder.path

        preparation = programs.preparation(folder, environment)
        self._programs.append(preparation)
        if await self._supervisor.run_once(preparation) != 0:
            if self._supervisor.stopping.is_set():
                return
            raise CannotStart("Workstate did not start, for the reason above.")

        descriptor: int | None = listener.fileno()
        if listener.family == socket.AF_INET6:  # Daphne adopts sockets of the older family only
            listener.close()
            descriptor = None
        web = programs.web(folder, environment, descriptor=descriptor, host=host, port=port)
        rest = [programs.worker(folder, environment), programs.beat(folder, environment)]
        self._programs[:] = [web, *rest]
        await self._supervisor.keep(web)
        await self._wait_until_ready(host, port)  # alone on the processor: the first page comes seconds earlier
        for program in rest:
            await self._supervisor.keep(program)
        address = self._given.get("SITE_URL", "").strip() or f"http://localhost:{port}"
        self._supervisor.say(
            "New here? `workstate demo --user EMAIL` fills a workspace with sample data. Ctrl+C stops everything."
        )
        self._supervisor.say(f"Workstate is ready at {address}")

    async def _listen(self, host: str, port: int) -> socket.socket:
        # The web server of a killed forerunner may have the port for a moment yet.
        forerunner = programs.web(self._folder.path, {}, descriptor=0, host=host, port=port)
        await asyncio.to_thread(forerunner.clear_leftovers)
        return listen(host, port)

    async def _start_servers(self) -> dict[str, str]:
        wanted = wanted_servers(self._folder, self._given, user=server_user())
        self._servers.extend(wanted.values())
        for server in wanted.values():
            await asyncio.to_thread(server.prepare)
            await self._supervisor.keep(server, until_ready=partial(_answers, server))
        addresses = {name: server.url for name, server in wanted.items()}
        self._folder.write_addresses(addresses)
        return addresses

    async def _wait_until_ready(self, host: str, port: int) -> None:
        target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104
        known_host = next(
            (name for name in self._given.get("ALLOWED_HOSTS", "").split(",") if name.strip(" *")),
            "localhost",
        )
        deadline = asyncio.get_running_loop().time() + SECONDS_TO_GET_READY
        while not await asyncio.to_thread(_is_ready, target, port, known_host.strip().removeprefix(".")):
            if asyncio.get_running_loop().time() > deadline:
                raise CannotStart(
                    f"The web server did not answer at http://{target}:{port}/readyz; its own words, above, say why."
                )
            await asyncio.sleep(0.1)


async def _answers(server: Server) -> None:
    deadline = asyncio.get_running_loop().time() + SECONDS_TO_GET_READY
    while not await asyncio.to_thread(server.is_ready):
        if not server.is_running or asyncio.get_running_loop().time() > deadline:
            raise server.did_not_start()
        await asyncio.sleep(0.02)


def _is_ready(target: str, port: int, host: str) -> bool:
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _held_by_another(folder: DataFolder) -> CannotStart:
    pid, purpose = folder.holder()
    return CannotStart(
        f"The data folder {folder.path} is in use by `{purpose}` (process {pid})."
        " Stop that one first, or choose another folder with WORKSTATE_DATA_DIR."
    )
