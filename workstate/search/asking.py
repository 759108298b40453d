"""
What somebody types, read as a question: words (all of them), "phrases", OR between, NOT or - before, the last word begun.

`invoice OR bill -paid "due date" ann` asks for invoice, or for bill without paid, with the phrase, and a word that begins
with ann. Whatever is typed asks something; nothing raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from workstate.search.words import SHORTEST_PREFIX, SIMPLE, folded

LONGEST = 500  # characters; what is behind is not looked at
MOST_TERMS = 16
MOST_COMPLETIONS = 30
"""Words that one that is begun may be, the shortest first; more letters leave fewer."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_TOKEN = re.compile(r'-?"[^"]*"|\S+')


@dataclass(frozen=True, slots=True)
class Term:
    words: str
    negated: bool = False
    phrase: bool = False
    begun: bool = False

    @property
    def end(self) -> str:
        """Its last word, made comparable."""
        return folded(self.words).rsplit(" ", 1)[-1]


@dataclass(frozen=True, slots=True)
class Question:
    """Any of the groups, of each group all terms."""

    groups: tuple[tuple[Term, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)


@dataclass(frozen=True, slots=True)
class Query:
    """
    A question as PostgreSQL reads it (tsquery).

    `broad` is answered by the index alone; `exact` says the order of words in phrases too, and is asked of what `broad`
    found. `stems` are what the question compares and `begun` what a word may go on from, to mark them in what is shown.
    `cut`: a word that is begun may become more words than are looked for.
    """

    broad: str
    exact: str
    stems: frozenset[str] = field(default_factory=frozenset)
    begun: frozenset[str] = field(default_factory=frozenset)
    cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.broad)


def readable(text: str) -> str:
    """What was typed, without what nobody types, and no longer than anybody means."""
    cut = unicodedata.normalize("NFC", text[:LONGEST])
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Cf"} else char for char in cut)


def read_question(text: str) -> Question:
    """Parse what was typed. A word that is still being typed is taken as the beginning of one."""
    text = readable(text).translate(_QUOTES)
    if text.count('"') % 2:  # not closed yet
        text = "".join(text.rsplit('"', 1))
    groups: list[list[Term]] = [[]]
    negated = False
    tokens = _TOKEN.findall(text)[: MOST_TERMS * 3]
    for number, token in enumerate(tokens):
        if token in {"OR", "|", "||"}:
            groups.append([])
        elif token in {"NOT", "-", "!"}:
            negated = True
            continue
        elif token not in {"AND", "&", "&&"}:
            last = number == len(tokens) - 1 and not text[-1:].isspace()
            if term := _term(token, negated=negated, last=last):
                groups[-1].append(term)
        negated = False
    return Question(tuple(_terms(groups)))


def _term(token: str, *, negated: bool, last: bool) -> Term | None:
    if token.startswith("-") and len(token) > 1:
        negated, token = True, token[1:]
    phrase = len(token) > 1 and token.startswith('"') and token.endswith('"')
    words = token.strip('"')
    plain = folded(words)
    if not plain:
        return None
    end = plain.rsplit(" ", 1)[-1]
    begun = not phrase and not negated and (last or words.endswith("*"))
    begun = begun and (len(end) >= SHORTEST_PREFIX or not end.isascii() or words.endswith("*"))
    return Term(words, negated, phrase, begun)


def _terms(groups: Sequence[Sequence[Term]]) -> list[tuple[Term, ...]]:
    """As many terms as are allowed, and no group that only says what is not wanted: that would be nearly everything."""
    room, found = MOST_TERMS, []
    for group in groups:
        taken = tuple(group[:room])
        room -= len(taken)
        if any(not term.negated for term in taken):
            found.append(taken)
    return found


def compiled(question: Question, configurations: Sequence[str], workspace: UUID) -> Query:
    """
    The question in PostgreSQL's words, by the rules of each language and plainly. Two queries at most, and a third when
    every word is one that the languages leave out ("to be or not").
    """
    if not question:
        return Query("", "")
    languages = sorted(set(configurations) - {SIMPLE})
    begun = sorted({term.end for group in question.groups for term in group if term.begun})
    completions = _completions(begun, workspace) if begun else {}
    for skipping in (True, False):
        broad = _Compiler(languages, completions, exact=False, skipping=skipping)
        exact = _Compiler(languages, completions, exact=True, skipping=skipping)
        sql = f"SELECT ({broad.question(question)})::text, ({exact.question(question)})::text"  # nosec B608: no value in it
        with connection.cursor() as cursor:
            cursor.execute(sql, broad.parameters + exact.parameters)
            found = cursor.fetchone()
        if found and found[0]:
            stems = frozenset(folded(_unquoted(word)) for word in _WORDS.findall(found[0]))
            cut = any(len(words) > MOST_COMPLETIONS for words in completions.values())
            return Query(found[0], found[1] or found[0], stems, frozenset(begun), cut)
    return Query("", "")


def _completions(begun: Sequence[str], workspace: UUID) -> dict[str, list[str]]:
    """The words of the workspace that begin so, one more than are looked for."""
    found: dict[str, list[str]] = {beginning: [] for beginning in begun}
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETE, [list(begun), workspace, MOST_COMPLETIONS + 1])
        for beginning, word in cursor.fetchall():
            found[beginning].append(word)
    return found


# The last character there is makes the end of the range.
_COMPLETE = """
    SELECT b.beginning, w.word
    FROM unnest(%s::text[]) AS b(beginning), LATERAL (
      SELECT word FROM search_word
      WHERE workspace_id = %s AND word >= b.beginning COLLATE "C" AND word < (b.beginning || U&'\\+10FFFF') COLLATE "C"
      ORDER BY length(word), word LIMIT %s
    ) AS w
"""


class _Compiler:
    """Puts the expression together; every word stands in `parameters`."""

    def __init__(
        self, languages: Sequence[str], completions: Mapping[str, Sequence[str]], *, exact: bool, skipping: bool
    ) -> None:
        self.parameters: list[str] = []
        self._languages = languages
        self._completions = completions
        self._exact = exact
        self._skipping = skipping

    def question(self, question: Question) -> str:
        return " || ".join(f"({self._group(group)})" for group in question.groups)

    def _group(self, group: Sequence[Term]) -> str:
        parts = [self._part(term) for term in group if not (term.negated and term.phrase and not self._exact)]
        return " && ".join(parts)

    def _part(self, term: Term) -> str:
        return f"(!! ({self._term(term)}))" if term.negated else f"({self._term(term)})"

    def _term(self, term: Term) -> str:
        plain = folded(term.words)
        if term.phrase:
            self.parameters.append(plain)
            return "phraseto_tsquery('simple', %s)" if self._exact else "plainto_tsquery('simple', %s)"
        if term.begun:
            # The last of several words is the one that is begun.
            words = [term.end, *self._completions[term.end][:MOST_COMPLETIONS]]
            self.parameters += [plain.removesuffix(term.end), " | ".join(f"'{word}'" for word in words)]
            return f"(plainto_tsquery('simple', %s) && %s::tsquery){self._stemmed(term)}"
        if not self._languages or not self._skipping:
            self.parameters.append(plain)
            return f"plainto_tsquery('simple', %s){self._stemmed(term)}"
        # A word that the languages leave out ("the") asks nothing beside others.
        count = " + ".join("numnode(plainto_tsquery(%s, %s))" for _ in self._languages)
        for language in self._languages:
            self.parameters += [language, term.words.lower()]
        self.parameters.append(plain)
        return f"CASE WHEN {count} > 0 THEN plainto_tsquery('simple', %s){self._stemmed(term)} ELSE '' END"

    def _stemmed(self, term: Term) -> str:
        for language in self._languages:
            self.parameters += [language, term.words.lower()]
        return "".join(" || plainto_tsquery(%s, %s)" for _ in self._languages)


# A tsquery as PostgreSQL prints it: words in quotes.
_WORDS = re.compile(r"'((?:[^']|'')*)'")


def _unquoted(word: str) -> str:
    return word.replace("''", "'").replace("\\\\", "\\")
