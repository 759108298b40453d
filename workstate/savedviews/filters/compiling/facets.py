"""What a task has or has not: has: comments, no due date, no Stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from workstate.attachments.models import Attachment
from workstate.customfields.queries import filled
from workstate.discussions.models import Comment
from workstate.savedviews.filters.compiling.asking import Asking
from workstate.savedviews.filters.compiling.flags import subtasks_of
from workstate.savedviews.filters.errors import nearest
from workstate.savedviews.filters.printing import facet_named
from workstate.savedviews.filters.terms import FACET_PHRASES
from workstate.savedviews.filters.tree import Value
from workstate.tasks.models import Reminder, TaskAssignee, TaskLabel
from workstate.timetracking.models import TimeEntry


def _column(name: str) -> Callable[[Asking], Q]:
    return lambda asking: Q(**{f"{name}__isnull": False})


def _comments(asking: Asking) -> Q:
    return Q(Exists(Comment.objects.filter(task=OuterRef("pk")).kept()))


def _time(asking: Asking) -> Q:
    entries = TimeEntry.objects.visible_to(asking.actor).finished().filter(task=OuterRef("pk"), duration__gt=0)
    return Q(Exists(entries))


def _client(asking: Asking) -> Q:
    return Q(project__isnull=False, project__client__isnull=False)


FACET_CONDITIONS: Final[Mapping[str, Callable[[Asking], Q]]] = {
    "due date": _column("due_on"),
    "due time": _column("due_time"),
    "start": _column("start_on"),
    "deadline": _column("deadline_on"),
    "labels": lambda asking: Q(Exists(TaskLabel.objects.filter(task=OuterRef("pk")))),
    "assignee": lambda asking: Q(Exists(TaskAssignee.objects.filter(task=OuterRef("pk")))),
    "estimate": _column("estimate"),
    "time": _time,
    "project": _column("project"),
    "section": _column("section"),
    "client": _client,
    "description": lambda asking: ~Q(description=""),
    "comments": _comments,
    "files": lambda asking: Q(Exists(Attachment.objects.filter(task=OuterRef("pk")).kept())),
    "reminder": lambda asking: Q(Exists(Reminder.objects.filter(task=OuterRef("pk"), user=asking.actor.user))),
    "subtasks": lambda asking: Q(subtasks_of(asking)),
    "parent": _column("parent"),
}


def facet_condition(value: Value, asking: Asking) -> Q:
    """Raises FilterError for what is neither in the table nor a field of the workspace."""
    if value.word:
        return FACET_CONDITIONS[value.word](asking)
    field = asking.names.field(value.text)
    if field is None and (known := FACET_PHRASES.get(value.text.casefold())):
        return FACET_CONDITIONS[known](asking)
    if field is None:
        names = [*asking.table.facet_phrases, *(one.name for one in asking.names.fields)]
        near = nearest(value.text, names)
        message = _("A task cannot have “%(said)s”, and there is no field of that name.") % {"said": value.text}
        instead = None if near is None else near if near in asking.table.facet_phrases else facet_named(near)
        raise asking.refusal(message, value, instead)
    return filled(field)
