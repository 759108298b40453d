"""What happened to a task, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.sentences import Thing
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.extensions import change_tellers
from workstate.tasks.models import Task
from workstate.tasks.named import Names
from workstate.tasks.telling import GIVEN_BACK, project_of, telling

MOST = 50
# What somebody wants for themself is nobody else's business.
_OWN = (Verb.REMINDERS_SET, Verb.FOLLOWING_CHANGED)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line. `event` is what "Put back" names, 0 for what cannot be put back by itself."""

    icon: str
    words: str
    when: str
    exact: str
    at: datetime
    event: int = 0


def history(task: Task, *, formats: Formats, actor: Actor) -> list[Happening]:
    """
    The newest first. Whoever sees the task sees what became of it, whoever did it; the caller has looked it up.

    Of its time in an inbox its maker alone is told, and of its time in a project whoever sees that project now.
    """
    events = _seen(task, actor)
    names = Names.of(events, actor)
    tellers = change_tellers(events, actor, formats)
    this = Thing(_("this"))
    found = []
    for event in events:
        lines = list(telling(event, names, formats, tellers, actor, task=this))
        for number, line in enumerate(lines, 1):
            back = event.pk if number == len(lines) and _can_go_back(event) else 0
            at = event.happened_at
            found.append(Happening(line.icon, str(line), formats.moment(at), formats.exact(at), at, back))
    return found


def change_of(task: Task, pk: int, *, actor: Actor) -> Event | None:
    """A change of the task that the actor is told of, to be put back."""
    return next((event for event in _seen(task, actor) if event.pk == pk and _can_go_back(event)), None)


def _seen(task: Task, actor: Actor) -> list[Event]:
    events = Event.objects.filter(workspace=actor.workspace).about(task).exclude(verb__in=_OWN)
    found = list(events.select_related("user").order_by("-pk")[:MOST])
    return list(_in_sight(found, task, actor))


def _can_go_back(event: Event) -> bool:
    return event.verb in GIVEN_BACK and bool(event.data.get("before"))


def _in_sight(events: Sequence[Event], task: Task, actor: Actor) -> Iterator[Event]:
    """
    Without what happened where the reader may not look now: what the task was called there, and what stood in it, stays there.

    The newest first. At most one query, and none for a task that never moved between projects.
    """
    came_from = {came for event in events if _leaves(event) and (came := project_of(event, "before"))}
    rows = Project.objects.visible_to(actor).filter(pk__in=came_from) if came_from else Project.objects.none()
    seen = set(map(str, rows.values_list("pk", flat=True)))
    is_open = True
    for event in events:
        was_open = is_open
        if _leaves(event):
            came = project_of(event, "before")
            is_open = came in seen if came else task.created_by_id == actor.user.pk
            if was_open and not is_open:
                # Told, and not to be put back: what it is to go back to is out of sight.
                event.data = {**event.data, "before": {}}
        if was_open or is_open:
            yield event


def _leaves(event: Event) -> bool:
    """Whether the task went to another project by it, or out of an inbox or into one."""
    return event.verb == Verb.TASK_MOVED and project_of(event, "before") != project_of(event, "after")
