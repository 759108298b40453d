"""The days of a rule: the same that dateutil counts one by one, found in few steps."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from types import FrameType

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped, unused-ignore]
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workstate.core.errors import Invalid
from workstate.tasks.recurrence import Anchor, Occurrence, Repeat, checked, following, in_words, phrases, upcoming
from workstate.tasks.recurrence.rule import Frequency, rule_of
from workstate.tasks.recurrence.tests.strategies import CORES, REPEATS

unhurried = settings(deadline=None)


def by_dateutil(rule: str, start: datetime, until: datetime) -> list[datetime]:
    """Everything after the start, as dateutil has it."""
    return [moment for moment in rrulestr(f"{rule};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=start) if moment > start]


@unhurried
@given(CORES, st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(1, 28))
def test_the_days_are_those_that_dateutil_counts(core: str, begins: date, number: int) -> None:
    start = begins.replace(
        day=number
    )  # of an unnamed day after the 28th we say the last day; RFC 5545 leaves months out
    try:
        repeat = checked(Repeat(core, Anchor.DUE))
    except Invalid:
        assume(False)
    rule = rule_of(repeat.rule)
    nths = {which for which, _ in rule.weekdays}
    assume(0 not in nths or nths == {0})  # dateutil means both at once where RFC 5545 means either
    years = {Frequency.YEARLY: 40, Frequency.MONTHLY: 12, Frequency.WEEKLY: 5}.get(rule.frequency, 1)
    until = datetime(start.year + min(years * rule.interval, 100), 12, 31)  # noqa: DTZ001
    if rule.frequency.by_clock:
        until = datetime.combine(start, time()) + timedelta(days=3)
    theirs = by_dateutil(repeat.rule, datetime.combine(start, time()), until)[:20]
    ours = upcoming(repeat, start=start, current=Occurrence(start), count=len(theirs))
    assert [datetime.combine(one.day, one.time or time()) for one in ours] == theirs


@unhurried
@given(CORES, st.dates(date(1990, 1, 1), date(2020, 1, 1)), st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_entering_a_series_late_is_as_good_as_walking_to_it(core: str, start: date, completed: date) -> None:
    try:
        repeat = checked(Repeat(core))
    except Invalid:
        assume(False)
    assume(not rule_of(repeat.rule).frequency.by_clock)
    late = following(repeat, start=start, current=Occurrence(start), completed=datetime.combine(completed, time(12)))
    walked = upcoming(repeat, start=start, current=Occurrence(start), count=30_000)
    assert late == next((one for one in walked if one.day > completed), None)


def steps_of(act: Callable[[], object]) -> int:
    """How many functions are entered: what an act costs, whatever the machine is busy with."""
    count = 0

    def entered(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(entered)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


HARD = [
    "FREQ=MINUTELY",
    "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
    "FREQ=HOURLY;INTERVAL=168;BYDAY=WE",
    "FREQ=HOURLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=7;BYDAY=WE",
    "FREQ=DAILY;INTERVAL=999;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
    "FREQ=WEEKLY;INTERVAL=1000;BYMONTH=2",
    "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
    "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=-1MO",
    "FREQ=YEARLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=YEARLY;BYMONTHDAY=30;BYDAY=53MO",
]


@pytest.mark.parametrize("anchor", list(Anchor))
@pytest.mark.parametrize("rule", HARD)
def test_no_rule_runs_long(rule: str, anchor: Anchor) -> None:
    repeat = checked(Repeat(rule, anchor))
    monday, now = date(1900, 1, 1), datetime(2026, 11, 23, 10)  # noqa: DTZ001
    for current in (Occurrence(monday), Occurrence(monday, time(9))):
        steps = steps_of(lambda: following(repeat, start=monday, current=current, completed=now))  # noqa: B023
        assert steps < 40_000, steps


@settings(deadline=None, max_examples=200)
@given(REPEATS, st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_no_repeat_runs_long(given_repeat: Repeat, start: date, day: date) -> None:
    steps = 0
    completed = datetime.combine(day, time(10))
    try:
        steps = steps_of(lambda: checked(given_repeat))
        repeat = checked(given_repeat)
        steps += steps_of(lambda: following(repeat, start=start, current=Occurrence(start), completed=completed))
    except Invalid:
        pass
    assert steps < 200_000, steps


def test_a_line_is_read_in_few_steps() -> None:
    now = datetime(2026, 11, 23, 10)  # noqa: DTZ001
    plain = ("Call Ana about the offer for the website and send her the draft before the meeting of the board " * 3)[
        :200
    ]
    repeating = (
        f"Water the plants {in_words(Repeat('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR'), language='en')} and more " + plain
    )
    hostile = ("every 1st and " * 20)[:200]
    phrases(plain, language="de", now=now)  # the words of a language are laid out once
    assert steps_of(lambda: phrases(plain, language="de", now=now)) < 4_000
    assert steps_of(lambda: phrases(repeating[:200], language="en", now=now)) < 12_000
    assert steps_of(lambda: phrases(hostile, language="en", now=now)) < 120_000
