"""Language data indexed for look-up, one lexicon per language, built once per process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Final, Generic, TypeVar

from workstate.tasks.quickadd.languages import further
from workstate.tasks.quickadd.languages.english import ENGLISH
from workstate.tasks.quickadd.languages.french import FRENCH
from workstate.tasks.quickadd.languages.german import GERMAN
from workstate.tasks.quickadd.languages.language import PARTS_OF_DAY, Edge, Language, PartOfDay, Period, Unit
from workstate.tasks.quickadd.languages.spanish import SPANISH
from workstate.tasks.quickadd.words import Word, fold

V = TypeVar("V")

LANGUAGES: Final = {language.code: language for language in (ENGLISH, GERMAN, FRENCH, SPANISH)}


class Phrases(Generic[V]):
    """Phrases of one or more words with their meaning; the longest that stands at a place is found."""

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], V]]] = {}
        seen: set[tuple[str, ...]] = set()
        for phrase, value in entries:
            words = tuple(fold(phrase).split())
            if words and words not in seen:  # earlier entries win: the person's language comes before English
                seen.add(words)
                self._by_first.setdefault(words[0], []).append((words, value))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def at(self, words: Sequence[Word], index: int) -> tuple[int, V] | None:
        """Where the longest phrase that starts at `index` ends, and its meaning. Punctuation breaks a phrase."""
        if index >= len(words):
            return None
        for phrase, value in self._by_first.get(words[index].fold, ()):
            end = index + len(phrase)
            if end <= len(words) and all(
                words[place].fold == phrase[place - index]
                and not words[place].lead
                and words[place - 1].trail in ("", ".")
                for place in range(index + 1, end)
            ):
                return end, value
        return None

    def ends_at(self, words: Sequence[Word], index: int) -> bool:
        """Whether a phrase of one word stands just before `index`."""
        return index > 0 and any(len(phrase) == 1 for phrase, _ in self._by_first.get(words[index - 1].fold, ()))

    def word(self, word: str) -> V | None:
        """The meaning of a single word."""
        return next((value for phrase, value in self._by_first.get(word, ()) if len(phrase) == 1), None)

    def __contains__(self, word: str) -> bool:
        return any(len(phrase) == 1 for phrase, _ in self._by_first.get(word, ()))


def _listed(*texts: str) -> Phrases[bool]:
    return Phrases((phrase, True) for text in texts for phrase in text.split("|"))


def _numbered(*groups: Sequence[str]) -> list[tuple[str, int]]:
    return [(phrase, index) for group in groups for index, text in enumerate(group) for phrase in text.split("|")]


@dataclass(frozen=True)
class Lexicon:
    """What the rules look up. Fields carry the names of Language's; abbreviations and weak words are sets of folds."""

    language: Language
    days: Phrases[int]
    weekdays: Phrases[int]
    months: Phrases[int]
    weak: frozenset[str]
    faint: frozenset[str]
    abbreviations: frozenset[str]
    this: Phrases[bool]
    next: Phrases[bool]
    coming: Phrases[bool]
    next_behind: Phrases[bool]
    past_behind: Phrases[bool]
    periods: Phrases[tuple[Period, int]]
    edge_of: Phrases[Edge]
    edges: Phrases[tuple[Edge, Period, int]]
    inside: Phrases[bool]
    from_now: Phrases[bool]
    units: Phrases[Unit]
    numbers: Phrases[int]
    half_hour: Phrases[bool]
    before_day: Phrases[bool]
    before_date: Phrases[bool]
    before_month: Phrases[bool]
    before_nth: Phrases[bool]
    nth: frozenset[str]
    of: Phrases[bool]
    before_time: Phrases[bool]
    before_hour: Phrases[bool]
    oclock: Phrases[bool]
    hours: Phrases[bool]
    lengths: Phrases[bool]
    halves: Phrases[str]
    times: Phrases[time]
    parts: Phrases[PartOfDay]
    todays_parts: Phrases[PartOfDay]
    coming_parts: Phrases[PartOfDay]
    glued: Mapping[str, tuple[int, PartOfDay]]
    blockers: Phrases[bool]
    never: Phrases[bool]
    counters: Phrases[bool]
    measures: Phrases[bool]
    small_words: Phrases[bool]
    ranges: Phrases[bool]
    deadline: Phrases[bool]
    before_it: Phrases[bool]
    myself: Phrases[bool]


def lexicon(code: str) -> Lexicon:
    """The words for a language code such as "de" or "de-AT"; English for one that is not known."""
    base = code.replace("_", "-").split("-")[0].lower()
    return _lexicon(base if base in LANGUAGES or base in further.CODES else "en")


@cache
def _lexicon(code: str) -> Lexicon:
    own = LANGUAGES.get(code) or further.language(code)
    # People type English words in every language, but only those that mean nothing else there: no abbreviations,
    # no bare hours, none of the small words ("mon", "am", "me", "die").
    english = own is not ENGLISH
    e = ENGLISH
    names = [own.weekdays, own.short_weekdays] + ([e.weekdays] if english else [])
    months = [own.months] + ([_long(e.months)] if english else [])
    folds = frozenset({fold(word) for text in (own.short_weekdays + own.months) for word in text.split("|")})
    return Lexicon(
        language=own,
        days=Phrases([*own.days.items(), *(e.days.items() if english else ())]),
        weekdays=Phrases(_numbered(*names)),
        months=Phrases(_numbered(*months)),
        weak=_folds(own.weak) | (_folds("weekend|march|noon|midnight") if english else frozenset()),
        faint=_folds(own.faint),
        abbreviations=frozenset(word for word in folds if 1 < len(word) <= 5) | _folds("p.m|a.m"),
        this=_listed(own.this, e.this),
        next=_listed(own.next, e.next),
        coming=_listed(own.coming),
        next_behind=_listed(own.next_behind),
        past_behind=_listed(own.past_behind),
        periods=Phrases([*own.periods.items(), *((p, v) for p, v in e.periods.items() if p.startswith("next "))]),
        edge_of=Phrases(
            [(phrase, "start") for phrase in own.start_of.split("|")]
            + [(phrase, "middle") for phrase in own.middle_of.split("|")]
            + [(phrase, "end") for phrase in own.end_of.split("|")]
        ),
        edges=Phrases([*own.edges.items(), *((p, v) for p, v in e.edges.items() if p.startswith("eo"))]),
        inside=_listed(own.inside, "in"),
        from_now=_listed(own.from_now),
        units=Phrases([*own.units.items(), *((p, v) for p, v in e.units.items() if len(p) > 3)]),
        numbers=Phrases(own.numbers.items()),
        half_hour=_listed(own.half_hour),
        before_day=_listed(own.before_day),
        before_date=_listed(own.before_date),
        before_month=_listed(own.before_month),
        before_nth=_listed(own.before_nth),
        nth=frozenset(own.nth.split("|")),
        of=_listed(own.of),
        before_time=_listed(own.before_time, "at|@|kl"),
        before_hour=_listed(own.before_hour, "kl"),
        oclock=_listed(own.oclock),
        hours=_listed(own.hours),
        lengths=_listed(own.lengths),
        halves=Phrases([(p, "a") for p in own.am.split("|")] + [(p, "p") for p in (own.pm + "|pm").split("|")]),
        times=Phrases([*own.times.items(), *((p, v) for p, v in e.times.items() if english)]),
        parts=Phrases(own.parts.items()),
        todays_parts=Phrases([*own.todays_parts.items(), ("tonight", "evening")]),
        coming_parts=Phrases(own.coming_parts.items()),
        glued=_glued(own),
        blockers=_listed(own.blockers),
        never=_listed(own.never, "black friday|24/7"),
        counters=_listed(own.counters),
        measures=_listed(own.measures),
        small_words=_listed(own.small_words),
        ranges=_listed(own.ranges),
        deadline=_listed(own.deadline, "deadline"),
        before_it=_listed(own.before_it, "before"),
        myself=_listed(own.myself, "me"),
    )


def _folds(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split("|") if word)


def _long(names: Sequence[str]) -> tuple[str, ...]:
    return tuple("|".join(name for name in text.split("|") if len(name) > 3) for text in names)


def _glued(language: Language) -> dict[str, tuple[int, PartOfDay]]:
    if not language.glued_parts:
        return {}
    return {
        fold(weekday + part): (index, meaning)
        for weekday, index in _numbered(language.weekdays)
        for part, meaning in language.parts.items()
        if part in ("morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht")
    }


__all__ = ["LANGUAGES", "PARTS_OF_DAY", "Lexicon", "Phrases", "lexicon"]
