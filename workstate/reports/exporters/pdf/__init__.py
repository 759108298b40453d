"""A report as a PDF that can be sent to a client."""

from __future__ import annotations

from workstate.reports.exporters.pdf.making import make_pdf
from workstate.reports.exporters.pdf.paper import default_title
from workstate.reports.exporters.pdf.process import LibrariesMissing, NotSet

__all__ = ["LibrariesMissing", "NotSet", "default_title", "make_pdf"]
