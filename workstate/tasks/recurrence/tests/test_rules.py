"""Which rules are taken, and in what form they are kept."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workstate.core.errors import Invalid
from workstate.tasks.recurrence import Anchor, Repeat, checked
from workstate.tasks.recurrence.tests.strategies import REPEATS

unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("given_rule", "kept"),
    [
        ("FREQ=DAILY", "FREQ=DAILY"),
        ("RRULE:freq=daily;interval=1", "FREQ=DAILY"),
        ("BYDAY=FR,MO,MO;FREQ=WEEKLY;INTERVAL=2;", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"),
        ("FREQ=WEEKLY;BYDAY=MO;WKST=SU", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,15,1", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"),
        ("FREQ=MONTHLY;BYDAY=-1FR,+1MO", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
        ("FREQ=DAILY;UNTIL=20270303T225959Z", "FREQ=DAILY;UNTIL=20270303"),
        ("FREQ=DAILY;UNTIL=2027-03-03", "FREQ=DAILY;UNTIL=20270303"),
        ("FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYDAY=20MO"),
    ],
)
def test_a_rule_is_kept_in_one_form(given_rule: str, kept: str) -> None:
    assert checked(Repeat(given_rule)).rule == kept


def test_hours_and_minutes_of_a_rule_become_times() -> None:
    repeat = checked(Repeat("FREQ=DAILY;BYHOUR=15,9;BYMINUTE=30;BYSECOND=0", times=(time(12, 0, 59),)))
    assert repeat == Repeat("FREQ=DAILY", Anchor.NOT_BEFORE, (time(9, 30), time(12), time(15, 30)))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "x",
        "\x00",
        "FREQ=",
        "INTERVAL=2",
        "FREQ=SECONDLY",
        "FREQ=FORTNIGHTLY",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;DTSTART=20270101",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=100",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=1001",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;INTERVAL=1,2",
        "FREQ=DAILY;INTERVAL=²",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20270230",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYMONTHDAY=1",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=1",
        "FREQ=DAILY;BYMINUTE=30",
        "FREQ=DAILY;BYSECOND=30",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=HOURLY;BYHOUR=9",
        "FREQ=DAILY;BYHOUR=9,10,11,12;BYMINUTE=0,10,20,30,40,50,59",
        "FREQ=DAILY" + ";" * 300 + "COUNT=1",
        "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 200),
        # never true
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=31",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=MONTHLY;BYDAY=2MO;BYMONTHDAY=1",
    ],
)
def test_a_rule_that_is_unknown_absurd_or_never_true_is_refused(rule: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(Repeat(rule))
    assert list(refusal.value.message_dict) == ["repeat"]
    assert all(message.endswith(".") for message in refusal.value.message_dict["repeat"])


def test_times_do_not_go_with_hours() -> None:
    with pytest.raises(Invalid):
        checked(Repeat("FREQ=HOURLY", times=(time(9),)))
    with pytest.raises(Invalid):
        checked(Repeat("FREQ=DAILY", times=tuple(time(hour, minute) for hour in range(24) for minute in (0, 30))))


@unhurried
@given(REPEATS)
def test_checking_twice_changes_nothing(repeat: Repeat) -> None:
    try:
        once = checked(repeat)
    except Invalid:
        assume(False)
    assert checked(once) == once


@unhurried
@given(
    st.one_of(
        st.text(max_size=320), st.text("FREQ=DAILYWKSTBMOU;,:-+0123456789", max_size=60).map("FREQ=DAILY;".__add__)
    )
)
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        kept = checked(Repeat(text))
    except Invalid:
        return
    assert checked(kept) == kept
