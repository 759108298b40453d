"""The list: rows under headings, with what is deferred and done folded at the foot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.projects.models import Section
from workstate.savedviews import facets
from workstate.savedviews.facets import Bucket, DayFacet
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.scenes import Scene
from workstate.tasks import queries
from workstate.tasks.access import learn_levels_of
from workstate.tasks.extensions import tracked_on
from workstate.tasks.models import Task
from workstate.tasks.progress import progress_of
from workstate.tasks.rows import Group, Page, Plan, Row, rows_of

LAST_COMPLETED = 20
MOST_DEFERRED = 100


def draw(scene: Scene) -> Drawn:
    return Drawn("savedviews/list/_list.html", {"page": page_of(scene)}, column="")


def page_of(scene: Scene) -> Page:
    place = scene.place
    tasks, done, more = _fetched(scene)
    learn_levels_of([*tasks, *done], scene.actor)
    in_sections = scene.look.group == "section" and place.project is not None
    groups = _by_section(scene, tasks, more=bool(more)) if in_sections else _grouped(scene, tasks, more=bool(more))
    plan = _plan(scene, tasks, done) if place.moves_overdue else None
    groups += _deferred(scene)
    groups += _done_today(scene, done) if done else _completed(scene)
    project = place.project
    return Page(
        name=place.name,
        heading=place.heading,
        subtitle=place.subtitle,
        groups=groups,
        plan=plan,
        more=more,
        adds=place.adds,
        hides_project=place.hides_project,
        empty=place.empty,
        extra={"progress": progress_of(scene.actor, project, scene.formats)} if project else {},
    )


def _fetched(scene: Scene) -> tuple[list[Task], list[Task], str]:
    """Open tasks in their order, those done that belong here, and how many rows to ask for next when there are more."""
    both = scene.place.done_too() if scene.look.completed and not scene.asks_for_ended else None
    rows = scene.listed(scene.narrowed(both) if both is not None else scene.tasks)
    found, more = first_of(rows, scene.limit)
    if both is None:
        return found, [], more
    done = [task for task in found if task.completed_at]
    return [task for task in found if not task.completed_at], done, more


def first_of(tasks: QuerySet[Task], limit: int) -> tuple[list[Task], str]:
    """The first of them and, when there are more, how many to ask for next."""
    found = list(tasks[: limit + 1])
    return found[:limit], str(limit * 2) if len(found) > limit else ""


def _grouped(scene: Scene, tasks: list[Task], *, more: bool) -> list[Group]:
    facet = scene.grouping
    place = scene.place
    values = {"project": str(place.project.pk)} if place.project else {"project": "", "section": "", "parent": ""}
    hand = values if scene.by_hand else None
    if facet is None:
        rows = _rows(scene, tasks)
        total = scene.tasks.order_by().count() if more else None
        return [Group("all", _list_title(scene), rows, total=total, values=hand, wide_due=True)]
    keys = list(dict.fromkeys(task.group_key for task in tasks))  # type: ignore[attr-defined]
    count = facets.counted(scene.tasks, facet) if more else {}
    buckets = facet.buckets([*keys, *(key for key in count if key not in keys)], scene.actor, scene.formats)
    by_bucket: dict[Bucket, list[Task]] = {}
    for task in tasks:
        by_bucket.setdefault(buckets[task.group_key], []).append(task)  # type: ignore[attr-defined]
    totals: dict[Bucket, int] = {}
    for key, number in count.items():
        totals[buckets[key]] = totals.get(buckets[key], 0) + number
    return [_group(scene, bucket, found, totals.get(bucket)) for bucket, found in by_bucket.items()]


def _group(scene: Scene, bucket: Bucket, tasks: list[Task], total: int | None) -> Group:
    late = isinstance(scene.grouping, DayFacet) and bucket.key == "due-late"
    rows = _rows(scene, tasks, hide=bucket.day if bucket.key.startswith("due-") else None, day_only=late)
    near = bucket.day and bucket.title != scene.formats.full_day(bucket.day) and not scene.place.moves_overdue
    return Group(
        key=bucket.key,
        title=bucket.title,
        rows=rows,
        total=total,
        note=scene.formats.full_day(bucket.day) if near and bucket.day else "",
        move_to_today=late and scene.place.moves_overdue,
        wide_due=bucket.day is None,
    )


def _rows(scene: Scene, tasks: Iterable[Task], **more: Any) -> list[Row]:
    return rows_of(tasks, scene.actor, scene.formats, with_parent=scene.names_parents, **more)


def _list_title(scene: Scene) -> str:
    return {"inbox": _("To sort"), "project": _("Tasks")}.get(scene.place.name) or _("Open")


def _by_section(scene: Scene, tasks: list[Task], *, more: bool) -> list[Group]:
    """The project's sections, empty ones too, in their order."""
    project = scene.place.project
    assert project is not None
    actor = scene.actor
    sections = list(Section.objects.visible_to(actor).filter(project=project).by_position())
    # What was put into a section in the moment in which it was deleted stands in none.
    known = {section.pk for section in sections}
    by_section: dict[object, list[Task]] = {}
    for task in tasks:
        by_section.setdefault(task.section_id if task.section_id in known else None, []).append(task)
    assert scene.grouping is not None
    count = facets.counted(scene.tasks, scene.grouping) if more else None
    loose = sum(number for key, number in count.items() if key not in known) if count is not None else None
    folded = scene.folded(sections)
    line = reverse("tasks:project-line", args=[actor.workspace.slug, project.pk])
    groups = []
    for section in [None, *sections]:
        key = section.pk if section else None
        values = {"project": str(project.pk), "section": str(key or ""), "parent": ""}
        total = None if count is None else count.get(key, 0) if key else loose
        groups.append(
            Group(
                key=str(key or "none"),
                title=section.name if section else _("To do"),
                rows=_rows(scene, by_section.get(key, [])),
                total=total,
                values=values if scene.by_hand else None,
                wide_due=True,
                section=section,
                folded=key in folded,
                adds=f"{line}?section={key}" if section and scene.place.adds else "",
            )
        )
    # Where there are sections, what stands in none is a group only when there is something.
    return groups if groups[0].count or not sections else groups[1:]


def _deferred(scene: Scene) -> list[Group]:
    if scene.deferred is None:
        return []
    tasks = queries.listed(scene.deferred, scene.actor)[:MOST_DEFERRED]
    rows = rows_of(tasks, scene.actor, scene.formats, deferred=True)
    return [Group("deferred", _("Deferred"), rows, folded=True, wide_due=True)] if rows else []


def _completed(scene: Scene) -> list[Group]:
    if scene.done is None or scene.asks_for_ended:
        return []
    last = list(queries.listed(scene.done, scene.actor)[:LAST_COMPLETED])
    if not last:
        return []
    total = scene.done.order_by().count() if len(last) == LAST_COMPLETED else len(last)
    rows = _rows(scene, last, done=True)
    return [Group("completed", _("Completed"), rows, total=total, folded=True)]


def _done_today(scene: Scene, tasks: list[Task]) -> list[Group]:
    tasks = sorted(tasks, key=lambda task: (task.completed_at is not None, task.completed_at), reverse=True)
    rows = _rows(scene, tasks, hide=scene.formats.today, done=True)
    tracked = sum(row.tracked for row in rows)
    return [Group("completed", _("Completed today"), rows, folded=True, tracked=tracked)]


def _plan(scene: Scene, tasks: list[Task], done: list[Task]) -> Plan | None:
    """What the day holds, against the hours that the person has."""
    if scene.filter:
        return None
    tracked = tracked_on(scene.actor, scene.formats.today)
    planned = sum(task.estimate or 0 for task in [*tasks, *done])
    capacity = scene.actor.user.working_week.seconds_on(scene.formats.today)
    return Plan(planned, tracked, capacity) if planned or tracked else None
