from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from workstate.core.ids import new_id
from workstate.timetracking.approving import week_in

register = template.Library()


@register.inclusion_tag("timetracking/_submission.html", takes_context=True)
def week_submission(context: template.Context, first: date) -> dict[str, Any]:
    """How the person's week stands, and what can be done about it: for the head of the timesheet."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "shell": context.get("shell"),
        "submission_week": week_in(request.actor, first),
        "ref": new_id(),
    }


@register.filter
def iso_day(value: str) -> date:
    """A day as the data of a notice holds it."""
    return date.fromisoformat(value)
