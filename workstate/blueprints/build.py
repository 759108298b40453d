"""A tree written as tasks. As many queries for one task as for a thousand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from workstate.blueprints.days import Calendar
from workstate.blueprints.extensions import carriers
from workstate.blueprints.tree import Item, Returning, Tree
from workstate.core.actor import Actor
from workstate.core.clock import instant_of, zone_names
from workstate.core.copying import copy_into
from workstate.core.ids import new_id
from workstate.core.ordering import many_between
from workstate.projects.access import readers_of
from workstate.projects.models import Project, Section
from workstate.tasks.actions import labels_named
from workstate.tasks.actions.placement import next_numbers
from workstate.tasks.models import Recurrence, Task, TaskAssignee, TaskLabel, TaskLink
from workstate.workspaces.models import Membership

_UNTIL = re.compile(r"(?<=UNTIL=)(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a tree is put: a list, perhaps a section and a parent there, and the position of its one root."""

    project: Project | None = None
    section: UUID | None = None
    parent: UUID | None = None
    position: str | None = None


def write_sections(tree: Tree, project: Project) -> list[UUID]:
    """The sections of a new project, in the tree's order."""
    positions = many_between(None, None, len(tree.sections))
    sections = Section.objects.bulk_create(
        Section(workspace_id=project.workspace_id, project=project, name=part.name, limit=part.limit, position=position)
        for part, position in zip(tree.sections, positions, strict=True)
    )
    return [section.pk for section in sections]


def write_tasks(
    tree: Tree,
    *,
    by: Actor,
    spot: Spot,
    calendar: Calendar | None,
    sections: Sequence[UUID] = (),
    id: UUID | None = None,
) -> list[UUID]:
    """
    The tasks of the tree, in its order, open and without a past; the caller has asked the policies and has the list's turn.

    Labels are made where missing, people who are no longer there are left out. `id` is the first task's. Without a
    calendar no task has a day. Raises Invalid for days that no plan can mean.
    """
    if not tree.items:
        return []
    items, workspace = tree.items, by.workspace.pk
    labels, members = _labels(tree, by), _members(tree, by, spot.project)
    dates = [_dates(item, calendar, by.zone) for item in items]
    ids = [id or new_id(), *(new_id() for _more in items[1:])]
    numbers = next_numbers(by.workspace, len(ids))
    positions = many_between(None, None, len(ids))
    if spot.position:
        positions[0] = spot.position
    _write(
        Task,
        (
            {
                "id": pk,
                "workspace": workspace,
                "number": number,
                "project": spot.project.pk if spot.project else None,
                "section": spot.section if item.section is None or not sections else sections[item.section],
                "parent": spot.parent if item.parent is None else ids[item.parent],
                "title": item.title,
                "description": item.description,
                "priority": item.priority,
                "estimate": item.estimate,
                "position": position,
                "created_by": by.user.pk,
                **days,
            }
            for item, days, pk, number, position in zip(items, dates, ids, numbers, positions, strict=True)
        ),
    )
    _write(
        TaskLabel,
        (
            {"workspace": workspace, "task": pk, "label": label}
            for item, pk in zip(items, ids, strict=True)
            for label in dict.fromkeys(labels[name] for name in item.labels if name in labels)
        ),
    )
    _write(
        TaskAssignee,
        (
            {"workspace": workspace, "task": pk, "member": member}
            for item, pk in zip(items, ids, strict=True)
            for member in item.assignees
            if member in members
        ),
    )
    _write(
        TaskLink,
        (
            {
                "id": new_id(),
                "workspace": workspace,
                "source": ids[link.source],
                "target": ids[link.target],
                "kind": link.kind,
                "created_by": by.user.pk,
            }
            for link in tree.links
        ),
    )
    if calendar:
        _write(Recurrence, ({"workspace": workspace, **series} for series in _series(items, ids, dates, calendar)))
    for carrier in carriers():
        carried = {
            pk: item.extras[carrier.name] for item, pk in zip(items, ids, strict=True) if carrier.name in item.extras
        }
        if carried:
            carrier.write(carried, by)
    return ids


def _write(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows by COPY: a thousand tasks are written in a fraction of the time that INSERT takes."""
    rows = iter(rows)
    if (first := next(rows, None)) is None:
        return
    # A column that this room does not know of, and that neither may be null nor has a default in the database.
    others = {
        column.name: column.get_default()
        for column in model._meta.concrete_fields
        if column.name not in first and not column.null and not column.has_db_default() and not column.primary_key
    }
    given = tuple(others.values())
    copy_into(model, [*first, *others], ((*row.values(), *given) for row in chain([first], rows)))


def _labels(tree: Tree, by: Actor) -> Mapping[str, UUID]:
    """By the name that the tree has; a guest has no labels."""
    names = list(dict.fromkeys(name for item in tree.items for name in item.labels))
    if not names or by.is_guest:
        return {}
    found = {label.name.casefold(): label.pk for label in labels_named(names, by=by)}
    return {name: found[name.casefold()] for name in names if name.casefold() in found}


def _members(tree: Tree, by: Actor, project: Project | None) -> Collection[UUID]:
    """Who of those in the tree can be given the tasks (tasks.policies.can_assign): whoever sees the project; in an inbox its owner."""
    wanted = {member for item in tree.items for member in item.assignees}
    if not wanted:
        return ()
    members = Membership.objects.visible_to(by).filter(pk__in=wanted)
    members = members.filter(readers_of(project) if project else Q(user=by.user))
    return set(members.values_list("pk", flat=True))


def _dates(item: Item, calendar: Calendar | None, zone: ZoneInfo) -> dict[str, Any]:
    def day(distance: int | None) -> date | None:
        return calendar.day(distance) if calendar and distance is not None else None

    due = day(item.due)
    clock = item.due_time if due else None
    zone = ZoneInfo(item.due_zone) if item.due_zone in zone_names() else zone
    return {
        "start_on": day(item.start),
        "deferred_until": day(item.deferred),
        "deadline_on": day(item.deadline),
        "due_on": due,
        "due_time": clock,
        "due_zone": zone.key if clock else "",
        "due_at": instant_of(due, clock, zone) if due and clock else None,
    }


def _series(
    items: Sequence[Item], ids: Sequence[UUID], dates: Sequence[Mapping[str, Any]], calendar: Calendar
) -> Iterator[dict[str, Any]]:
    """A series begins anew: nothing of it is done, and it counts and ends as far from its day as before."""
    for item, pk, days in zip(items, ids, dates, strict=True):
        due: date | None = days["due_on"]
        if (returning := item.returning) and item.due is not None and due:
            moved = due - (calendar.first + timedelta(days=item.due))
            yield {
                "task": pk,
                "rule": _moved(returning, moved),
                "anchor": returning.anchor,
                "times": list(returning.times),
                "start_on": due + timedelta(days=returning.start),
                "done": 0,
                "skipped": [],
            }


def _moved(returning: Returning, by: timedelta) -> str:
    """The rule with its last day (UNTIL, RFC 5545, section 3.3.10) as far on as the task."""

    def later(until: re.Match[str]) -> str:
        try:
            return f"{date(int(until[1]), int(until[2]), int(until[3])) + by:%Y%m%d}"
        except (OverflowError, ValueError):
            return until[0]

    return _UNTIL.sub(later, returning.rule) if by else returning.rule
