"""Handing out bytes so that no browser runs them, draws them as a page, keeps them or tells them to another site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import IO, cast

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header

from workstate.attachments import storage
from workstate.attachments.addresses import Purpose
from workstate.attachments.kinds import served_as
from workstate.attachments.models import Attachment
from workstate.core.errors import NotFound

BUCKET_SECONDS = 60
# Nothing may come of it even where a browser were to open it (CSP level 3, 6.3.2: sandbox without any exception).
POLICY = "sandbox; default-src 'none'"
_PICTURE = "image/webp"


def handed_out(attachment: Attachment, purpose: Purpose, request: HttpRequest) -> HttpResponseBase:
    """The file to be saved, or a picture that we drew of it; raises NotFound when there is none."""
    if purpose == Purpose.DOWNLOAD:
        content_type = served_as(attachment.content_type)
        address = storage.bucket_address(
            attachment.key, name=attachment.name, content_type=content_type, seconds=BUCKET_SECONDS
        )
        if address:
            return guarded(HttpResponseRedirect(address))
        return streamed(attachment.key, content_type, request, name=attachment.name)
    key = attachment.thumbnail_key if purpose == Purpose.THUMBNAIL else attachment.preview_key
    return streamed(key, _PICTURE, request)


def streamed(key: str, content_type: str, request: HttpRequest, *, name: str = "") -> HttpResponseBase:
    if not key:
        raise NotFound
    try:
        file = cast("IO[bytes]", storage.storage().open(key))
    except FileNotFoundError as error:
        raise NotFound from error
    response: StreamingHttpResponse
    if isinstance(request, ASGIRequest):
        # Of an ordinary iterator Django would put all together before it sends the first byte.
        response = StreamingHttpResponse(_pieces(file), content_type=content_type)
        response["Content-Length"] = str(storage.storage().size(key))
    else:
        response = FileResponse(file, content_type=content_type)
    disposition = content_disposition_header(as_attachment=bool(name), filename=name) if name else "inline"
    response["Content-Disposition"] = disposition or "attachment"
    return guarded(response)


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    try:
        while piece := await sync_to_async(file.read, thread_sensitive=False)(storage.CHUNK):
            yield piece
    finally:
        await sync_to_async(file.close, thread_sensitive=False)()
