"""The table of terms as it stands in docs/filters.md, between two marks. A test holds the page to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workstate.savedviews.filters.terms import DATED, FACETS, FIELD, TERMS, Kind, Term

BEGIN: Final = "<!-- the table of terms begins: made by workstate.savedviews.filters.telling -->"
END: Final = "<!-- the table of terms ends -->"


def table() -> str:
    """Markdown, in the language in force."""
    return "\n".join(_lines())


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
