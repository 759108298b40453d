"""The table: a column for each respect that was chosen, cells that are edited in place, groups with what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.savedviews.cells import Column, columns_of
from workstate.savedviews.cells.columns import END_WIDTH, Edit, title_width
from workstate.savedviews.cells.names import Wording, said_in
from workstate.savedviews.cells.totals import Totals, totals_of
from workstate.savedviews.facets import Bucket
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.looks import MOST_COLUMNS, MOST_SORTS, Look, Sort
from workstate.savedviews.scenes import Scene
from workstate.tasks import queries
from workstate.tasks.access import learn_levels_of
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.rows import Row, rows_of

LAST_COMPLETED = 20


@dataclass(slots=True)
class TableGroup:
    """Rows under a heading; `title` "" for rows under none."""

    key: str
    title: str
    rows: list[Row]
    totals: Totals
    sums: list[str] = field(default_factory=list)
    """What the group comes to, a text for each column."""
    folded: bool = False
    fold_url: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: what it is sorted by now, and what a press of it, or of an entry of its menu, asks for."""

    column: Column | None
    key: str
    id: str
    title: str
    icon: str
    width: int
    edit: str
    sorted_as: str
    next_sort: str
    add_sort: str
    """The sorting that a press with Shift asks for."""
    sorts: bool

    @property
    def choices(self) -> str:
        return self.column.choices if self.column else ""

    @property
    def is_number(self) -> bool:
        return bool(self.column and self.column.is_number)


@dataclass(slots=True)
class Table:
    heads: list[Head]
    columns: list[Column]
    groups: list[TableGroup]
    totals: Totals
    sums: list[str]
    wording: Wording
    more: str
    kept: list[tuple[str, str]]
    export_url: str
    widths_url: str
    fill_url: str
    can_add_column: bool

    @property
    def width(self) -> int:
        return sum(head.width for head in self.heads) + END_WIDTH

    @property
    def span(self) -> int:
        return len(self.heads) + 1

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)

    @property
    def words(self) -> dict[str, str]:
        """What the script of the table says."""
        return {
            "moved": _("{name} is column {place} of {count}."),
            "wide": _("{name} is {width} wide."),
            "noRoom": _("{count} lines of what was copied found no row here."),
            "fixed": _("This cannot be typed over."),
            "copied": _("{count} cells copied."),
            "broken": _("The server did not take this. It stands here as you typed it; try again."),
            "signedOut": _("You are signed out. Reload the page and sign in."),
            "folded": _("Folded"),
            "unfolded": _("Unfolded"),
        }


def draw(scene: Scene) -> Drawn:
    return Drawn("savedviews/table/_table.html", {"table": table_of(scene), "page": scene.place}, bundle="table.js")


def table_of(scene: Scene) -> Table:
    columns = columns_of(scene.look, scene.facets)
    found = list(with_columns(scene.listed(scene.tasks), columns)[: scene.limit + 1])
    more = str(scene.limit * 2) if len(found) > scene.limit else ""
    tasks = found[: scene.limit]
    done = _done(scene, columns)
    learn_levels_of([*tasks, *done], scene.actor)
    wording = Wording(scene.formats, said_in([*tasks, *done], columns))
    by_key = totals_of(scene.tasks, columns, scene.grouping, scene.actor)
    totals = Totals()
    for one in by_key.values():
        totals.add(one)
    groups = _groups(scene, tasks, by_key, totals)
    if done:
        groups.append(_completed(scene, done))
    for group in groups:
        group.sums = [group.totals.words(column) for column in columns]
    look, place = scene.look, scene.place
    slug = scene.actor.workspace.slug
    return Table(
        heads=_heads(look, columns, scene),
        columns=columns,
        groups=groups,
        totals=totals,
        sums=[totals.words(column) for column in columns],
        wording=wording,
        more=more,
        kept=kept_fields(scene),
        export_url=f"{reverse('views:export', args=[slug, place.key])}?{_query(scene)}",
        widths_url=reverse("views:columns", args=[slug, place.key]),
        fill_url=reverse("views:cells", args=[slug]),
        can_add_column=len(columns) < MOST_COLUMNS,
    )


def with_columns(rows: QuerySet[Task], columns: Iterable[Column]) -> QuerySet[Task]:
    """Rows that queries.listed() brought, with what their cells show besides."""
    beside = {"section": "section", "creator": "created_by"}
    names = [beside[column.key] for column in columns if column.key in beside]
    return rows.select_related(*names) if names else rows


def is_editable(task: Task, scene: Scene) -> bool:
    archived = task.project is not None and task.project.archived_at is not None
    return not archived and can_edit_task(scene.actor, task)


def _done(scene: Scene, columns: list[Column]) -> list[Task]:
    """What was completed last, where the place and the look show it."""
    rows = _ended(scene)
    if rows is None:
        return []
    return list(with_columns(queries.listed(rows, scene.actor), columns)[:LAST_COMPLETED])


def _ended(scene: Scene) -> QuerySet[Task] | None:
    if scene.asks_for_ended or not scene.look.completed:
        return None
    if scene.done is None and (both := scene.place.done_too()) is not None:
        return scene.narrowed(both.filter(completed_at__isnull=False)).order_by("-completed_at", "-id")
    return scene.done


def _completed(scene: Scene, tasks: list[Task]) -> TableGroup:
    ended = _ended(scene)
    more = len(tasks) == LAST_COMPLETED and ended is not None
    count = ended.order_by().count() if more and ended is not None else len(tasks)
    title = _("Completed today") if scene.place.moves_overdue else _("Completed")
    return TableGroup("completed", title, _rows(scene, tasks), Totals(count), folded=True)


def _rows(scene: Scene, tasks: Iterable[Task]) -> list[Row]:
    return rows_of(tasks, scene.actor, scene.formats, with_parent=scene.names_parents)


def _groups(scene: Scene, tasks: list[Task], by_key: Mapping[Any, Totals], totals: Totals) -> list[TableGroup]:
    facet = scene.grouping
    if facet is None:
        return [TableGroup("all", "", _rows(scene, tasks), totals)]
    keys = list(dict.fromkeys([*(task.group_key for task in tasks), *by_key]))  # type: ignore[attr-defined]
    buckets = facet.buckets(keys, scene.actor, scene.formats)
    rows: dict[Bucket, list[Task]] = {}
    sums: dict[Bucket, Totals] = {}
    for task in tasks:
        rows.setdefault(buckets[task.group_key], []).append(task)  # type: ignore[attr-defined]
    for key, one in by_key.items():
        sums.setdefault(buckets[key], Totals()).add(one)
    folded = scene.folded(bucket.section for bucket in rows if bucket.section)
    # A group of which nothing is drawn yet comes with the next step.
    return [
        TableGroup(
            bucket.key, bucket.title, _rows(scene, found), sums.get(bucket, Totals(len(found))),
            folded=bool(bucket.section and bucket.section.pk in folded), fold_url=_fold_url(scene, bucket),
            colour=bucket.colour,
        )
        for bucket, found in rows.items()
    ]  # fmt: skip


def _fold_url(scene: Scene, bucket: Bucket) -> str:
    if bucket.section is None:
        return ""
    return reverse("projects:section-folding", args=[scene.actor.workspace.slug, bucket.section.pk])


def _heads(look: Look, columns: list[Column], scene: Scene) -> list[Head]:
    heads = [_head("title", _("Title"), "type", title_width(look), Edit.TYPED, True, look, None)]
    for column in columns:
        facet = column.facet
        heads.append(_head(facet.key, facet.title, facet.icon, column.width, column.edit, facet.sorts, look, column))
    return heads


def _head(
    key: str, title: str, icon: str, width: int, edit: str, sorts: bool, look: Look, column: Column | None
) -> Head:
    present = next((sort for sort in look.sort if sort.by == key), None)
    said = "none" if present is None else "descending" if present.descending else "ascending"
    following = {"none": key, "ascending": f"-{key}", "descending": "hand"}[said]
    return Head(
        column, key, key.replace(":", "-"), title, icon, width, str(edit), said, following, added_sort(look, key), sorts
    )


def added_sort(look: Look, key: str) -> str:
    """The sorting with one more field: pressed again it turns about, and a third time it goes."""
    present = next((sort for sort in look.sort if sort.by == key), None)
    others = [sort for sort in look.sort if sort.by not in {key, "hand"}]
    if present is None:
        others = [*others[: MOST_SORTS - 1], Sort(key)]
    elif not present.descending:
        others = [replace(sort, descending=True) if sort.by == key else sort for sort in look.sort]
    return ",".join(map(str, others)) or "hand"


def kept_fields(scene: Scene) -> list[tuple[str, str]]:
    """What goes along with a change of sorting or columns, so that all else stays as it is shown."""
    look = scene.look
    beside = [("filter", scene.filter), ("days", str(getattr(scene.place, "days", "")))]
    return [
        ("layout", str(look.layout)), ("group", look.group), ("completed", "1" if look.completed else "0"),
        *((name, value) for name, value in beside if value),
    ]  # fmt: skip


def _query(scene: Scene) -> str:
    beside = {"filter": scene.filter} if scene.filter else {}
    return urlencode({**scene.look.parameters(), **beside})
