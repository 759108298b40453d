"""What the list of days needs beside the rest of the room."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from workstate.timetracking.gaps import Gap, Means
from workstate.timetracking.models import TimeEntry

register = template.Library()


@register.simple_tag
def missing_word(field: str) -> str:
    """What is asked of an entry that lacks something the workspace wants."""
    return {
        "description": _("needs a description"),
        "task": _("needs a task"),
        "project": _("needs a project"),
        "labels": _("needs a label"),
    }[field]


@register.simple_tag(takes_context=True)
def gap_query(context: Context, gap: Gap[TimeEntry], day: date) -> str:
    """The part of an address that has the form filled in with the time of a gap, to the second."""
    zone = context["request"].user.zone
    ends = [at.astimezone(zone) for at in (gap.start, gap.end)]
    shape = "%H:%M:%S" if any(at.second for at in ends) else "%H:%M"
    return urlencode({"day": day.isoformat(), "worked": "–".join(at.strftime(shape) for at in ends)})


@register.filter
def instant(at: datetime) -> str:
    """As programs and hidden fields write it."""
    return at.isoformat()


@register.filter
def mend_icon(means: str) -> str:
    return {Means.SPLIT_FIRST: "scissors", Means.REMOVE_SECOND: "trash-2", Means.END_FIRST: "arrow-up"}.get(
        Means(means), "arrow-down"
    )
