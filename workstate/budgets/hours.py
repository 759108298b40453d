"""How much time went into projects, for the pages of clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from workstate.budgets.periods import month_of
from workstate.core.actor import Actor
from workstate.core.clock import today
from workstate.projects.extensions import Hours
from workstate.timetracking.models import DaySum, DayTotal


def hours_of(actor: Actor, projects: Sequence[UUID]) -> dict[UUID, Hours]:
    """Everybody's to whoever sees it, else one's own; in the month that the reader is in, and ever. One query."""
    month = month_of(today(actor.zone))
    within = Q(day__gte=month.first, day__lte=month.last)
    rows: QuerySet[Any] = (DayTotal if actor.administers else DaySum).objects.visible_to(actor)
    sums = rows.filter(project__in=projects).order_by().values("project")
    found = sums.annotate(ever=Sum("seconds", default=0), here=Sum("seconds", filter=within, default=0))
    return {row["project"]: Hours(row["here"], row["ever"]) for row in found}
