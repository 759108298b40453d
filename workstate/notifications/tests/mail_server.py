"""A real mail server for tests, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP


@contextmanager
def mail_server(handler: object) -> Iterator[int]:
    """
    Serve with the handler of aiosmtpd; yields the port, which the system chooses.

    aiosmtpd's own Controller cannot leave the choice to the system, and gives itself but a second to answer.
    """
    loop = asyncio.new_event_loop()
    # Only that thread runs the loop: this one may be inside another, as that of a browser.
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    made = asyncio.run_coroutine_threadsafe(_serve(handler, loop), loop)
    server = made.result(60)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


async def _serve(handler: object, loop: asyncio.AbstractEventLoop) -> asyncio.Server:
    return await loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0)


async def _close(server: asyncio.Server) -> None:
    server.close()
    talking = asyncio.all_tasks() - {asyncio.current_task()}
    for task in talking:
        task.cancel()
    await asyncio.gather(*talking, return_exceptions=True)
