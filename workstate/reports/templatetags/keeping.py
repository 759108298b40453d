from __future__ import annotations

from django import template

from workstate.reports.choosing import Bar
from workstate.reports.keeping import Keeping

register = template.Library()


@register.simple_tag
def keep(bar: Bar) -> Keeping:
    """What the page of this bar offers to keep it: {% keep bar as kept %}"""
    return Keeping(bar.description, bar.reader.actor, bar.typed)
