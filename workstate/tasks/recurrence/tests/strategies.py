"""Repeats of all kinds, for properties."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from workstate.tasks.recurrence import Anchor, Repeat
from workstate.tasks.recurrence.rule import WEEKDAYS

INTERVALS = st.one_of(st.just(1), st.integers(1, 5), st.integers(1, 1000))
NAMED_DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True).map(",".join)
NTH_DAYS = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(WEEKDAYS)),
    min_size=1, max_size=4, unique=True,
).map(",".join)  # fmt: skip
MONTH_DAYS = st.lists(
    st.one_of(st.integers(1, 28), st.integers(1, 31), st.just(-1)), min_size=1, max_size=4, unique=True
)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)
POSITIONS = st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1, max_size=2, unique=True)
TIMES = st.lists(st.builds(time, st.integers(0, 23), st.integers(0, 59)), max_size=3, unique=True).map(
    lambda times: tuple(sorted(times))
)


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _days_of_months(frequency: str) -> st.SearchStrategy[str]:
    days = st.one_of(
        NTH_DAYS.map("BYDAY={}".format),
        MONTH_DAYS.map(lambda numbers: f"BYMONTHDAY={_listed(numbers)}"),
        POSITIONS.map(lambda places: f"BYDAY=MO,TU,WE,TH,FR;BYSETPOS={_listed(places)}"),
        st.sampled_from([29, 30, 31]).map(lambda last: f"BYMONTHDAY={_listed(list(range(28, last + 1)))};BYSETPOS=-1"),
    )
    named = st.builds("{};BYMONTH={}".format, days, MONTHS.map(_listed))
    return st.builds(f"FREQ={frequency};{{}};INTERVAL={{}}".format, named if frequency == "YEARLY" else days, INTERVALS)


CORES = st.one_of(
    st.builds(
        "FREQ={};INTERVAL={}".format,
        st.sampled_from(["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        INTERVALS,
    ),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={};WKST={}".format, INTERVALS, NAMED_DAYS, st.sampled_from(WEEKDAYS)),
    st.builds("FREQ={};BYMONTH={}".format, st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"]), MONTHS.map(_listed)),
    _days_of_months("MONTHLY"),
    _days_of_months("YEARLY"),
)  # fmt: skip
"""Rules without an end."""

ENDS = st.one_of(
    st.just(""),
    st.integers(1, 10_000).map(";COUNT={}".format),
    st.dates(date(2140, 1, 1), date(2199, 12, 31)).map(lambda day: f";UNTIL={day:%Y%m%d}"),
)
REPEATS = st.builds(
    lambda core, end, anchor, times: Repeat(core + end, anchor, () if "HOURLY" in core or "MINUTELY" in core else times),
    CORES,
    ENDS,
    st.sampled_from(Anchor),
    TIMES,
)  # fmt: skip
