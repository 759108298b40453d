"""What stands in the addresses of reports."""

from __future__ import annotations

from django.urls import register_converter

from workstate.reports.shapes import ReportKind


class ReportKindConverter:
    """One of the nine kinds; no other word, so that the addresses beside them are not taken for a report."""

    regex = "|".join(ReportKind.values)

    def to_python(self, value: str) -> ReportKind:
        return ReportKind(value)

    def to_url(self, value: str) -> str:
        return ReportKind(value).value


register_converter(ReportKindConverter, "report")
