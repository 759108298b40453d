from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from workstate.core.actor import Actor
from workstate.core.colours import COLOURS
from workstate.projects.models import Client, FoldedSection, Project, Section


def archived(actor: Actor) -> QuerySet[Project]:
    """The newest in the archive first."""
    return (
        Project.objects.visible_to(actor)
        .kept()
        .filter(archived_at__isnull=False)
        .select_related("client")
        .order_by("-archived_at", "-id")
    )


def free_colour(actor: Actor, *, first: str = COLOURS[0]) -> str:
    """The colour that the fewest projects have that are not put away; among several the first from `first` on."""
    at = COLOURS.index(first)
    counted = Project.objects.visible_to(actor).active().order_by().values_list("colour").annotate(Count("pk"))
    used = dict(counted)
    return min((*COLOURS[at:], *COLOURS[:at]), key=lambda colour: used.get(colour, 0))


def client_names(actor: Actor) -> list[str]:
    """To choose from: without those put away."""
    return list(Client.objects.visible_to(actor).active().by_name().values_list("name", flat=True)[:200])


def folded_among(sections: Iterable[Section], actor: Actor) -> set[UUID]:
    """Those of the sections that the actor keeps closed; no query for none."""
    ids = [section.pk for section in sections]
    rows = FoldedSection.objects.filter(user=actor.user, section__in=ids)
    return set(rows.values_list("section", flat=True)) if ids else set()
