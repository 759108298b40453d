"""Whom an event concerns and what on their pages may have changed. Topics name things; they never carry content (law 5)."""

from __future__ import annotations

from collections.abc import Container, Iterable
from uuid import UUID

from workstate.activity.models import Event
from workstate.tasks.models import Task

# Said instead of topics when a page has missed too much to list.
EVERYTHING = "everything"

# Topics by the noun of the verb; a page says with data-live which it shows.
_TOPICS = {
    "account": ["account"],
    "attachment": ["tasks"],
    "audit": [],
    "billing": ["rates"],
    "break": ["focus"],
    "client": ["projects"],
    "comment": [],
    "entry": ["timer", "entries", "tasks"],
    "export": ["exports"],
    "field": ["fields", "tasks"],
    "focus": ["focus"],
    "folder": ["projects"],
    "following": ["following"],
    "goal": ["goals"],
    "group": ["groups"],
    "import": ["projects", "tasks", "entries"],
    "label": ["tasks"],
    "letterhead": ["letterhead"],
    "invitation": ["people"],
    "member": ["workspaces", "people"],
    "period": ["time_rules", "entries"],
    "notice": ["notices"],
    "notification": ["notifications"],
    "project": ["projects", "tasks"],
    "rate": ["rates"],
    "section": ["tasks"],
    "server": [],
    "reminder": ["tasks"],
    "report_delivery": ["saved_reports"],
    "report_file": ["report_files"],
    "report_schedule": ["saved_reports"],
    "report_share": ["saved_reports"],
    "saved_report": ["saved_reports"],
    "saved_view": ["tasks"],
    "submission": ["submissions", "entries"],
    "task": ["tasks"],
    "template": ["templates"],
    "time_rules": ["time_rules", "entries", "submissions"],
    "timer": ["timer", "entries", "tasks"],
    "timesheet": ["entries"],
    "workspace": ["workspaces", "timer"],
}
# Verbs that change less than others of their noun.
_TOPICS_OF_VERBS = {"timer.asked": ["timer"], "timer.answered": ["timer"]}
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
    "import",
    "member",
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
    "workspace",
}
_PERSONAL_VERBS = {"project.favoured", "project.unfavoured"}
_COUNTED_VERBS = {"comment.created", "comment.deleted", "comment.restored"}
# An import fills the lists of everybody.
_SHARED_VERBS = {"import.applied"}


def user_group(user_id: UUID | str) -> str:
    return f"user.{user_id}"


def workspace_group(workspace_id: UUID | str) -> str:
    """Full members alone: a guest must not even learn that something they cannot see has changed."""
    return f"workspace.{workspace_id}"


def pokes_for(events: Iterable[Event]) -> dict[str, list[str]]:
    """
    By group the topics to poke it with: the person who acted and, where others may see the subject, the workspace's members.

    One query, however many events there are.
    """
    events = list(events)
    wanted = {pk for event in events if (pk := _task_of(event))}
    there = Task.objects.filter(pk__in=wanted, project__isnull=False) if wanted else Task.objects.none()
    of_projects = set(map(str, there.values_list("pk", flat=True)))
    pokes: dict[str, dict[str, None]] = {}
    for event in events:
        groups = [user_group(event.user_id)] if event.user_id else []
        if event.workspace_id and _is_shared(event, of_projects):
            groups.append(workspace_group(event.workspace_id))
        if event.verb.startswith("submission."):
            groups.append(user_group(event.data["person"]))  # whose week another decides on, also a guest's
        for group in groups:
            pokes.setdefault(group, {}).update(dict.fromkeys(topics_for(event)))
    return {group: list(topics) for group, topics in pokes.items()}


def groups_for(event: Event) -> list[str]:
    """The groups that hear of the event."""
    return list(pokes_for([event]))


def topics_for(event: Event) -> list[str]:
    noun = event.verb.partition(".")[0]
    topics = list(_TOPICS_OF_VERBS.get(event.verb, _TOPICS[noun]))
    if noun == "comment":
        # Rows say how many comments there are; what they say stands in the stream alone.
        topics += [f"discussion:{event.data['number']}", *(["tasks"] if event.verb in _COUNTED_VERBS else [])]
    if noun in {"task", "reminder", "attachment"} and "number" in event.data:
        topics.append(f"task:{event.data['number']}")
    return topics


def _task_of(event: Event) -> str | None:
    """The task on whose place it hangs who may know of the event; None where it hangs on no task."""
    noun = event.verb.partition(".")[0]
    task: str | None = event.subject_id if noun == "task" and event.subject_type == Task._meta.label_lower else None
    return event.data.get("task") if noun in {"attachment", "comment"} else task


def _is_shared(event: Event, of_projects: Container[str]) -> bool:
    noun = event.verb.partition(".")[0]
    if event.verb in _SHARED_VERBS:
        return True
    if noun in _PERSONAL or event.verb in _PERSONAL_VERBS:
        return False
    if noun in {"saved_report", "saved_view"}:
        return bool(event.data.get("shared"))
    if noun in {"attachment", "comment", "task"}:
        # What lies in an inbox is its owner's secret, unless it has just been taken there from a project.
        return _task_of(event) in of_projects or (noun == "task" and bool(event.data.get("from")))
    return True
