"""What the command palette shows of the search: tasks and projects, by their number, their words and the last word's beginning."""

from __future__ import annotations

from typing import Any

from workstate.core.actor import Actor
from workstate.search.asking import compiled, read_question, readable
from workstate.search.candidates import Reach, rank
from workstate.search.finding import languages_of, numbered
from workstate.search.hits import Hit, Reading
from workstate.search.models import Kind

MOST = 8
KINDS = [Kind.TASK, Kind.PROJECT]
AT_HAND = Reach(100, 30)


def lines_for(text: str, actor: Actor) -> list[dict[str, Any]]:
    """At most eight: title, hint, url, icon and kind; the task of that number first, then projects, then tasks."""
    text = readable(text)
    reading = Reading(actor)
    jump = numbered(text, actor, reading)
    query = compiled(read_question(text), languages_of(actor), actor.workspace.pk)
    ranked = rank(query, actor, kinds=KINDS, first=0, end=MOST, reach=AT_HAND)
    projects = reading.of(Kind.PROJECT, ranked[Kind.PROJECT].ids[:3]) if Kind.PROJECT in ranked else []
    tasks = reading.of(Kind.TASK, ranked[Kind.TASK].ids) if Kind.TASK in ranked else []
    hits = [*([jump] if jump else []), *projects, *(task for task in tasks if not jump or task.pk != jump.pk)]
    return [_line(hit) for hit in hits[:MOST]]


def _line(hit: Hit) -> dict[str, Any]:
    return {"title": hit.name, "hint": hit.hint, "url": hit.url, "icon": hit.icon, "kind": hit.kind.value}
