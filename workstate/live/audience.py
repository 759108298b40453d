"""Whom an event concerns and what on their pages may have changed. Topics name things; they never carry content (law 5)."""

from __future__ import annotations

from uuid import UUID

from workstate.activity.models import Event
from workstate.tasks.models import Task

# Said instead of topics when a page has missed too much to list.
EVERYTHING = "everything"

# Topics by the noun of the verb; a page says with data-live which it shows.
_TOPICS = {
    "account": ["account"],
    "attachment": ["tasks"],
    "client": ["projects"],
    "comment": [],
    "entry": ["timer", "entries", "tasks"],
    "field": ["fields", "tasks"],
    "folder": ["projects"],
    "import": ["projects", "tasks", "entries"],
    "label": ["tasks"],
    "member": ["workspaces"],
    "project": ["projects", "tasks"],
    "section": ["tasks"],
    "reminder": ["tasks"],
    "task": ["tasks"],
    "template": ["templates"],
    "timer": ["timer", "entries", "tasks"],
    "workspace": ["workspaces", "timer"],
}
# Of interest to the person alone, whoever else may see the workspace.
_PERSONAL = {"account", "entry", "import", "member", "reminder", "timer", "workspace"}
_PERSONAL_VERBS = {"project.favoured", "project.unfavoured"}
_COUNTED_VERBS = {"comment.created", "comment.deleted", "comment.restored"}
# An import fills the lists of everybody.
_SHARED_VERBS = {"import.applied"}


def user_group(user_id: UUID | str) -> str:
    return f"user.{user_id}"


def workspace_group(workspace_id: UUID | str) -> str:
    """Full members alone: a guest must not even learn that something they cannot see has changed."""
    return f"workspace.{workspace_id}"


def groups_for(event: Event) -> list[str]:
    """The groups to poke: the person who acted and, where others may see the subject, the members of the workspace."""
    groups = [user_group(event.user_id)] if event.user_id else []
    if event.workspace_id and _is_shared(event):
        groups.append(workspace_group(event.workspace_id))
    return groups


def topics_for(event: Event) -> list[str]:
    noun = event.verb.partition(".")[0]
    topics = list(_TOPICS[noun])
    if noun == "comment":
        # Rows say how many comments there are; what they say stands in the stream alone.
        topics += [f"discussion:{event.data['number']}", *(["tasks"] if event.verb in _COUNTED_VERBS else [])]
    if noun in {"task", "reminder", "attachment"} and "number" in event.data:
        topics.append(f"task:{event.data['number']}")
    return topics


def _is_shared(event: Event) -> bool:
    noun = event.verb.partition(".")[0]
    if event.verb in _SHARED_VERBS:
        return True
    if noun in _PERSONAL or event.verb in _PERSONAL_VERBS:
        return False
    if noun in {"attachment", "comment"}:
        return Task.objects.filter(pk=event.data.get("task"), project__isnull=False).exists()
    if noun == "task":
        # What lies in an inbox is its owner's secret, unless it has just been taken there from a project.
        came_from = event.data.get("from")
        return bool(came_from) or Task.objects.filter(pk=event.subject_id, project__isnull=False).exists()
    return True
