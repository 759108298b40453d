"""What the templates of focus need beside the components of the house."""

from __future__ import annotations

from math import pi

from django import template
from django.template import Context

from workstate.core.clock import now
from workstate.focus.glance import Glance
from workstate.focus.queries import Counts, counts_of
from workstate.tasks.models import Task

register = template.Library()

RADIUS = 15.9155  # so that the circle is a hundred long
assert round(2 * pi * RADIUS) == 100


@register.simple_tag(takes_context=True)
def glance(context: Context) -> Glance | None:
    """The person's interval if the header has anything to show of it: what the view has just settled, else what the frame knows."""
    state = context.get("state")
    if state is not None:
        found = Glance.of(state.last) if state.last else None
    else:
        shell = context.get("shell")
        found = shell.focus if shell else None
    return found if found and found.shows else None


@register.filter
def countdown(seconds: int) -> str:
    """25:00, or 1:30:00 beyond an hour."""
    hours, rest = divmod(max(0, int(seconds)), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


@register.filter
def minutes(seconds: int) -> str:
    """Whole minutes; below one, seconds."""
    return f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"


@register.simple_tag
def gone_of(focus: Glance) -> int:
    """How much of the interval has passed, in hundredths."""
    passed = (now() - focus.started_at).total_seconds()
    return max(0, min(100, round(100 * passed / focus.planned)))


@register.simple_tag(takes_context=True)
def focus_counts(context: Context, task: Task | None = None) -> Counts:
    """How often the person focused today, and on the task."""
    return counts_of(context["request"].actor, task)
