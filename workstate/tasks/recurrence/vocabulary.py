"""A language's words for repeats, indexed for reading. Quick add's words for days and times serve here too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from workstate.tasks.quickadd.languages.language import PartOfDay
from workstate.tasks.quickadd.languages.lexicon import Lexicon, Phrases, lexicon
from workstate.tasks.quickadd.words import fold
from workstate.tasks.recurrence.languages.english import ENGLISH
from workstate.tasks.recurrence.languages.french import FRENCH
from workstate.tasks.recurrence.languages.german import GERMAN
from workstate.tasks.recurrence.languages.idiom import Idiom, Pace
from workstate.tasks.recurrence.languages.spanish import SPANISH

IDIOMS: Final = {idiom.code: idiom for idiom in (ENGLISH, GERMAN, FRENCH, SPANISH)}


@dataclass(frozen=True)
class Vocabulary:
    """What the reader looks up. Fields carry the names of Idiom's."""

    idiom: Idiom
    lexicon: Lexicon
    openers: frozenset[str]
    """First words of whatever opens a repeat; a number may open one too."""
    every: Phrases[bool]
    alternate: Phrases[bool]
    one: Phrases[bool]
    alternate_behind: Phrases[bool]
    units: Phrases[Pace]
    plural_weekdays: Phrases[int]
    before_plurals: Phrases[bool]
    each_weekday: Phrases[int]
    workdays: Phrases[bool]
    weekends: Phrases[bool]
    parts: Phrases[PartOfDay]
    ordinals: Phrases[int]
    alternating_ordinals: Phrases[bool]
    nth: frozenset[str]
    day: Phrases[bool]
    day_of_month: Phrases[bool]
    of_month: Phrases[bool]
    of_each_month: Phrases[bool]
    of_named_month: Phrases[bool]
    named_months: Phrases[int]
    of_month_alone: Phrases[bool]
    not_of_month: Phrases[bool]
    month_edges: Phrases[int]
    before_item: Phrases[bool]
    on: Phrases[bool]
    conjunction: Phrases[bool]
    adverbs: Phrases[Pace]
    free_adverbs: Phrases[Pace]
    workday_adverbs: Phrases[bool]
    free_workday_adverbs: Phrases[bool]
    before_noun: Phrases[bool]
    negation: Phrases[bool]
    excepting: Phrases[bool]
    until: Phrases[bool]
    before_length: Phrases[bool]
    counts: Phrases[bool]
    per: Phrases[bool]
    starting: Phrases[bool]
    after_completion: Phrases[bool]
    after_due: Phrases[bool]
    after: Phrases[bool]


def vocabularies(code: str) -> tuple[Vocabulary, ...]:
    """The words that a reader of this language types: their own, then English."""
    base = base_of(code)
    return (_vocabulary(base), _vocabulary("en")) if base != "en" else (_vocabulary("en"),)


def base_of(code: str) -> str:
    """The language of a code such as "de-AT" if its repeats are known, else English."""
    base = code.replace("_", "-").split("-")[0].lower()
    return base if base in IDIOMS else "en"


@cache
def _vocabulary(code: str) -> Vocabulary:
    idiom, words = IDIOMS[code], lexicon(code)
    openers = [
        *_spellings(
            idiom.every,
            idiom.one,
            idiom.before_plurals,
            *idiom.each_weekday,
            idiom.workday_adverbs,
            idiom.free_workday_adverbs,
            idiom.before_item,
            idiom.after,
        ),
        *idiom.adverbs,
        *idiom.free_adverbs,
        *idiom.ordinals,
        *idiom.month_edges,
    ]
    return Vocabulary(
        idiom=idiom,
        lexicon=words,
        openers=frozenset(fold(phrase).split()[0] for phrase in openers),
        every=_listed(idiom.every),
        alternate=_listed(idiom.alternate),
        one=_listed(idiom.one),
        alternate_behind=_listed(idiom.alternate_behind),
        units=Phrases(
            [
                *idiom.units.items(),
                *((phrase, (unit, 1)) for phrase, unit in words.language.units.items() if len(phrase) > 1),
                *((phrase, (unit, 1)) for phrase, unit in words.language.units.items() if phrase == "h"),
            ]
        ),
        plural_weekdays=_numbered(idiom.plural_weekdays),
        before_plurals=_listed(idiom.before_plurals),
        each_weekday=_numbered(idiom.each_weekday),
        workdays=_listed(idiom.workdays),
        weekends=_listed(idiom.weekends),
        parts=Phrases([*idiom.parts.items(), *words.language.parts.items()]),
        ordinals=Phrases(idiom.ordinals.items()),
        alternating_ordinals=_listed(idiom.alternating_ordinals),
        nth=words.nth | frozenset(_spellings(idiom.nth)),
        day=_listed(idiom.day),
        day_of_month=_listed(idiom.day_of_month),
        of_month=_listed(idiom.of_month, idiom.of_each_month),
        of_each_month=_listed(idiom.of_each_month),
        of_named_month=_listed(idiom.of_named_month, words.language.of),
        named_months=_numbered(idiom.named_months),
        of_month_alone=_listed(idiom.of_month_alone),
        not_of_month=_listed(idiom.not_of_month),
        month_edges=Phrases(idiom.month_edges.items()),
        before_item=_listed(idiom.before_item),
        on=_listed(idiom.on),
        conjunction=_listed(idiom.conjunction),
        adverbs=Phrases(idiom.adverbs.items()),
        free_adverbs=Phrases(idiom.free_adverbs.items()),
        workday_adverbs=_listed(idiom.workday_adverbs),
        free_workday_adverbs=_listed(idiom.free_workday_adverbs),
        before_noun=_listed(idiom.before_noun),
        negation=_listed(idiom.negation),
        excepting=_listed(idiom.excepting),
        until=_listed(idiom.until),
        before_length=_listed(idiom.before_length),
        counts=_listed(idiom.counts),
        per=_listed(idiom.per),
        starting=_listed(idiom.starting),
        after_completion=_listed(idiom.after_completion),
        after_due=_listed(idiom.after_due),
        after=_listed(idiom.after),
    )


def _spellings(*texts: str) -> Iterable[str]:
    return (phrase for text in texts for phrase in text.split("|") if phrase)


def _listed(*texts: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in _spellings(*texts))


def _numbered(names: Sequence[str]) -> Phrases[int]:
    return Phrases((phrase, index) for index, text in enumerate(names) for phrase in _spellings(text))
