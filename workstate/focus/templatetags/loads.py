"""The bar of a person's day: planned against the hours of work."""

from __future__ import annotations

from django import template

from workstate.focus.capacity import Cell

register = template.Library()
WHOLE = 100


@register.inclusion_tag("focus/capacity/_bar.html")
def load_bar(cell: Cell) -> dict[str, int]:
    """Percent of the longer of the two: what is planned within the hours, and what is over them."""
    whole = max(cell.works, cell.planned, 1)
    within = min(cell.works, cell.planned) * WHOLE // whole
    return {
        "within": within,
        "over": min(WHOLE - within, -(-cell.over * WHOLE // whole)),
        "has_hours": bool(cell.works),
    }
