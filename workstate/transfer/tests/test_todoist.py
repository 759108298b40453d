"""Todoist's project export, read."""

from __future__ import annotations

import io
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workstate.transfer.importers import read
from workstate.transfer.importers.rows import (
    ImportedProject,
    ImportedSection,
    ImportedTask,
    Options,
    Problem,
    Row,
)
from workstate.transfer.importers.todoist import take_labels

SAMPLE = Path(__file__).parent / "samples" / "todoist" / "project.csv"
COLUMNS = [
    "TYPE",
    "CONTENT",
    "DESCRIPTION",
    "PRIORITY",
    "INDENT",
    "AUTHOR",
    "RESPONSIBLE",
    "DATE",
    "DATE_LANG",
    "TIMEZONE",
    "DURATION",
    "DURATION_UNIT",
    "meta",
    "DEADLINE",
    "DEADLINE_LANG",
    "IS_COLLAPSED",
]


def words(text: str, language: str) -> tuple[date, time | None] | None:
    known = {
        ("17 Aug", "en"): (date(2027, 8, 17), None),
        ("tomorrow at 5pm", "en"): (date(2026, 11, 24), time(17)),
    }
    return known.get((text, language))


OPTIONS = Options(zone=ZoneInfo("Europe/Berlin"), project="Office", read_date=words)


def read_text(text: str) -> list[Row | Problem]:
    return list(read(io.BytesIO(text.encode()), OPTIONS, "todoist").rows)


def rows(*rows: dict[str, str], columns: list[str] = COLUMNS) -> tuple[list[ImportedTask], list[Problem]]:
    lines = [",".join(f'"{row.get(column, "")}"' for column in columns) for row in rows]
    found = read_text("\n".join([",".join(columns), *lines]))
    tasks = [row for row in found if isinstance(row, ImportedTask)]
    return tasks, [row for row in found if isinstance(row, Problem)]


def task(content: str = "x", **values: str) -> dict[str, str]:
    return {"TYPE": "task", "CONTENT": content, **values}


@pytest.fixture(scope="module")
def sample() -> list[Row | Problem]:
    with SAMPLE.open("rb") as stream:
        return list(read(stream, OPTIONS).rows)


@pytest.fixture(scope="module")
def tasks(sample: list[Row | Problem]) -> dict[int, ImportedTask]:
    return {row.line: row for row in sample if isinstance(row, ImportedTask)}


def test_a_real_export_is_read_whole(sample: list[Row | Problem], tasks: dict[int, ImportedTask]) -> None:
    assert sample[0] == ImportedProject(1, "Office")
    assert [row.name for row in sample if isinstance(row, ImportedSection)] == [
        "Website",
        "Später",
    ]
    assert list(tasks) == [3, 4, 5, 6, 7, 10, 11, 12, 13, 16]
    assert not [row for row in sample if isinstance(row, Problem) and row.severity == "error"]


def test_labels_are_taken_out_of_the_words(tasks: dict[int, ImportedTask]) -> None:
    assert (tasks[3].title, tasks[3].labels) == ("Call the accountant", ("phone",))
    assert (tasks[12].title, tasks[12].labels) == (
        "Buy milk, bread and coffee",
        ("errands", "home"),
    )


def test_priority_one_is_the_most_urgent(tasks: dict[int, ImportedTask]) -> None:
    assert [tasks[line].priority for line in (3, 4, 5, 10)] == [1, 4, 2, 3]


def test_indentation_makes_subtasks_and_a_section_ends_it(
    tasks: dict[int, ImportedTask],
) -> None:
    assert tasks[6].parent_key == tasks[5].key
    assert tasks[7].parent_key == tasks[6].key
    assert tasks[10].parent_key == ""
    assert [tasks[line].section for line in (7, 10, 16)] == ["", "Website", "Später"]


def test_dates_in_words_and_as_instants_are_read(
    tasks: dict[int, ImportedTask],
) -> None:
    assert (tasks[3].due_on, tasks[3].due_time) == (date(2027, 8, 17), None)
    assert (tasks[12].due_on, tasks[12].due_time) == (date(2026, 11, 24), time(17))
    assert (tasks[5].due_on, tasks[5].due_time) == (date(2026, 12, 18), time(14))
    assert tasks[5].deadline_on == date(2026, 12, 20)
    assert tasks[5].estimate == 90 * 60


def test_repetition_is_kept_in_words_and_named(sample: list[Row | Problem], tasks: dict[int, ImportedTask]) -> None:
    assert tasks[4].due_on is None and "every! 3 days" in tasks[4].description
    assert tasks[13].due_on is None and "jeden 2. Freitag" in tasks[13].description
    notes = [row for row in sample if isinstance(row, Problem) and row.column == "DATE"]
    assert [(note.line, note.severity) for note in notes] == [(4, "note"), (13, "note")]


def test_comments_join_the_description_of_the_task_above(
    sample: list[Row | Problem], tasks: dict[int, ImportedTask]
) -> None:
    assert tasks[7].description == "They are in the blue folder"
    assert any(isinstance(row, Problem) and row.line == 8 and row.severity == "note" for row in sample)


def test_markdown_and_quotes_are_kept(tasks: dict[int, ImportedTask]) -> None:
    assert tasks[10].title == "Fix **footer** on [about](https://example.org/about)"
    assert tasks[11].title == 'He said "hello" to me'
    assert tasks[3].description == "Ask about the VAT deadline"


def test_what_has_no_place_here_is_named(sample: list[Row | Problem], tasks: dict[int, ImportedTask]) -> None:
    notes = {(row.line, row.column) for row in sample if isinstance(row, Problem)}
    assert {(2, "meta"), (5, "RESPONSIBLE"), (16, "CONTENT")} <= notes
    assert tasks[16].title == "Not a completable task"


@pytest.mark.parametrize("last", ["TIMEZONE", "DURATION_UNIT", "IS_COLLAPSED"])
def test_older_exports_have_fewer_columns(last: str) -> None:
    columns = COLUMNS[: COLUMNS.index(last) + 1]
    found, problems = rows(task("one"), task("two", INDENT="2"), columns=columns)
    assert problems == []
    assert found[1].parent_key == found[0].key


@pytest.mark.parametrize(
    ("content", "title", "labels"),
    [
        ("Write to ana@example.org @mail", "Write to ana@example.org", ("mail",)),
        ("@home sweep", "sweep", ("home",)),
        ("Call @bob, then @ana.", "Call, then.", ("bob", "ana")),
        ("Meet @ noon", "Meet @ noon", ()),
        ("@phone", "@phone", ("phone",)),
        ("See https://example.org/@jo", "See https://example.org/@jo", ()),
        ("Tag @büro @büro", "Tag", ("büro",)),
        ("Two  spaces stay", "Two  spaces stay", ()),
        ("@@twice", "@@twice", ()),
    ],
)
def test_only_words_that_begin_with_an_at_sign_are_labels(content: str, title: str, labels: tuple[str, ...]) -> None:
    assert take_labels(content) == (title, labels)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (task(""), "CONTENT"),
        (task(PRIORITY="5"), "PRIORITY"),
        (task(PRIORITY="0"), "PRIORITY"),
        (task(PRIORITY="high"), "PRIORITY"),
        (task(PRIORITY="²"), "PRIORITY"),
        (task(INDENT="-1"), "INDENT"),
        (task(INDENT="9" * 5000), "INDENT"),
        ({"TYPE": "goal", "CONTENT": "x"}, "TYPE"),
        ({"TYPE": "", "CONTENT": "x"}, "TYPE"),
        ({"TYPE": "section", "CONTENT": ""}, "CONTENT"),
    ],
)
def test_a_bad_row_is_named_and_the_next_is_read(row: dict[str, str], column: str) -> None:
    found, problems = rows(row, task("after"))
    assert [one.title for one in found] == ["after"]
    assert [(problem.line, problem.column, problem.severity) for problem in problems] == [(2, column, "error")]


@pytest.mark.parametrize(
    "words",
    [
        "every day",
        "every! 3 days",
        "ev friday",
        "jeden Tag",
        "täglich",
        "chaque lundi",
        "cada día",
        "毎日",
        "ogni giorno",
    ],
)
def test_repetition_is_recognised_in_many_languages(words: str) -> None:
    (found,), (note,) = rows(task(DATE=words))
    assert found.due_on is None and words in found.description
    assert "Repeating" in note.message


def test_a_date_that_is_not_understood_is_kept_and_named() -> None:
    (found,), (note,) = (
        rows(task(DATE="when pigs fly", DEADLINE="one day"))[0],
        rows(task(DATE="when pigs fly"))[1],
    )
    assert "when pigs fly" in found.description and "one day" in found.description
    assert (note.column, note.severity) == ("DATE", "note")


def test_an_instant_is_moved_to_the_persons_zone_and_a_floating_time_is_not() -> None:
    (instant, floating, day), problems = rows(
        task(DATE="2026-12-18T23:30:00Z"),
        task(DATE="2026-12-18T23:30:00"),
        task(DATE="2026-12-18"),
    )
    assert problems == []
    assert (instant.due_on, instant.due_time) == (date(2026, 12, 19), time(0, 30))
    assert (floating.due_on, floating.due_time) == (date(2026, 12, 18), time(23, 30))
    assert (day.due_on, day.due_time) == (date(2026, 12, 18), None)


def test_a_level_that_is_left_out_is_named() -> None:
    found, (note,) = rows(task("one"), task("three", INDENT="3"), task("two", INDENT="2"))
    assert found[1].parent_key == found[0].key == found[2].parent_key
    assert (note.line, note.column, note.severity) == (3, "INDENT", "note")


def test_a_comment_without_a_task_is_named() -> None:
    note = {"TYPE": "note", "CONTENT": "about all of it"}
    _, problems = rows(note, {"TYPE": "section", "CONTENT": "S"}, note, task(""), note)
    assert [(problem.line, problem.severity) for problem in problems] == [
        (2, "note"),
        (4, "note"),
        (5, "error"),
        (6, "note"),
    ]


def test_a_length_in_days_is_no_estimate() -> None:
    (found,), (note,) = rows(task(DURATION="2", DURATION_UNIT="day"))
    assert found.estimate is None
    assert (note.column, note.severity) == ("DURATION", "note")
