"""
Of each event who may learn of it, as the rights are said elsewhere: who sees a project, who runs a workspace, whose it is.

Nobody is asked yet: a circle names people, and audience.py finds out who is in it at this moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.live.topics import EVERYTHING, noun_of, topics_for


class Ring(Enum):
    """Who is in a circle; its id is that of the person, workspace, project, …"""

    PERSON = "person"
    MEMBERS = "members"  # full members of a workspace
    EVERYBODY = "everybody"  # guests of a workspace too
    ADMINISTRATORS = "administrators"
    READERS = "readers"  # whoever sees a project
    GROUP = "group"
    OWNER = "owner"  # of the inbox in which a task lies
    LINKED = "linked"  # whoever sees what a task is linked to
    LABELLED = "labelled"  # guests who see a task with a label
    FIELD = "field"  # guests who see a project with a field


@dataclass(frozen=True, slots=True)
class Circle:
    ring: Ring
    id: UUID


Concern = tuple[Circle, list[str]]

# Of interest to the person alone, whoever else may see the workspace.
_PERSONAL = {
    "account",
    "audit",
    "break",
    "entry",
    "export",
    "focus",
    "following",
    "goal",
    "notice",
    "notification",
    "reminder",
    "report_file",
    "report_delivery",
    "report_schedule",
    "report_share",
    "server",
    "timer",
    "timesheet",
}
_PERSONAL_VERBS = {Verb.PROJECT_FAVOURED, Verb.PROJECT_UNFAVOURED, Verb.WORKSPACE_CREATED}
_ADMINISTRATORS = {"billing", "budget", "invitation", "rate", "submission", "webhook"}
_EVERYBODY = {"period", "time_rules", "workspace"}
_IN_PROJECTS = {"attachment", "comment", "project", "public_link", "section", "task"}
# What may be done there is another thing than before: each page is drawn anew.
_OPEN_OR_SHUT = {
    Verb.WORKSPACE_ARCHIVED,
    Verb.WORKSPACE_UNARCHIVED,
    Verb.WORKSPACE_DELETED,
    Verb.WORKSPACE_RESTORED,
}
_SHARED = {Verb.PROJECT_SHARED, Verb.PROJECT_UNSHARED, Verb.PROJECT_LEFT, Verb.PROJECT_HANDED_OVER}
_ALL = [EVERYTHING]


def concerns(event: Event) -> Iterator[Concern]:
    """Who may learn of the event and what they are told; the person who acted always."""
    topics = topics_for(event)
    if event.user_id:
        yield Circle(Ring.PERSON, event.user_id), topics
    yield from _whose_rights(event)
    noun = noun_of(event)
    if noun == "account" and event.subject_type == User._meta.label_lower:
        yield Circle(Ring.PERSON, UUID(event.subject_id)), topics
    if event.workspace_id is None or noun in _PERSONAL or event.verb in _PERSONAL_VERBS:
        return
    here = event.workspace_id
    if noun in _IN_PROJECTS:
        yield from _in_project(event, noun, topics)
    elif noun == "budget" and event.data.get("kind") == "time" and event.project_id:
        yield Circle(Ring.READERS, event.project_id), topics
    elif noun in _EVERYBODY:
        yield Circle(Ring.EVERYBODY, here), _ALL if event.verb in _OPEN_OR_SHUT else topics
    elif noun in _ADMINISTRATORS:
        yield Circle(Ring.ADMINISTRATORS, here), topics
        if noun == "submission":
            yield Circle(Ring.PERSON, UUID(event.data["person"])), topics  # whose week another decides on
    elif _is_members(event, noun):
        yield Circle(Ring.MEMBERS, here), topics
        if noun in {"label", "field"}:
            yield Circle(Ring.LABELLED if noun == "label" else Ring.FIELD, UUID(event.subject_id)), topics


def _in_project(event: Event, noun: str, topics: list[str]) -> Iterator[Concern]:
    if event.project_id:
        yield Circle(Ring.READERS, event.project_id), topics
    elif event.task_id:
        yield Circle(Ring.OWNER, event.task_id), topics
    if came_from := event.data.get("from"):
        yield Circle(Ring.READERS, UUID(came_from)), topics
    if noun == "task" and event.task_id and event.verb not in {Verb.TASK_CREATED, Verb.TASKS_CREATED}:
        yield Circle(Ring.LINKED, event.task_id), ["tasks"]
    if event.verb == Verb.TASK_UNLINKED and "other" in event.data:
        yield Circle(Ring.LINKED, UUID(event.data["other"])), ["tasks"]


def _whose_rights(event: Event) -> Iterator[Concern]:
    """Those who may see more or less from now on: their pages are drawn anew, or found gone."""
    data: dict[str, Any] = event.data
    if noun_of(event) == "member" or event.verb in _SHARED or event.verb in {Verb.GROUP_JOINED, Verb.GROUP_LEFT}:
        if "user" in data:
            yield Circle(Ring.PERSON, UUID(data["user"])), _ALL
        if "group" in data:
            yield Circle(Ring.GROUP, UUID(data["group"])), _ALL
    if event.verb == Verb.PROJECT_HANDED_OVER and event.user_id:
        yield Circle(Ring.PERSON, event.user_id), _ALL
    if event.verb in {Verb.GROUP_DELETED, Verb.GROUP_RESTORED}:
        yield Circle(Ring.GROUP, UUID(event.subject_id)), _ALL
    if event.verb in {Verb.PROJECT_OPENED, Verb.PROJECT_CLOSED} and data.get("before") and event.workspace_id:
        # They knew of the project up to now.
        yield Circle(Ring.MEMBERS, event.workspace_id), _ALL


def _is_members(event: Event, noun: str) -> bool:
    if noun == "import":
        return event.verb == Verb.IMPORT_APPLIED
    if noun in {"saved_report", "saved_view"}:
        return bool(event.data.get("shared"))
    return True
