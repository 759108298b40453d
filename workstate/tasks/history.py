"""What happened to a task, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.projects.models import Project
from workstate.tasks.extensions import Teller, change_tellers
from workstate.tasks.models import Task
from workstate.tasks.words import length_words

MOST = 50
_PLAIN = {
    Verb.TASK_CREATED: ("plus", _noop("%s added this")),
    Verb.TASKS_CREATED: ("plus", _noop("%s added this")),
    Verb.TASK_COMPLETED: ("circle-check", _noop("%s completed this")),
    Verb.TASK_REOPENED: ("rotate-ccw", _noop("%s reopened this")),
    Verb.TASK_DELETED: ("trash-2", _noop("%s deleted this")),
    Verb.TASK_RESTORED: ("undo-2", _noop("%s took this out of the bin")),
}


@dataclass(frozen=True, slots=True)
class Happening:
    icon: str
    words: str
    when: str
    exact: str
    at: datetime


def history(task: Task, *, formats: Formats, actor: Actor) -> list[Happening]:
    """
    The newest first. Whoever sees the task sees what became of it, whoever did it; the caller has looked it up.

    Of its time in an inbox its maker alone is told.
    """
    events = list(
        Event.objects.filter(workspace=actor.workspace).about(task).select_related("user").order_by("-pk")[:MOST]
    )
    events = list(_of_the_open(events)) if task.created_by_id != actor.user.pk else events
    names = _project_names(events, actor)
    tellers = change_tellers(events, actor, formats)
    return [
        Happening(icon, words, formats.moment(event.happened_at), formats.exact(event.happened_at), event.happened_at)
        for event in events
        for icon, words in _told(event, names, formats, tellers)
    ]


def _of_the_open(events: Iterable[Event]) -> Iterator[Event]:
    """Back to where the task left its maker's inbox: what it was called there, and when, stays theirs."""
    for event in events:
        yield event
        if event.verb == Verb.TASK_MOVED and not _project(event, "before") and _project(event, "after"):
            return


def _project(event: Event, side: str) -> str | None:
    """The project before or after a move, by id; None for the inbox."""
    came_from: str | None = event.data.get("from")
    found: str | None = event.data.get("after", {}).get("project", came_from)
    return came_from if side == "before" else found


def _told(
    event: Event, projects: dict[str, str], formats: Formats, tellers: Iterable[Teller]
) -> Iterator[tuple[str, str]]:
    name = event.user.get_short_name() if event.user else _("Someone")
    if event.via in {Via.API, Via.IMPORT, Via.COMMAND}:
        name = _("%(name)s (%(via)s)") % {"name": name, "via": Via(event.via).label}
    try:
        verb = Verb(event.verb)
    except ValueError:
        return
    if verb in _PLAIN:
        icon, words = _PLAIN[verb]
        yield icon, _(words) % name
    elif verb is Verb.TASK_MOVED:
        before, after = _project(event, "before"), _project(event, "after")
        if before != after:
            where = projects.get(after, _("another project")) if after else _("the inbox")
            yield "move", _("%(name)s moved this to %(where)s") % {"name": name, "where": where}
    elif verb is Verb.TASK_CHANGED:
        before, after = event.data.get("before", {}), event.data.get("after", {})
        yield from _changes(name, before, after, formats)
        for tell in tellers:
            yield from tell(name, before, after)


def _changes(name: str, before: dict[str, Any], after: dict[str, Any], formats: Formats) -> Iterator[tuple[str, str]]:
    if "title" in after:
        yield "pencil", _("%(name)s renamed this from “%(old)s”") % {"name": name, "old": before.get("title")}
    if "description" in after:
        yield "file-text", _("%s changed the description") % name
    if "priority" in after:
        raised = after["priority"] < before.get("priority", 4)
        words = _("%(name)s raised the priority to %(to)s") if raised else _("%(name)s lowered the priority to %(to)s")
        yield "flag", words % {"name": name, "to": after["priority"]}
    if "estimate" in after:
        if after["estimate"]:
            yield (
                "hourglass",
                _("%(name)s estimated %(length)s") % {"name": name, "length": length_words(after["estimate"])},
            )
        else:
            yield "hourglass", _("%s took the estimate away") % name
    if {"due_on", "due_time"} & after.keys():
        yield "calendar", _due_change(name, {**before, **after}, after, formats)
    if "labels" in after:
        yield from _labels(name, before.get("labels", []), after["labels"])


def _due_change(name: str, known: dict[str, Any], after: dict[str, Any], formats: Formats) -> str:
    """An event tells what changed alone: a new time may come without the day, which stayed."""
    day = _read(date, known.get("due_on"))
    clock = _read(time, known.get("due_time"))
    if "due_on" in after and day is None:
        return _("%s took the date away") % name
    if day is None:
        if clock is None:
            return _("%s took the time of day away") % name
        return _("%(name)s set the time to %(time)s") % {"name": name, "time": formats.time(clock)}
    when = ", ".join(filter(None, [formats.weekday_date(day), formats.time(clock) if clock else ""]))
    return _("%(name)s set the date to %(when)s") % {"name": name, "when": when}


def _labels(name: str, old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str, str]]:
    added, removed = [x for x in new if x not in old], [x for x in old if x not in new]
    if added:
        yield "tag", _("%(name)s added the label %(labels)s") % {"name": name, "labels": ", ".join(added)}
    if removed:
        yield "tag", _("%(name)s removed the label %(labels)s") % {"name": name, "labels": ", ".join(removed)}


def _read(kind: type[date | time], text: object) -> Any:
    try:
        return kind.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _project_names(events: Iterable[Event], actor: Actor) -> dict[str, str]:
    wanted = {
        _project(event, side) for event in events if event.verb == Verb.TASK_MOVED for side in ("before", "after")
    } - {None}
    if not wanted:
        return {}
    found = Project.objects.visible_to(actor).filter(pk__in=[UUID(pk) for pk in wanted]).values_list("pk", "name")
    return {str(pk): name for pk, name in found}
