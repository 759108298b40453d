"""
Refuses requests that are too long while they arrive.

Daphne puts a whole body on the disk before it asks the application, so a middleware would see it too late: it is the
server's request that counts. A form with files may be as long as the largest file that any page takes; all else is short.
"""

from __future__ import annotations

from typing import Any

from daphne import http_protocol
from django.conf import settings

FORM = b"multipart/form-data"
IMPORT_MB = 64
OVERHEAD_MB = 1


class BoundedRequest(http_protocol.WebRequest):  # type: ignore[misc]
    """Knows how much it may bring: by what it announces, and by what then comes."""

    _received = 0
    _refused = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Twisted would read a form whole into memory, between all other requests, for what Django then parses itself.
        super().__init__(*args, **{**kwargs, "parsePOSTFormSubmission": False})

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        super().gotLength(length)
        if (length or 0) > self._limit():
            self._refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        self._received += len(data)
        if self._refused:
            return
        if self._received > self._limit():
            self._refuse()
        else:
            super().handleContentChunk(data)

    def process(self) -> Any:
        return None if self._refused else super().process()

    def handle_exception(self, exception: BaseException) -> None:
        """
        What fails while it is being sent is cut off, so that nobody takes the beginning for the whole. Daphne would start a
        second answer, which raises in the loop that looks after every connection and ends it.
        """
        if self._response_started:
            self.loseConnection()
        else:
            super().handle_exception(exception)

    def _limit(self) -> int:
        kind = (self.requestHeaders.getRawHeaders(b"content-type") or [b""])[0].strip().lower()
        files = max(settings.ATTACHMENT_MAX_MB, IMPORT_MB)
        largest: int = (
            (files + OVERHEAD_MB) * 1024 * 1024 if kind.startswith(FORM) else 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        return largest

    def _refuse(self) -> None:
        self._refused = True
        # Said past the reply that waits for the whole of the request; then the line is cut, with what still comes.
        self.channel.transport.write(
            b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n"
        )
        self.channel.loseConnection()


def bound_requests() -> None:
    """Called once, before Daphne takes its first connection."""
    http_protocol.WebRequest = BoundedRequest
