"""The rows of the detailed report, for the page that every report is drawn by."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template import Context

from workstate.core.errors import Invalid
from workstate.reports.detailed.entries import EntryList
from workstate.reports.report import Report

register = template.Library()


@register.inclusion_tag("reports/_detailed.html", takes_context=True)
def detailed_rows(context: Context, report: Report) -> dict[str, Any]:
    """The first rows of the report, or those from the place on that the address names: without script pages follow each other."""
    request = context["request"]
    after = request.GET.get("after", "")
    entries = EntryList(report.description, report.reader, after)
    try:
        entries.days  # noqa: B018  a place that is none is found out here
    except Invalid:
        entries = EntryList(report.description, report.reader)
    return {**cast("dict[str, Any]", context.flatten()), "entries": entries}
