"""
The respects in which tasks differ: what a list can be grouped by, sorted by and show as a column.

One table for all layouts, so that a board's columns, a list's groups and a table's order never disagree. A task with several
labels stands under the first of them by name, and so with people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.customfields import queries as fields
from workstate.savedviews.facets.base import Bucket, Facet, Orders
from workstate.savedviews.facets.columns import ColumnFacet, DayFacet, HandFacet, PriorityFacet, StateFacet
from workstate.savedviews.facets.custom import FieldFacet
from workstate.savedviews.facets.linked import AssigneeFacet, CreatorFacet, LabelFacet, ProjectFacet, SectionFacet
from workstate.tasks.models import Task

__all__ = [
    "Bucket",
    "DayFacet",
    "Facet",
    "FieldFacet",
    "Orders",
    "SectionFacet",
    "counted",
    "every",
    "fixed",
    "grouping",
    "named",
]


def fixed() -> list[Facet]:
    """Those that every workspace has, in the order in which they are offered, in the language in force."""
    return [
        HandFacet("hand", _("By hand"), "grip-vertical"),
        ColumnFacet("title", _("Title"), "title", "type", folded=True),
        SectionFacet(),
        ProjectFacet(),
        DayFacet("due", _("Due"), "due_on", "calendar", _("Overdue"), _("No date")),
        DayFacet("start", _("Start"), "start_on", "calendar-days", _("Started"), _("No start")),
        DayFacet("deadline", _("Deadline"), "deadline_on", "flag", _("Missed"), _("No deadline")),
        PriorityFacet(),
        LabelFacet(),
        AssigneeFacet(),
        ColumnFacet("estimate", _("Estimate"), "estimate", "timer"),
        ColumnFacet("tracked", _("Tracked"), "tracked", "timer"),
        CreatorFacet(),
        ColumnFacet("created", _("Created"), "created_at", "calendar"),
        ColumnFacet("completed", _("Completed"), "completed_at", "circle-check"),
        ColumnFacet("number", _("Number"), "number", "hash"),
        StateFacet(),
    ]


def every(actor: Actor) -> list[Facet]:
    """With the workspace's custom fields; one query."""
    return [*fixed(), *(FieldFacet(field) for field in fields.active(actor))]


def named(keys: Iterable[str], actor: Actor) -> dict[str, Facet]:
    """The facets with these keys, as far as there are such; a query only for custom fields."""
    wanted = set(keys)
    found = {facet.key: facet for facet in fixed() if facet.key in wanted}
    asked = [_uuid(key) for key in wanted if key.startswith("field:")]
    if ids := [pk for pk in asked if pk]:
        for field in fields.active(actor).filter(pk__in=ids):
            facet = FieldFacet(field)
            found[facet.key] = facet
    return found


def grouping(key: str, actor: Actor) -> Facet | None:
    """What a list is grouped by; None for nothing. Raises Invalid for what it cannot be grouped by."""
    if key == "none":
        return None
    facet = named([key], actor).get(key)
    if facet is None or not facet.groups:
        raise Invalid(_("Choose one of the groupings offered."), field="group")
    return facet


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key.removeprefix("field:"))
    except ValueError:
        return None


def counted(tasks: QuerySet[Task], facet: Facet) -> Mapping[Any, int]:
    """How many of the tasks have each key."""
    keyed: Any = facet.keyed(tasks.order_by())
    return dict(keyed.values("group_key").annotate(count=Count("pk")).values_list("group_key", "count"))
