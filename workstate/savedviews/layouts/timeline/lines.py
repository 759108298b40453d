"""The rows of a timeline: tasks with those under them, when each is at work, and what waits for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.savedviews.planning import can_plan
from workstate.savedviews.scenes import Scene
from workstate.tasks import queries
from workstate.tasks.models import LinkKind, Task, TaskLink
from workstate.tasks.rows import Row, rows_of

DEEPEST = 4
MOST_BELOW = 500


@dataclass(frozen=True, slots=True)
class Time:
    """The days of a task, both included. `kind`: bar, day (only due), open (only begun), and none where nothing is said."""

    first: date
    last: date
    kind: str

    @classmethod
    def of(cls, task: Task) -> Time | None:
        start, due = task.start_on, task.due_on
        if start and due:
            return cls(min(start, due), max(start, due), "bar")
        if due:
            return cls(due, due, "day")
        return cls(start, start, "open") if start else None


@dataclass(slots=True)
class Line:
    """A row, with the time of what is under it (`whole`) and the titles of what it waits for (`after`)."""

    row: Row
    depth: int
    time: Time | None
    can_edit: bool
    whole: tuple[date, date] | None = None
    after: list[str] = field(default_factory=list)

    @property
    def task(self) -> Task:
        return self.row.task

    @property
    def share(self) -> float:
        """How much of it is done: of its subtasks, else of its estimate."""
        if self.row.is_done:
            return 1.0
        if self.row.subtasks:
            return self.row.subtasks_done / self.row.subtasks
        return min(1.0, self.row.seconds / self.task.estimate) if self.task.estimate else 0.0


@dataclass(frozen=True, slots=True)
class Arrow:
    """From what blocks to what waits, by number; `late`: the one begins before the other ends."""

    source: int
    target: int
    late: bool
    can_edit: bool
    title: str


UNDATED = Q(start_on=None, due_on=None, deadline_on=None)


def dated_first(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """In their order, but what has no date, nor anything under it that has, last: `undated` says so."""
    dated_child = Task.objects.filter(~UNDATED, parent=OuterRef("pk"), deleted_at=None, archived_at=None)
    undated = Case(
        When(UNDATED & ~Q(Exists(dated_child)), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return tasks.annotate(undated=undated).order_by("undated", *tasks.query.order_by)


def below(scene: Scene, tops: Sequence[Task]) -> list[Task]:
    """What stands under the tasks and is shown too, in its order; those that are among them not again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE tree AS (SELECT id, 1 AS depth FROM tasks_task WHERE parent_id = ANY(%s) AND deleted_at IS NULL "
            "UNION SELECT child.id, tree.depth + 1 FROM tasks_task child JOIN tree ON child.parent_id = tree.id "
            "WHERE child.deleted_at IS NULL AND tree.depth < %s) "
            "SELECT id FROM tree GROUP BY id ORDER BY min(depth), id LIMIT %s",
            [[task.pk for task in tops], DEEPEST, MOST_BELOW],
        )
        ids: set[UUID] = {row[0] for row in cursor.fetchall()}
    ids -= {task.pk for task in tops}
    if not ids:
        return []
    found = queries.kept(scene.actor).filter(pk__in=ids, archived_at=None, cancelled_at=None)
    if not scene.look.completed:
        found = found.filter(completed_at=None)
    return list(scene.ordered(queries.listed(scene.narrowed(found), scene.actor), grouped=False))


def lines_of(scene: Scene, tops: Sequence[Task], under: Sequence[Task]) -> list[Line]:
    """Each task with what is under it following, deeper by one; a task whose parent is shown stands there."""
    shown = {task.pk for task in (*tops, *under)}
    children: dict[UUID | None, list[Task]] = {}
    for task in (*tops, *under):
        children.setdefault(task.parent_id if task.parent_id in shown else None, []).append(task)
    rows = {row.task.pk: row for row in rows_of((*tops, *under), scene.actor, scene.formats)}
    orphans = [task for task in children.get(None, []) if task.parent_id]
    if scene.names_parents and orphans:
        rows |= {row.task.pk: row for row in rows_of(orphans, scene.actor, scene.formats, with_parent=True)}
    lines: list[Line] = []

    def stand(task: Task, depth: int) -> tuple[date, date] | None:
        line = Line(rows[task.pk], depth, Time.of(task), can_plan(scene.actor, task))
        lines.append(line)
        spans = [span for child in children.get(task.pk, []) if (span := stand(child, depth + 1))]
        line.whole = _around(spans)
        return _around([*spans, *([(line.time.first, line.time.last)] if line.time else [])])

    for top in children.get(None, []):
        stand(top, 0)
    return lines


def _around(spans: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None


def arrows_among(actor: Actor, lines: Iterable[Line]) -> list[Arrow]:
    """What blocks what, of the tasks shown; says beside it on each line what it waits for."""
    by_id = {line.task.pk: line for line in lines}
    links = TaskLink.objects.visible_to(actor).filter(kind=LinkKind.BLOCKS, source__in=by_id, target__in=by_id)
    arrows = []
    for source, target in links.order_by("id").values_list("source", "target"):
        one, other = by_id[source], by_id[target]
        arrows.append(_arrow(one, other))
        if not one.row.is_done:
            other.after.append(one.task.title)
    return arrows


def _arrow(one: Line, other: Line) -> Arrow:
    can_edit = one.can_edit and other.can_edit
    said = _("“%(other)s” waits for “%(task)s”") % {"other": other.task.title, "task": one.task.title}
    if can_edit:
        said = _("%s. Click to end that.") % said
    return Arrow(one.task.number, other.task.number, _is_late(one, other), can_edit, said)


def _is_late(one: Line, other: Line) -> bool:
    """What is done keeps nobody waiting; both may be at work on the day on which the one ends and the other begins."""
    if one.time is None or other.time is None or one.row.is_done or other.row.is_done:
        return False
    return other.time.first < one.time.last
