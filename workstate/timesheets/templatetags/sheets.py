"""What the templates of a timesheet draw many times."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from workstate.core.durations import format_duration
from workstate.timesheets.queries import Cell, Sum

register = template.Library()


@register.simple_tag
def hours(total: Sum, empty: str = "0:00") -> SafeString | str:
    """Hours and minutes; a running timer's go on counting."""
    if total.since is None:
        return format_duration(total.seconds) if total.seconds else empty
    return format_html(
        '<time data-elapsed-since="{}" data-elapsed-base="{}" data-elapsed-format="hm">{}</time>',
        total.since.isoformat(),
        total.base,
        format_duration(total.seconds),
    )


@register.simple_tag
def marks(cell: Cell) -> SafeString:
    """The attributes of a cell: what its script and its styles go by."""
    held = cell.held
    classes = ["n", *["has-note"] * bool(held.note), *["is-many"] * cell.is_many, *["is-running"] * held.is_running]
    parts = [format_html('class="{}" data-seconds="{}"', " ".join(classes), held.seconds)]
    if cell.total.since is not None:
        parts.append(format_html('data-since="{}"', cell.total.since.isoformat()))
    elif held.running:
        parts.append(format_html('data-extra="{}"', held.running))
    if held.note:
        parts.append(format_html('title="{}"', held.note))
    if cell.lock:
        parts.append(format_html('data-fixed="{}" aria-readonly="true"', cell.lock))
    return format_html_join(" ", "{}", ((part,) for part in parts))
