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
    made = loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0)
    server = loop.run_until_complete(made)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
