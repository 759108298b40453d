"""
The board: a column for each group, cards in it, the first of many.

Grouped by nothing it has the sections of a project as its columns, elsewhere the priorities.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from workstate.savedviews import facets
from workstate.savedviews.facets import Bucket, DayFacet, Facet
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.scenes import Scene
from workstate.savedviews.setting import is_settable
from workstate.tasks import queries
from workstate.tasks.access import learn_levels_of
from workstate.tasks.extensions import annotated
from workstate.tasks.models import Task
from workstate.tasks.rows import Row, rows_of

STEP: Final = 30
"""Cards of a column that are shown where the page shows a hundred rows."""
MOST_COLUMNS: Final = 80


@dataclass(frozen=True, slots=True)
class Column:
    """`count` and `estimate` (seconds) are of all that stands here; `rows` are the first of them."""

    bucket: Bucket
    rows: list[Row]
    count: int
    estimate: int
    takes: bool
    """Whether a card can be put here."""
    folded: bool = False
    adds: str = ""
    """The address of a line whose task comes to stand here."""

    @property
    def key(self) -> str:
        return self.bucket.key

    @property
    def is_over(self) -> bool:
        """More is at work than its section allows."""
        section = self.bucket.section
        return bool(section and section.limit and self.count > section.limit)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


@dataclass(frozen=True, slots=True)
class Board:
    facet: Facet
    columns: list[Column]
    by_hand: bool
    """Whether cards are put in order within a column."""
    changes: bool
    """Whether the actor may move cards at all."""
    hides_project: bool
    more: str = ""
    """How many rows to ask for next, when a column holds more than is shown."""
    left_out: int = 0
    """Columns beyond those drawn."""
    is_empty: bool = False
    sections: bool = False
    """Whether the columns are sections of a project, to be made, renamed, moved and deleted here."""


def draw(scene: Scene) -> Drawn:
    board = board_of(scene)
    return Drawn("savedviews/board/_board.html", {"board": board}, bundle="board.js")


def board_of(scene: Scene) -> Board:
    place = scene.place
    facet = _facet(scene)
    tasks = _tasks(scene, facet)
    step = max(1, STEP * scene.limit // 100)
    counts = _counted(scene, facet, tasks)
    buckets = facet.buckets([*(key for key, *_ in counts)], scene.actor, scene.formats)
    sums: dict[str, tuple[int, int]] = {}
    for key, count, planned in counts:
        name = buckets[key].key
        before = sums.get(name, (0, 0))
        sums[name] = before[0] + count, before[1] + (planned or 0)
    every = _columns(scene, facet, [buckets[key] for key, *_ in counts], sums)
    shown = every[:MOST_COLUMNS]
    found: dict[str, list[Task]] = {bucket.key: [] for bucket in shown}
    only = None if len(shown) == len(every) else {key for key, bucket in buckets.items() if bucket.key in found}
    first = list(_first(scene, facet, tasks, step, only=only))
    learn_levels_of(first, scene.actor)
    if late := {task.group_key for task in first} - set(buckets):  # type: ignore[attr-defined]
        # Moved since they were counted. One whose column there is not is shown by the news of its moving.
        buckets |= facet.buckets(late, scene.actor, scene.formats)
    for task in first:
        found.get(buckets[task.group_key].key, []).append(task)  # type: ignore[attr-defined]
    changes = place.project is None or place.adds
    maker = _Maker(
        scene,
        facet,
        changes=changes and is_settable(facet.key),
        step=step,
        folded=scene.folded(bucket.section for bucket in shown if bucket.section),
    )
    columns = [maker.column(bucket, found[bucket.key], *sums.get(bucket.key, (0, 0))) for bucket in shown]
    return Board(
        facet=facet,
        columns=columns,
        by_hand=scene.by_hand and facet.key == "section" and changes,
        changes=changes,
        hides_project=place.hides_project or facet.key == "project",
        more=str(scene.limit * 2) if any(column.has_more for column in columns) else "",
        left_out=len(every) - len(shown),
        is_empty=not any(count for count, _planned in sums.values()),
        sections=facet.key == "section" and place.project is not None and changes,
    )


def _facet(scene: Scene) -> Facet:
    if scene.grouping:
        return scene.grouping
    key = "section" if scene.place.project else "priority"
    return facets.named([key], scene.actor)[key]


def _tasks(scene: Scene, facet: Facet) -> QuerySet[Task]:
    """What stands on the board; by state also what is done with, where the place can tell."""
    if facet.key != "state" or scene.asks_for_ended or not scene.look.completed:
        return scene.tasks
    if (both := scene.place.done_too()) is not None:
        return scene.narrowed(both)
    if scene.place.name == "upcoming":
        return scene.tasks
    ended = Q(completed_at__isnull=False) | Q(cancelled_at__isnull=False)
    rows = scene.narrowed(scene.place.everything()).filter(archived_at=None)
    return rows.filter(ended | Q(pk__in=scene.tasks.order_by().values("pk")))


def _counted(scene: Scene, facet: Facet, tasks: QuerySet[Task]) -> list[tuple[Any, int, int | None]]:
    """How many tasks have which key, and their estimates, in the order of the groups."""
    gathered: Any = facet.gathered(tasks.order_by(), scene.formats)
    rows = gathered.values("group_key")
    rows = rows.annotate(count=Count("pk"), planned=Sum("estimate"))
    # Days have their order by themselves, and more of them than there are groups.
    rows = rows.order_by(*([] if isinstance(facet, DayFacet) else facet.group_order()))
    return list(rows.values_list("group_key", "count", "planned"))


def _first(scene: Scene, facet: Facet, tasks: QuerySet[Task], step: int, *, only: set[Any] | None) -> Iterable[Task]:
    """
    The first of each group with all that a card shows, in order: one question, however many columns there are.

    `only` these keys, when not every group has a column.
    """
    rows: Any = facet.gathered(tasks.order_by(), scene.formats)
    if only is not None:
        rows = rows.filter(
            Q(group_key__in=only - {None}) | Q(group_key=None) if None in only else Q(group_key__in=only)
        )
    if any(sort.by == "tracked" for sort in scene.look.sort):
        # No column of the task, and dear: only for whoever sorts by it.
        rows = annotated(rows, scene.actor)
    order: list[Any] = [F("completed_at").desc(nulls_last=True)] if facet.key == "state" else []
    for sort in scene.look.sort:
        if by := scene.facets.get(sort.by):
            rows = by.sorted(rows)
            order += by.order(descending=sort.descending)
    rank = Window(RowNumber(), partition_by=[F("group_key")], order_by=[*order, "position", "id"])
    first = rows.annotate(board_rank=rank).filter(board_rank__lte=step).values("pk")
    listed = facet.gathered(queries.listed(Task.objects.filter(pk__in=first), scene.actor), scene.formats)
    listed = scene.ordered(listed, grouped=False)
    return listed.order_by(order[0], *listed.query.order_by) if facet.key == "state" else listed


def _columns(scene: Scene, facet: Facet, present: list[Bucket], sums: dict[str, tuple[int, int]]) -> list[Bucket]:
    """Those that stand although they are empty, and those that hold something, in their order."""
    formats = scene.formats
    if isinstance(facet, DayFacet):
        days: list[date | None] = [formats.today + timedelta(days=ahead) for ahead in range(-1, facet.near + 2)]
        every = [facet.bucket(day, formats) for day in [*days, None]]
        here = _days_of(scene, facet)
        return [
            one for one in every if one.key in sums or (one.value is not None and (here is None or one.day in here))
        ]
    standing = facet.standing(scene.actor, scene.place.project, formats)
    if facet.key == "section" and len(standing) > 1 and standing[0].key not in sums:
        # Where there are sections, what stands in none is a column only when there is something.
        standing = standing[1:]
    known = {bucket.key for bucket in standing}
    others = list({bucket.key: bucket for bucket in present if bucket.key not in known}.values())
    last = standing[-1:] if standing and standing[-1].value == "" else []
    return [*standing[: len(standing) - len(last)], *others, *last]


def _days_of(scene: Scene, facet: DayFacet) -> set[date | None] | None:
    """The days that the place can show; None: all."""
    if facet.key != "due":
        return None
    today = scene.formats.today
    if scene.place.name == "today":
        return {today}
    if scene.place.name == "upcoming":
        return {today + timedelta(days=ahead) for ahead in range(1, facet.near + 1)}
    return None


@dataclass(frozen=True)
class _Maker:
    """Makes the columns of one board."""

    scene: Scene
    facet: Facet
    changes: bool
    step: int
    folded: set[UUID] = field(default_factory=set)

    def column(self, bucket: Bucket, tasks: list[Task], count: int, planned: int) -> Column:
        scene = self.scene
        done = bucket.value in {"completed", "cancelled"} and self.facet.key == "state"
        near = bucket.day if self.facet.key == "due" else None
        rows = rows_of(
            tasks[: self.step], scene.actor, scene.formats, hide=near, done=done, with_parent=scene.names_parents
        )
        takes = self.changes and bucket.value is not None
        return Column(
            bucket=bucket,
            rows=rows,
            count=max(count, len(rows)),
            estimate=planned,
            takes=takes,
            folded=bool(bucket.section and bucket.section.pk in self.folded),
            adds=self.line(bucket) if takes and scene.place.adds and not done else "",
        )

    def line(self, bucket: Bucket) -> str:
        address = reverse("views:line", args=[self.scene.actor.workspace.slug, self.facet.key])
        return f"{address}?{urlencode({**dict(parse_qsl(self.scene.place.line)), 'value': bucket.value or ''})}"
