"""What the templates of notices need: instants as their data keeps them."""

from __future__ import annotations

from datetime import datetime

from django import template

from workstate.accounts.formats import current_formats

register = template.Library()


@register.filter
def instant(text: str) -> datetime | None:
    """An instant that the data of a notice holds as ISO 8601; None where it holds none, for a notice is on every page."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@register.filter
def time_said(at: datetime | None) -> str:
    """17:42, and on another day 17:42 yesterday."""
    if at is None:
        return ""
    formats = current_formats()
    day = formats.local(at).date()
    return formats.time(at) if day == formats.today else f"{formats.time(at)} {formats.day(day)}"
