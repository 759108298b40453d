"""
The words of every event.

`sentence(event, Names.of(events, actor))` says one for its reader: `str()` of it is plain, `.html` links what it names. A verb
gets its words in `tables/`; a test fails for one that has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.activity.models import Event
from workstate.activity.sentences import Sentence, Thing
from workstate.activity.verbs import Verb
from workstate.feeds.names import REFERENCES, Names
from workstate.feeds.tables import MANY, OF_GROUPS, WORDS
from workstate.feeds.things import TASK
from workstate.tasks.telling import PLAIN, TOLD, telling, who

_OWN_PLACES = frozenset({"name", "subject", "task", "project", "place", "count", *REFERENCES})
# Read in data alone, never shown as they stand.
_QUOTED = 120


def sentence(event: Event, names: Names) -> Sentence:
    """The event in one sentence, as the reader of the names may hear it; of several changes the first, and how many more."""
    told = sentences(event, names)
    if len(told) == 1:
        return told[0]
    count = len(told) - 1
    more = ngettext("{what}, and {count} more change", "{what}, and {count} more changes", count)
    return replace(told[0], template=more.format(what=told[0].template, count=count))


def sentences(event: Event, names: Names) -> list[Sentence]:
    """A sentence for each thing that changed, at least one."""
    return list(_of_a_task(event, names) if _tells_of_a_task(event) else _of_anything(event, names))


def has_words(verb: Verb) -> bool:
    return verb in WORDS or verb in TOLD


def _tells_of_a_task(event: Event) -> bool:
    return event.subject_type == TASK and event.verb in TOLD and event.verb != Verb.TASKS_CREATED


def _of_a_task(event: Event, names: Names) -> Iterator[Sentence]:
    task = names.thing(TASK, event.subject_id)
    if names.knows(event) or event.verb in PLAIN:
        plain = event if names.knows(event) else _without_details(event)
        told = [
            one.about(task)
            for one in telling(plain, names.of_tasks, names.formats, names.tellers, names.actor, task=task)
        ]
        if told:
            yield from told
            return
    yield Sentence("pencil", _("%(name)s changed %(task)s"), {"name": who(event), "task": task})


def _without_details(event: Event) -> Event:
    return Event(verb=event.verb, user=event.user, via=event.via, subject_type=event.subject_type, data={})


def _of_anything(event: Event, names: Names) -> Iterator[Sentence]:
    icon, template = _words(event, names)
    yield Sentence(icon, template, _parts(event, names, template))


def _words(event: Event, names: Names) -> tuple[str, str]:
    found = WORDS.get(event.verb)
    if found is None:
        return "circle", _("%(name)s did something to %(subject)s")
    icon, template = found
    if "group" in event.data:
        template = OF_GROUPS.get(event.verb, template)
    before, after = event.data.get("before"), event.data.get("after")
    if not names.knows(event):
        return icon, _(template) if not _quotes(template) else _("%(name)s did something to %(subject)s")
    if event.verb in MANY:
        one, many = MANY[event.verb]
        return icon, ngettext(one, many, _count(event))
    if isinstance(before, dict) and isinstance(after, dict) and before.get("name") and after.get("name"):
        return "pencil", _("%(name)s renamed %(subject)s from “%(old)s”")
    return icon, _(template)


def _parts(event: Event, names: Names, template: str) -> dict[str, Thing | str]:
    parts: dict[str, Thing | str] = {"name": who(event), "subject": names.subject(event)}
    for key, label in REFERENCES.items():
        if f"%({key})s" in template:
            parts[key] = names.thing(label, event.data.get(key, ""))
    if "%(project)s" in template and event.project_id:
        parts["project"] = names.thing("projects.project", event.project_id)
    if "%(old)s" in template:
        parts["old"] = _quoted(event.data["before"]["name"])
    for key, value in event.data.items():
        if key not in _OWN_PLACES and f"%({key})s" in template:
            parts[key] = _quoted(value)
    parts["count"] = str(_count(event))
    return parts


def _quotes(template: str) -> bool:
    """Whether it says something of what the event holds."""
    places = {place.partition(")")[0] for place in template.split("%(")[1:]}
    return bool(places - _OWN_PLACES)


def _count(event: Event) -> int:
    count = event.data.get("count")
    return count if isinstance(count, int) else 0


def _quoted(value: object) -> str:
    text = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
