"""Every line of the corpus means the repeat that is written beside it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workstate.tasks.recurrence import Anchor, in_words, phrase_in, phrases

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@dataclass(frozen=True)
class Row:
    language: str
    line: str
    words: str
    """"" for none, else what means the repeat."""
    rule: str
    rest: str


def corpus() -> Iterator[Row]:
    text = (Path(__file__).parent / "corpus.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    for cells in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        language, line, words, rule, rest = (*cells, *[""] * (5 - len(cells)))
        yield Row(language, line, {"=": line, "-": ""}.get(words, words), rule, rest)


ROWS = list(corpus())
MEANT = [row for row in ROWS if row.words]
NAMES = [f"{row.language}:{row.line}" for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_the_words_mean_the_rule_beside_them(row: Row) -> None:
    found = phrases(row.line, language=row.language, now=NOW)
    if not row.words:
        assert found == []
        return
    [phrase] = found
    rest = [phrase.repeat.anchor.value] if phrase.repeat.anchor is not Anchor.NOT_BEFORE else []
    if phrase.repeat.times:
        rest.append("at " + " ".join(f"{at:%H:%M}" for at in phrase.repeat.times))
    if phrase.first_day:
        rest.append(f"from {phrase.first_day}")
    assert (row.line[phrase.start : phrase.end], phrase.repeat.rule, ", ".join(rest)) == (row.words, row.rule, row.rest)


@pytest.mark.parametrize("row", MEANT, ids=[f"{row.language}:{row.words}" for row in MEANT])
def test_the_words_alone_mean_the_same_and_so_does_what_is_printed(row: Row) -> None:
    alone = phrase_in(row.words, language=row.language, now=NOW)
    assert alone is not None
    assert alone.repeat.rule == row.rule
    for language in ("en", "de", "fr", "es"):
        again = phrase_in(in_words(alone.repeat, language=language), language=language, now=NOW)
        assert again is not None
        assert again.repeat == alone.repeat


def test_the_corpus_speaks_four_languages_at_length() -> None:
    counts = Counter(row.language for row in ROWS)
    assert min(counts[language] for language in ("en", "de", "fr", "es")) >= 80, counts
    assert sum(not row.words for row in ROWS) >= 80
