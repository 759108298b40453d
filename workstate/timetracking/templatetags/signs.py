"""What the templates of notices need: instants as their data keeps them."""

from __future__ import annotations

from datetime import datetime

from django import template

register = template.Library()


@register.filter
def instant(text: str) -> datetime | None:
    """An instant that the data of a notice holds as ISO 8601; None where it holds none, for a notice is on every page."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
