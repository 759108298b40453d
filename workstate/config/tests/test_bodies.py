"""What becomes of an answer that fails while it is sent."""

from __future__ import annotations

from asyncio import Queue
from typing import Any

from daphne.http_protocol import HTTPFactory
from daphne.server import Server
from twisted.internet.testing import StringTransport

from workstate.config.bodies import BoundedRequest


class Requests(HTTPFactory):  # type: ignore[misc]
    """Takes the line of a browser, as Daphne does."""

    def __init__(self) -> None:
        server = Server(application=None, endpoints=["unix:nowhere"])
        server.protocol_connected = server.protocol_disconnected = lambda protocol: None
        server.create_application = self._begin
        super().__init__(server)
        self.begun: list[BoundedRequest] = []

    def _begin(self, request: BoundedRequest, scope: dict[str, Any]) -> Queue[dict[str, Any]]:
        self.begun.append(request)
        return Queue()


def asked() -> tuple[BoundedRequest, Any]:
    requests, line = Requests(), StringTransport()  # type: ignore[no-untyped-call]
    protocol = requests.buildProtocol(None)
    protocol.requestFactory = BoundedRequest
    protocol.makeConnection(line)
    protocol.dataReceived(b"GET /acme/reports/detailed.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
    (request,) = requests.begun
    return request, line


def test_what_fails_while_it_is_sent_is_cut_off_and_does_not_end_well() -> None:
    request, line = asked()
    request.handle_reply({"type": "http.response.start", "status": 200, "headers": []})
    request.handle_reply({"type": "http.response.body", "body": b"Day,Tracked\r\n", "more_body": True})
    request.handle_exception(ValueError("the database went away"))
    assert line.disconnecting
    assert b"Day,Tracked" in line.value()
    assert not line.value().endswith(b"0\r\n\r\n")


def test_what_fails_before_anything_is_sent_is_an_error() -> None:
    request, line = asked()
    request.handle_exception(ValueError("no"))
    assert line.value().startswith(b"HTTP/1.1 500")
