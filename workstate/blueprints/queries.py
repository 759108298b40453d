from __future__ import annotations

from django.db.models import QuerySet

from workstate.blueprints.models import Template
from workstate.core.actor import Actor


def listed(actor: Actor) -> QuerySet[Template]:
    """Without what they hold, which may be long."""
    return Template.objects.visible_to(actor).select_related("created_by").defer("body")


def kept(actor: Actor) -> QuerySet[Template]:
    return listed(actor).filter(deleted_at=None).order_by("name", "id")


def deleted(actor: Actor) -> QuerySet[Template]:
    """The newest first."""
    return listed(actor).filter(deleted_at__isnull=False).order_by("-deleted_at", "-id")
