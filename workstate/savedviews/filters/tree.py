"""What a filter says, as a small tree. Two filters that say the same in the same order are equal, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

MOST_TERMS: Final = 100
DEEPEST: Final = 20
"""Parentheses and nots within each other."""


@dataclass(frozen=True, slots=True)
class Value:
    """
    What a term is compared with. `word` names a word that has a meaning of its own there ("me"), and then there is no text.
    """

    text: str
    word: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """
    One thing that is asked of a task. `key` is a key of TERMS, or `field` for a custom field, whose `name` is given.

    Of several values one will do. `operator` is one of `:` `<` `<=` `>` `>=`, empty where nothing is compared.
    """

    key: str
    operator: str = ""
    values: tuple[Value, ...] = ()
    name: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class Every:
    """All of two or more."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of two or more."""

    nodes: tuple[Node, ...]


Node = Term | Not | Every | Some


def terms_in(node: Node) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case Not(inner):
            yield from terms_in(inner)
        case Every(nodes) | Some(nodes):
            for one in nodes:
                yield from terms_in(one)


def every(nodes: list[Node]) -> Node:
    """All of these; what is such a list itself is taken apart, so that `a & (b & c)` and `a & b & c` are one."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, Every) else (node,))]
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def some(nodes: list[Node]) -> Node:
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, Some) else (node,))]
    return flat[0] if len(flat) == 1 else Some(tuple(flat))
