"""A socket as the browser of somebody who is signed in opens it."""

from __future__ import annotations

from typing import Any

from channels.testing import WebsocketCommunicator
from django.test import Client

from workstate.accounts.models import User
from workstate.live.routing import websocket

# Seconds. What comes at once is not waited for; channels itself gives up on a busy machine after one.
PATIENCE = 60


class Socket(WebsocketCommunicator):  # type: ignore[misc]
    browser: Client

    async def connect(self, timeout: float = PATIENCE) -> tuple[bool, Any]:
        return await super().connect(timeout)  # type: ignore[no-any-return]

    async def receive_output(self, timeout: float = PATIENCE) -> dict[str, Any]:
        return await super().receive_output(timeout)  # type: ignore[no-any-return]

    async def receive_from(self, timeout: float = PATIENCE) -> Any:
        return await super().receive_from(timeout)

    async def disconnect(self, code: int = 1000, timeout: float = PATIENCE) -> None:
        await super().disconnect(code, timeout)


def socket_of(user: User | None, *, origin: str = "http://localhost", path: str = "/ws/") -> Socket:
    client = Client()
    if user:
        client.force_login(user)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"origin", origin.encode()), (b"cookie", cookie.encode()), (b"host", b"localhost")]
    socket = Socket(websocket, path, headers=headers)
    socket.browser = client
    return socket
