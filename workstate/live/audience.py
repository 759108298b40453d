"""Whom an event concerns at this moment: groups of open pages, and what each of them is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from workstate.activity.models import Event
from workstate.core.actor import Role
from workstate.customfields.models import CustomField, FieldProject
from workstate.live.concerns import Circle, Ring, concerns
from workstate.projects.access import RUNNING_IT, readers_by_project
from workstate.projects.models import Project
from workstate.tasks.models import Task, TaskLabel, TaskLink
from workstate.workspaces.models import GroupMember, Membership

Pokes = dict[str, dict[str, None]]
"""By group the topics to poke it with, in order."""


def user_group(user_id: UUID | str) -> str:
    return f"user.{user_id}"


def workspace_group(workspace_id: UUID | str) -> str:
    """Full members alone: a guest must not even learn that something they cannot see has changed."""
    return f"workspace.{workspace_id}"


def pokes_of_each(events: Iterable[Event]) -> list[tuple[Event, Pokes]]:
    """
    Of each event the groups that it concerns, by the rights of this moment, and what they are told.

    What all full members of a workspace may know is told to them as one; everything else to persons, so that no group has to
    be left when a right is taken. A constant number of queries, however many events there are.
    """
    found = [(event, list(concerns(event))) for event in events]
    groups = _groups_of({circle for _event, told in found for circle, _topics in told})
    each = []
    for event, told in found:
        pokes: Pokes = {}
        for circle, topics in told:
            for group in groups[circle]:
                pokes.setdefault(group, {}).update(dict.fromkeys(topics))
        each.append((event, pokes))
    return each


def pokes_for(events: Iterable[Event]) -> dict[str, list[str]]:
    """By group the topics to poke it with, of all the events together."""
    merged: Pokes = {}
    for _event, pokes in pokes_of_each(events):
        for group, topics in pokes.items():
            merged.setdefault(group, {}).update(topics)
    return {group: list(topics) for group, topics in merged.items()}


def groups_for(event: Event) -> list[str]:
    """The groups that hear of the event."""
    return list(pokes_for([event]))


def _groups_of(circles: set[Circle]) -> dict[Circle, list[str]]:
    by_ring: dict[Ring, set[UUID]] = {ring: set() for ring in Ring}
    for circle in circles:
        by_ring[circle.ring].add(circle.id)
    linked = _projects_linked_to(by_ring[Ring.LINKED])
    labelled = _projects_labelled(by_ring[Ring.LABELLED])
    with_field = _projects_with(by_ring[Ring.FIELD])
    of_guests = _union(labelled) | _union(with_field)
    projects = by_ring[Ring.READERS] | _union(linked) | of_guests
    readers = readers_by_project(projects) if projects else {}
    homes = _homes_of(projects)
    asked = by_ring[Ring.EVERYBODY] | by_ring[Ring.ADMINISTRATORS] | set(homes.values())
    people = _people_of(asked)

    def of_project(pk: UUID) -> list[str]:
        if pk not in homes:
            return []  # It was deleted for good.
        home, those = homes[pk], readers.get(pk, set())
        full = people[home].full
        if full and full <= those:
            return [workspace_group(home), *map(user_group, those - full)]
        return list(map(user_group, those))

    def guests_of(pk: UUID) -> list[str]:
        return [user_group(user) for user in readers.get(pk, set()) & people[homes[pk]].guests] if pk in homes else []

    owners = _owners_of(by_ring[Ring.OWNER])
    members = _members_of(by_ring[Ring.GROUP])
    found: dict[Circle, list[str]] = {}
    for circle in circles:
        pk = circle.id
        match circle.ring:
            case Ring.PERSON:
                found[circle] = [user_group(pk)]
            case Ring.MEMBERS:
                found[circle] = [workspace_group(pk)]
            case Ring.EVERYBODY:
                found[circle] = [workspace_group(pk), *map(user_group, people[pk].guests)]
            case Ring.ADMINISTRATORS:
                found[circle] = list(map(user_group, people[pk].running))
            case Ring.READERS:
                found[circle] = of_project(pk)
            case Ring.GROUP:
                found[circle] = list(map(user_group, members.get(pk, ())))
            case Ring.OWNER:
                found[circle] = list(map(user_group, owners.get(pk, ())))
            case Ring.LINKED:
                found[circle] = [group for one in linked.get(pk, ()) for group in of_project(one)]
            case Ring.LABELLED:
                found[circle] = [group for one in labelled.get(pk, ()) for group in guests_of(one)]
            case Ring.FIELD:
                found[circle] = [group for one in with_field.get(pk, ()) for group in guests_of(one)]
    return found


class _People:
    """Of one workspace."""

    def __init__(self) -> None:
        self.full: set[UUID] = set()
        self.running: set[UUID] = set()
        self.guests: set[UUID] = set()


def _people_of(workspaces: set[UUID]) -> Mapping[UUID, _People]:
    found = {pk: _People() for pk in workspaces}
    rows = Membership.objects.filter(workspace__in=workspaces) if workspaces else Membership.objects.none()
    for workspace, user, role in rows.values_list("workspace", "user", "role"):
        people = found[workspace]
        (people.guests if role == Role.GUEST else people.full).add(user)
        if role in RUNNING_IT:
            people.running.add(user)
    return found


def _homes_of(projects: set[UUID]) -> dict[UUID, UUID]:
    rows = Project.objects.filter(pk__in=projects).values_list("pk", "workspace") if projects else ()
    return dict(rows)


def _owners_of(tasks: set[UUID]) -> dict[UUID, set[UUID]]:
    """Of those that lie in an inbox now; one that was put into a project since is told of by that."""
    inboxes = (
        Task.objects.filter(pk__in=tasks, project=None, created_by__isnull=False) if tasks else Task.objects.none()
    )
    return {pk: {owner} for pk, owner in inboxes.values_list("pk", "created_by")}


def _members_of(groups: set[UUID]) -> dict[UUID, set[UUID]]:
    rows = GroupMember.objects.filter(group__in=groups).values_list("group", "user") if groups else ()
    return _gathered(rows)


def _projects_linked_to(tasks: set[UUID]) -> dict[UUID, set[UUID]]:
    """The other ends of their links show whether they are done."""
    if not tasks:
        return {}
    ahead = TaskLink.objects.filter(source__in=tasks).values_list("source", "target__project")
    back = TaskLink.objects.filter(target__in=tasks).values_list("target", "source__project")
    return _gathered(ahead.union(back))


def _projects_labelled(labels: set[UUID]) -> dict[UUID, set[UUID]]:
    rows = TaskLabel.objects.filter(label__in=labels).values_list("label", "task__project").distinct() if labels else ()
    return _gathered(rows)


def _projects_with(fields: set[UUID]) -> dict[UUID, set[UUID]]:
    """Where a field stands; one of all tasks in every project of its workspace."""
    if not fields:
        return {}
    found = _gathered(FieldProject.objects.filter(field__in=fields).values_list("field", "project"))
    everywhere = dict(CustomField.objects.filter(pk__in=fields, everywhere=True).values_list("pk", "workspace"))
    if everywhere:
        rows = Project.objects.filter(workspace__in=set(everywhere.values())).values_list("workspace", "pk")
        theirs = _gathered(rows)
        for field, workspace in everywhere.items():
            found[field] = theirs.get(workspace, set())
    return found


def _gathered(rows: Iterable[tuple[UUID, UUID | None]]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for one, other in rows:
        if other is not None:
            found.setdefault(one, set()).add(other)
    return found


def _union(found: Mapping[UUID, set[UUID]]) -> set[UUID]:
    return set().union(*found.values())
