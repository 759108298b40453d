"""Of workspaces and projects: who was taken into one, and as what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, of_event
from workstate.workspaces.models import GroupMember

MEMBERS = {Verb.MEMBER_ADDED: "added", Verb.MEMBER_RESTORED: "added", Verb.MEMBER_CHANGED: "changed"}
PROJECTS = {Verb.PROJECT_SHARED: "shared", Verb.PROJECT_HANDED_OVER: "handed_over"}
VERBS = [*MEMBERS, *PROJECTS]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    shared = [event for event in events if event.verb in PROJECTS]
    people = _people_of_groups(shared)
    for event in shared:
        # Of another level than before nobody has to hear: they find out by being able to do more.
        if not event.data.get("before"):
            act = PROJECTS[Verb(event.verb)]
            for user in {UUID(pk) for pk in [event.data.get("user")] if pk} | people[str(event.data.get("group"))]:
                yield of_event(event, user, Kind.SHARED, project=UUID(event.subject_id), data={"act": act})
    for event in events:
        if event.verb in MEMBERS and (person := event.data.get("user")):
            role = event.data.get("after", {}).get("role") or event.data.get("role", "")
            data = {"act": MEMBERS[Verb(event.verb)], "role": str(role)}
            yield of_event(event, UUID(person), Kind.MEMBERSHIP, data=data)


def _people_of_groups(events: Iterable[Event]) -> defaultdict[str, set[UUID]]:
    named = {UUID(pk) for event in events if (pk := event.data.get("group"))}
    people: defaultdict[str, set[UUID]] = defaultdict(set)
    if named:
        rows = GroupMember.objects.filter(group__in=named, group__deleted_at=None)
        for group, user in rows.values_list("group", "user"):
            people[str(group)].add(user)
    return people
