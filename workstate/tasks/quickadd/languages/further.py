"""Languages without a file of their own: names of days and months from dateparser's locale data.

Only the names come from there. What is a date is decided by the same rules as for the others, and since nobody has
listed the traps of these languages, every weekday needs company or the end of the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

from workstate.tasks.quickadd.languages.language import Language

CODES: Final = frozenset({"it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs"})
"""Languages that part words by spaces and whose names were looked through."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DOTTED: Final = frozenset({"pl", "da", "nb", "fi", "cs"})
_DAYS = {"0 day ago": 0, "in 1 day": 1, "in 2 day": 2}


def language(code: str) -> Language:
    """The language as far as the locale data knows it; `code` is one of CODES."""
    info: dict[str, Any] = import_module(f"dateparser.data.date_translation_data.{code}").info
    weekdays = tuple(_long(info.get(name, ())) for name in _WEEKDAYS)
    relative: dict[str, list[str]] = info.get("relative-type", {})
    return Language(
        code=code,
        days={phrase: count for name, count in _DAYS.items() for phrase in relative.get(name, ())},
        weekdays=weekdays,
        months=tuple("|".join(name for name in info.get(month, ()) if len(name) > 2) for month in _MONTHS),
        weak="|".join(weekdays),
        dotted=code in _DOTTED,
        of="de" if code == "pt" else "",
        oclock="uur" if code == "nl" else "",
    )


def _long(names: Iterable[str]) -> str:
    return "|".join(name for name in names if len(name) > 3)
