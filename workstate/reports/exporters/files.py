"""A report as a file: its name, its bytes, and the answer to who asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, override

from workstate.core.errors import NotFound
from workstate.reports.exporters.csv import csv_chunks, write_csv
from workstate.reports.exporters.json import json_chunks, write_json
from workstate.reports.exporters.xlsx import write_xlsx, xlsx_chunks
from workstate.reports.periods import Period
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind


@dataclass(frozen=True, slots=True)
class Format:
    """`write` writes the file; `chunks` gives it away piece by piece, while it is still being made."""

    content_type: str
    write: Callable[[Report, BinaryIO], None]
    chunks: Callable[[Report], Iterator[bytes]]


FORMATS: Final[dict[str, Format]] = {
    "csv": Format("text/csv; charset=utf-8", write_csv, csv_chunks),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx, xlsx_chunks),
    "json": Format("application/json", write_json, json_chunks),
}


class StreamedFile(StreamingHttpResponse):
    """
    Pieces that are made while they are sent, one at a time in the thread of the request, which has its database. Django by
    itself would put all of an ordinary iterator together before it sends the first byte.
    """

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        following = sync_to_async(lambda: next(pieces, None))
        while (piece := await following()) is not None:
            yield piece


def respond(report: Report, format: str) -> HttpResponse | StreamingHttpResponse:
    """The report as a file to keep. Raises NotFound of a format that there is not."""
    made = _format(format)
    response: HttpResponse | StreamingHttpResponse
    if report.table.is_long:
        response = StreamedFile(_in_this_language(made.chunks(report)), content_type=made.content_type)
    else:
        response = HttpResponse(content_of(report, format), content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(report, format)}"'
    return response


def content_of(report: Report, format: str) -> bytes:
    """The whole file, for a mail or for a report that is short. Raises NotFound of a format that there is not."""
    out = BytesIO()
    _format(format).write(report, out)
    return out.getvalue()


def file_name(report: Report, extension: str) -> str:
    """
    time-2026-11-16-to-2026-11-22-by-project-and-task.csv, or with the kind of report in front; with -rounded-up-15 if it
    is. Never anything but ASCII letters, digits and hyphens before the extension.
    """
    description = report.description
    parts = ["time" if description.kind == ReportKind.SUMMARY else description.kind.value, _days(description.period)]
    if description.shape.compares and (compared := description.compared):
        parts.append(f"against-{_days(compared)}")
    if description.groupings:
        parts.append("by-" + "-and-".join(grouping.value for grouping in description.groupings))
    if not description.rounding.is_none:
        parts.append(f"rounded-{description.rounding.code}")
    return f"{'-'.join(parts)}.{extension}"


def _format(name: str) -> Format:
    try:
        return FORMATS[name]
    except KeyError:
        raise NotFound from None


def _days(period: Period) -> str:
    return f"{period.first}" if period.days == 1 else f"{period.first}-to-{period.last}"


def _in_this_language(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What is made when the view has answered is still made in the language that was in force then."""
    return _spoken(chunks, get_language() or "en")


def _spoken(chunks: Iterator[bytes], language: str) -> Iterator[bytes]:
    while True:
        with override(language):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
