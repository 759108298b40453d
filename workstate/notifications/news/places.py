"""Of workspaces and projects: who was taken into one, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, of_event

MEMBERS = {Verb.MEMBER_ADDED: "added", Verb.MEMBER_RESTORED: "added", Verb.MEMBER_CHANGED: "changed"}
VERBS = [*MEMBERS]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    for event in events:
        if person := event.data.get("user"):
            role = event.data.get("after", {}).get("role") or event.data.get("role", "")
            data = {"act": MEMBERS[Verb(event.verb)], "role": str(role)}
            yield of_event(event, UUID(person), Kind.MEMBERSHIP, data=data)
