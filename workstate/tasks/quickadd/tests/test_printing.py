"""A draft is written as a line that a person would write, and that means the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from workstate.tasks.quickadd import MAX_LENGTH, Context, Draft, When, parse, print_line
from workstate.tasks.quickadd.tests.test_corpus import PEOPLE, SECTIONS

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CONTEXT = Context(
    NOW, projects=("Website", "Mobile app"), labels=("phone", "deep work"), people=PEOPLE, sections=SECTIONS
)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("call Ana tomorrow 2pm p1 #website /launch @phone +ana ~45m !30m // the draft",
         "call Ana 2026-11-24 14:00 p1 #Website /Launch @phone +Ana ~45m !30m // the draft"),
        ("tomorrow report {friday} 30m/2h", "report 2026-11-24 30m/120m {2026-11-27}"),
        ("@Deep Work think", "think @deep work"),
        ("ask +mari +maria +\"mario rossi\"", "ask +mari +Maria +Mario"),
        ('say "tomorrow p1" loud', 'say "tomorrow" "p1" loud'),
        ('read "The Hobbit"', 'read "The Hobbit"'),
        ("buy #new", "buy #new"),
        ('buy #"brand new" /"in review"', 'buy #"brand new" /"in review"'),
        ("x !tomorrow 9:00 !1d friday", "x 2026-11-27 !2026-11-24 09:00 !1d"),
        ("water plants every 2 weeks on mon and fri", "water plants 2026-11-23 every 2 weeks on Mon and Fri"),
    ],
)  # fmt: skip
def test_a_draft_is_written_plainly(line: str, printed: str) -> None:
    assert print_line(parse(line, CONTEXT), CONTEXT) == printed


def test_a_meaning_that_was_dropped_is_written_in_quotes() -> None:
    dropped = replace(CONTEXT, ignored=frozenset({"date:friday"}))
    draft = parse("plan friday p2", dropped)
    assert print_line(draft, dropped) == 'plan "friday" p2'


def test_words_that_would_be_a_description_are_quoted() -> None:
    draft = Draft(title="a // b", due_on=date(2026, 12, 24), due_time=time(9))
    assert parse(print_line(draft, CONTEXT), CONTEXT).title == "a // b"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_a_line_of_one_language_is_written_in_it(language: str) -> None:
    context = replace(CONTEXT, language=language)
    draft = replace(parse("standup every friday 9:00 !2027-01-01 8:30", replace(CONTEXT, language="en")), tokens=())
    assert draft.reminders == (When(date(2027, 1, 1), time(8, 30)),)
    assert replace(parse(print_line(draft, context), context), tokens=()) == draft


def test_a_long_title_stands_behind_its_details() -> None:
    title = "word " * 60 + "end"
    draft = Draft(title=title, due_on=date(2026, 12, 24), priority=2, description="the note")
    printed = print_line(draft, CONTEXT)
    assert printed.startswith("2026-12-24 p2 word")
    assert replace(parse(printed, CONTEXT), tokens=()) == draft
    assert len(title) > MAX_LENGTH
