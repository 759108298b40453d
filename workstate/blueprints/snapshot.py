"""A task with all that is under it, or a project, read into a tree. As many queries for one task as for a thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.blueprints.extensions import carriers
from workstate.blueprints.tree import Cover, Item, Keep, Link, Part, Returning, Tree
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.projects.models import Project, Section
from workstate.tasks.actions.acts import tree_of
from workstate.tasks.models import Label, Recurrence, Task, TaskAssignee, TaskLabel, TaskLink

MOST_TASKS = 5000
EVERYTHING = Keep(done=True)


def task_tree(task: Task, *, by: Actor, keep: Keep = EVERYTHING, with_children: bool = True) -> Tree:
    """The task, whether or not it is done, and what is under it but for what is in the bin, cancelled or archived."""
    rows = Task.objects.visible_to(by).kept().filter(pk__in=tree_of([task.pk]) if with_children else [task.pk])
    return _tree(_in_order(rows, task.pk, keep), by=by, keep=keep)


def project_tree(project: Project, *, by: Actor, keep: Keep) -> Tree:
    """The project's sections and tasks but for what is in the bin, cancelled or archived."""
    sections = list(Section.objects.visible_to(by).filter(project=project).by_position())
    rows = Task.objects.visible_to(by).kept().filter(project=project)
    cover = Cover(project.description, project.colour, project.icon)
    return _tree(_in_order(rows, None, keep), by=by, keep=keep, sections=sections, cover=cover)


def _in_order(rows: Iterable[Task], root: UUID | None, keep: Keep) -> list[tuple[Task, int | None]]:
    """Tasks that are taken, each with the place of its parent among them; what is under one that is left moves up."""
    children: dict[UUID | None, list[Task]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.position, row.pk)):
        children[None if row.pk == root else row.parent_id].append(row)
    taken: list[tuple[Task, int | None]] = []
    waiting: list[tuple[Task, int | None]] = [(row, None) for row in reversed(children[None])]
    while waiting:
        row, parent = waiting.pop()
        if row.pk == root or _is_taken(row, keep):
            taken.append((row, parent))
            parent = len(taken) - 1
        waiting.extend((child, parent) for child in reversed(children[row.pk]))
    if len(taken) > MOST_TASKS:
        raise Invalid(_("This has more than %d tasks, which is too many to copy at once.") % MOST_TASKS)
    return taken


def _is_taken(task: Task, keep: Keep) -> bool:
    if task.cancelled_at or task.archived_at:
        return False
    return keep.done or task.completed_at is None


def _tree(
    rows: list[tuple[Task, int | None]],
    *,
    by: Actor,
    keep: Keep,
    sections: Collection[Section] = (),
    cover: Cover | None = None,
) -> Tree:
    places = {task.pk: place for place, (task, _parent) in enumerate(rows)}
    section_places = {section.pk: place for place, section in enumerate(sections)}
    first = min((day for task, _parent in rows for day in _days(task)), default=None) if keep.dates else None
    labels, assignees = _labels(places, by), _assignees(places) if keep.assignees else {}
    returning = _returning(places) if first else {}
    extras = _extras(places, by)
    items = [
        Item(
            title=task.title,
            description=task.description,
            priority=task.priority,
            estimate=task.estimate,
            parent=parent,
            section=section_places.get(task.section_id) if task.section_id else None,
            labels=tuple(labels.get(task.pk, ())),
            assignees=tuple(assignees.get(task.pk, ())),
            extras=extras.get(task.pk, {}),
            done=task.completed_at is not None,
            **(_dates(task, first, returning.get(task.pk)) if first else {}),
        )
        for task, parent in rows
    ]
    return Tree(
        items=tuple(items),
        sections=tuple(Part(section.name, section.limit) for section in sections),
        links=tuple(_links(places)),
        first=first,
        cover=cover,
    )


def _days(task: Task) -> Iterator[date]:
    return (day for day in (task.start_on, task.deferred_until, task.due_on, task.deadline_on) if day)


def _dates(task: Task, first: date, series: Recurrence | None) -> dict[str, Any]:
    def distance(day: date | None) -> int | None:
        return (day - first).days if day else None

    return {
        "start": distance(task.start_on),
        "deferred": distance(task.deferred_until),
        "due": distance(task.due_on),
        "due_time": task.due_time,
        "due_zone": task.due_zone,
        "deadline": distance(task.deadline_on),
        # Without a day on which it is due a task does not come back.
        "returning": Returning(series.rule, series.anchor, tuple(series.times), (series.start_on - task.due_on).days)
        if series and task.due_on
        else None,
    }


def _labels(tasks: Collection[UUID], by: Actor) -> Mapping[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = TaskLabel.objects.filter(task__in=tasks, label__in=Label.objects.visible_to(by)).order_by("label__name")
    for task, name in rows.values_list("task_id", "label__name"):
        found[task].append(name)
    return found


def _assignees(tasks: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for task, member in TaskAssignee.objects.filter(task__in=tasks).order_by("id").values_list("task_id", "member_id"):
        found[task].append(member)
    return found


def _returning(tasks: Collection[UUID]) -> Mapping[UUID, Recurrence]:
    return {series.pk: series for series in Recurrence.objects.filter(task__in=tasks)}


def _links(places: Mapping[UUID, int]) -> Iterator[Link]:
    """Those of which both ends are taken."""
    rows = TaskLink.objects.filter(source__in=places, target__in=places).order_by("created_at", "id")
    for source, target, kind in rows.values_list("source_id", "target_id", "kind"):
        yield Link(places[source], places[target], kind)


def _extras(tasks: Collection[UUID], by: Actor) -> Mapping[UUID, dict[str, Any]]:
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for carrier in carriers():
        for task, carried in carrier.read(tasks, by).items():
            found[task][carrier.name] = carried
    return found
