"""The tables of terms as they stand in docs/filters.md, between marks. A test holds the page to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workstate.savedviews.filters.tables import ENTRY_FACETS, OF_ENTRIES, OF_TIME, TIME
from workstate.savedviews.filters.terms import DATED, FACETS, FIELD, TERMS, Kind, Term

BEGIN: Final = "<!-- the table of terms begins: made by workstate.savedviews.filters.telling -->"
END: Final = "<!-- the table of terms ends -->"
BEGIN_TIME: Final = "<!-- the terms of time begin: made by workstate.savedviews.filters.telling -->"
END_TIME: Final = "<!-- the terms of time end -->"


def table() -> str:
    """Markdown, in the language in force."""
    return "\n".join(_lines())


def time_table() -> str:
    """What is asked of time itself, in Markdown, in the language in force."""
    rows = [_row(TIME.terms[key]) for key in (*OF_TIME, *OF_ENTRIES)]
    facets = [f"| `has: {key}`, `no {key}` | {means} |  |" for key, means in ENTRY_FACETS.items()]
    return "\n".join(["| Write | It finds time by | Also |", "| --- | --- | --- |", *rows, *facets])


def _lines() -> Iterator[str]:
    groups = dict.fromkeys(str(term.group) for term in TERMS.values())
    for group in groups:
        yield f"### {group}\n"
        yield "| Write | It finds tasks by | Also |"
        yield "| --- | --- | --- |"
        for term in TERMS.values():
            if str(term.group) == group:
                yield _row(term)
        yield ""
    yield f"### {FIELD.group}\n"
    yield f"{FIELD.means} {_codes(FIELD.examples)}.\n"
    yield "### What a task has or has not\n"
    yield "| `has:` and `no` | Meaning | Also |"
    yield "| --- | --- | --- |"
    for facet in FACETS.values():
        yield f"| `{facet.key}` | {facet.means} | {_codes(facet.phrases[1:])} |"


def _row(term: Term) -> str:
    also = [_code(phrase if term.kind is Kind.FLAG else f"{phrase}:") for phrase in term.phrases[1:]]
    also += [f"{_code(word)} ({means})" for word, means in term.words.items() if word != term.key]
    means = str(term.means)
    if term.kind in DATED:
        means = f"{means} Also with before, after, `<=` and `>=`."
    return f"| {_codes(term.examples)} | {means} | {', '.join(also)} |"


def _codes(texts: tuple[str, ...]) -> str:
    return ", ".join(map(_code, texts))


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")
