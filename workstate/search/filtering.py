"""
The filter language in the search box: `invoice @phone due: today` asks for tasks with the word, the label and the day.

Only what says by a sign that it is a term narrows (`@label`, `#Project`, `p1`, `due: today`, `is open`, `no estimate`); plain
words that the language knows too, such as "today", are words here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import QuerySet

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.savedviews import filters
from workstate.savedviews.filters.tree import Every, Node, every, terms_in
from workstate.search.asking import readable
from workstate.tasks.models import Task

_SIGN = re.compile(
    r"(?:^|[\s(!])(?:[@+/]\w|#{1,2}[^\W\d]|#{1,2}\"|[@+]\"|p[1-4](?:$|[\s)]))|:|[<>]|\b(?:is|has|no) \w", re.IGNORECASE
)
_OF_A_TERM = re.compile(r"[!(]*(?:[@+/#]|p[1-4]$)|.*[:<>]|(?:is|has|no) ", re.IGNORECASE | re.DOTALL)
_JOINTS = " \t\r\n&|,()!"


@dataclass(frozen=True, slots=True)
class Split:
    """`words` to look for everywhere and `filter` that narrows tasks; `note`: why what looked like a filter is none."""

    words: str
    filter: str = ""
    note: str = ""


def split(text: str, actor: Actor) -> Split:
    """What of the text is a filter and what are words. Whatever is typed is one or the other; nothing raises."""
    text = readable(text)
    if not _SIGN.search(text):
        return Split(text)
    try:
        tree = filters.parse(text, Formats.of(actor.user))
    except filters.FilterError as error:
        return Split(text, note=str(error.message))
    nodes = tree.nodes if isinstance(tree, Every) else (tree,) if tree else ()
    narrowing = [node for node in nodes if _is_marked(text, node)]
    if not narrowing:
        return Split(text)
    if any(_is_mixed(text, node) for node in nodes):
        return Split("", text)
    return Split(_without(text, narrowing), filters.printed(every(narrowing)))


def narrowed(tasks: QuerySet[Task], wanted: Split, actor: Actor) -> QuerySet[Task]:
    """The tasks that pass; raises FilterError for names that nothing has."""
    return filters.matching(tasks, wanted.filter, actor)


def _is_marked(text: str, node: Node) -> bool:
    return any(_OF_A_TERM.match(text[term.start : term.end]) for term in terms_in(node))


def _is_mixed(text: str, node: Node) -> bool:
    """Words and terms in one, such as `invoice | @phone`: then the filter language reads all of it."""
    marks = {bool(_OF_A_TERM.match(text[term.start : term.end])) for term in terms_in(node)}
    return len(marks) == 2


def _without(text: str, nodes: list[Node]) -> str:
    """The text without these, and without what joined them to it."""
    pieces: list[str] = []
    end = 0
    for node in nodes:
        terms = list(terms_in(node))
        pieces.append(text[end : min(term.start for term in terms)].rstrip(_JOINTS))
        end = max(term.end for term in terms)
    pieces.append(text[end:].lstrip("&|,)") if text[end:].strip(_JOINTS) else "")
    return " ".join(filter(None, (piece.lstrip("&|,)") for piece in pieces)))
