from __future__ import annotations

from django.db.models import QuerySet

from workstate.core.actor import Actor
from workstate.projects.models import Client, Project


def archived(actor: Actor) -> QuerySet[Project]:
    """The newest in the archive first."""
    return (
        Project.objects.visible_to(actor)
        .kept()
        .filter(archived_at__isnull=False)
        .select_related("client")
        .order_by("-archived_at", "-id")
    )


def client_names(actor: Actor) -> list[str]:
    return list(Client.objects.visible_to(actor).order_by("name").values_list("name", flat=True)[:200])
