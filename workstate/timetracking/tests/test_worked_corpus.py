"""What people type for the time of an entry, in four languages: worked.tsv says what each line means."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from workstate.core.durations import DurationError
from workstate.timetracking.reading import Worked, parse_worked

MONDAY = date(2026, 11, 23)
DAYS = {MONDAY - timedelta(days=ago): said for ago, said in enumerate((" today", " yesterday", " before"))}
REFUSALS = {
    "empty": "Enter a duration",
    "negative": "cannot be negative",
    "minutes": "go up to 59",
    "same": "the same time",
    "clock": "between 0:00 and 24:00",
    "range": "Enter two times",
    "days": "Nobody agrees",
    "too-many": "more than 10,000 hours",
    "too-long": "too long for a time",
    "day": "day",
    "not-understood": "not a duration",
}


def lines() -> list[tuple[str, str, str]]:
    text = (Path(__file__).parent / "worked.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")]
    return [(language, written(typed), meaning) for language, typed, meaning in rows]


def written(typed: str) -> str:
    return typed.encode().decode("unicode_escape") if "\\" in typed else typed


def said(worked: Worked) -> str:
    day = DAYS.get(worked.day, f" {worked.day}") if worked.day else ""
    if worked.span is None:
        return f"{worked.seconds}{day}"
    ends = [f"{at:%H:%M:%S}".removesuffix(":00") if not at.second else f"{at:%H:%M:%S}" for at in (worked.span.start, worked.span.end)]  # fmt: skip
    return f"{'-'.join(ends)}{'+1' if worked.span.crosses_midnight else ''}{day}"


@pytest.mark.parametrize(("language", "typed", "meaning"), lines())
def test_it_is_read_as_it_is_meant(language: str, typed: str, meaning: str) -> None:
    if not meaning.startswith("!"):
        assert said(parse_worked(typed, today=MONDAY)) == meaning
        return
    with pytest.raises(DurationError, match=REFUSALS[meaning.removeprefix("! ")]):
        parse_worked(typed, today=MONDAY)


def test_the_corpus_is_large_and_speaks_four_languages() -> None:
    spoken = [language for language, *_rest in lines()]
    assert len(spoken) >= 250
    assert {language: spoken.count(language) >= 35 for language in ("en", "de", "fr", "es", "wrong")} == dict.fromkeys(
        ("en", "de", "fr", "es", "wrong"), True
    )
