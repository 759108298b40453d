"""A tree becomes text again, as we write it. Reading what is printed gives the same tree."""

from __future__ import annotations

import re

from workstate.savedviews.filters.days import context_for
from workstate.savedviews.filters.errors import FilterError
from workstate.savedviews.filters.heads import Lexeme
from workstate.savedviews.filters.scanning import Scanner
from workstate.savedviews.filters.tables import TIME, phrase_of, term_of
from workstate.savedviews.filters.terms import FIELD, Kind
from workstate.savedviews.filters.tree import Every, Node, Not, Some, Term, Value

_PLAIN = re.compile(r"[^\W_][\w'’.*-]*")
_SIGNED = {"project": "#", "project tree": "##", "section": "/", "label": "@"}


def printed(node: Node | None) -> str:
    """The text of a filter in its plainest form: `(p1 | overdue) & #Website & !@waiting`; nothing for None."""
    return "" if node is None else _printed(node)


def _printed(node: Node) -> str:
    match node:
        case Some(nodes):
            return " | ".join(_within(one, Some) for one in nodes)
        case Every(nodes):
            return " & ".join(_within(one, Some, Every) for one in nodes)
        case Not(inner):
            return f"!{_within(inner, Some, Every)}"
        case Term():
            return _term(node)


def _within(node: Node, *groups: type[Some | Every]) -> str:
    text = _printed(node)
    return f"({text})" if isinstance(node, groups) else text


def _term(term: Term) -> str:
    if term.key != FIELD.key:
        if term_of(term.key).kind is Kind.FLAG:
            return term_of(term.key).title
        if len(term.values) == 1 and term.operator == ":" and (short := _short(term, term.values[0])):
            return short
    return f"{lead_of(term)} {written_values(term)}"


def lead_of(term: Term) -> str:
    """What stands before the values of a comparison: `due before:`, `Budget >`."""
    if term.key != FIELD.key:
        return phrase_of(term.key, term.operator)
    name = term.name if _PLAIN.fullmatch(term.name) and _names_field(term.name) else quoted(term.name)
    return f"{name}:" if term.operator == ":" else f"{name} {term.operator}"


def written_values(term: Term) -> str:
    """The values of a comparison as they are written behind it; nothing for a flag."""
    return _values(lead_of(term), term.values) if term.values else ""


def _short(term: Term, value: Value) -> str:
    """`p1`, `#Website`, `no labels`, and words to look for alone."""
    if term.key == "priority":
        return f"p{value.text}"
    if term.key == "no":
        return f"no {value.word or facet_named(value.text)}"
    if term.key == "title":
        return _written(value.text, "TERM")
    if sign := _SIGNED.get(term.key):
        plain = f"{sign}{value.text}"
        return plain if _PLAIN.fullmatch(value.text) and _alone(plain, "TERM") else f"{sign}{quoted(value.text)}"
    return ""


def _values(lead: str, values: tuple[Value, ...]) -> str:
    return ", ".join(one.word or _value(lead, one, many=len(values) > 1) for one in values)


def _value(lead: str, value: Value, *, many: bool) -> str:
    """Without quotes where the words are read as this value alone, also with others behind a comma."""
    found = _read(f"{lead} {value.text}, {value.text}" if many else f"{lead} {value.text}")
    plain = [lexeme.value for lexeme in found if lexeme.type not in {"FIELD", "SEPARATOR"}]
    return value.text if plain == [value] * (2 if many else 1) else quoted(value.text)


def _written(text: str, type: str) -> str:
    return text if _PLAIN.fullmatch(text) and _alone(text, type) and _means_title(text) else quoted(text)


def _means_title(text: str) -> bool:
    found = _read(text)
    return bool(found) and found[0].term is not None and found[0].term.key == "title"


def facet_named(name: str) -> str:
    """The name of a custom field as it stands behind has: and no."""
    plain = _PLAIN.fullmatch(name) and _means_title(name) and name.casefold() not in TIME.facet_phrases
    return name if plain else quoted(name)


def _names_field(name: str) -> bool:
    """Whether the name, put down plainly, is not read as a term of ours."""
    found = _read(f"{name}: x")
    return bool(found) and found[0].term is not None and found[0].term.key == FIELD.key


def _alone(text: str, type: str) -> bool:
    found = _read(text)
    return bool(found) and found[0].type == type


def _read(text: str) -> list[Lexeme]:
    # By the table that knows the most phrases: what is put in quotes for it means the same in a filter of tasks.
    try:
        return list(Scanner(text, context_for(None), TIME).lexemes())
    except FilterError:
        return []


def quoted(text: str) -> str:
    inner = re.sub(r'(["”“»\\])', r"\\\1", text)
    return f'"{inner}"'
