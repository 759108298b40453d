"""A report as a PDF that can be sent to a client."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from workstate.accounts.formats import written_as
from workstate.billing.letterheads.queries import letterhead_of
from workstate.reports.exporters.pdf.paper import Paper
from workstate.reports.exporters.pdf.process import LIMITS, Limits, set_pdf
from workstate.reports.report import Report

# Of the whole, what has been done when the report is written down and remains to be set.
WRITTEN = 0.15


def make_pdf(
    report: Report,
    *,
    title: str = "",
    note: str = "",
    on_progress: Callable[[float], None] | None = None,
    limits: Limits = LIMITS,
) -> bytes:
    """
    The report on paper, in the language and formats of its reader; it needs no request. A report of ten thousand rows takes
    a minute or two.

    `on_progress` is told which share is done. Raises Invalid for more rows than paper has room for, and process.NotSet, in
    words for the person, where it could not be set.
    """
    tell = on_progress or (lambda share: None)
    with translation.override(report.reader.actor.user.language), written_as(report.reader.formats):
        sheets = Paper(report, letterhead_of(report.reader.actor.workspace), title=title, note=note).sheets()
        tell(WRITTEN)
        return set_pdf(sheets, on_progress=lambda share: tell(WRITTEN + (0.9 - WRITTEN) * share), limits=limits)
