from __future__ import annotations

from django import template
from django.template import Context

from workstate.workspaces.settings_pages import Tab, tabs_of

register = template.Library()


@register.simple_tag(takes_context=True)
def settings_tabs(context: Context) -> list[Tab]:
    """The pages of the workspace's settings that the person sees, with which of them this is."""
    request = context["request"]
    return tabs_of(request.actor, request.path)
