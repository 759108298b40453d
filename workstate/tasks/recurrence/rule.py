"""Recurrence rules of RFC 5545 (3.3.10), the part of them that tasks repeat by: read, checked, written canonically."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

LONGEST_RULE: Final = 300
LARGEST_INTERVAL: Final = 1000
LARGEST_COUNT: Final = 10_000
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS: Final = ((0, 0), (0, 1), (0, 2), (0, 3), (0, 4))
"""Monday to Friday, as Rule.weekdays has them."""

_PARTS: Final = frozenset({
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND",
})  # fmt: skip
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}", re.ASCII)
_WEEKDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:T[0-9]{6}Z?)?", re.ASCII)


class Frequency(StrEnum):
    """How often a rule looks for a match. SECONDLY is no pace for a task."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"

    @property
    def by_clock(self) -> bool:
        """Whether its steps are shorter than a day."""
        return self in (Frequency.HOURLY, Frequency.MINUTELY)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule taken apart. Weekdays are pairs (which of them, Monday = 0); which is 0 for each and -1 for the last."""

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0
    count: int | None = None
    until: date | None = None

    def __str__(self) -> str:
        parts = [f"FREQ={self.frequency}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        for name, numbers in (("BYMONTH", self.months), ("BYMONTHDAY", self.month_days)):
            if numbers:
                parts.append(f"{name}={','.join(map(str, numbers))}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{which or ''}{WEEKDAYS[weekday]}" for which, weekday in self.weekdays))
        if self.positions:
            parts.append(f"BYSETPOS={','.join(map(str, self.positions))}")
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until.year:04}{self.until:%m%d}")
        return ";".join(parts)

    def canonical(self) -> Rule:
        """The same days in the one way in which they are stored: sorted, and without what changes nothing."""
        rule = replace(
            self,
            months=tuple(sorted(set(self.months))),
            month_days=tuple(sorted(set(self.month_days), key=_from_first_to_last)),
            weekdays=tuple(sorted(set(self.weekdays), key=lambda day: (*_from_first_to_last(day[0]), day[1]))),
            positions=tuple(sorted(set(self.positions), key=_from_first_to_last)),
        )
        if rule.frequency is not Frequency.WEEKLY or rule.interval == 1 or not rule.weekdays:
            rule = replace(rule, week_start=0)
        if rule.frequency is Frequency.WEEKLY and rule.interval == 1 and len(rule.weekdays) == 7 and not rule.positions:
            rule = replace(rule, frequency=Frequency.DAILY, weekdays=())
        return rule


def _from_first_to_last(number: int) -> tuple[bool, int]:
    """1, 2, … and then …, -2, -1."""
    return number < 0, number


@lru_cache(maxsize=1024)
def rule_of(text: str) -> Rule:
    """The rule in its canonical form; raises Invalid (field "repeat"). Hours and minutes are read by `clock_parts`."""
    parts = _parts(text)
    frequency = _frequency(parts["FREQ"])
    rule = Rule(
        frequency,
        interval=_numbers(parts, "INTERVAL", 1, LARGEST_INTERVAL, several=False)[0] if "INTERVAL" in parts else 1,
        months=_numbers(parts, "BYMONTH", 1, 12),
        month_days=_numbers(parts, "BYMONTHDAY", 1, 31, signed=True),
        weekdays=_weekdays(parts.get("BYDAY")),
        positions=_numbers(parts, "BYSETPOS", 1, 366, signed=True),
        week_start=_week_start(parts.get("WKST")),
        count=_numbers(parts, "COUNT", 1, LARGEST_COUNT, several=False)[0] if "COUNT" in parts else None,
        until=_until(parts.get("UNTIL")),
    )
    _require_sense(rule)
    return rule.canonical()


def clock_parts(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The hours and minutes that other programs write into a rule and that a Repeat keeps as its times."""
    parts = _parts(text)
    if "BYSECOND" in parts and _numbers(parts, "BYSECOND", 0, 59) != (0,):
        raise _refusal(_("A task repeats to the minute. Leave BYSECOND out of the rule."))
    return _numbers(parts, "BYHOUR", 0, 23), _numbers(parts, "BYMINUTE", 0, 59)


def _refusal(message: str) -> Invalid:
    return Invalid(message, field="repeat")


def _parts(text: str) -> Mapping[str, str]:
    if len(text) > LONGEST_RULE:
        raise _refusal(_("This repeat rule is too long. Use at most 300 characters."))
    found: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, sign, value = part.partition("=")
        if not sign or not value:
            raise _refusal(_("This is not a repeat rule. Write one such as FREQ=WEEKLY;BYDAY=MO."))
        if name not in _PARTS:
            raise _refusal(_("The repeat rule has a part that is not supported: %(part)s.") % {"part": name[:30]})
        if name in found:
            raise _refusal(_("The repeat rule says %(part)s twice.") % {"part": name})
        found[name] = value
    if "FREQ" not in found:
        raise _refusal(_("The repeat rule does not say how often. Begin it with FREQ=, such as FREQ=WEEKLY."))
    return found


def _frequency(value: str) -> Frequency:
    try:
        return Frequency(value)
    except ValueError:
        if value == "SECONDLY":
            raise _refusal(_("A task cannot repeat every second. Choose a minute or longer.")) from None
        raise _refusal(_("The repeat rule does not say how often in a way that is known. Use FREQ=WEEKLY.")) from None


def _numbers(
    parts: Mapping[str, str], name: str, least: int, most: int, *, signed: bool = False, several: bool = True
) -> tuple[int, ...]:
    if name not in parts:
        return ()
    texts = parts[name].split(",")
    numbers = tuple(int(text) for text in texts if _NUMBER.fullmatch(text))
    if len(numbers) != len(texts) or (len(numbers) > 1 and not several):
        raise _refusal(_("%(part)s in the repeat rule is not a number.") % {"part": name})
    if not all(least <= (abs(number) if signed else number) <= most for number in numbers):
        raise _refusal(
            _("%(part)s in the repeat rule must be from %(least)d to %(most)d.")
            % {"part": name, "least": least, "most": most}
        )
    return numbers


def _weekdays(value: str | None) -> tuple[tuple[int, int], ...]:
    if value is None:
        return ()
    matches = [_WEEKDAY.fullmatch(text) for text in value.split(",")]
    days = tuple((int(match[1] or 0), WEEKDAYS.index(match[2])) for match in matches if match)
    if len(days) != len(matches) or any(match and match[1] and int(match[1]) == 0 for match in matches):
        raise _refusal(_("BYDAY in the repeat rule must hold weekdays, such as MO,FR or 3TH."))
    return days


def _week_start(value: str | None) -> int:
    if value is None:
        return 0
    if value not in WEEKDAYS:
        raise _refusal(_("WKST in the repeat rule must be a weekday, such as MO."))
    return WEEKDAYS.index(value)


def _until(value: str | None) -> date | None:
    if value is None:
        return None
    if match := _UNTIL.fullmatch(value):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
    raise _refusal(_("UNTIL in the repeat rule must be a day, such as 20271231."))


def _require_sense(rule: Rule) -> None:
    """Refuse what RFC 5545 forbids or leaves without a meaning."""
    if rule.count is not None and rule.until is not None:
        raise _refusal(_("A repeat ends on a day or after a number of times. Choose one of them."))
    far = max((abs(which) for which, _weekday in rule.weekdays), default=0)
    if far and rule.frequency not in (Frequency.YEARLY, Frequency.MONTHLY):
        raise _refusal(_("“The third Thursday” repeats by month or year. Use FREQ=MONTHLY."))
    if far > (5 if rule.frequency is Frequency.MONTHLY or rule.months else 53):
        raise _refusal(_("No month has so many of one weekday. Use 1 to 5, or -1 for the last."))
    if rule.month_days and rule.frequency is Frequency.WEEKLY:
        raise _refusal(_("A weekly repeat goes by weekdays. Use FREQ=MONTHLY for days of the month."))
    if rule.positions and (
        not (rule.weekdays or rule.month_days)
        or rule.frequency not in (Frequency.YEARLY, Frequency.MONTHLY, Frequency.WEEKLY)
    ):
        raise _refusal(_("BYSETPOS in the repeat rule has nothing to choose from."))
