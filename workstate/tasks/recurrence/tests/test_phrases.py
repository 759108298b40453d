"""What holds for any line, and what a person's habits change."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.tasks.recurrence import Anchor, Occurrence, checked, in_words, phrase_in, phrases
from workstate.tasks.recurrence.tests.test_corpus import NOW, ROWS

unhurried = settings(deadline=None)

PIECES = sorted({word for row in ROWS for word in row.line.split()}) + [
    '"', "“", "«", "#", "@", "!", ",", ".", "\x00", "\u202e", "\ud800", "👩‍👩‍👧", "é", "e\u0301", "0", "99999999999999999999", "-", "/", "\xa0",
]  # fmt: skip
LINES = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=45).map(" ".join),
    st.lists(st.sampled_from([*PIECES, " ", "", ","]), max_size=60).map("".join),
    st.text(st.characters(), max_size=220),
    st.sampled_from([row.line for row in ROWS]),
)
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 31, 23, 59)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=ZoneInfo("America/St_Johns"))
)
LANGUAGES = st.sampled_from(["en", "de", "fr", "es", "de-AT", "pt", "xx", ""])


@unhurried
@given(LINES, LANGUAGES, MOMENTS, st.integers(0, 6))
def test_any_line_is_read_without_an_error(line: str, language: str, now: datetime, week_start: int) -> None:
    found = phrases(line, language=language, now=now, week_start=week_start)
    phrase_in(line, language=language, now=now, week_start=week_start)
    taken = [range(phrase.start, phrase.end) for phrase in found]
    assert all(0 <= place.start < place.stop <= 200 for place in taken)
    assert sum(map(len, taken)) == len(set().union(*taken))
    assert [-len(place) for place in taken] == sorted(-len(place) for place in taken)
    for phrase in found:
        assert checked(phrase.repeat) == phrase.repeat
        begins = phrase.first(now)
        assert begins.day >= max(now.date(), phrase.first_day or now.date())
        assert in_words(phrase.repeat, language=language)


@unhurried
@given(LINES, LANGUAGES)
def test_nothing_is_read_in_quotes(line: str, language: str) -> None:
    words = " ".join(line.split()).strip(",;:.!?")[:190].strip()
    if words and not set(words) & set('"“”„«»'):
        assert phrases(f'"{words}"', language=language, now=NOW) == []


def test_what_quick_add_has_blanked_parts_a_line() -> None:
    line = "Call every friday #Web at 9".replace("#Web", "    ")
    [phrase] = phrases(line, language="en", now=NOW)
    assert line[phrase.start : phrase.end] == "every friday"
    assert phrases("Review daily      draft", language="en", now=NOW) != []
    assert phrases("Review daily draft", language="en", now=NOW) == []


@pytest.mark.parametrize("module", ["quickadd", "recurrence", "recurrence.reading", "quickadd.parser"])
def test_quick_add_and_repeats_can_be_imported_in_either_order(module: str) -> None:
    code = f"import workstate.tasks.{module}; from workstate.tasks.recurrence import phrases"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_several_repeats_come_longest_first() -> None:
    line = "gym every monday, piano every 2 weeks on Friday"
    found = phrases(line, language="en", now=NOW)
    assert [line[phrase.start : phrase.end] for phrase in found] == ["every 2 weeks on Friday", "every monday"]


def test_weeks_begin_where_the_person_begins_them() -> None:
    biweekly = phrase_in("every 2 weeks on Mon", language="en", now=NOW, week_start=6)
    weekly = phrase_in("every Mon", language="en", now=NOW, week_start=6)
    assert biweekly is not None
    assert weekly is not None
    assert biweekly.repeat.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU"
    assert weekly.repeat.rule == "FREQ=WEEKLY;BYDAY=MO"


def test_dates_and_times_are_read_as_the_person_writes_them() -> None:
    european = phrase_in("every day at 5:30 until 3/4", language="en", now=NOW)
    american = phrase_in("every day at 5:30 until 3/4", language="en", now=NOW, date_order="MDY", time_format="12")
    assert european is not None
    assert american is not None
    assert (european.repeat.rule, european.repeat.times[0].hour) == ("FREQ=DAILY;UNTIL=20270403", 5)
    assert (american.repeat.rule, american.repeat.times[0].hour) == ("FREQ=DAILY;UNTIL=20270304", 17)


def test_a_named_start_gives_the_first_time() -> None:
    phrase = phrase_in("every friday at 9 starting 1 December", language="en", now=NOW)
    assert phrase is not None
    assert phrase.first_day == date(2026, 12, 1)
    assert phrase.first(NOW).day == date(2026, 12, 4)
    plain = phrase_in("every friday", language="en", now=NOW)
    assert plain is not None
    assert plain.first(NOW) == Occurrence(date(2026, 11, 27))


@pytest.mark.parametrize(
    ("text", "language"), [("after 3 days", "en"), ("nach 3 Tagen", "de"), ("après 3 jours", "fr")]
)
def test_after_some_days_is_a_repeat_only_where_nothing_else_is_meant(text: str, language: str) -> None:
    alone = phrase_in(text, language=language, now=NOW)
    assert alone is not None
    assert (alone.repeat.rule, alone.repeat.anchor) == ("FREQ=DAILY;INTERVAL=3", Anchor.COMPLETION)
    assert phrases(f"call Ana {text}", language=language, now=NOW) == []
    assert phrases(text, language=language, now=NOW) == []


@pytest.mark.parametrize(
    "text", ["", " ", "monday", "every", "call Ana every day", "every day call Ana", "every day " * 60]
)
def test_only_a_whole_text_is_one(text: str) -> None:
    assert phrase_in(text, language="en", now=NOW) is None
