"""Of tasks: given, taken away, ended, begun again, moved to another day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.discussions.following import followers_of
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, of_tasks
from workstate.tasks.models import Task, TaskAssignee
from workstate.workspaces.models import Membership

ENDINGS = {
    Verb.TASK_COMPLETED: "completed",
    Verb.TASK_CANCELLED: "cancelled",
    Verb.TASK_REOPENED: "reopened",
}
DATES = ("due_on", "due_time", "deadline_on")
VERBS = [Verb.TASK_CREATED, Verb.TASK_CHANGED, *ENDINGS]

Row = tuple[Event, UUID, Task, Mapping[str, Any]]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    """A constant number of queries, however many tasks one act concerned."""
    tasks = {str(pk): task for pk, task in _tasks(events).items()}
    here = [(event, tasks[event.subject_id]) for event in events if event.subject_id in tasks]
    people = _people(here)
    yield from of_tasks(people.given, Kind.ASSIGNED, people.occasions)
    yield from of_tasks(people.taken, Kind.UNASSIGNED)
    followed = [(event, task) for event, task in here if event.verb in ENDINGS or _dates_of(event)]
    followers = followers_of({task for _event, task in followed}) if followed else {}
    ended: list[Row] = []
    moved: list[Row] = []
    for event, task in followed:
        for user in followers.get(task.pk, ()):
            if event.verb not in ENDINGS:
                moved.append((event, user, task, _dates_of(event)))
            elif _still_holds(event, task):
                ended.append((event, user, task, {"act": ENDINGS[Verb(event.verb)]}))
    yield from of_tasks(ended, Kind.ENDED)
    yield from of_tasks(moved, Kind.DUE_CHANGED)


def _tasks(events: Iterable[Event]) -> dict[UUID, Task]:
    named = {event.subject_id for event in events if event.subject_type == Task._meta.label_lower}
    return Task.objects.kept().select_related("project").in_bulk([UUID(pk) for pk in named])


@dataclass(slots=True)
class _People:
    """To whom tasks were given and from whom they were taken."""

    given: list[Row] = field(default_factory=list)
    taken: list[Row] = field(default_factory=list)
    occasions: dict[tuple[UUID, UUID], str] = field(default_factory=dict)
    """By person and task. A task is made and then given: two events, and one thing to tell."""


def _people(here: Sequence[tuple[Event, Task]]) -> _People:
    """As far as it still holds. Of a new task the event does not say whose it is: it is read."""
    concerned = [(event, task) for event, task in here if event.verb == Verb.TASK_CREATED or _said(event)]
    found = _People()
    if not concerned:
        return found
    doing: dict[UUID, set[UUID]] = defaultdict(set)
    rows = TaskAssignee.objects.filter(task__in={task.pk for _event, task in concerned})
    for pk, task_id, user in rows.values_list("pk", "task", "member__user"):
        doing[task_id].add(user)
        found.occasions[user, task_id] = f"assignee.{pk}"
    named = {UUID(pk) for event, _task in concerned for pk in set().union(*_said(event))}
    people = dict(Membership.objects.filter(pk__in=named).values_list("pk", "user")) if named else {}
    later = _given_later([event for event, _task in concerned if event.verb == Verb.TASK_CREATED])
    for event, task in concerned:
        if event.subject_id in later and event.verb == Verb.TASK_CREATED:
            continue
        if event.verb == Verb.TASK_CREATED:
            found.given += [(event, user, task, {}) for user in doing[task.pk]]
            continue
        before, after = ({people[UUID(pk)] for pk in side if UUID(pk) in people} for side in _said(event))
        found.given += [(event, user, task, {}) for user in (after - before) & doing[task.pk]]
        found.taken += [(event, user, task, {}) for user in before - after - doing[task.pk]]
    return found


def _given_later(created: Sequence[Event]) -> set[str]:
    """Of new tasks those whose people another event tells of: together with others, if one act gave many."""
    if not created:
        return set()
    changes = Event.objects.filter(
        subject_type=Task._meta.label_lower,
        subject_id__in=[event.subject_id for event in created],
        verb=Verb.TASK_CHANGED,
        data__after__has_key="assignees",
    )
    return set(changes.values_list("subject_id", flat=True))


def _said(event: Event) -> tuple[list[str], list[str]] | tuple[()]:
    """The memberships before and after, if the event changed them."""
    after = event.data.get("after", {})
    if event.verb != Verb.TASK_CHANGED or "assignees" not in after:
        return ()
    return event.data.get("before", {}).get("assignees", []), after["assignees"]


def _still_holds(event: Event, task: Task) -> bool:
    """Whether the task is as the event left it: somebody may have changed their mind since."""
    if event.verb == Verb.TASK_COMPLETED:
        return task.completed_at is not None or "completion" in event.data
    if event.verb == Verb.TASK_CANCELLED:
        return task.cancelled_at is not None
    return task.completed_at is None and task.cancelled_at is None


def _dates_of(event: Event) -> dict[str, Any]:
    """The new dates, if the event changed any."""
    if event.verb != Verb.TASK_CHANGED:
        return {}
    after = event.data.get("after", {})
    return {name: after[name] for name in DATES if name in after}
