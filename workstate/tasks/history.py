"""What happened to a task, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.tasks.extensions import Teller, change_tellers
from workstate.tasks.models import Task
from workstate.tasks.named import Names
from workstate.tasks.repeats import repeat_words_of
from workstate.tasks.words import length_words

MOST = 50
_PLAIN = {
    Verb.TASK_CREATED: ("plus", _noop("%s added this")),
    Verb.TASKS_CREATED: ("plus", _noop("%s added this")),
    Verb.TASK_COMPLETED: ("circle-check", _noop("%s completed this")),
    Verb.TASK_REOPENED: ("rotate-ccw", _noop("%s reopened this")),
    Verb.TASK_CANCELLED: ("ban", _noop("%s cancelled this")),
    Verb.TASK_ARCHIVED: ("archive", _noop("%s put this in the archive")),
    Verb.TASK_UNARCHIVED: ("archive", _noop("%s took this out of the archive")),
    Verb.TASK_DELETED: ("trash-2", _noop("%s deleted this")),
    Verb.TASK_RESTORED: ("undo-2", _noop("%s took this out of the bin")),
}
_LINKED = {
    ("blocks", True): _noop("%(name)s made this block %(task)s"),
    ("blocks", False): _noop("%(name)s made this wait for %(task)s"),
    ("relates", True): _noop("%(name)s related this to %(task)s"),
    ("relates", False): _noop("%(name)s related this to %(task)s"),
    ("duplicates", True): _noop("%(name)s marked this as a duplicate of %(task)s"),
    ("duplicates", False): _noop("%(name)s marked %(task)s as a duplicate of this"),
}
_UNLINKED = _noop("%(name)s took away the link to %(task)s")
# A change can be given back; an ending has its own button for the way back.
_GIVEN_BACK = {Verb.TASK_CHANGED, Verb.TASK_MOVED, Verb.TASK_SKIPPED}

Told = tuple[str, str]


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

    Of its time in an inbox its maker alone is told.
    """
    events = _seen(task, actor)
    names = Names.of(events, actor)
    tellers = change_tellers(events, actor, formats)
    found = []
    for event in events:
        lines = list(_told(event, names, formats, tellers, actor))
        for number, (icon, words) in enumerate(lines, 1):
            back = event.pk if number == len(lines) and _can_go_back(event) else 0
            at = event.happened_at
            found.append(Happening(icon, words, formats.moment(at), formats.exact(at), at, back))
    return found


def change_of(task: Task, pk: int, *, actor: Actor) -> Event | None:
    """A change of the task that the actor is told of, to be put back."""
    return next((event for event in _seen(task, actor) if event.pk == pk and _can_go_back(event)), None)


def _seen(task: Task, actor: Actor) -> list[Event]:
    events = Event.objects.filter(workspace=actor.workspace).about(task).exclude(verb=Verb.REMINDERS_SET)
    found = list(events.select_related("user").order_by("-pk")[:MOST])
    return list(_of_the_open(found)) if task.created_by_id != actor.user.pk else found


def _can_go_back(event: Event) -> bool:
    return event.verb in _GIVEN_BACK and bool(event.data.get("before"))


def _of_the_open(events: Iterable[Event]) -> Iterator[Event]:
    """Back to where the task left its maker's inbox: what it was called there, and when, stays theirs."""
    for event in events:
        if event.verb == Verb.TASK_MOVED and not project_of(event, "before") and project_of(event, "after"):
            # Told, and not to be put back: what it is to go back to is an inbox.
            event.data = {**event.data, "before": {}}
            yield event
            return
        yield event


def project_of(event: Event, side: str) -> str | None:
    """The project before or after a move, by id; None for the inbox."""
    came_from: str | None = event.data.get("from")
    found: str | None = event.data.get("after", {}).get("project", came_from)
    return came_from if side == "before" else found


def _told(event: Event, names: Names, formats: Formats, tellers: Iterable[Teller], actor: Actor) -> Iterator[Told]:
    name = _who(event)
    try:
        verb = Verb(event.verb)
    except ValueError:
        return
    before, after = event.data.get("before", {}), event.data.get("after", {})
    if "undid" in event.data and verb in _GIVEN_BACK and after:
        name = _("%(name)s, putting back,") % {"name": name}
    if verb is Verb.TASK_COMPLETED and "completion" in event.data:
        yield "circle-check", _done_once(name, before, after, formats)
    elif verb is Verb.TASK_SKIPPED:
        day = _read(date, before.get("due_on"))
        words = _("%(name)s skipped %(day)s") % {"name": name, "day": formats.weekday_date(day)} if day else ""
        yield "repeat", words or _("%s skipped one time") % name
    elif verb in _PLAIN:
        icon, words = _PLAIN[verb]
        yield icon, _(words) % name
    elif verb is Verb.TASK_MOVED:
        yield from _moves(name, event, names)
    elif verb in {Verb.TASK_LINKED, Verb.TASK_UNLINKED}:
        said = _LINKED.get((str(event.data.get("kind")), bool(event.data.get("source"))), _UNLINKED)
        words = said if verb is Verb.TASK_LINKED else _UNLINKED
        yield "link", _(words) % {"name": name, "task": names.task(event.data.get("other"))}
    elif verb is Verb.TASK_CHANGED:
        yield from _changes(name, before, after, formats, names, actor)
        for tell in tellers:
            yield from tell(name, before, after)


def _who(event: Event) -> str:
    name = event.user.get_short_name() if event.user else _("Someone")
    if event.via in {Via.API, Via.IMPORT, Via.COMMAND}:
        return _("%(name)s (%(via)s)") % {"name": name, "via": Via(event.via).label}
    return name


def _done_once(name: str, before: dict[str, Any], after: dict[str, Any], formats: Formats) -> str:
    """A repeating task moved on."""
    day = _read(date, after.get("due_on")) or _read(date, before.get("due_on"))
    clock = _read(time, after.get("due_time"))
    if day is None:
        return _("%s completed this; it comes again") % name
    when = ", ".join(filter(None, [formats.weekday_date(day), formats.time(clock) if clock else ""]))
    return _("%(name)s completed this; next: %(when)s") % {"name": name, "when": when}


def _moves(name: str, event: Event, names: Names) -> Iterator[Told]:
    before, after = event.data.get("before", {}), event.data.get("after", {})
    came, went = project_of(event, "before"), project_of(event, "after")
    if came != went:
        where = names.project(went) if went else _("the inbox")
        yield "move", _("%(name)s moved this to %(where)s") % {"name": name, "where": where}
    elif "section" in after:
        where = names.section(after["section"]) if after["section"] else _("no section")
        yield "move", _("%(name)s moved this to %(where)s") % {"name": name, "where": where}
    if after.get("parent"):
        yield "list-tree", _("%(name)s put this under %(task)s") % {"name": name, "task": names.task(after["parent"])}
    elif before.get("parent"):
        yield "list-tree", _("%s made this a task of its own") % name


def _changes(
    name: str, before: dict[str, Any], after: dict[str, Any], formats: Formats, names: Names, actor: Actor
) -> Iterator[Told]:
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
    yield from _days(name, after, formats)
    if "repeat" in after:
        yield "repeat", _repeat_change(name, before.get("repeat"), after["repeat"], formats, actor)
    if "labels" in after:
        yield from _put(name, "tag", before.get("labels", []), after["labels"], *_LABELS)
    if "assignees" in after:
        old, new = (list(map(names.person, side)) for side in (before.get("assignees", []), after["assignees"]))
        yield from _put(name, "user", old, new, *_PEOPLE)


_LABELS = (_noop("%(name)s added the label %(what)s"), _noop("%(name)s removed the label %(what)s"))
_PEOPLE = (_noop("%(name)s gave this to %(what)s"), _noop("%(name)s took this from %(what)s"))
_DAYS = {
    "start_on": (_noop("%(name)s set the start to %(day)s"), _noop("%(name)s took the start away")),
    "deadline_on": (_noop("%(name)s set the deadline to %(day)s"), _noop("%(name)s took the deadline away")),
    "deferred_until": (_noop("%(name)s hid this until %(day)s"), _noop("%(name)s brought this back into sight")),
}


def _days(name: str, after: dict[str, Any], formats: Formats) -> Iterator[Told]:
    for column, (given, taken) in _DAYS.items():
        if column in after:
            day = _read(date, after[column])
            words = _(given) if day else _(taken)
            yield "calendar", words % {"name": name, "day": formats.weekday_date(day) if day else ""}


def _repeat_change(name: str, old: Any, new: Any, formats: Formats, actor: Actor) -> str:
    if not new:
        return _("%s ended the repeat") % name
    if old and {**old, "skipped": 0, "done": 0} == {**new, "skipped": 0, "done": 0}:
        skipped = [day for day in new.get("skipped", []) if day not in old.get("skipped", [])]
        if skipped:
            days = ", ".join(formats.weekday_date(date.fromisoformat(day)) for day in skipped)
            return _("%(name)s left out %(days)s") % {"name": name, "days": days}
    return _("%(name)s had this repeat: %(words)s") % {"name": name, "words": repeat_words_of(new, actor.user)}


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


def _put(name: str, icon: str, old: list[str], new: list[str], added: str, removed: str) -> Iterator[Told]:
    came, went = [x for x in new if x not in old], [x for x in old if x not in new]
    if came:
        yield icon, _(added) % {"name": name, "what": ", ".join(came)}
    if went:
        yield icon, _(removed) % {"name": name, "what": ", ".join(went)}


def _read(kind: type[date | time], text: object) -> Any:
    try:
        return kind.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
