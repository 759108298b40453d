"""Addresses to which webhooks are sent, of every kind that there is: those that take, refuse, hang, break off, lead inward."""

from __future__ import annotations

import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KINDS = ("well", "flaky", "errs", "gone", "hangs", "resets", "inward")


@dataclass
class Received:
    kind: str
    headers: dict[str, str]
    body: bytes
    status: int | None

    @property
    def message(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receivers:
    port: int = 0
    received: list[Received] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, kind: str) -> str:
        return f"http://127.0.0.1:{self.port}/{kind}"

    def of(self, kind: str) -> list[Received]:
        with self.lock:
            return [one for one in self.received if one.kind == kind]

    def taken(self, kind: str) -> Counter[str]:
        """How often each message was taken."""
        return Counter(one.message for one in self.of(kind) if one.status == 200)


@contextmanager
def receivers() -> Iterator[Receivers]:
    all_ = Receivers()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kind = self.path.strip("/")
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            with all_.lock:
                before = sum(one.kind == kind and one.message == headers["webhook-id"] for one in all_.received)
                status = {"well": 200, "flaky": 200 if before else 400, "errs": 500, "gone": 410, "inward": 307}.get(
                    kind
                )
                all_.received.append(Received(kind, headers, body, status))
            if kind == "hangs":
                all_.over.wait(60)
            elif kind == "resets":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            else:
                self.send_response(status or 500)
                if kind == "inward":
                    self.send_header("Location", all_.url("inner"))
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    all_.port = server.server_address[1]
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield all_
    finally:
        all_.over.set()
        server.shutdown()
        server.server_close()
