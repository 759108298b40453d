"""What a phrase says about days, and the rule that it comes to."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from workstate.tasks.recurrence.languages.idiom import Unit
from workstate.tasks.recurrence.rule import WORKDAYS, Frequency, Rule

FREQUENCIES: Final[dict[Unit, Frequency]] = {
    "minute": Frequency.MINUTELY,
    "hour": Frequency.HOURLY,
    "day": Frequency.DAILY,
    "week": Frequency.WEEKLY,
    "month": Frequency.MONTHLY,
    "year": Frequency.YEARLY,
}
UNITS: Final[dict[Frequency, Unit]] = {frequency: unit for unit, frequency in FREQUENCIES.items()}

SHORTEST_MONTH: Final = 28
LEAP_YEAR: Final = 2000
MOST: Final = {"day": 31, "weekday": 5, "workday": 20}
"""How far each kind is counted in words."""


@dataclass(frozen=True, slots=True)
class Item:
    """A day as it is counted in a month: the 15th, the 3rd Thursday, the last workday. Month 0 is each month."""

    kind: Literal["day", "weekday", "workday", "nth"]
    """ "nth" is a number whose noun is still to come, as in "1st and 3rd Monday"."""
    number: int
    """-1 is the last."""
    weekday: int = 0
    month: int = 0


def rule_for_items(items: Sequence[Item], interval: int) -> Rule | None:
    """
    The rule that means these days, or None when no single rule does.

    A 29th, 30th or 31st alone among them is the last day in a month that has none: BYMONTHDAY=28,29,30,31;BYSETPOS=-1.
    """
    months = tuple(sorted({item.month for item in items}))
    if months != (0,):
        if 0 in months or len({replace(item, month=0) for item in items}) * len(months) != len(set(items)):
            return None  # 5 January and 6 July are not the 5th and 6th of both
        if len(months) > 1 and any(item.kind == "workday" for item in items):
            return None
        if any(item.number > monthrange(LEAP_YEAR, item.month)[1] for item in items if item.kind == "day"):
            return None
    rule = Rule(
        Frequency.MONTHLY if months == (0,) else Frequency.YEARLY, interval, months=() if months == (0,) else months
    )
    kinds = {item.kind for item in items}
    numbers = tuple(sorted({item.number for item in items}))
    if kinds == {"weekday"}:
        return replace(rule, weekdays=tuple({(item.number, item.weekday) for item in items})).canonical()
    if kinds == {"workday"}:
        return replace(rule, weekdays=WORKDAYS, positions=numbers).canonical()
    if kinds == {"day"}:
        late = [number for number in numbers if number > SHORTEST_MONTH]
        clamps = len(late) == 1 and -1 not in numbers and (months in ((0,), (2,)))
        return (_clamped(rule, numbers) if clamps else replace(rule, month_days=numbers)).canonical()
    return None


def _clamped(rule: Rule, numbers: Sequence[int]) -> Rule:
    """The last of the numbers is not in every month; the rest are."""
    *sure, late = numbers
    places = tuple(range(1, len(sure) + 1))
    return replace(rule, month_days=(*sure, *range(SHORTEST_MONTH, late + 1)), positions=(*places, -1))


def items_of_rule(rule: Rule) -> list[Item] | None:
    """The days of the month that the rule means, or None for a rule that no phrase says: the way back."""
    if rule.frequency not in (Frequency.MONTHLY, Frequency.YEARLY) or not (rule.weekdays or rule.month_days):
        return None
    if (rule.frequency is Frequency.YEARLY) != bool(rule.months):
        return None
    plain: list[Item] = []
    if rule.weekdays == WORKDAYS:
        plain = [Item("workday", place) for place in rule.positions]
    elif rule.weekdays:
        plain = [Item("weekday", which, weekday) for which, weekday in rule.weekdays]
    elif rule.positions:
        sure = rule.month_days[: len(rule.positions) - 1]
        plain = [Item("day", number) for number in (*sure, rule.month_days[-1])]
    else:
        plain = [Item("day", number) for number in rule.month_days]
    items = [replace(item, month=month) for month in rule.months or (0,) for item in plain]
    sane = all(1 <= item.number <= MOST[item.kind] or item.number == -1 for item in items)
    back = rule_for_items(items, rule.interval) if items and sane else None
    days = replace(rule, count=None, until=None)
    return items if back == days else None
