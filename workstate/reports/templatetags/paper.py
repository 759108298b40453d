from __future__ import annotations

from django import template

from workstate.reports.exporters.pdf import default_title
from workstate.reports.shapes import ReportKind

register = template.Library()


@register.filter
def title_on_paper(kind: ReportKind) -> str:
    """What a client calls a report of this kind."""
    return default_title(kind)
