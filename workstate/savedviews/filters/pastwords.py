"""Words for days that have gone by, which quick add has no need of; the languages as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workstate.tasks.quickadd.languages.language import Period
from workstate.tasks.quickadd.languages.lexicon import Phrases


@dataclass(frozen=True)
class Past:
    days: Phrases[int]
    periods: Phrases[tuple[Period, int]]
    last: Phrases[bool]
    """Before a weekday or a count of days."""
    next: Phrases[bool]
    """Before a count of days."""
    ago: Phrases[bool]
    """Behind a count."""
    ago_before: Phrases[bool]
    """Before a count: German "vor" 3 Tagen."""


def _past(
    *, days: Mapping[str, int], periods: Mapping[str, Period], last: str, next: str, ago: str = "", ago_before: str = ""
) -> Past:
    def listed(text: str) -> Phrases[bool]:
        return Phrases((phrase, True) for phrase in text.split("|"))

    return Past(
        Phrases(days.items()),
        Phrases((phrase, (period, -1)) for text, period in periods.items() for phrase in text.split("|")),
        listed(last),
        listed(next),
        listed(ago),
        listed(ago_before),
    )


PAST: Final = {
    "en": _past(
        days={"yesterday": -1, "day before yesterday": -2, "the day before yesterday": -2},
        periods={"last week|past week": "week", "last weekend": "weekend", "last month|past month": "month",
                 "last quarter|past quarter": "quarter", "last year|past year": "year"},
        last="last|the last|past|the past",
        next="next|the next|coming|the coming",
        ago="ago",
    ),
    "de": _past(
        days={"gestern": -1, "vorgestern": -2},
        periods={"letzte woche|vorige woche|letzter woche": "week", "letztes wochenende": "weekend",
                 "letzten monat|letzter monat|vorigen monat": "month", "letztes quartal|voriges quartal": "quarter",
                 "letztes jahr|voriges jahr": "year"},
        last="letzten|letzte|letzter|letztes|vorigen|die letzten",
        next="nächsten|die nächsten|kommenden|die kommenden",
        ago_before="vor",
    ),
    "fr": _past(
        days={"hier": -1, "avant-hier": -2},
        periods={"la semaine dernière|semaine dernière": "week", "le week-end dernier|week-end dernier": "weekend",
                 "le mois dernier|mois dernier": "month", "le trimestre dernier|trimestre dernier": "quarter",
                 "l'année dernière|l'an dernier|année dernière": "year"},
        last="les derniers|derniers|ces derniers",
        next="les prochains|prochains|ces prochains",
        ago_before="il y a",
    ),
    "es": _past(
        days={"ayer": -1, "anteayer": -2},
        periods={"la semana pasada|semana pasada": "week", "el fin de semana pasado": "weekend",
                 "el mes pasado|mes pasado": "month", "el trimestre pasado": "quarter", "el año pasado|año pasado": "year"},
        last="los últimos|últimos|las últimas|últimas",
        next="los próximos|próximos|las próximas|próximas",
        ago_before="hace",
    ),
}  # fmt: skip
