"""Handing a made file to its owner."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from workstate.attachments.serving import BUCKET_SECONDS, guarded, streamed
from workstate.attachments.storage import bucket_address
from workstate.core.errors import NotFound
from workstate.reports.models import ReportFile

CONTENT_TYPE = "application/pdf"


def handed_out(file: ReportFile, request: HttpRequest) -> HttpResponseBase:
    """To be saved. Raises NotFound for one that is not made, or no longer there."""
    if file.stage != "made":
        raise NotFound
    address = bucket_address(file.key, name=file.name, content_type=CONTENT_TYPE, seconds=BUCKET_SECONDS)
    if address:
        return guarded(HttpResponseRedirect(address))
    return streamed(file.key, CONTENT_TYPE, request, name=file.name)
