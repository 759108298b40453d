"""Keeps children running: shows what they say, starts them again when they end, stops them all at the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import IO, TextIO

from workstate.embedded.child import Child

SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
# A child that ran this long was well: its next end is a new story, and it is started again at once.
WELL_AFTER = 30.0
LONGEST_LINE = 64 * 1024


class Supervisor:
    """Runs in the main thread, because Linux ends children with the thread that started them."""

    def __init__(self, output: TextIO | None = None) -> None:
        self.stopping = asyncio.Event()
        self._output: TextIO = output or sys.stdout
        self._children: list[Child] = []
        self._keepers: dict[Child, asyncio.Task[None]] = {}
        self._pumps: set[asyncio.Task[None]] = set()
        self._something_ended = asyncio.Event()
        self._impatient = False

    def listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._asked_to_stop)
        loop.add_signal_handler(signal.SIGCHLD, self._something_ended.set)

    def say(self, text: str, *, who: str = "workstate") -> None:
        try:
            print(f"{who:<10} | {text}", file=self._output, flush=True)
        except OSError:  # the reader of our output is gone; the product goes on
            self._output = open(os.devnull, "w")  # noqa: SIM115

    async def run_once(self, child: Child) -> int:
        """Run a child to its end, or to ours; returns its exit code."""
        process = await self._start(child)
        await self._wait_for_end(process)
        if process.poll() is None:
            await asyncio.to_thread(child.stop)
        return process.wait()

    async def keep(self, child: Child, *, until_ready: Callable[[], Awaitable[None]] | None = None) -> None:
        """Start a child, wait until it is ready if there is a way to tell, and keep it running from then on."""
        process = await self._start(child)
        self._children.append(child)
        if until_ready:
            await until_ready()
        self._keepers[child] = asyncio.create_task(self._keep_running(child, process))

    async def stop(self, *groups: list[Child]) -> None:
        """End the children, group by group, so that nobody loses what it stands on."""
        self.stopping.set()
        for keeper in self._keepers.values():
            keeper.cancel()
        await asyncio.gather(*self._keepers.values(), return_exceptions=True)
        for group in groups:
            await asyncio.gather(*(asyncio.to_thread(child.stop) for child in group))
        if self._pumps:  # last words
            await asyncio.wait(self._pumps, timeout=1.0)
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _start(self, child: Child) -> subprocess.Popen[bytes]:
        await asyncio.to_thread(child.clear_leftovers)
        process = child.start(subprocess.PIPE)
        if process.stdout:
            pump = asyncio.create_task(self._pump(child.name.lower(), process.stdout))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)
        return process

    async def _keep_running(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        pause = SHORTEST_PAUSE
        while not self.stopping.is_set():
            started = time.monotonic()
            await self._wait_for_end(process)
            if self.stopping.is_set():
                return
            pause = SHORTEST_PAUSE if time.monotonic() - started > WELL_AFTER else pause
            self.say(f"{child.name} ended ({_how(process.returncode)}); starting it again.")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                process = await self._start(child)
            except OSError as error:
                self.say(f"{child.name} cannot be started: {error.strerror}.")

    async def _wait_for_end(self, process: subprocess.Popen[bytes]) -> None:
        """Return when the process has ended or we are asked to stop."""
        while process.poll() is None and not self.stopping.is_set():
            self._something_ended.clear()
            await self._something_ended.wait()

    async def _pump(self, name: str, stream: IO[bytes]) -> None:
        reader = asyncio.StreamReader(limit=LONGEST_LINE)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), stream
        )
        try:
            while True:
                try:
                    line = await reader.readline()
                except ValueError:  # a line beyond the limit; what was read of it is dropped
                    continue
                if not line:
                    return
                self.say(line.decode(errors="replace").rstrip(), who=name)
        finally:
            transport.close()

    def _asked_to_stop(self) -> None:
        if self.stopping.is_set() and not self._impatient:
            self._impatient = True
            for child in self._children:
                if child.process and child.stop_signals[0][0] == signal.SIGTERM:
                    child.process.kill()
        self.stopping.set()
        self._something_ended.set()


def _how(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"by {signal.Signals(-code).name}"
    return f"exit code {code}"
