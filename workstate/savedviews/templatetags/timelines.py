"""Lines of a timeline in templates."""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from workstate.savedviews.layouts.timeline import Group
from workstate.savedviews.layouts.timeline.pen import Pen

register = template.Library()

PEN = "_pen_of_timeline"


@register.simple_tag(takes_context=True)
def lines_of_group(context: Context, group: Group) -> SafeString:
    """The lines of a group as list items: `savedviews/timeline/_row.html` for each."""
    # One pen for all groups of a page. An included template shares nothing with the next but the request.
    request = context["request"]
    pen = getattr(request, PEN, None)
    if pen is None:
        pen = Pen(context["timeline"], cast("dict[str, Any]", context.flatten()))
        setattr(request, PEN, pen)
    return mark_safe("".join([pen.line(line) for line in group.lines]))  # nosec: drawn by stencils
