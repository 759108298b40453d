"""
Cuts a filter into what the grammar joins: signs, terms, and fields with their values.

A term may be of several words, and where a value ends depends on what it is of (a day takes as many words as say a day),
so this is done by hand, from the table of terms; each place of the text is looked at a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from workstate.core.text import is_clean
from workstate.savedviews.filters import words
from workstate.savedviews.filters.errors import FilterError, nearest
from workstate.savedviews.filters.heads import (
    MARKED,
    OPERATOR,
    PLAIN_OPERATOR,
    QUOTES,
    SIGN,
    SIGNS,
    Head,
    Heads,
    Lexeme,
)
from workstate.savedviews.filters.reading import Found, read_value
from workstate.savedviews.filters.tables import TASKS, TIME_FLAGS, Table, term_of
from workstate.savedviews.filters.terms import (
    COMPARED,
    FIELD,
    NAMED,
    TERMS,
    Kind,
    Term,
)
from workstate.savedviews.filters.tree import DEEPEST, MOST_TERMS, Value
from workstate.savedviews.filters.tree import Term as Asked
from workstate.tasks.quickadd import Context

LONGEST: Final = 2000
NOTHING_SAID: Final = {"due": "due date", "start": "start", "deadline": "deadline", "estimate": "estimate"}
_LONGEST_SAID: Final = 40
_JOINS: Final = {"&": "AND", "|": "OR", "(": "OPEN", ")": "CLOSE"}


class Scanner(Heads):
    """Reads one text from its beginning. `field` is the comparison whose value is being read, for whoever completes it."""

    def __init__(self, text: str, context: Context, table: Table = TASKS) -> None:
        super().__init__(text, table)
        self.context = context
        self.position = 0
        self.field: Lexeme | None = None
        self.terms = 0
        self.depth = 0
        self.nots = 0

    def lexemes(self) -> Iterator[Lexeme]:
        """Raises FilterError at the place that cannot be read."""
        self._check_text()
        while (start := self._skip(self.position)) < len(self.text):
            self.position = start
            yield from self._next(start)

    def _check_text(self) -> None:
        text = self.text
        if len(text) > LONGEST:
            message = _("Shorten this filter to %(most)d characters.") % {"most": LONGEST}
            raise FilterError(message, text=text, start=LONGEST, end=len(text))
        if not is_clean(text, allowed="\t\n\r"):
            place = next(index for index, char in enumerate(text) if not is_clean(char, allowed="\t\n\r"))
            message = _("Remove the invisible control character here.")
            raise FilterError(message, text=text, start=place, end=place + 1, instead="")

    def _next(self, start: int) -> Iterator[Lexeme]:
        char = self.text[start]
        if kind := _JOINS.get(char):
            yield self._join(kind, start)
        elif char == ",":
            yield self._taken(Lexeme("COMMA", start, start + 1))
        elif char == "!":
            yield self._taken(Lexeme("NOT", start, start + 1))
        elif char in QUOTES:
            yield from self._quoted_head(start)
        elif match := SIGN.match(self.text, start):
            yield self._marked(match)
        else:
            head = self.head(start)
            if head.type in {"AND", "OR", "NOT"}:
                yield self._taken(Lexeme(head.type, start, head.end))
            elif head.type == "FIELD":
                yield from self._compared(start, head)
            elif head.type == "FLAG":
                yield self._taken(self._flag(start, head))
            elif head.type == "WITHOUT":
                yield self._taken(self._without(start, head.end))
            elif head.type == "WORD":
                yield self._taken(self._bare_word(start, head.end))
            else:
                raise self._error(_("Say what is compared here, such as estimate > 2h."), start, start + 1, "")

    # -- signs and joining words ----------------------------------------------------------------------------------

    def _join(self, kind: str, start: int) -> Lexeme:
        end = start + (2 if kind in {"AND", "OR"} and self.text[start : start + 2] in {"&&", "||"} else 1)
        self.depth = max(0, self.depth + {"OPEN": 1, "CLOSE": -1}.get(kind, 0))
        return self._taken(Lexeme(kind, start, end))

    def _taken(self, lexeme: Lexeme) -> Lexeme:
        self.nots = self.nots + 1 if lexeme.type == "NOT" else 0
        if max(self.depth, self.nots) > DEEPEST:
            message = _("There is too much within each other here. Make it simpler.")
            raise self._error(message, lexeme.start, lexeme.end)
        if lexeme.type in {"TERM", "FIELD", "SEPARATOR"}:
            self.terms += 1
            if self.terms > MOST_TERMS:
                message = _("That is more than %(most)d terms. Make it shorter.") % {"most": MOST_TERMS}
                raise self._error(message, lexeme.start, len(self.text))
        self.position = lexeme.end
        return lexeme

    # -- terms ------------------------------------------------------------------------------------------------------

    def _flag(self, start: int, head: Head) -> Lexeme:
        key, _colon, value = head.key.partition(":")
        if not value:
            return Lexeme("TERM", start, head.end, Asked(key, start=start, end=head.end))
        values = (Value("", value, start, head.end),) if key in {"no", "has"} else (Value(value, "", start, head.end),)
        return Lexeme("TERM", start, head.end, Asked(key, ":", values, start=start, end=head.end))

    def _without(self, start: int, end: int) -> Lexeme:
        """No and the name of a custom field."""
        place = self._skip(end)
        if self.text[place] in QUOTES:
            name, after = self._quoted(place)
        else:
            after = self.head(place, behind_no=True).end
            name = self.text[place:after]
        value = Value(name, "", place, after)
        return Lexeme("TERM", start, after, Asked("no", ":", (value,), start=start, end=after))

    def _bare_word(self, start: int, end: int) -> Lexeme:
        word = self.text[start:end]
        if only_time := TIME_FLAGS.get(word.casefold()):
            # A filter of tasks that says so is refused when it is used, in words that tell why.
            return Lexeme("TERM", start, end, Asked(only_time, start=start, end=end))
        return self._word(word, start, end)

    def _word(self, text: str, start: int, end: int) -> Lexeme:
        return Lexeme("TERM", start, end, Asked("title", ":", (Value(text, "", start, end),), start=start, end=end))

    def _quoted_head(self, start: int) -> Iterator[Lexeme]:
        name, end = self._quoted(start)
        if operator := OPERATOR.match(self.text, end):
            said = PLAIN_OPERATOR.get(operator[1], operator[1])
            yield from self._compared(start, Head("FIELD", operator.end(), FIELD.key, said, name))
        else:
            yield self._taken(self._word(name, start, end))

    def _marked(self, match: re.Match[str]) -> Lexeme:
        """#project, ##project, /section, @label, +person: a word or quotes right behind the sign."""
        sign, start, place = match.group(), match.start(), match.end()
        key = SIGNS[sign]
        if place < len(self.text) and self.text[place] in QUOTES:
            name, end = self._quoted(place)
            value = Value(name, "", start, end)
        elif word := MARKED.match(self.text, place):
            name, end = word.group(), word.end()
            known = name.casefold() in TERMS[key].words
            value = Value("", name.casefold(), start, end) if known else Value(name, "", start, end)
        else:
            message = _("Write a name behind the sign, such as %(example)s.") % {"example": TERMS[key].examples[0]}
            raise self._error(message, start, place)
        return self._taken(Lexeme("TERM", start, end, Asked(key, ":", (value,), start=start, end=end)))

    # -- comparisons --------------------------------------------------------------------------------------------------

    def _compared(self, start: int, head: Head) -> Iterator[Lexeme]:
        term = term_of(head.key)
        if head.operator not in {":", "!="} and term.kind not in COMPARED:
            place = start + len(self.text[start : head.end].rstrip("<>=≤≥"))
            message = _("“%(term)s” is not more or less than anything. Write a colon.") % {"term": term.title}
            raise self._error(message, place, head.end, ":")
        asked = Asked(head.key, head.operator, name=head.name, start=start, end=head.end)
        field = self._taken(Lexeme("FIELD", start, head.end, asked))
        self.field = field
        yield field
        yield self._value(term, head)
        while (comma := self._skip(self.position)) < len(self.text) and self.text[comma] == ",":
            place = self._skip(comma + 1)
            if head.operator not in {":", "!="} or not self._goes_on(term, place):
                break
            yield self._taken(Lexeme("SEPARATOR", comma, comma + 1))
            yield self._value(term, head)
        self.field = None

    def _goes_on(self, term: Term, place: int) -> bool:
        """Whether another value stands behind a comma, and not another term."""
        if place >= len(self.text) or self.text[place] in "&|,()!" or SIGN.match(self.text, place):
            return False
        if self.text[place] in QUOTES:
            return True
        if term.kind in {Kind.DAY, Kind.MOMENT, Kind.FACET, Kind.PRIORITY}:
            return self._read(term, self.text[place : self._hard_stop(place)]) is not None
        head = self.head(place)
        # Of a field nobody knows yet whether it is of days: there these words are values.
        return head.type in {"WORD", ""} or (term.kind is Kind.FIELD and head.key in {"today", "tomorrow"})

    def _day_follows(self, end: int) -> bool:
        place = self._skip(end)
        return self._read(TERMS["due"], self.text[place : self._hard_stop(place)]) is not None

    def _read(self, term: Term, run: str) -> Found | None:
        return read_value(term, run, self.context, self.table.facet_phrases)

    def _value(self, term: Term, head: Head) -> Lexeme:
        start = self._skip(self.position)
        if start >= len(self.text) or self.text[start] in "&|,)":
            message = _("Write a value behind “%(term)s”.") % {"term": self.text[self._head_start() : head.end].strip()}
            raise self._error(message, self._head_start(), head.end)
        if self.text[start] in QUOTES:
            text, end = self._quoted(start)
            value = Value(text, "", start, end)
            if term.kind not in NAMED | {Kind.TEXT, Kind.FIELD, Kind.FACET}:
                # Quotes keep a comma in: due: "May 5, 2027". What is in them is read like any other value.
                found = self._read(term, text)
                if found is None or found.length < len(text):
                    raise self._unreadable(term, start, end)
                value = Value(found.text, found.word, start, end)
            return self._taken(Lexeme("VALUE", start, end, value=value))
        run = self.text[start : self._soft_stop(start, term)]
        found = self._read(term, run)
        if found is None:
            raise self._unreadable(term, start, start + len(run.rstrip()) or start + 1)
        end = start + found.length
        return self._taken(Lexeme("VALUE", start, end, value=Value(found.text, found.word, start, end)))

    def _head_start(self) -> int:
        return self.field.start if self.field else self.position

    def _hard_stop(self, start: int) -> int:
        return next((place for place in range(start, len(self.text)) if self.text[place] in "&|,()"), len(self.text))

    def _soft_stop(self, start: int, term: Term) -> int:
        """Where a value ends at the latest: at a sign, or at words that begin another term."""
        hard = self._hard_stop(start)
        first = MARKED.match(self.text, start, hard)
        if first is None:
            return hard
        place = first.end()
        by_words = term.kind in {Kind.DAY, Kind.MOMENT, Kind.DURATION, Kind.FACET}
        while (following := self._skip(place)) < hard:
            char = self.text[following]
            if following == place or char in QUOTES or char == "!" or SIGN.match(self.text, following):
                if not (by_words and char in "+/"):
                    break
            elif not by_words and self.head(following).type not in {"WORD", ""}:
                break
            word = MARKED.match(self.text, following, hard)
            if word is None:
                break
            place = word.end()
        return place

    def _unreadable(self, term: Term, start: int, end: int) -> FilterError:
        said = self.text[start:end]
        if len(said) > _LONGEST_SAID:
            said = f"{said[:_LONGEST_SAID]}…"
        if said.casefold() in words.NOTHING and term.key in NOTHING_SAID:
            message = _("What is not there is asked for in other words.")
            return self._error(message, self._head_start(), end, f"no {NOTHING_SAID[term.key]}")
        if term.kind in {Kind.DAY, Kind.MOMENT}:
            message = _("“%(said)s” is no day. Try next friday, -30 days or 2026-12-31.") % {"said": said}
            return self._error(message, start, end, nearest(said, _DAYS))
        if term.kind is Kind.DURATION:
            if said.strip().replace(".", "", 1).isdigit():
                message = _("Say whether that is hours or minutes.")
                return self._error(message, start, end, f"{self.text[start:end].strip()}h")
            return self._error(_("“%(said)s” is no length of time. Try 30m or 1h 30m.") % {"said": said}, start, end)
        if term.kind is Kind.PRIORITY:
            return self._error(_("Choose a priority from 1 to 4."), start, end, "1")
        if term.kind is Kind.FACET:
            message = _("A task cannot have “%(said)s”.") % {"said": said}
            return self._error(message, start, end, nearest(said, self.table.facet_phrases))
        return self._error(_("Write the number of a task here, such as 12."), start, end)


_DAYS: Final = (
    "today",
    "tomorrow",
    "yesterday",
    "this week",
    "next week",
    "last week",
    "next month",
    "last month",
    "friday",
)
