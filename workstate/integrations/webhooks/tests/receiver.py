"""A receiver of a test's own, which verifies what comes with the reference library of Standard Webhooks."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings
from standardwebhooks import Webhook as Verifier

from workstate.core.tests.talking_server import Talking, talking_server

Say = Callable[[socket.socket], None]


def answering(status: int) -> Say:
    return lambda connected: connected.sendall(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\nok".encode())


def redirecting(connected: socket.socket) -> None:
    connected.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/inner\r\nContent-Length: 0\r\n\r\n")


def resetting(connected: socket.socket) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connected.close()


class Receiver:
    def __init__(self, server: Talking) -> None:
        self.server = server
        self.url = f"http://127.0.0.1:{server.port}/hook"

    def messages(self, secret: str) -> list[tuple[str, dict[str, Any]]]:
        """What came, by its id; raises WebhookVerificationError for what is not signed with the secret."""
        found = []
        for request in self.server.heard:
            head, _end, body = request.partition(b"\r\n\r\n")
            lines = head.decode().split("\r\n")[1:]
            headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
            Verifier(secret).verify(body, headers)
            found.append((headers["webhook-id"], json.loads(body)))
        return found


@contextmanager
def receiver(say: Say) -> Iterator[Receiver]:
    with override_settings(OUTGOING_ALLOWED=["127.0.0.1/32"], OUTGOING_HTTP=True), talking_server(say) as server:
        yield Receiver(server)
