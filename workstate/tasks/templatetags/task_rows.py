"""Rows of tasks in templates."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from workstate.tasks.drawing import Pen, draw_rows
from workstate.tasks.rows import Group

register = template.Library()

PEN = "_pen_of_task_rows"


@register.simple_tag(takes_context=True)
def rows_of_group(context: Context, group: Group) -> SafeString:
    """The rows of a group as list items: `tasks/_row.html` for each."""
    # One pen for all groups of a page. An included template shares nothing with the next but the request.
    request = context["request"]
    pen = getattr(request, PEN, None)
    if pen is None:
        pen = Pen(cast("dict[str, Any]", context.flatten()))
        setattr(request, PEN, pen)
    return draw_rows(group.rows, group, pen)
