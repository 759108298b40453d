"""Time by day: in every zone, over every change of its clock from 2000 to 2040, no second is lost, doubled or on a wrong day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstate.core.clock import day_of, instant_of, zone_names
from workstate.timetracking.days import Share, last_day_of, shares_of

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
# The shortest known stretch between two changes of one clock is longer.
LOOK = timedelta(days=4)
MINUTE = timedelta(minutes=1)


def changes_of(zone: ZoneInfo) -> Iterator[datetime]:
    """The instants at which the clock of the zone was or will be changed, to the second."""
    at, offset = FIRST, FIRST.astimezone(zone).utcoffset()
    while at < LAST:
        following = at + LOOK
        if following.astimezone(zone).utcoffset() != offset:
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
            yield high
            offset = following.astimezone(zone).utcoffset()
        at = following


@cache
def all_changes() -> dict[str, list[datetime]]:
    return {name: list(changes_of(ZoneInfo(name))) for name in sorted(zone_names())}


def counted(start: datetime, stop: datetime, zone: ZoneInfo) -> dict[date, int]:
    """What the clock on the wall showed, looked at minute by minute. `start` lies on a whole minute of the clock."""
    days: Counter[date] = Counter()
    at = start
    while at < stop:
        following = min(at + MINUTE, stop)
        days[day_of(at, zone)] += int((following - at).total_seconds())
        at = following
    return dict(days)


def as_dict(shares: list[Share]) -> dict[date, int]:
    return {share.day: share.seconds for share in shares}


def test_every_change_of_every_clock() -> None:
    seen: set[tuple[datetime, object, object]] = set()
    for name, changes in all_changes().items():
        zone = ZoneInfo(name)
        for change in changes:
            before = (change - timedelta(seconds=1)).astimezone(zone).utcoffset()
            same = (change, before, change.astimezone(zone).utcoffset())
            if same in seen:
                continue  # The same jump at the same instant as in a zone before: there is nothing else to it.
            seen.add(same)
            for start, stop in [
                (change - timedelta(hours=3, minutes=7), change + timedelta(hours=2, minutes=11)),
                (change - timedelta(minutes=30), change + timedelta(minutes=45)),
                (change - timedelta(hours=26), change + timedelta(hours=1)),
            ]:
                shares = shares_of(start, stop, zone)
                assert as_dict(shares) == counted(start, stop, zone), (name, start, stop)
                assert [share.before for share in shares] == [
                    sum(share.seconds for share in shares[:at]) for at in range(len(shares))
                ]
    assert len(seen) > 2000


def test_a_whole_day_is_as_long_as_it_was() -> None:
    """From the first to the last instant of each day around a change, in every zone."""
    for name, changes in all_changes().items():
        zone = ZoneInfo(name)
        for change in changes[:: max(1, len(changes) // 8)]:
            day = day_of(change, zone)
            start, stop = change - timedelta(hours=40), change + timedelta(hours=40)
            whole = as_dict(shares_of(start, stop, zone))
            assert sum(whole.values()) == 80 * 3600, name
            shift = (change.astimezone(zone).utcoffset() or timedelta()) - (
                (change - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
            )
            if change.astimezone(zone).time() not in {time.min, time(0, 1)} and abs(shift) < timedelta(hours=3):
                begins = (change - timedelta(minutes=1)).astimezone(zone).date() == day
                if begins:
                    assert whole[day] == 86400 - shift.total_seconds(), (name, change)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Asia/Kathmandu", date(2026, 6, 1), 24),
        ("Africa/Casablanca", date(2026, 2, 15), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("Pacific/Apia", date(2011, 12, 29), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_days_of_odd_lengths(zone: str, day: date, hours: float) -> None:
    start = datetime.combine(day, time(12), tzinfo=UTC) - timedelta(days=3)
    assert as_dict(shares_of(start, start + timedelta(days=6), ZoneInfo(zone))).get(day, 0) == hours * 3600


def test_an_evening_over_midnight_and_one_that_ends_at_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    ten = instant_of(date(2026, 11, 20), time(22), berlin)
    over = shares_of(ten, ten + timedelta(hours=4), berlin)
    assert over == [Share(date(2026, 11, 20), 7200, 0), Share(date(2026, 11, 21), 7200, 7200)]
    assert last_day_of(over) == date(2026, 11, 21)
    until = shares_of(ten, ten + timedelta(hours=2), berlin)
    assert (until, last_day_of(until)) == ([Share(date(2026, 11, 20), 7200, 0)], None)
    assert shares_of(ten, ten, berlin) == [Share(date(2026, 11, 20), 0, 0)]


@given(
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca"]),
    st.integers(int(FIRST.timestamp()), int(LAST.timestamp())),
    st.integers(0, 40 * 24 * 3600),
)
def test_shares_add_up_and_follow_each_other(name: str, start: int, seconds: int) -> None:
    zone = ZoneInfo(name)
    begin = datetime.fromtimestamp(start, UTC)
    end = begin + timedelta(seconds=seconds)
    shares = shares_of(begin, end, zone)
    assert sum(share.seconds for share in shares) == seconds
    assert [share.day for share in shares] == sorted({share.day for share in shares})
    assert day_of(begin, zone) in {share.day for share in shares}
