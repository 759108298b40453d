"""A server of a test's own that says what it is told to say, byte for byte, in threads of its own."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Say = Callable[[socket.socket], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@dataclass
class Talking:
    port: int
    heard: list[bytes] = field(default_factory=list)
    """The requests that came, whole; nothing of those who said nothing."""


def saying(answer: bytes) -> Say:
    return lambda connected: connected.sendall(answer)


@contextmanager
def talking_server(
    say: Say, *, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Talking]:
    with socket.create_server((host, port)) as listening:
        server = Talking(listening.getsockname()[1])
        over = threading.Event()

        def serve(connected: socket.socket) -> None:
            with suppress(OSError):
                if tls:
                    connected = tls.wrap_socket(connected, server_side=True)
                with connected:
                    server.heard.append(_request(connected))
                    say(connected)

        def accept() -> None:
            while not over.is_set():
                try:
                    connected, _address = listening.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connected,), daemon=True).start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield server
        finally:
            over.set()
            # Whoever waits in accept() is not woken by closing the socket.
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            accepting.join(30)


def _request(connected: socket.socket) -> bytes:
    heard = b""
    while b"\r\n\r\n" not in heard and (some := connected.recv(65536)):
        heard += some
    head, _end, body = heard.partition(b"\r\n\r\n")
    said = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    length = int(said.group(1)) if said else 0
    while len(body) < length and (some := connected.recv(65536)):
        heard, body = heard + some, body + some
    return heard


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, str]:
    """What a server of that name shows, and the file by which others know it."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, str(file)
