"""What is written with a sign: p1, #project, /section, @label, +person, ~estimate, !reminder, {deadline}, // description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from workstate.tasks.quickadd.amounts import deadline_at, estimate_at, reminder_at, spent_at
from workstate.tasks.quickadd.draft import MAX_LENGTH, Context, Kind, Token
from workstate.tasks.quickadd.languages.lexicon import Lexicon
from workstate.tasks.quickadd.names import (
    Known,
    comparable,
    known,
    name_at,
    people_of,
    person_at,
    section_at,
)
from workstate.tasks.quickadd.words import Quote, Word, quotes

_PRIORITY = re.compile(r"p([1-4])", re.ASCII)
_DESCRIPTION = re.compile(r"(?<=\s)//(?=[^\S\n\r]+[^\s])")
_FURTHEST_DESCRIPTION: Final = 2000
"""Characters: a title may be longer than what is parsed of it, and its description stands behind it."""


def description(text: str, quoted: Sequence[Quote]) -> Token | None:
    """ " // " outside of quotes: what follows, to the end of the line, describes the task."""
    if len(text) > MAX_LENGTH and text.find("//", MAX_LENGTH - 1, _FURTHEST_DESCRIPTION) >= 0:
        quoted = quotes(text, _FURTHEST_DESCRIPTION)
    for match in _DESCRIPTION.finditer(text, 0, _FURTHEST_DESCRIPTION):
        if any(quote.start < match.start() < quote.end for quote in quoted):
            continue
        end = next((place for sign in "\n\r" if (place := text.find(sign, match.end())) >= 0), len(text))
        end = match.end() + len(text[match.end() : end].rstrip())
        return Token(Kind.DESCRIPTION, match.start(), end, text[match.start() : end], text[match.end() : end].strip())
    return None


def marks(
    text: str, words: Sequence[Word], quoted: Sequence[Quote], lexicon: Lexicon, context: Context, limit: int
) -> list[Token]:
    """Every token with a sign, in order. Words in quotes are protected."""
    found = list(_marks(text, words, quoted, lexicon, context, limit, sections=known(())))
    if any(word.fold and text[word.start] == "/" for word in words):
        # Which names /section may have is known once the project is.
        project = context.place_project
        for token in found:
            if token.kind is Kind.PROJECT and token.key not in context.ignored:
                project = str(token.value)
        found = list(_marks(text, words, quoted, lexicon, context, limit, sections=_sections(project, context)))
    return found


def _sections(project: str, context: Context) -> Known[str] | None:
    if not project:
        return None
    wanted = comparable(project)
    return known(next((names for name, names in context.sections.items() if comparable(name) == wanted), ()))


def _marks(
    text: str,
    words: Sequence[Word],
    quoted: Sequence[Quote],
    lexicon: Lexicon,
    context: Context,
    limit: int,
    *,
    sections: Known[str] | None,
) -> Iterator[Token]:
    projects, labels, people = known(context.projects), known(context.labels), people_of(context.people)
    position = 0
    for index, word in enumerate(words):
        if word.start < position or not word.fold:
            continue
        sign = text[word.start]
        token: Token | None = None
        if word.lead.endswith("{"):
            token = deadline_at(text, word, lexicon, context, limit)
        if token:
            pass
        elif sign in "pP" and (match := _PRIORITY.fullmatch(word.fold)):
            token = Token(Kind.PRIORITY, word.start, word.end, text[word.start : word.end], int(match[1]))
        elif sign == "#":
            token = name_at(Kind.PROJECT, text, word, projects, limit)
        elif sign == "@":
            token = name_at(Kind.LABEL, text, word, labels, limit)
        elif sign == "/" and sections:
            token = section_at(text, word, words[index - 1] if index else None, sections, limit)
        elif sign == "+":
            token = person_at(text, word, people, lexicon, limit)
        elif sign == "!":
            token = reminder_at(text, words, index, lexicon, context)
        elif sign == "~":
            token = spent_at(text, word, lexicon) or estimate_at(text, words, index, lexicon)
        elif sign.isdigit() and "/" in word.fold:
            token = spent_at(text, word, lexicon)
        if token and not any(quote.start < token.end and token.start < quote.end for quote in quoted):
            position = token.end
            yield token
