"""Rows of a table in templates."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from workstate.savedviews.cells.drawing import TablePen
from workstate.savedviews.layouts.table import Table, TableGroup, is_editable

register = template.Library()

PEN = "_pen_of_table"


@register.simple_tag(takes_context=True)
def rows_of_table(context: Context, table: Table, group: TableGroup) -> SafeString:
    """The rows of a group as table rows: `savedviews/table/_row.html` for each."""
    # One pen for all groups of a page.
    request, scene = context["request"], context["scene"]
    pen = getattr(request, PEN, None)
    if pen is None:
        pen = TablePen(table.columns, table.wording, cast("dict[str, Any]", context.flatten()))
        setattr(request, PEN, pen)
    drawn = [pen.row(row, editable=is_editable(row.task, scene)) for row in group.rows]
    return mark_safe("".join(drawn))  # nosec: drawn by stencils
