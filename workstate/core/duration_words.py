"""The words of durations and times of day in English, German, French and Spanish, in small letters."""

from __future__ import annotations

from typing import Final

UNITS: Final[dict[str, int]] = {
    word: seconds
    for seconds, words in {
        3600: "h hr hrs hour hours std stunde stunden heure heures hora horas",
        60: "m min mins mn minute minutes minuten minuto minutos",
        1: "s sec secs second seconds sek sekunde sekunden seconde secondes seg segundo segundos",
    }.items()
    for word in words.split()
}
AND: Final = frozenset({"and", "und", "et", "y", "e", ",", "&", "+"})
IN_WORDS: Final[dict[str, int]] = {
    phrase: seconds
    for seconds, phrases in {
        900: ("a quarter of an hour", "quarter of an hour", "eine viertelstunde", "viertelstunde", "un quart d'heure",
              "quart d'heure", "un cuarto de hora", "cuarto de hora"),
        1800: ("half an hour", "a half hour", "half hour", "eine halbe stunde", "halbe stunde", "une demi-heure",
               "une demi heure", "demi-heure", "media hora"),
        2700: ("three quarters of an hour", "eine dreiviertelstunde", "dreiviertelstunde", "trois quarts d'heure",
               "tres cuartos de hora"),
        3600: ("an hour", "one hour", "eine stunde", "une heure", "una hora"),
        5400: ("an hour and a half", "one and a half hours", "eineinhalb stunden", "anderthalb stunden",
               "une heure et demie", "hora y media", "una hora y media"),
        60: ("a minute", "one minute", "eine minute", "une minute", "un minuto"),
    }.items()
    for phrase in phrases
}  # fmt: skip

COUNTS: Final[dict[str, str]] = {
    word: number
    for number, words in {
        "1": "one ein eine une un una", "2": "two zwei deux dos", "3": "three drei trois tres", "4": "four vier quatre cuatro",
        "5": "five fünf cinq cinco", "6": "six sechs seis", "7": "seven sieben sept siete", "8": "eight acht huit ocho",
        "9": "nine neun neuf nueve", "10": "ten zehn dix diez", "11": "eleven elf onze once", "12": "twelve zwölf douze doce",
        "15": "fifteen fünfzehn quinze quince", "20": "twenty zwanzig vingt veinte", "30": "thirty dreißig dreissig trente treinta",
        "45": "fünfundvierzig", "1.5": "anderthalb eineinhalb", "2.5": "zweieinhalb", "3.5": "dreieinhalb", "4.5": "viereinhalb",
        "5.5": "fünfeinhalb", "6.5": "sechseinhalb", "7.5": "siebeneinhalb", "8.5": "achteinhalb",
    }.items()
    for word in words.split()
}  # fmt: skip
DAYS: Final = frozenset(
    "d day days week weeks w tag tage tagen woche wochen jour jours j semaine semaines día días semana semanas".split()
)
# "two hours and a half", "2 heures et demie", "una hora y cuarto"
AND_PART: Final = {
    " and a half": 1800, " et demie": 1800, " et demi": 1800, " y media": 1800, " and a quarter": 900, " et quart": 900, " y cuarto": 900,
}  # fmt: skip
NOONS: Final = ("noon", "midday", "mittag", "mittags", "midi", "mediodía", "mediodia")
MIDNIGHTS: Final = ("midnight", "mitternacht", "minuit", "medianoche")
