"""The timeline: tasks as bars from the day on which they begin to the day on which they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from workstate.savedviews import facets
from workstate.savedviews.facets import Bucket
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.layouts.rows import first_of
from workstate.savedviews.layouts.timeline.lines import (
    UNDATED,
    Arrow,
    Line,
    arrows_among,
    below,
    dated_first,
    lines_of,
)
from workstate.savedviews.layouts.timeline.scale import SPANS, Scale
from workstate.savedviews.scenes import FIRST, LAST, Scene
from workstate.tasks import queries
from workstate.tasks.models import Task

MOST_DONE = 50


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    title: str
    lines: list[Line]
    count: int
    colour: str = ""
    undated: bool = False
    folded: bool = False

    @property
    def priority(self) -> bool:
        """Whether the colour is that of a priority, which is told by a flag."""
        return self.colour in {"p1", "p2", "p3", "p4"}


@dataclass(frozen=True)
class Timeline:
    """What the template draws. `by_priority`: bars have the colour of their priority, else of their project."""

    scene: Scene
    scale: Scale
    groups: list[Group]
    arrows: list[Arrow]
    more: str
    by_priority: bool

    @property
    def is_empty(self) -> bool:
        return not any(group.lines for group in self.groups)

    @property
    def week_width(self) -> int:
        return 7 * self.scale.day_width

    @property
    def shows_heads(self) -> bool:
        return self.scene.grouping is not None or len(self.groups) > 1

    @cached_property
    def spans(self) -> list[tuple[str, str, bool]]:
        words = {"week": _("Week"), "month": _("Month"), "quarter": _("Quarter"), "year": _("Year")}
        return [(span, words[span], span == self.scale.span) for span in SPANS]

    def query(self, *, on: date | None = None, span: str = "") -> str:
        """The address of this timeline at another day or from another distance."""
        query = QueryDict(mutable=True)
        query.update({**self.scene.look.parameters(), "span": span or self.scale.span})
        if self.scene.filter:
            query["filter"] = self.scene.filter
        if days := getattr(self.scene.place, "days", 0):
            query["days"] = str(days)
        if on := on or self.scene.on:
            query["on"] = max(FIRST, min(LAST, on)).isoformat()
        return "?" + query.urlencode()

    @property
    def moves(self) -> dict[str, str]:
        """Where the buttons lead."""
        scale = self.scale
        found = {
            "earlier": self.query(on=scale.earlier),
            "today": self.query(on=scale.formats.today),
            "later": self.query(on=scale.later),
            **{span: self.query(span=span) for span in SPANS},
        }
        return found | {"closer": found.get(scale.closer, ""), "farther": found.get(scale.farther, "")}


def draw(scene: Scene) -> Drawn:
    timeline = timeline_of(scene)
    return Drawn("savedviews/timeline/_timeline.html", {"timeline": timeline}, bundle="timeline.js")


def timeline_of(scene: Scene) -> Timeline:
    scale = Scale(scene.look.span, scene.on or scene.formats.today, scene.formats, scene.actor.user.first_weekday)
    tops, more = first_of(dated_first(scene.listed(scene.tasks)), scene.limit)
    lines = lines_of(scene, tops, below(scene, tops) if tops else [])
    done = _done(scene, scale)
    arrows = arrows_among(scene.actor, [*lines, *done]) if lines or done else []
    groups = _grouped(scene, lines, {task.pk: task for task in tops}, more=bool(more))
    if done:
        groups.append(Group("completed", _("Completed"), done, len(done), folded=True))
    by_priority = scene.place.project is not None or scene.look.group == "project"
    return Timeline(scene, scale, groups, arrows, more, by_priority)


def _done(scene: Scene, scale: Scale) -> list[Line]:
    """What was completed and stands in the days that are drawn."""
    if scene.done is None or scene.asks_for_ended:
        return []
    rows = scene.done.filter(parent=None, due_on__gte=scale.first, due_on__lte=scale.last)
    return lines_of(scene, list(queries.listed(rows, scene.actor)[:MOST_DONE]), [])


def _grouped(scene: Scene, lines: list[Line], tops: dict[object, Task], *, more: bool) -> list[Group]:
    """Lines under the headings of the look, those without a date under one of their own."""
    facet = scene.grouping
    keys = list(dict.fromkeys(task.group_key for task in tops.values())) if facet else []  # type: ignore[attr-defined]
    count = facets.counted(scene.tasks.exclude(UNDATED), facet) if more and facet else {}
    buckets = facet.buckets([*keys, *count], scene.actor, scene.formats) if facet else {}
    totals: dict[Bucket, int] = {}
    for key, number in count.items():
        totals[buckets[key]] = totals.get(buckets[key], 0) + number
    undated: list[Line] = []
    by_bucket: dict[Bucket, list[Line]] = {}
    whole = Bucket("all", _("Tasks"))
    here = by_bucket.setdefault(whole, []) if facet is None else []
    for line in lines:
        if line.depth == 0:
            top = tops[line.task.pk]
            bucket = buckets[top.group_key] if facet else whole  # type: ignore[attr-defined]
            here = undated if top.undated else by_bucket.setdefault(bucket, [])  # type: ignore[attr-defined]
        here.append(line)
    groups = [
        Group(bucket.key, bucket.title, found, totals.get(bucket) or _tops(found, tops), bucket.colour)
        for bucket, found in by_bucket.items()
        if found
    ]
    if undated:
        number = scene.tasks.filter(UNDATED).order_by().count() if more else _tops(undated, tops)
        groups.append(Group("undated", _("No dates"), undated, number, undated=True))
    return groups


def _tops(lines: list[Line], tops: dict[object, Task]) -> int:
    return sum(line.task.pk in tops for line in lines)
