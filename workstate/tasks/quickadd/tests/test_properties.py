"""What holds for any text: no exception, orderly spans, a cover, protection, and the way back from a dropped meaning."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from workstate.tasks.quickadd import MAX_LENGTH, Context, Kind, Spent, When, parse, print_line, segments
from workstate.tasks.quickadd.draft import MANY
from workstate.tasks.quickadd.tests.test_corpus import PEOPLE, ROWS, SECTIONS

unhurried = settings(deadline=None)  # a busy machine is no failure; speed is measured by bench/

PIECES = sorted({word for row in ROWS for word in row.line.split()}) + [
    '"', "“", "”", "«", "»", "„", "#", "@", "~", '#"', "(", ")", "\x00", "\u202e", "\ud800", "👩‍👩‍👧", "é", "e\u0301", "0", "99", "9999", "-", "\xa0",
    "/", "/Launch", "/In", '/"', "+", "+ana", "+bo", '+"', "!", "!!!", "!30m", "!9:00", "!tomorrow", "{", "}", "{friday}", "{5", "may}", "//", " // ", "30m/2h", "deadline",
]  # fmt: skip
LINES = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=45).map(" ".join),
    st.lists(st.sampled_from([*PIECES, " ", "", ","]), max_size=60).map("".join),
    st.text(st.characters(), max_size=MAX_LENGTH + 20),
    st.text('#@~/+!{}"“” 0123456789.,:/-aehpmtur', max_size=MAX_LENGTH + 20),
    st.sampled_from([row.line for row in ROWS]),
)
CONTEXTS = st.builds(
    Context,
    now=st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30)).flatmap(  # noqa: DTZ001 - given a zone below
        lambda moment: st.sampled_from(
            ["Europe/Berlin", "UTC", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu"]
        ).map(lambda zone: moment.replace(tzinfo=ZoneInfo(zone)))
    ),
    language=st.sampled_from(["en", "de", "fr", "es", "pt", "pl", "xx", "", "de-AT"]),
    date_order=st.sampled_from(["DMY", "MDY", "YMD"]),
    week_start=st.integers(0, 6),
    time_format=st.sampled_from(["24", "12"]),
    projects=st.just(("Website", "Mobile", "Mobile app", "Büro", "")),
    labels=st.just(("phone", "Waiting for")),
    people=st.just(PEOPLE),
    sections=st.just(SECTIONS),
    place_project=st.sampled_from(["", "Website", "Mobile app", "Elsewhere"]),
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@unhurried
@given(LINES, CONTEXTS)
def test_any_text_is_parsed_into_orderly_tokens_that_cover_it(line: str, context: Context) -> None:
    draft = parse(line, context)
    position = 0
    for token in draft.tokens:
        assert position <= token.start < token.end
        assert token.end <= MAX_LENGTH or token.kind is Kind.DESCRIPTION
        assert line[token.start : token.end] == token.text
        position = token.end
    assert "".join(piece for piece, _ in segments(line, draft.tokens)) == line
    kinds = [token.kind for token in draft.tokens if token.kind not in MANY]
    for kind in set(kinds):
        assert kinds.count(kind) <= (2 if kind is Kind.DATE else 1)
    assert draft.due_on is None or 1970 <= draft.due_on.year <= 2200
    assert draft.due_on or draft.due_time is None
    assert draft.priority in (None, 1, 2, 3, 4)
    assert draft.estimate is None or 0 < draft.estimate <= 36_000_000


@unhurried
@given(LINES, CONTEXTS)
def test_parsing_the_same_line_twice_gives_the_same_draft(line: str, context: Context) -> None:
    assert parse(line, context) == parse(line, context)


@unhurried
@given(LINES, CONTEXTS)
def test_the_title_is_made_of_the_words_that_are_no_tokens(line: str, context: Context) -> None:
    draft = parse(line, context)
    if not draft.tokens and not any(quote in line for quote in '"“”„«»'):
        assert draft.title == " ".join(line.split())
    left = iter(squeezed("".join(piece for piece, kind in segments(line, draft.tokens) if kind is None)))
    assert all(char in left for char in squeezed(draft.title))


@unhurried
@given(LINES, CONTEXTS)
def test_dropping_a_meaning_gives_its_words_back(line: str, context: Context) -> None:
    for token in parse(line, context).tokens:
        after = parse(line, replace(context, ignored=frozenset({token.key})))
        assert token.key not in {other.key for other in after.tokens}
        if token.kind is Kind.DESCRIPTION:
            continue  # what stood behind the slashes is parsed now
        assert not any(other.start < token.end and token.start < other.end for other in after.tokens)
        # Quote characters around other words and commas that now dangle may leave the title; the token's own words may not.
        assert squeezed(token.text.strip(",;:-–—.")) in squeezed(after.title).replace("()", "") or any(
            quote in line for quote in '"“”„«»([{'
        )


@unhurried
@given(LINES.filter(lambda line: not any(quote in line for quote in '"“”„«»')), CONTEXTS)
def test_quotes_protect_any_words(line: str, context: Context) -> None:
    words = " ".join(line.split()).strip(",;:.!?")[: MAX_LENGTH - 2].strip()
    if not words:
        return
    draft = parse(f'"{words}"', context)
    assert draft.tokens == ()
    assert squeezed(draft.title).strip('"') == squeezed(words)


@unhurried
@given(LINES, CONTEXTS)
def test_the_draft_says_what_its_tokens_say(line: str, context: Context) -> None:
    draft = parse(line, context)
    dates = [token for token in draft.tokens if token.kind in (Kind.DATE, Kind.REPEAT)]
    assert bool(dates) == (draft.due_on is not None) or context.now.year == 2199
    for kind, value in (
        (Kind.PRIORITY, draft.priority),
        (Kind.PROJECT, draft.project),
        (Kind.SECTION, draft.section),
        (Kind.DESCRIPTION, draft.description or None),
        (Kind.DEADLINE, When(draft.deadline_on, None) if draft.deadline_on else None),
        (Kind.SPENT, Spent(draft.spent, draft.estimate) if draft.spent and draft.estimate else None),
        (Kind.ESTIMATE, None if draft.spent else draft.estimate),
    ):
        assert [token.value for token in draft.tokens if token.kind is kind] == ([] if value is None else [value])


NEW_SECTION = Context(now=datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("UTC")), place_project="Website")


@unhurried
@given(LINES, CONTEXTS)
@example("!9:00 (fri /Backlog", NEW_SECTION)  # a new section between two numbers
@example("Pay 5 fri /Backlog !9:00", NEW_SECTION)
def test_a_draft_is_written_as_a_line_that_means_the_same(line: str, context: Context) -> None:
    draft = parse(line, context)
    # A title of two lines is none that one line makes; and what a long line says in short may not fit when written out.
    assume("\n" not in draft.description + draft.title and len(line) <= MAX_LENGTH // 2)
    printed = print_line(draft, context)
    assert replace(parse(printed, context), tokens=()) == replace(draft, tokens=())
    assert print_line(parse(printed, context), context) == printed
