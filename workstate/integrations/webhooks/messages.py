"""What a message says of an event, and which events whoever made a webhook may hear of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.workspaces.models import Workspace

# What a person does for themself or is told: of another's nobody is told, whoever runs the workspace.
PERSONAL: Final = frozenset(
    {
        "break",
        "export",
        "focus",
        "following",
        "goal",
        "import",
        "notice",
        "notification",
        "reminder",
        "report_delivery",
        "report_file",
        "report_schedule",
        "timesheet",
    }
)


def of_those(events: Sequence[Event], by: Actor) -> list[tuple[Event, Any]]:
    """
    The events that the actor may hear of, each with its subject if there still is one.

    A query or two for each kind of subject, however many events there are.
    """
    mine = [event for event in events if noun_of(event) not in PERSONAL or event.user_id == by.user.pk]
    labels: dict[str, set[str]] = {}
    for event in mine:
        labels.setdefault(event.subject_type, set()).add(event.subject_id)
    seen: dict[tuple[str, str], Any] = {}
    hidden: set[tuple[str, str]] = set()
    for label, ids in labels.items():
        there, shown = _rows(label, ids, by)
        seen |= {(label, str(pk)): row for pk, row in shown.items()}
        hidden |= {(label, str(pk)) for pk in there if pk not in shown}
    found = []
    for event in mine:
        key = (event.subject_type, event.subject_id)
        if key not in hidden:
            found.append((event, seen.get(key)))
    return found


def _rows(label: str, ids: Iterable[str], by: Actor) -> tuple[set[Any], Mapping[Any, Any]]:
    """The ids of rows that there are, and the rows of those that the actor sees."""
    model = apps.get_model(label)
    named = model._base_manager.filter(pk__in=ids)
    there = set(named.values_list("pk", flat=True))
    manager = model._default_manager
    if model is User or not hasattr(manager, "visible_to"):
        # Of the workspace itself, and its people: whoever runs it sees them.
        return there, {row.pk: row for row in named}
    return there, {row.pk: row for row in manager.visible_to(by).filter(pk__in=ids)}


def noun_of(event: Event) -> str:
    return event.verb.partition(".")[0]


def body_of(event: Event, subject: Any, workspace: Workspace) -> str:
    """The message, as JSON. `details` is what changed; of what there is no more, nothing is told but that."""
    person = event.user
    told = {
        "type": event.verb,
        "timestamp": event.happened_at,
        "data": {
            "event": event.pk,
            "workspace": {"id": workspace.pk, "slug": workspace.slug},
            "subject": {
                "type": event.subject_type.partition(".")[2],
                "id": event.subject_id,
                "number": getattr(subject, "number", None),
                "name": _name(subject),
            },
            "project": event.project_id,
            "task": event.task_id,
            "person": {"id": person.pk, "name": person.name} if person else None,
            "via": event.via,
            "batch": event.batch,
            "details": _details(event, subject),
        },
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)


def _name(subject: Any) -> str | None:
    found = getattr(subject, "title", None) or getattr(subject, "name", None)
    return found if isinstance(found, str) else None


def _details(event: Event, subject: Any) -> dict[str, Any]:
    """Nothing of what is gone, nor of other webhooks: their addresses may open something."""
    noun = noun_of(event)
    is_told = noun == "member" or (subject is not None and noun != "webhook")
    return dict(event.data) if is_told else {}
