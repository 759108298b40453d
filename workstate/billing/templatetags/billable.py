"""The choice whether new time is billable, as pages of projects and tasks draw it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.billing.defaults import inherited_by, said_of
from workstate.billing.policies import can_set_billable
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.models import Task

register = template.Library()


@register.simple_tag
def billable_choice(subject: Project | Task, actor: Actor) -> dict[str, Any] | None:
    """What stands and what may be chosen, None for whoever may not choose. Two queries."""
    if not can_set_billable(actor, subject):
        return None
    if isinstance(subject, Task):
        address = reverse("billing:task-billable", args=[actor.workspace.slug, subject.number])
        above = _("as its project: billable"), _("as its project: not billable")
    else:
        address = reverse("billing:project-billable", args=[actor.workspace.slug, subject.pk])
        above = _("as client or workspace: billable"), _("as client or workspace: not billable")
    said, inherited = said_of(subject), inherited_by(subject, actor)
    options = [("", above[0] if inherited else above[1]), ("yes", _("billable")), ("no", _("not billable"))]
    return {"address": address, "options": options, "value": "" if said is None else "yes" if said else "no"}
