from __future__ import annotations

from django import template

from workstate.reports.saved.keeping import Keeping
from workstate.reports.screen.choosing import Bar

register = template.Library()


@register.simple_tag
def keep(bar: Bar) -> Keeping:
    """What the page of this bar offers to keep it: {% keep bar as kept %}"""
    return Keeping(bar.description, bar.reader.actor, bar.typed)
