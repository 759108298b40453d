"""When a task comes back, by its three anchors."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workstate.core.clock import instant_of
from workstate.core.errors import Invalid
from workstate.tasks.recurrence import Anchor, Occurrence, Repeat, checked, first, following, upcoming
from workstate.tasks.recurrence.tests.strategies import REPEATS

BERLIN = ZoneInfo("Europe/Berlin")
unhurried = settings(deadline=None)


def occurrence(text: str) -> Occurrence:
    day, _, at = text.partition(" ")
    return Occurrence(date.fromisoformat(day), time.fromisoformat(at) if at else None)


def after(rule: str, *, due: str, done_at: str, anchor: str = "not_before", start: str = "", times: str = "") -> str:
    """The next occurrence as text; "over" when there is none."""
    current = occurrence(due)
    found = following(
        checked(Repeat(rule, Anchor(anchor), tuple(time.fromisoformat(at) for at in times.split()))),
        start=date.fromisoformat(start) if start else current.day,
        current=current,
        completed=datetime.fromisoformat(done_at),
    )
    return f"{found.day}{f' {found.time:%H:%M}' if found.time else ''}" if found else "over"


# 2026-11-23 is a Monday.
@pytest.mark.parametrize(
    ("rule", "due", "done_at", "by_due", "not_before", "by_completion"),
    [
        ("FREQ=DAILY", "2026-11-23", "2026-11-23 10:00", "2026-11-24", "2026-11-24", "2026-11-24"),
        ("FREQ=DAILY", "2026-11-20", "2026-11-23 10:00", "2026-11-21", "2026-11-24", "2026-11-24"),
        ("FREQ=DAILY", "2026-11-25", "2026-11-23 10:00", "2026-11-26", "2026-11-26", "2026-11-26"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-20", "2026-11-24 10:00", "2026-11-23", "2026-11-26", "2026-11-27"),
        ("FREQ=DAILY;INTERVAL=3", "2026-11-20", "2026-11-18 10:00", "2026-11-23", "2026-11-23", "2026-11-21"),
        ("FREQ=DAILY", "2026-11-20 09:00", "2026-11-23 08:00", "2026-11-21 09:00", "2026-11-23 09:00", "2026-11-24 09:00"),
        ("FREQ=DAILY", "2026-11-20 09:00", "2026-11-23 09:00", "2026-11-21 09:00", "2026-11-24 09:00", "2026-11-24 09:00"),
        ("FREQ=WEEKLY", "2026-11-20", "2026-11-25 10:00", "2026-11-27", "2026-11-27", "2026-12-02"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-23", "2026-11-23 10:00", "2026-11-27", "2026-11-27", "2026-11-27"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-11-23", "2026-11-28 10:00", "2026-11-27", "2026-12-07", "2026-12-07"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23", "2026-12-02 10:00", "2026-12-07", "2026-12-07", "2026-12-14"),
        ("FREQ=MONTHLY", "2026-08-31", "2026-11-23 10:00", "2026-09-30", "2026-11-30", "2026-12-23"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-08-15", "2026-11-23 10:00", "2026-09-15", "2026-12-15", "2026-12-15"),
        ("FREQ=MONTHLY;INTERVAL=3", "2026-01-31", "2026-11-23 10:00", "2026-04-30", "2027-01-31", "2027-02-23"),
        ("FREQ=YEARLY", "2024-02-29", "2026-11-23 10:00", "2025-02-28", "2027-02-28", "2027-11-23"),
        ("FREQ=HOURLY;INTERVAL=4", "2026-11-23 08:00", "2026-11-23 13:10", "2026-11-23 12:00", "2026-11-23 16:00", "2026-11-23 17:10"),
        ("FREQ=MINUTELY;INTERVAL=30", "2026-11-23 08:00", "2026-11-23 08:30", "2026-11-23 08:30", "2026-11-23 09:00", "2026-11-23 09:00"),
        ("FREQ=HOURLY;INTERVAL=4", "2026-11-23", "2026-11-23 13:10", "2026-11-23 04:00", "2026-11-23 16:00", "2026-11-23 17:10"),
    ],
)  # fmt: skip
def test_each_anchor_counts_from_its_own_moment(
    rule: str, due: str, done_at: str, by_due: str, not_before: str, by_completion: str
) -> None:
    assert [after(rule, due=due, done_at=done_at, anchor=anchor) for anchor in ("due", "not_before", "completion")] == [
        by_due,
        not_before,
        by_completion,
    ]


@pytest.mark.parametrize(
    ("rule", "due", "expected"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", "2026-03-31"),  # what RFC 5545 says
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-01-31", "2026-02-28"),  # what people say
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2028-01-31", "2028-02-29"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2026-02-28", "2026-03-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2026-02-28", "2026-03-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,28,29,30,31;BYSETPOS=1,-1", "2026-02-15", "2026-02-28"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-02-28"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2026-02-28", "2027-02-28"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2027-02-28", "2028-02-29"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-02-29", "2028-02-29"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2096-02-29", "2104-02-29"),
        ("FREQ=MONTHLY;BYDAY=3TH", "2026-11-19", "2026-12-17"),
        ("FREQ=MONTHLY;BYDAY=5MO", "2026-11-30", "2027-03-29"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-12-25"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-09-30", "2026-10-30"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-07-01", "2026-08-03"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-11-26", "2027-11-25"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-27", "2026-11-30"),
        ("FREQ=DAILY;BYMONTH=1", "2026-01-31", "2027-01-01"),
        ("FREQ=DAILY;BYDAY=SA,SU", "2026-11-22", "2026-11-28"),
        ("FREQ=HOURLY;INTERVAL=5;BYDAY=MO", "2026-11-23 20:00", "2026-11-30 02:00"),
    ],
)
def test_the_days_that_a_rule_means(rule: str, due: str, expected: str) -> None:
    assert after(rule, due=due, done_at=due[:10], anchor="due") == expected


def test_the_phase_comes_from_the_start_and_the_week_from_its_first_day() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    sunday = "2026-11-22"
    assert after(rule, start=sunday, due=sunday, done_at=sunday) == "2026-11-30"
    assert after(rule + ";WKST=SU", start=sunday, due=sunday, done_at=sunday) == "2026-11-23"
    # A due date that was moved by hand does not move the series.
    assert after(rule, start="2026-11-23", due="2026-11-26", done_at="2026-11-26") == "2026-12-07"


def test_several_times_a_day_come_one_after_the_other() -> None:
    times = "09:00 15:30"
    assert after("FREQ=DAILY", due="2026-11-23 09:00", done_at="2026-11-23 09:10", times=times) == "2026-11-23 15:30"
    assert after("FREQ=DAILY", due="2026-11-23 09:00", done_at="2026-11-23 16:00", times=times) == "2026-11-24 09:00"
    assert after("FREQ=DAILY", due="2026-11-23", done_at="2026-11-23 08:00", times=times) == "2026-11-24 09:00"
    completion = [
        after("FREQ=DAILY", due="2026-11-23 09:00", done_at=f"2026-11-23 {at}", times=times, anchor="completion")
        for at in ("08:00", "09:10", "16:00")
    ]
    assert completion == ["2026-11-23 15:30", "2026-11-23 15:30", "2026-11-24 09:00"]


def test_a_task_of_1900_moves_on_to_what_is_next_today() -> None:
    assert after("FREQ=DAILY;INTERVAL=3", due="1900-01-01", done_at="2026-11-23 10:00") == "2026-11-26"
    assert after("FREQ=DAILY;INTERVAL=3", due="1900-01-01", done_at="2026-11-23 10:00", anchor="due") == "1900-01-04"
    assert after("FREQ=MINUTELY;INTERVAL=7", due="1900-01-01 00:00", done_at="2026-11-23 10:00") == "2026-11-23 10:02"


def test_the_series_ends_on_its_last_day() -> None:
    rule = "FREQ=DAILY;UNTIL=20261125"
    assert after(rule, due="2026-11-24", done_at="2026-11-24") == "2026-11-25"
    assert after(rule, due="2026-11-25", done_at="2026-11-25") == "over"
    assert after(rule, due="2026-11-20", done_at="2026-12-24") == "over"
    assert after("FREQ=YEARLY;INTERVAL=1000", due="2026-11-25", done_at="2026-11-25") == "over"  # after the last year
    assert after("FREQ=DAILY", due="9999-12-31", done_at="2026-11-25") == "over"


def test_the_count_is_of_completions() -> None:
    repeat = checked(Repeat("FREQ=DAILY;COUNT=3"))
    current = occurrence("2026-11-20")
    late = datetime(2026, 11, 30, 10)  # noqa: DTZ001
    found = [following(repeat, start=current.day, current=current, completed=late, done=done) for done in range(4)]
    assert [one.day.isoformat() if one else "over" for one in found] == ["2026-12-01", "2026-12-01", "over", "over"]
    assert [len(upcoming(repeat, start=current.day, current=current, done=done)) for done in range(4)] == [2, 1, 0, 0]
    skipped = frozenset({date(2026, 11, 21)})
    assert [one.day.day for one in upcoming(repeat, start=current.day, current=current, skipped=skipped)] == [22, 23]


def test_skipped_days_are_passed_over() -> None:
    repeat = checked(Repeat("FREQ=WEEKLY"))
    current = occurrence("2026-11-23 09:00")
    skipped = frozenset({date(2026, 11, 30), date(2026, 12, 14)})
    days = upcoming(repeat, start=current.day, current=current, count=3, skipped=skipped)
    assert [f"{one.day} {one.time:%H:%M}" for one in days] == [
        "2026-12-07 09:00",
        "2026-12-21 09:00",
        "2026-12-28 09:00",
    ]
    everything = frozenset(date.fromordinal(current.day.toordinal() + days) for days in range(80_000))
    assert upcoming(repeat, start=current.day, current=current, skipped=everything) == []


def test_upcoming_shows_what_each_anchor_would_bring() -> None:
    def days(anchor: Anchor, now: datetime | None = None) -> list[int]:
        repeat = checked(Repeat("FREQ=DAILY;INTERVAL=2", anchor))
        current = occurrence("2026-11-01")
        return [one.day.day for one in upcoming(repeat, start=current.day, current=current, count=3, now=now)]

    tenth = datetime(2026, 11, 10, 12)  # noqa: DTZ001
    assert [days(anchor) for anchor in (Anchor.DUE, Anchor.NOT_BEFORE, Anchor.COMPLETION)] == [[3, 5, 7]] * 3
    assert days(Anchor.DUE, tenth) == [3, 5, 7]
    assert days(Anchor.NOT_BEFORE, tenth) == [11, 13, 15]
    assert days(Anchor.COMPLETION, tenth) == [12, 14, 16]


def test_a_time_that_the_clock_skips_moves_that_day_alone() -> None:
    repeat = checked(Repeat("FREQ=DAILY", times=(time(2, 30),)))
    current = occurrence("2027-03-26 02:30")
    days = upcoming(repeat, start=current.day, current=current, count=3)
    assert [one.time for one in days] == [time(2, 30)] * 3
    instants = [instant_of(one.day, one.time or time(), BERLIN).astimezone(BERLIN) for one in days]
    assert [f"{at:%d %H:%M}" for at in instants] == ["27 02:30", "28 03:30", "29 02:30"]


def test_the_wall_clock_is_kept_over_a_change_of_the_clock() -> None:
    done = datetime(2026, 10, 24, 9, 5, tzinfo=BERLIN)
    found = following(
        checked(Repeat("FREQ=DAILY")), start=done.date(), current=Occurrence(done.date(), time(9)), completed=done
    )
    assert found == occurrence("2026-10-25 09:00")


@pytest.mark.parametrize(
    ("rule", "times", "now", "expected"),
    [
        ("FREQ=DAILY", "", "2026-11-23 10:00", "2026-11-23"),
        ("FREQ=DAILY", "09:00", "2026-11-23 10:00", "2026-11-24 09:00"),
        ("FREQ=DAILY", "09:00 15:30", "2026-11-23 10:00", "2026-11-23 15:30"),
        ("FREQ=DAILY;INTERVAL=3", "09:00", "2026-11-23 10:00", "2026-11-24 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO", "", "2026-11-23 10:00", "2026-11-23"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "09:00", "2026-11-23 10:00", "2026-11-30 09:00"),
        ("FREQ=WEEKLY", "09:00", "2026-11-23 10:00", "2026-11-30 09:00"),
        ("FREQ=MONTHLY", "09:00", "2026-08-31 10:00", "2026-09-30 09:00"),
        ("FREQ=HOURLY;INTERVAL=4", "", "2026-11-23 10:20", "2026-11-23 11:00"),
        ("FREQ=HOURLY;INTERVAL=4", "", "2026-11-23 10:00", "2026-11-23 10:00"),
        ("FREQ=HOURLY", "", "2026-11-23 23:20", "2026-11-24 00:00"),
        ("FREQ=MINUTELY;INTERVAL=30", "", "2026-11-23 10:21", "2026-11-23 10:25"),
        ("FREQ=DAILY;UNTIL=20261123", "09:00", "2026-11-23 10:00", "2026-11-23 09:00"),
    ],
)
def test_the_first_is_still_to_come(rule: str, times: str, now: str, expected: str) -> None:
    repeat = checked(Repeat(rule, times=tuple(time.fromisoformat(at) for at in times.split())))
    assert first(repeat, now=datetime.fromisoformat(now)) == occurrence(expected)


def test_a_series_that_is_over_has_no_first() -> None:
    with pytest.raises(Invalid):
        first(checked(Repeat("FREQ=DAILY;UNTIL=20261122")), now=datetime(2026, 11, 23, 10))  # noqa: DTZ001


MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2190, 1, 1))  # noqa: DTZ001


@unhurried
@given(
    REPEATS, MOMENTS, MOMENTS, st.booleans(), st.frozensets(st.dates(date(1990, 1, 1), date(2030, 1, 1)), max_size=5)
)
def test_what_follows_is_later_than_what_was(
    given_repeat: Repeat, due: datetime, completed: datetime, timed: bool, skipped: frozenset[date]
) -> None:
    try:
        repeat = checked(given_repeat)
    except Invalid:
        assume(False)
    at = (repeat.times[0] if repeat.times else due.time().replace(microsecond=0)) if timed else None
    current = Occurrence(due.date(), at)
    found = following(repeat, start=due.date(), current=current, completed=completed, skipped=skipped)
    if found is None:
        return
    assert found.day not in skipped
    assert (found.day, found.time or time.max) > (current.day, current.time or time.min)
    if repeat.anchor is not Anchor.DUE:
        assert (found.day, found.time or time.max) > (completed.date(), completed.time())
    else:
        again = upcoming(repeat, start=due.date(), current=current, count=1, skipped=skipped)
        assert again == [found]
