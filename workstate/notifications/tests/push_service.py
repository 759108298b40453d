"""A browser and its push service, as far as a server sees them: what comes is decrypted and its signature checked."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from django.test import override_settings

from workstate.core.tests.talking_server import Talking, talking_server

AUTHORIZATION = re.compile(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)")


def text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))


class Browser:
    """Holds the keys for which a server encrypts."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._secret = b"sixteen octets.."
        self.p256dh = text(
            self._private.public_key().public_bytes(
                serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
            )
        )
        self.auth = text(self._secret)

    def read(self, body: bytes) -> dict[str, Any]:
        opened = http_ece.decrypt(body, private_key=self._private, auth_secret=self._secret, version="aes128gcm")
        read: dict[str, Any] = json.loads(opened)
        return read


@dataclass
class Pushed:
    """One request as a push service takes it. Raises AssertionError for one that it would refuse."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, request: bytes) -> Pushed:
        head, _end, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        method, path, _version = first.split(" ")
        return cls(method, path, headers, body)

    def check(self, *, audience: str, key: str) -> None:
        """RFC 8030, 8188 and 8292: what must be there, and a signature of the server that subscribed."""
        assert self.method == "POST"
        assert self.headers["content-encoding"] == "aes128gcm"
        assert self.headers["ttl"].isdigit()
        assert self.headers["urgency"] in {"very-low", "low", "normal", "high"}
        assert re.fullmatch(r"[\w-]{1,32}", self.headers["topic"])
        assert len(self.body) <= 4096
        found = AUTHORIZATION.fullmatch(self.headers["authorization"])
        assert found, self.headers["authorization"]
        head, claims, signature, said_key = found.groups()
        assert said_key == key
        assert json.loads(octets(head))["alg"] == "ES256"
        said = json.loads(octets(claims))
        assert said["aud"] == audience
        assert time.time() < said["exp"] <= time.time() + 24 * 3600
        assert said["sub"].startswith(("mailto:", "https:"))
        both = octets(signature)
        signed = utils.encode_dss_signature(int.from_bytes(both[:32], "big"), int.from_bytes(both[32:], "big"))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), octets(key))
        point.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


class PushService:
    """Takes what is pushed. `answers` are the statuses in turn; then 201."""

    def __init__(self, server: Talking, answers: list[int]) -> None:
        self._server = server
        self.answers = answers

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def pushed(self) -> list[Pushed]:
        return [Pushed.of(request) for request in self._server.heard]


@contextmanager
def push_service(*answers: int) -> Iterator[PushService]:
    left = list(answers)

    def say(connected: Any) -> None:
        status = left.pop(0) if left else 201
        if status:
            connected.sendall(f"HTTP/1.1 {status} Said\r\nContent-Length: 0\r\n\r\n".encode())

    with talking_server(say) as server, override_settings(OUTGOING_ALLOWED=["127.0.0.1/32"], OUTGOING_HTTP=True):
        yield PushService(server, left)
