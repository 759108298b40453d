"""A tree written as tasks. As many queries for one task as for a thousand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from workstate.blueprints.days import Calendar
from workstate.blueprints.extensions import carriers
from workstate.blueprints.tree import Item, Returning, Tree
from workstate.core.actor import Actor, Role
from workstate.core.clock import instant_of, zone_names
from workstate.core.ids import new_id
from workstate.core.ordering import many_between
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
) -> list[Task]:
    """
    The tasks of the tree, in its order, open and without a past; the caller has asked the policies and has the list's turn.

    Labels are made where missing, people who are no longer there are left out. `id` is the first task's. Without a
    calendar no task has a day. Raises Invalid for days that no plan can mean.
    """
    if not tree.items:
        return []
    labels = _labels(tree, by)
    members = _members(tree, by, spot.project)
    ids = [id or new_id(), *(new_id() for _more in tree.items[1:])]
    numbers = next_numbers(by.workspace, len(ids))
    positions = many_between(None, None, len(ids))
    if spot.position:
        positions[0] = spot.position
    tasks = Task.objects.bulk_create(
        Task(
            id=pk,
            workspace_id=by.workspace.pk,
            number=number,
            project=spot.project,
            section_id=spot.section if item.section is None or not sections else sections[item.section],
            parent_id=spot.parent if item.parent is None else ids[item.parent],
            title=item.title,
            description=item.description,
            priority=item.priority,
            estimate=item.estimate,
            position=position,
            created_by_id=by.user.pk,
            **(_dates(item, calendar, by.zone) if calendar else {}),
        )
        for item, pk, number, position in zip(tree.items, ids, numbers, positions, strict=True)
    )
    owner: dict[str, Any] = {"workspace_id": by.workspace.pk}
    pairs = list(zip(tree.items, tasks, strict=True))
    TaskLabel.objects.bulk_create(
        TaskLabel(**owner, task_id=task.pk, label_id=label)
        for item, task in pairs
        for label in dict.fromkeys(labels[name] for name in item.labels if name in labels)
    )
    TaskAssignee.objects.bulk_create(
        TaskAssignee(**owner, task_id=task.pk, member_id=member)
        for item, task in pairs
        for member in item.assignees
        if member in members
    )
    TaskLink.objects.bulk_create(
        TaskLink(**owner, source_id=ids[link.source], target_id=ids[link.target], kind=link.kind, created_by=by.user)
        for link in tree.links
    )
    if calendar:
        Recurrence.objects.bulk_create(_series(pairs, calendar, owner))
    for carrier in carriers():
        carried = {task.pk: item.extras[carrier.name] for item, task in pairs if carrier.name in item.extras}
        if carried:
            carrier.write(carried, by)
    return tasks


def _labels(tree: Tree, by: Actor) -> Mapping[str, UUID]:
    """By the name that the tree has; a guest has no labels."""
    names = list(dict.fromkeys(name for item in tree.items for name in item.labels))
    if not names or by.is_guest:
        return {}
    found = {label.name.casefold(): label.pk for label in labels_named(names, by=by)}
    return {name: found[name.casefold()] for name in names if name.casefold() in found}


def _members(tree: Tree, by: Actor, project: Project | None) -> Collection[UUID]:
    """Who of those in the tree can be given the tasks (tasks.policies.can_assign): full members; in an inbox its owner."""
    wanted = {member for item in tree.items for member in item.assignees}
    if not wanted:
        return ()
    members = Membership.objects.visible_to(by).filter(pk__in=wanted)
    members = members.exclude(role=Role.GUEST) if project else members.filter(user=by.user)
    return set(members.values_list("pk", flat=True))


def _dates(item: Item, calendar: Calendar, zone: ZoneInfo) -> dict[str, Any]:
    def day(distance: int | None) -> date | None:
        return None if distance is None else calendar.day(distance)

    due = day(item.due)
    columns: dict[str, Any] = {
        "start_on": day(item.start),
        "deferred_until": day(item.deferred),
        "due_on": due,
        "deadline_on": day(item.deadline),
    }
    if due and item.due_time:
        zone = ZoneInfo(item.due_zone) if item.due_zone in zone_names() else zone
        columns |= {
            "due_time": item.due_time,
            "due_zone": zone.key,
            "due_at": instant_of(due, item.due_time, zone),
        }
    return columns


def _series(pairs: Sequence[tuple[Item, Task]], calendar: Calendar, owner: Mapping[str, Any]) -> Iterator[Recurrence]:
    """A series begins anew: nothing of it is done, and it counts and ends as far from its day as before."""
    for item, task in pairs:
        if (returning := item.returning) and item.due is not None and task.due_on:
            moved = task.due_on - (calendar.first + timedelta(days=item.due))
            yield Recurrence(
                **owner,
                task_id=task.pk,
                rule=_moved(returning, moved),
                anchor=returning.anchor,
                times=list(returning.times),
                start_on=task.due_on + timedelta(days=returning.start),
            )


def _moved(returning: Returning, by: timedelta) -> str:
    """The rule with its last day (UNTIL, RFC 5545, section 3.3.10) as far on as the task."""

    def later(until: re.Match[str]) -> str:
        try:
            return f"{date(int(until[1]), int(until[2]), int(until[3])) + by:%Y%m%d}"
        except (OverflowError, ValueError):
            return until[0]

    return _UNTIL.sub(later, returning.rule) if by else returning.rule
