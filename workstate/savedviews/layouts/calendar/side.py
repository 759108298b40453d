"""What has no day yet, beside the calendar: to be dragged onto it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from workstate.savedviews.layouts.calendar.drawing import Pen
from workstate.savedviews.layouts.calendar.planned import undated
from workstate.savedviews.scenes import Scene
from workstate.tasks import queries
from workstate.tasks.rows import rows_of

MOST = 100


@dataclass(frozen=True, slots=True)
class Side:
    lines: SafeString
    count: int
    """In all."""
    hidden: int
    find: str
    url: str
    """Where to look for others."""


def side_of(scene: Scene, find: str = "") -> Side:
    """The first of them, more urgent ones ahead; `find` is a part of the title."""
    actor = scene.actor
    tasks = undated(scene, find)
    ordered = queries.listed(tasks, actor).order_by("priority", "position", "id")
    rows = rows_of(ordered[:MOST], actor, scene.formats, with_parent=True)
    count = tasks.order_by().count() if len(rows) == MOST else len(rows)
    pen = Pen(scene, {})
    return Side(
        lines=mark_safe("".join(map(pen.loose, rows))),  # nosec: drawn by stencils
        count=count,
        hidden=count - len(rows),
        find=find,
        url=reverse("views:undated", args=[actor.workspace.slug, scene.place.key]),
    )
