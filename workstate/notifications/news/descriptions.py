"""Of what is written below the title of a task: to whoever is named there anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core import markdown
from workstate.discussions.mentions import people_named
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, of_event
from workstate.tasks.models import Task

VERBS = [Verb.TASK_CREATED, Verb.TASK_CHANGED]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    """
    Of one task a person is told once that its description names them, however often it is written anew.

    Asks nothing where no description was written; two queries, and a few for each task in which somebody is named.
    """
    written = [event for event in events if _may_name(event)]
    if not written:
        return
    named = {UUID(event.subject_id) for event in written}
    tasks = Task.objects.kept().select_related("project", "workspace").in_bulk(named)
    for event in written:
        task = tasks.get(UUID(event.subject_id))
        handles = markdown.handles_in(task.description) - _before(event) if task else set()
        if task and handles and event.user:
            place = {"task": task.pk, "occasion": f"description.{task.pk}"}
            told = people_named(handles, task, by=event.user)
            yield from (of_event(event, user, Kind.MENTIONED, **place) for user in sorted(told))


def _may_name(event: Event) -> bool:
    if event.subject_type != Task._meta.label_lower:
        return False
    return event.verb == Verb.TASK_CREATED or "@" in str(event.data.get("after", {}).get("description") or "")


def _before(event: Event) -> set[str]:
    """Whom the description named before the event."""
    return markdown.handles_in(str(event.data.get("before", {}).get("description") or ""))
