"""What quick add promises about tokens, quotes, names, time zones and limits."""

from __future__ import annotations

import gc
import time as stopwatch
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from workstate.tasks.quickadd import MAX_LENGTH, Context, Kind, When, parse, segments

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CONTEXT = Context(NOW, projects=("Website", "Mobile", "Mobile app", "12", "ff8800"), labels=("Waiting for", "phone"))


def test_tokens_know_their_place_and_meaning() -> None:
    line = "Call Ana tomorrow 2pm p1 #website @Phone ~45m"
    tokens = parse(line, CONTEXT).tokens
    assert [(token.kind, token.text, token.value) for token in tokens] == [
        (Kind.DATE, "tomorrow 2pm", When(date(2026, 11, 24), time(14))),
        (Kind.PRIORITY, "p1", 1),
        (Kind.PROJECT, "#website", "Website"),
        (Kind.LABEL, "@Phone", "phone"),
        (Kind.ESTIMATE, "~45m", 2700),
    ]
    assert all(line[token.start : token.end] == token.text for token in tokens)
    assert [token.key for token in tokens][:3] == ["date:tomorrow 2pm", "priority:p1", "project:#website"]


def test_segments_cover_the_line_for_tinting() -> None:
    line = " Call  Ana tomorrow p1 "
    assert segments(line, parse(line, CONTEXT).tokens) == [
        (" Call  Ana ", None),
        ("tomorrow", Kind.DATE),
        (" ", None),
        ("p1", Kind.PRIORITY),
        (" ", None),
    ]


def test_places_count_characters_not_bytes() -> None:
    line = "👩‍👩‍👧 é übermorgen tomorrow"
    token = parse(line, CONTEXT).tokens[0]
    assert line[token.start : token.end] == "tomorrow"


def test_a_dropped_meaning_gives_the_words_back_and_leaves_the_rest() -> None:
    line = "Plan friday p2 #Website"
    before = parse(line, CONTEXT)
    after = parse(line, replace(CONTEXT, ignored=frozenset({"date:friday"})))
    assert (after.title, after.due_on) == ("Plan friday", None)
    assert (after.priority, after.project) == (before.priority, before.project)


def test_a_time_typed_behind_a_dropped_day_still_counts() -> None:
    draft = parse("call tomorrow 2pm", replace(CONTEXT, ignored=frozenset({"date:tomorrow"})))
    assert (draft.title, draft.due_on, draft.due_time) == ("call tomorrow", NOW.date(), time(14))


@pytest.mark.parametrize(("opening", "closing"), ['""', "“”", "„“", "„”", "«»", "»«"])
def test_quotes_protect_every_kind_of_token(opening: str, closing: str) -> None:
    draft = parse(f"Say {opening}tomorrow p1 #Website @phone ~45m{closing}", CONTEXT)
    assert draft.tokens == ()
    assert draft.title == "Say tomorrow p1 #Website @phone ~45m"


def test_quotes_that_protected_nothing_stay() -> None:
    assert parse('Read "The Hobbit" tomorrow', CONTEXT).title == 'Read "The Hobbit"'


def test_an_open_quote_and_an_inch_protect_nothing() -> None:
    assert parse('Say "hello tomorrow', CONTEXT).due_on == date(2026, 11, 24)
    assert parse('Buy 5" pipe and 6" pipe tomorrow', CONTEXT).due_on == date(2026, 11, 24)


def test_names_that_exist_are_matched_with_their_spaces_and_spelling() -> None:
    draft = parse("#MOBILE APP login @waiting for, @phone @PHONE", CONTEXT)
    assert (draft.project, draft.labels, draft.title) == ("Mobile app", ("Waiting for", "phone"), "login")


def test_a_number_or_colour_is_a_project_only_if_one_is_called_so() -> None:
    assert parse("fix #12", CONTEXT).project == "12"
    assert parse("fix #ff8800", CONTEXT).project == "ff8800"
    bare = replace(CONTEXT, projects=())
    assert parse("fix #12 #ff8800", bare).project is None


@pytest.mark.parametrize("name", ["a\x00b", "a\u202eb", "a\ud800", "\x07", "-", "/etc", "!", '"', '""', '"a\x00"'])
def test_a_name_holds_nothing_invisible_and_begins_like_a_name(name: str) -> None:
    draft = parse(f"x #{name} @{name}", CONTEXT)
    assert (draft.project, draft.labels) == (None, ())


def test_a_time_that_the_clock_skips_becomes_the_next_that_exists() -> None:
    draft = parse("2027-03-28 2:30", CONTEXT)
    assert (draft.due_on, draft.due_time) == (date(2027, 3, 28), time(3))


def test_a_day_that_a_zone_skipped_becomes_the_next_that_exists() -> None:
    apia = Context(datetime(2011, 12, 28, 9, 0, tzinfo=ZoneInfo("Pacific/Apia")))
    draft = parse("2011-12-30 9:00", apia)
    assert (draft.due_on, draft.due_time) == (date(2011, 12, 31), time(0))


def test_hours_from_now_are_real_hours_across_a_change_of_the_clock() -> None:
    night = Context(datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    draft = parse("in 2 hours", night)
    assert (draft.due_on, draft.due_time) == (date(2027, 3, 28), time(4, 30))


def test_a_time_alone_is_the_next_one() -> None:
    assert parse("call 10:01", CONTEXT).due_on == date(2026, 11, 23)
    assert parse("call 10:00", CONTEXT).due_on == date(2026, 11, 24)


@pytest.mark.parametrize("last", [date(2199, 12, 31), date(2199, 12, 30)])
def test_the_end_of_the_accepted_years_raises_nothing(last: date) -> None:
    context = Context(datetime.combine(last, time(23, 59), tzinfo=ZoneInfo("UTC")))
    for line in ("tomorrow", "friday", "next week", "next month", "next year", "in 2 days", "in 2 hours", "0:00", "end of quarter",
                 "eow", "5 may", "weekend", "on the 1st", "in march", "next january", "next friday", "this friday", "friday the 13th"):  # fmt: skip
        due = parse(line, context).due_on
        assert due is None or due.year <= 2199, line


def test_only_the_first_characters_are_parsed_and_the_rest_is_kept() -> None:
    filler = "x" * (MAX_LENGTH - len("tomorrow") - 1)
    assert parse(f"{filler} tomorrow", CONTEXT).due_on == date(2026, 11, 24)
    cut_in_two = parse(f"{filler}x tomorrow p1", CONTEXT)
    assert (cut_in_two.due_on, cut_in_two.priority) == (None, None)
    assert cut_in_two.title == f"{filler}x tomorrow p1"


def test_nothing_but_tokens_leaves_no_title() -> None:
    assert parse("tomorrow p1 #Website.", CONTEXT).title == ""
    assert parse("   ", CONTEXT).title == ""


def test_an_unknown_language_is_read_as_english() -> None:
    assert parse("call tomorrow", replace(CONTEXT, language="tlh")).due_on == date(2026, 11, 24)


@pytest.mark.parametrize("language", ["it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs"])
def test_every_further_language_knows_its_weekdays_and_months(language: str) -> None:
    from workstate.tasks.quickadd.languages import lexicon

    own = lexicon(language).language
    assert all(own.weekdays), own.weekdays
    assert all(own.months), own.months
    monday = own.weekdays[0].split("|")[0]
    assert parse(f"x {monday}", replace(CONTEXT, language=language)).due_on == date(2026, 11, 30)
    may = own.months[4].split("|")[-1]
    assert parse(f"x 5 {may} 2027", replace(CONTEXT, language=language)).due_on == date(2027, 5, 5)


@pytest.mark.parametrize(
    "unit", ["à ", '"', "#", '#"', "@a ", "~1h ", "next ", "end of the ", "9 - ", "5. ", "1/2 ", "“a” ", "every ", "in 1 ", "fri to "]
    + ["(" , ")(", "9" , "9:", "tomorrow ", "at 5 ", "«", "p1", "mon, ", "a\x00", "\u202e", "e\u0301", "🏠"],
)  # fmt: skip
def test_no_repetition_takes_long(unit: str) -> None:
    line = (unit * 200)[:MAX_LENGTH]
    projects = tuple(f"{unit}{number}" for number in range(300))
    for language in ("en", "de", "fr", "es"):
        parse("warm the lexicon every monday at 5", Context(NOW, language=language))
        gc.disable()  # What other tests have left behind is not gone through meanwhile.
        started = stopwatch.process_time()
        parse(line, Context(NOW, language=language, projects=projects))
        took = stopwatch.process_time() - started
        gc.enable()
        assert took < 0.25


def test_a_very_long_text_is_not_parsed_at_length() -> None:
    started = stopwatch.process_time()
    draft = parse("tomorrow " * 100_000, CONTEXT)
    assert stopwatch.process_time() - started < 1
    assert draft.due_on == date(2026, 11, 24)
