"""What is printed is read back: in each language, for any repeat, in either clock and date order."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workstate.core.errors import Invalid
from workstate.tasks.quickadd import MAX_LENGTH
from workstate.tasks.recurrence import Repeat, checked, in_words, phrase_in, phrases
from workstate.tasks.recurrence.rule import rule_of
from workstate.tasks.recurrence.tests.strategies import REPEATS

NOW = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - the wall clock of whoever asks
unhurried = settings(deadline=None, max_examples=300)


@unhurried
@given(
    REPEATS, st.sampled_from(["en", "de", "fr", "es"]), st.sampled_from(["24", "12"]), st.sampled_from(["DMY", "MDY", "YMD"])
)  # fmt: skip
def test_what_is_printed_is_read_back(
    given_repeat: Repeat, language: str, time_format: Literal["24", "12"], date_order: Literal["DMY", "MDY", "YMD"]
) -> None:
    try:
        repeat = checked(given_repeat)
    except Invalid:
        assume(False)
    words = in_words(repeat, language=language, time_format=time_format, date_order=date_order)
    start = rule_of(repeat.rule).week_start
    phrase = phrase_in(
        words, language=language, now=NOW, week_start=start, date_order=date_order, time_format=time_format
    )
    assert phrase is not None, words
    assert phrase.repeat == repeat, words
    line = f"Water plants {words} p1"
    if len(line) > MAX_LENGTH:
        return
    found = phrases(line, language=language, now=NOW, week_start=start, date_order=date_order, time_format=time_format)
    assert [(one.repeat, line[one.start : one.end].rstrip(".")) for one in found] == [(repeat, words.rstrip("."))]
