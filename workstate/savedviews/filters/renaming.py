"""Filters follow when what they name gets another name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.parsing import parse
from workstate.savedviews.filters.printing import printed
from workstate.savedviews.filters.tables import TASKS, Table
from workstate.savedviews.filters.terms import FIELD
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term, Value
from workstate.tasks.quickadd.names import comparable

PROJECTS: Final = frozenset({"project", "project tree"})
SECTIONS: Final = frozenset({"section"})
LABELS: Final = frozenset({"label"})
FIELDS: Final = frozenset({"has", "no"})
"""Behind these stand names of fields; before a comparison they stand too."""


@dataclass(frozen=True, slots=True)
class NewName:
    """What terms of these keys called `before` is called `after`; with `field`, a choice of that field."""

    keys: frozenset[str]
    before: str
    after: str
    field: str = ""


def renamed(text: str, new: NewName, table: Table = TASKS) -> str:
    """The filter with the new name; as it is where it does not have the old one, or cannot be read."""
    try:
        node = parse(text, table=table)
    except FilterError:
        return text
    changed = _renamed(node, new) if node else None
    return text if changed in {None, node} else printed(changed)


def _renamed(node: Node, new: NewName) -> Node:
    match node:
        case Not(inner):
            return Not(_renamed(inner, new))
        case Every(nodes):
            return Every(tuple(_renamed(one, new) for one in nodes))
        case Some(nodes):
            return Some(tuple(_renamed(one, new) for one in nodes))
        case Term():
            return _term(node, new)


def _term(term: Term, new: NewName) -> Term:
    if term.key == FIELD.key and new.keys == FIELDS:
        return replace(term, name=new.after) if _is(term.name, new.before) else term
    if term.key in new.keys or (new.field and term.key == FIELD.key and _is(term.name, new.field)):
        return replace(term, values=tuple(_value(value, new) for value in term.values))
    return term


def _value(value: Value, new: NewName) -> Value:
    return replace(value, text=new.after) if not value.word and _is(value.text, new.before) else value


def _is(one: str, other: str) -> bool:
    return comparable(one) == comparable(other)
