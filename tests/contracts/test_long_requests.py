"""The web server and requests without end: refused while they come, before anything of them is kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

MEGABYTE = 1024 * 1024
FORM = "multipart/form-data; boundary=x"
HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Daphne, as the product starts it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.set_inheritable(listener.fileno(), True)
        command = [sys.executable, "-m", "daphne", "workstate.config.asgi:application", "--verbosity=0"]
        server = subprocess.Popen(
            [*command, "--fd", str(listener.fileno())],
            pass_fds=[listener.fileno()],
            env={
                **os.environ,
                "SECRET_KEY": "for tests alone",
                "ALLOWED_HOSTS": "localhost",
                "ATTACHMENT_MAX_MB": "25",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield listener.getsockname()[1]
        finally:
            server.terminate()
            server.wait(timeout=20)


def sent(port: int, kind: str, megabytes: int, *, chunked: bool = False) -> tuple[bytes, int]:
    """The first line of the answer, and how many megabytes were taken before it came."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(HEAD) + megabytes * MEGABYTE}"
        line.sendall(
            f"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n{length}\r\n\r\n".encode()
        )
        taken = 0
        try:
            for piece in (HEAD, *([bytes(MEGABYTE)] * megabytes), b""):
                if chunked:
                    line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                elif piece:
                    line.sendall(piece)
                taken += len(piece) == MEGABYTE
        except OSError:
            pass
        return line.recv(1000).partition(b"\r\n")[0], taken


def test_what_announces_too_much_is_refused_at_once(port: int) -> None:
    for kind in (FORM, "application/json", "application/x-www-form-urlencoded"):
        answer, taken = sent(port, kind, 100)
        assert b" 413 " in answer
        assert taken < 20


def test_what_says_nothing_of_its_length_is_counted(port: int) -> None:
    for kind, limit in ((FORM, 65), ("application/json", 4)):
        answer, taken = sent(port, kind, 100, chunked=True)
        assert b" 413 " in answer
        assert limit - 1 <= taken < limit + 15


def test_a_form_with_files_as_long_as_it_may_be_reaches_the_application(port: int) -> None:
    start = time.monotonic()
    answer, taken = sent(port, FORM, 60)
    assert b" 403 " in answer  # it carries no token
    assert taken == 60
    assert time.monotonic() - start < 20


def test_a_short_request_is_answered_as_ever(port: int) -> None:
    answer, _taken = sent(port, "application/json", 1)
    assert b" 403 " in answer
