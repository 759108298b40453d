"""Durations as people type them: what they mean, what is refused, and that printing and reading agree."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.core.durations import (
    MAX_SECONDS,
    BareUnit,
    DurationError,
    TimeRange,
    format_clock,
    format_duration,
    format_duration_long,
    parse_duration,
    parse_time_range,
)

unhurried = settings(deadline=None)  # a busy machine is no failure

H, M = 3600, 60

UNDERSTOOD = {
    "1:30": H + 30 * M,
    "1:30:15": H + 30 * M + 15,
    "0:05": 5 * M,
    ":30": 30 * M,
    "100:00": 100 * H,
    "10000:00": 10_000 * H,
    "1.5": H + 30 * M,
    "1,5": H + 30 * M,
    ".5": 30 * M,
    "0": 0,
    "0h": 0,
    "1.5h": H + 30 * M,
    "1,5h": H + 30 * M,
    ".5h": 30 * M,
    "½ h": 30 * M,
    "1½h": H + 30 * M,
    "90m": 90 * M,
    "90 min": 90 * M,
    "7.5m": 7 * M + 30,
    "1h": H,
    "1 H": H,
    "1h30": H + 30 * M,
    "1 h 30": H + 30 * M,
    "1h30m": H + 30 * M,
    "1h 30m": H + 30 * M,
    "1 h 30 m": H + 30 * M,
    "1h, 30m": H + 30 * M,
    "2h 5": 2 * H + 5 * M,
    "5m30": 5 * M + 30,
    "5m 30s": 5 * M + 30,
    "1h 2m 3s": H + 2 * M + 3,
    "45s": 45,
    "2 hours 5 minutes": 2 * H + 5 * M,
    "2 hours and 5 minutes": 2 * H + 5 * M,
    "1 hr": H,
    "an hour and a half": H + 30 * M,
    "Half an hour": 30 * M,
    "a quarter of an hour": 15 * M,
    "2 Stunden": 2 * H,
    "2 Std. 5 Min.": 2 * H + 5 * M,
    "1,5 Stunden": H + 30 * M,
    "1 Stunde und 30 Minuten": H + 30 * M,
    "eine halbe Stunde": 30 * M,
    "eine Viertelstunde": 15 * M,
    "anderthalb Stunden": H + 30 * M,
    "2 heures": 2 * H,
    "1 heure et 5 minutes": H + 5 * M,
    "1 h 30 min": H + 30 * M,
    "une demi-heure": 30 * M,
    "trois quarts d’heure": 45 * M,
    "une heure et demie": H + 30 * M,
    "2 horas": 2 * H,
    "1 hora y 30 minutos": H + 30 * M,
    "media hora": 30 * M,
    "hora y media": H + 30 * M,
    "  1:30  ": H + 30 * M,
    "1\u00a0h\u202f30": H + 30 * M,
}

REFUSED = [
    "", "   ", "h", "m", "abc", "nan", "NaN", "inf", "1e5", "0x10", "+1h", "-1h", "-1:30", "−5", "1:5", "1:75", "1:30:75", "1:2:3:4",
    "1::30", "1:", "1.5:30", "1.5.2", "1,000,5", "1d", "2 days", "1w", "1h 2h", "30m 1h", "1h 1h", "1.5h 30m", "1h99", "1h 1.5", "1 2", "1 2 h",
    "1h and", "and 1h", "1h +", "1h & ", "h1", "10001h", "10000:01", "999999999999999999999999h", "9" * 50, "9" * 51, "1" + " " * 60 + "h",
    "\x00", "1h\x00", "1\u202eh", "١h", "１h\x07", "\ud800", "🕐", "1:30 pm", "9-10",
]  # fmt: skip


@pytest.mark.parametrize(("text", "seconds"), UNDERSTOOD.items())
def test_what_people_type_is_understood(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DurationError):
        parse_duration(text)


@pytest.mark.parametrize(("bare", "seconds"), [("hours", 2 * H), ("minutes", 2 * M)])
def test_a_number_without_a_unit_counts_in_the_unit_of_the_place(bare: BareUnit, seconds: int) -> None:
    assert parse_duration("2", bare=bare) == seconds
    assert parse_duration("2h", bare=bare) == 2 * H


def test_parts_of_a_second_are_rounded_to_the_nearest() -> None:
    assert parse_duration("1.3333h") == 4800
    assert parse_duration("0.5s") == 1
    assert parse_duration("0.4s") == 0


RANGES = {
    "9-10:30": ("09:00", "10:30", False),
    "9 - 10:30": ("09:00", "10:30", False),
    "9:00–17:15": ("09:00", "17:15", False),
    "09:00—17:15": ("09:00", "17:15", False),
    "9.30-10.15": ("09:30", "10:15", False),
    "0900-1730": ("09:00", "17:30", False),
    "9am-1pm": ("09:00", "13:00", False),
    "9 a.m. to 1 p.m.": ("09:00", "13:00", False),
    "9:30AM - 10:15AM": ("09:30", "10:15", False),
    "1-3pm": ("13:00", "15:00", False),
    "11-1pm": ("11:00", "13:00", False),
    "12pm-3": ("12:00", "15:00", False),
    "12am-1am": ("00:00", "01:00", False),
    "9-5": ("09:00", "17:00", False),
    "10-2": ("10:00", "14:00", False),
    "12-1": ("12:00", "13:00", False),
    "12:30-1:15": ("12:30", "13:15", False),
    "9 to 5": ("09:00", "17:00", False),
    "from 9 to 10": ("09:00", "10:00", False),
    "von 9 bis 10 Uhr": ("09:00", "10:00", False),
    "9 Uhr bis 10:30 Uhr": ("09:00", "10:30", False),
    "de 9h à 10h30": ("09:00", "10:30", False),
    "9h-10h30": ("09:00", "10:30", False),
    "de 9 a 10": ("09:00", "10:00", False),
    "22-2": ("22:00", "02:00", True),
    "22:00-06:00": ("22:00", "06:00", True),
    "9pm-1am": ("21:00", "01:00", True),
    "11pm-1": ("23:00", "01:00", True),
    "9-05:00": ("09:00", "05:00", True),
    "9:00-24:00": ("09:00", "00:00", True),
    "0:00-1:00": ("00:00", "01:00", False),
}


@pytest.mark.parametrize(("text", "expected"), RANGES.items())
def test_two_times_are_understood(text: str, expected: tuple[str, str, bool]) -> None:
    start, end, crosses_midnight = expected
    assert parse_time_range(text) == TimeRange(time.fromisoformat(start), time.fromisoformat(end), crosses_midnight)


@pytest.mark.parametrize(
    "text",
    ["", "9", "9-", "-9", "9-9", "9am-9am", "0-24", "25-26", "9:60-10", "9-10-11", "13pm-2", "0am-1", "9:5-10", "1.5h", "-9-10", "9 to"]
    + ["9-10\x00", "٩-١٠", "9" * 60, "a-b", "24:30-1", "90000-10"],
)  # fmt: skip
def test_what_is_no_time_range_is_refused(text: str) -> None:
    with pytest.raises(DurationError):
        parse_time_range(text)


def test_a_range_knows_its_length() -> None:
    assert parse_time_range("9-10:30").seconds == 90 * M
    assert parse_time_range("22-2").seconds == 4 * H
    assert parse_time_range("9:00-24:00").seconds == 15 * H


@pytest.mark.parametrize(
    ("seconds", "short", "long", "clock"),
    [
        (0, "0:00", "0 m", "0:00:00"),
        (59, "0:00", "0 m", "0:00:59"),
        (60, "0:01", "1 m", "0:01:00"),
        (2537, "0:42", "42 m", "0:42:17"),
        (3600, "1:00", "1 h", "1:00:00"),
        (5099, "1:24", "1 h 24 m", "1:24:59"),
        (18_600, "5:10", "5 h 10 m", "5:10:00"),
        (360_000, "100:00", "100 h", "100:00:00"),
        (-5099, "−1:24", "−1 h 24 m", "−1:24:59"),
        (-59, "0:00", "0 m", "−0:00:59"),
    ],
)
def test_durations_are_printed_with_whole_minutes_that_are_over(
    seconds: int, short: str, long: str, clock: str
) -> None:
    assert (format_duration(seconds), format_duration_long(seconds), format_clock(seconds)) == (
        short,
        long,
        clock,
    )


@unhurried
@given(st.integers(0, MAX_SECONDS // 60).map(lambda minutes: minutes * 60))
def test_what_is_printed_reads_back_as_the_same_duration(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds
    assert parse_duration(format_duration_long(seconds), bare="minutes") == seconds


@unhurried
@given(st.integers(0, MAX_SECONDS))
def test_a_printed_clock_reads_back_to_the_second(seconds: int) -> None:
    assert parse_duration(format_clock(seconds)) == seconds


DURATION_LIKE = st.text(alphabet="0123456789 .,:hms½-+eé\x00\u202eundy", max_size=55) | st.text(max_size=55)


@unhurried
@given(DURATION_LIKE)
def test_any_text_is_a_duration_within_limits_or_a_plain_refusal(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except DurationError:
        return
    assert 0 <= seconds <= MAX_SECONDS


@unhurried
@given(st.text(alphabet="0123456789 .:hapm-–uhrto\x00", max_size=55) | st.text(max_size=55))
def test_any_text_is_a_time_range_within_a_day_or_a_plain_refusal(text: str) -> None:
    try:
        seconds = parse_time_range(text).seconds
    except DurationError:
        return
    assert 0 < seconds < 86_400
