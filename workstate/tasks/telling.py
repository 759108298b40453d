"""What an event of a task says, in plain words: for its own history, and wherever else it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.sentences import Sentence, Thing
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.tasks.extensions import Teller
from workstate.tasks.named import Names
from workstate.tasks.repeats import repeat_words_of
from workstate.tasks.words import length_words

PLAIN = {
    Verb.TASK_CREATED: ("plus", _noop("%(name)s added %(task)s")),
    Verb.TASKS_CREATED: ("plus", _noop("%(name)s added %(task)s")),
    Verb.TASK_COMPLETED: ("circle-check", _noop("%(name)s completed %(task)s")),
    Verb.TASK_REOPENED: ("rotate-ccw", _noop("%(name)s reopened %(task)s")),
    Verb.TASK_CANCELLED: ("ban", _noop("%(name)s cancelled %(task)s")),
    Verb.TASK_ARCHIVED: ("archive", _noop("%(name)s put %(task)s in the archive")),
    Verb.TASK_UNARCHIVED: ("archive", _noop("%(name)s took %(task)s out of the archive")),
    Verb.TASK_DELETED: ("trash-2", _noop("%(name)s deleted %(task)s")),
    Verb.TASK_RESTORED: ("undo-2", _noop("%(name)s took %(task)s out of the bin")),
}
# A change can be given back; an ending has its own button for the way back.
GIVEN_BACK = {Verb.TASK_CHANGED, Verb.TASK_MOVED, Verb.TASK_SKIPPED}
# What telling() has words for.
TOLD = frozenset({*PLAIN, *GIVEN_BACK, Verb.TASK_LINKED, Verb.TASK_UNLINKED})
_LINKED = {
    ("blocks", True): _noop("%(name)s made %(task)s block %(other)s"),
    ("blocks", False): _noop("%(name)s made %(task)s wait for %(other)s"),
    ("relates", True): _noop("%(name)s related %(task)s to %(other)s"),
    ("relates", False): _noop("%(name)s related %(task)s to %(other)s"),
    ("duplicates", True): _noop("%(name)s marked %(task)s as a duplicate of %(other)s"),
    ("duplicates", False): _noop("%(name)s marked %(other)s as a duplicate of %(task)s"),
}
_UNLINKED = _noop("%(name)s took away the link to %(other)s")
_LABELS = (_noop("%(name)s added the label %(what)s"), _noop("%(name)s removed the label %(what)s"))
_PEOPLE = (_noop("%(name)s gave %(task)s to %(what)s"), _noop("%(name)s took %(task)s from %(what)s"))
_DAYS = {
    "start_on": (_noop("%(name)s set the start to %(day)s"), _noop("%(name)s took the start away")),
    "deadline_on": (_noop("%(name)s set the deadline to %(day)s"), _noop("%(name)s took the deadline away")),
    "deferred_until": (
        _noop("%(name)s hid %(task)s until %(day)s"),
        _noop("%(name)s brought %(task)s back into sight"),
    ),
}

# An icon, a template that is translated already, and its parts.
Told = tuple[str, str, dict[str, Thing | str]]


def telling(
    event: Event, names: Names, formats: Formats, tellers: Iterable[Teller], actor: Actor, *, task: Thing
) -> Iterator[Sentence]:
    """What the event says, a sentence for each thing that changed; `task` is what they call the task."""
    try:
        verb = Verb(event.verb)
    except ValueError:
        return
    name = who(event)
    before, after = event.data.get("before") or {}, event.data.get("after") or {}
    if "undid" in event.data and verb in GIVEN_BACK and after:
        name = _("%(name)s, putting back,") % {"name": name}
    for icon, template, parts in _told(verb, event, before, after, names, formats, actor):
        yield Sentence(icon, template, {"name": name, "task": task, **parts})
    if verb is Verb.TASK_CHANGED:
        for tell in tellers:
            for icon, words in tell(name, before, after):
                yield Sentence(icon, "%(words)s", {"words": words})


def who(event: Event) -> str:
    """Who acted, and by what means unless it was by hand."""
    if event.user is None:
        return _("Workstate") if event.via == Via.SYSTEM else _("Someone")
    name = event.user.get_short_name()
    if event.via in {Via.API, Via.IMPORT, Via.COMMAND}:
        return _("%(name)s (%(via)s)") % {"name": name, "via": Via(event.via).label}
    return name


def project_of(event: Event, side: str) -> str | None:
    """The project before or after a move, by id; None for the inbox."""
    came_from: str | None = event.data.get("from")
    found: str | None = event.data.get("after", {}).get("project", came_from)
    return came_from if side == "before" else found


def _told(
    verb: Verb,
    event: Event,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Names,
    formats: Formats,
    actor: Actor,
) -> Iterator[Told]:
    if verb is Verb.TASK_COMPLETED and "completion" in event.data:
        yield _done_once(before, after, formats)
    elif verb is Verb.TASK_SKIPPED:
        day = _read(date, before.get("due_on"))
        words = _("%(name)s skipped %(day)s") if day else _("%(name)s skipped one time")
        yield "repeat", words, {"day": formats.weekday_date(day) if day else ""}
    elif verb in PLAIN:
        icon, words = PLAIN[verb]
        yield icon, _(words), {}
    elif verb is Verb.TASK_MOVED:
        yield from _moves(event, before, after, names)
    elif verb in {Verb.TASK_LINKED, Verb.TASK_UNLINKED}:
        said = _LINKED.get((str(event.data.get("kind")), bool(event.data.get("source"))), _UNLINKED)
        words = said if verb is Verb.TASK_LINKED else _UNLINKED
        yield "link", _(words), {"other": names.task(event.data.get("other"))}
    elif verb is Verb.TASK_CHANGED:
        yield from _changes(before, after, formats, names, actor)


def _done_once(before: Mapping[str, Any], after: Mapping[str, Any], formats: Formats) -> Told:
    """A repeating task moved on."""
    day = _read(date, after.get("due_on")) or _read(date, before.get("due_on"))
    clock = _read(time, after.get("due_time"))
    if day is None:
        return "circle-check", _("%(name)s completed %(task)s; it comes again"), {}
    when = ", ".join(filter(None, [formats.weekday_date(day), formats.time(clock) if clock else ""]))
    return "circle-check", _("%(name)s completed %(task)s; next: %(when)s"), {"when": when}


def _moves(event: Event, before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> Iterator[Told]:
    came, went = project_of(event, "before"), project_of(event, "after")
    section = after.get("section")
    if came != went:
        place = names.project(went) if went else Thing(_("the inbox"))
        if went and section:
            words = _("%(name)s moved %(task)s to %(place)s / %(section)s")
            yield "move", words, {"place": place, "section": names.section(section)}
        else:
            yield "move", _("%(name)s moved %(task)s to %(place)s"), {"place": place}
    elif "section" in after:
        place = names.section(section) if section else Thing(_("no section"))
        yield "move", _("%(name)s moved %(task)s to %(place)s"), {"place": place}
    if after.get("parent"):
        yield "list-tree", _("%(name)s put %(task)s under %(other)s"), {"other": names.task(after["parent"])}
    elif before.get("parent"):
        yield "list-tree", _("%(name)s made %(task)s a task of its own"), {}


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], formats: Formats, names: Names, actor: Actor
) -> Iterator[Told]:
    if "title" in after:
        yield "pencil", _("%(name)s renamed %(task)s from “%(old)s”"), {"old": str(before.get("title"))}
    if "description" in after:
        yield "file-text", _("%(name)s changed the description"), {}
    if "priority" in after:
        raised = after["priority"] < before.get("priority", 4)
        words = _("%(name)s raised the priority to %(to)s") if raised else _("%(name)s lowered the priority to %(to)s")
        yield "flag", words, {"to": str(after["priority"])}
    if "estimate" in after:
        if after["estimate"]:
            yield "hourglass", _("%(name)s estimated %(length)s"), {"length": length_words(after["estimate"])}
        else:
            yield "hourglass", _("%(name)s took the estimate away"), {}
    if {"due_on", "due_time"} & after.keys():
        yield _due_change({**before, **after}, after, formats)
    for column, (given, taken) in _DAYS.items():
        if column in after:
            day = _read(date, after[column])
            yield "calendar", _(given) if day else _(taken), {"day": formats.weekday_date(day) if day else ""}
    if "repeat" in after:
        yield _repeat_change(before.get("repeat"), after["repeat"], formats, actor)
    if "labels" in after:
        yield from _put("tag", before.get("labels") or [], after["labels"] or [], *_LABELS)
    if "assignees" in after:
        old, new = ([names.person(one) for one in side.get("assignees") or []] for side in (before, after))
        yield from _put("user", old, new, *_PEOPLE)


def _repeat_change(old: Any, new: Any, formats: Formats, actor: Actor) -> Told:
    if not new:
        return "repeat", _("%(name)s ended the repeat"), {}
    if old and {**old, "skipped": 0, "done": 0} == {**new, "skipped": 0, "done": 0}:
        skipped = [day for day in new.get("skipped", []) if day not in old.get("skipped", [])]
        if skipped:
            days = ", ".join(formats.weekday_date(date.fromisoformat(day)) for day in skipped)
            return "repeat", _("%(name)s left out %(days)s"), {"days": days}
    return "repeat", _("%(name)s had %(task)s repeat: %(words)s"), {"words": repeat_words_of(new, actor.user)}


def _due_change(known: Mapping[str, Any], after: Mapping[str, Any], formats: Formats) -> Told:
    """An event tells what changed alone: a new time may come without the day, which stayed."""
    day = _read(date, known.get("due_on"))
    clock = _read(time, known.get("due_time"))
    if "due_on" in after and day is None:
        return "calendar", _("%(name)s took the date away"), {}
    if day is None:
        if clock is None:
            return "calendar", _("%(name)s took the time of day away"), {}
        return "calendar", _("%(name)s set the time to %(time)s"), {"time": formats.time(clock)}
    when = ", ".join(filter(None, [formats.weekday_date(day), formats.time(clock) if clock else ""]))
    return "calendar", _("%(name)s set the date to %(when)s"), {"when": when}


def _put(icon: str, old: list[str], new: list[str], added: str, removed: str) -> Iterator[Told]:
    came, went = [x for x in new if x not in old], [x for x in old if x not in new]
    if came:
        yield icon, _(added), {"what": ", ".join(came)}
    if went:
        yield icon, _(removed), {"what": ", ".join(went)}


def _read(kind: type[date | time], text: object) -> Any:
    try:
        return kind.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
