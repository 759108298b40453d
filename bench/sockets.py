"""
A thousand open pages on the running product: `python -m bench.sockets --people 1000 --teams-of 20`.

Starts `workstate up` on a folder that is thrown away (Daphne, worker, scheduler, its own PostgreSQL and Valkey), lets a browser
of each person listen, and has some of them change tasks over REST while the others wait. Measured is the time from the moment
at which a change is sent to the one at which the socket of each other person of the team is told of that very task; and what
the web server holds before they come, while they listen, and after they have left.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.asyncio.client import ClientConnection, connect

from bench.measure import Times
from workstate.embedded.testing import Product

if TYPE_CHECKING:
    from bench.crowd import Browser, Team

AT_ONCE = 50  # browsers that open their sockets at the same time
PATIENCE = 60.0  # seconds in which everybody must have been told


class Ear:
    """The socket of one browser, and when it was told of which topic."""

    def __init__(self, browser: Browser, socket: ClientConnection) -> None:
        self.browser = browser
        self._socket = socket
        self._told: dict[str, asyncio.Future[float]] = {}
        self._listening = asyncio.create_task(self._listen())

    def wait_for(self, topic: str) -> asyncio.Future[float]:
        return self._told.setdefault(topic, asyncio.get_running_loop().create_future())

    async def _listen(self) -> None:
        async for text in self._socket:
            at = time.perf_counter()
            for topic in json.loads(text).get("changed", ()):
                told = self._told.pop(topic, None)
                if told and not told.done():
                    told.set_result(at)

    async def close(self) -> None:
        self._listening.cancel()
        await self._socket.close()


class Site:
    def __init__(self, product: Product) -> None:
        self.product = product
        self.web = product.child(" -m daphne ")

    def memory(self) -> dict[str, float]:
        """Megabytes, by the share of each process in what it holds: of the web server, and of everything."""
        family = self.product.family()
        return {"web": _held([self.web]), "all": _held(family)}

    def processor(self) -> float:
        """Seconds that the web server has computed."""
        fields = Path(f"/proc/{self.web}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, browser: Browser, method: str, path: str, **body: object) -> int:
        connection = http.client.HTTPConnection("localhost", self.product.port, timeout=PATIENCE)
        try:
            connection.request(method, path, json.dumps(body) if body else None, browser.headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    @asynccontextmanager
    async def listening(self, browsers: Iterable[Browser]) -> AsyncIterator[list[Ear]]:
        gate = asyncio.Semaphore(AT_ONCE)
        url = self.product.url.replace("http", "ws") + "/ws/"

        async def open_one(browser: Browser) -> Ear:
            async with gate:
                socket = await connect(
                    url,
                    origin=self.product.url,  # type: ignore[arg-type]
                    additional_headers={"Cookie": browser.cookie},
                    open_timeout=PATIENCE,
                    ping_interval=None,
                    compression=None,
                )
                await socket.send(f"since {time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime())}+00:00")
                await asyncio.wait_for(socket.recv(), PATIENCE)
                return Ear(browser, socket)

        async with AsyncExitStack() as stack:
            ears = await asyncio.gather(*map(open_one, browsers))
            for ear in ears:
                stack.push_async_callback(ear.close)
            yield list(ears)


async def changes(site: Site, ears: list[Ear], *, count: int, rate: float) -> tuple[list[float], list[float], int]:
    """Seconds until each other was told, seconds until each request was answered, and how many were never told."""
    by_team: dict[str, list[Ear]] = {}
    for ear in ears:
        by_team.setdefault(ear.browser.team.slug, []).append(ear)
    told: list[float] = []
    answered: list[float] = []
    missed = 0
    free = {team: list(listening[0].browser.team.tasks) for team, listening in by_team.items()}

    async def change(team: str, task: tuple[int, str]) -> None:
        nonlocal missed
        number, pk = task
        actor, *others = random.sample(by_team[team], len(by_team[team]))
        waiting = [ear.wait_for(f"task:{number}") for ear in others]
        path = f"/api/v1/workspaces/{team}/tasks/{pk}/"
        started = time.perf_counter()
        status = await asyncio.to_thread(
            site.ask, actor.browser, "PATCH", path, title=f"Task {number}, {time.time_ns()}"
        )
        answered.append(time.perf_counter() - started)
        assert status == 200, status
        done, never = await asyncio.wait(waiting, timeout=PATIENCE)
        told.extend(one.result() - started for one in done)
        missed += len(never)
        free[team].append(task)

    running = []
    for _ in range(count):
        team = random.choice([team for team, numbers in free.items() if numbers])
        running.append(asyncio.create_task(change(team, free[team].pop(0))))
        await asyncio.sleep(random.expovariate(rate))
    await asyncio.gather(*running)
    return told, answered, missed


async def measure(site: Site, teams: list[Team], arguments: argparse.Namespace) -> None:
    browsers = [browser for team in teams for browser in team.people]
    line = f"{len(browsers):,} people in {len(teams)} workspaces, {arguments.rate:g} changes a second"
    async with site.listening(browsers[: arguments.teams_of]) as few:
        await changes(site, few, count=10, rate=2)  # the first of everything is loaded
    await asyncio.sleep(2)
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {line}")
    print(f"before: {_spelled(site.memory())}")
    for round_ in range(arguments.rounds):
        began, computed = time.perf_counter(), site.processor()
        async with site.listening(browsers) as ears:
            seconds, spent = time.perf_counter() - began, site.processor() - computed
            print(f"all listen after {seconds:.1f} s ({spent:.1f} s of processor); {_spelled(site.memory())}")
            computed, began = site.processor(), time.perf_counter()
            told, answered, missed = await changes(site, ears, count=arguments.changes, rate=arguments.rate)
            spent = (site.processor() - computed) / (time.perf_counter() - began)
            print(f"  told {_times(told)}; never {missed}")
            print(f"  the request itself {_times(answered)}; the web server computes {spent:.0%} of the time")
            print(f"  while they listen: {_spelled(site.memory())}")
        await asyncio.sleep(5)
        print(f"after round {round_ + 1}: {_spelled(site.memory())}", flush=True)


def _times(seconds: list[float]) -> str:
    times = Times.of(seconds)
    return f"p50 {times.p50:.0f} ms, p99 {times.p99:.0f} ms, most {max(seconds) * 1000:.0f} ms ({len(seconds):,})"


def _spelled(memory: dict[str, float]) -> str:
    return f"{memory['web']:.0f} MB in the web server, {memory['all']:.0f} MB in all"


def _held(pids: Iterable[int]) -> float:
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.sockets", description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--teams-of", type=int, default=20, help="people in one workspace")
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--rate", type=float, default=5, help="changes a second")
    parser.add_argument("--rounds", type=int, default=2, help="times that all come and leave again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        product = Product(Path(folder), SECRET_KEY="for benchmarks alone")
        try:
            product.start()
            os.environ.update(product.addresses, SECRET_KEY="for benchmarks alone")
            os.environ["DJANGO_SETTINGS_MODULE"] = "workstate.config.settings"
            import django

            django.setup()
            from bench.crowd import gather

            teams = gather(arguments.people, of=arguments.teams_of)
            asyncio.run(measure(Site(product), teams, arguments))
        finally:
            product.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
