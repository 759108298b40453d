"""Toggl Track's detailed report, read."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from workstate.transfer.importers import clock, find_importer, read
from workstate.transfer.importers.rows import ImportedEntry, Options, Problem, Row

SAMPLES = Path(__file__).parent / "samples" / "toggl"
BERLIN = Options(zone=ZoneInfo("Europe/Berlin"))
HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"


def sample(name: str, options: Options = BERLIN) -> tuple[list[ImportedEntry], list[Problem]]:
    with (SAMPLES / name).open("rb") as stream:
        return split(list(read(stream, options, "toggl").rows))


def split(rows: list[Row | Problem]) -> tuple[list[ImportedEntry], list[Problem]]:
    entries = [row for row in rows if isinstance(row, ImportedEntry)]
    problems = [row for row in rows if isinstance(row, Problem)]
    assert len(entries) + len(problems) == len(rows)
    return entries, problems


def row(
    *,
    start: str = "2026-05-04 09:00:00",
    stop: str = "2026-05-04 10:00:00",
    duration: str = "01:00:00",
    billable: str = "No",
    tags: str = "",
    zone: str = "Europe/Berlin",
) -> tuple[list[ImportedEntry], list[Problem]]:
    start_date, _, start_time = start.partition(" ")
    stop_date, _, stop_time = stop.partition(" ")
    values = [
        "Jo",
        "jo@example.org",
        "",
        "P",
        "",
        "d",
        billable,
        start_date,
        start_time,
        stop_date,
        stop_time,
    ]
    line = ",".join([*values, duration, f'"{tags}"'])
    stream = io.BytesIO(f"{HEADER}\n{line}\n".encode())
    return split(list(read(stream, Options(zone=ZoneInfo(zone)), "toggl").rows))


def test_a_real_export_is_read_whole() -> None:
    entries, problems = sample("detailed-2026.csv")
    assert len(entries) == 134
    assert [(problem.line, problem.column, problem.severity) for problem in problems] == [(1, "Amount (EUR)", "note")]
    first = entries[0]
    assert (first.line, first.project, first.client, first.description) == (
        2,
        "Internal",
        "",
        "standup",
    )
    assert (first.person_name, first.person_email, first.billable) == (
        "Jo Berg",
        "jo@example.org",
        False,
    )
    assert first.started_at == datetime(2026, 3, 2, 7, 30, 9, tzinfo=UTC)
    assert first.duration == 2 * 3600 + 33 * 60 + 19
    assert first.day == date(2026, 3, 2)
    assert entries[3].description == '"urgent" hotfix'
    assert entries[7].labels == ("dev", "review")


def test_every_length_agrees_with_the_duration_that_the_file_states() -> None:
    entries, _ = sample("detailed-2026.csv")
    stated = 0
    for line in (SAMPLES / "detailed-2026.csv").read_text("utf-8-sig").splitlines()[1:]:
        clock = next(part for part in reversed(line.split(",")) if part.count(":") == 2)
        hours, minutes, seconds = map(int, clock.split(":"))
        stated += hours * 3600 + minutes * 60 + seconds
    assert sum(entry.duration for entry in entries) == stated


def test_the_night_of_the_spring_change_is_an_hour_shorter_than_its_clock_times() -> None:
    entries, _ = sample("detailed-2026.csv")
    night = next(entry for entry in entries if entry.description == "night release")
    assert night.duration == 3 * 3600 + 1800
    assert night.day == date(2026, 3, 28)


def test_in_the_wrong_zone_that_night_is_named() -> None:
    entries, problems = sample("detailed-2026.csv", Options(zone=ZoneInfo("UTC")))
    assert len(entries) == 134
    (night,) = [problem for problem in problems if problem.column == "Duration"]
    assert (night.line, night.severity) == (134, "note")
    assert "time zone" in night.message and "3:30:00" in night.message and "4:30:00" in night.message


def test_an_entry_without_project_and_length_is_an_entry() -> None:
    entries, _ = sample("detailed-2026.csv")
    (empty,) = [entry for entry in entries if not entry.project]
    assert (empty.line, empty.duration, empty.description, empty.labels) == (
        135,
        0,
        "",
        (),
    )


def test_quoted_carriage_returned_and_without_amounts_reads_the_same() -> None:
    entries, problems = sample("detailed-quoted.csv")
    plain, _ = sample("detailed-2026.csv")
    assert problems == []
    assert [entry.identity for entry in entries[:12]] == [entry.identity for entry in plain[:12]]
    last = entries[-1]
    assert last.line == 14
    assert last.client == 'Real "quoted" client'
    assert last.project == "Ünïcödé – 日本語 🚀"
    assert last.description == "line one\nline two"
    assert last.labels == ("a", "b", "c")
    assert last.duration == 2


def test_in_a_broken_file_each_bad_row_is_named_with_its_column_and_the_others_are_read() -> None:
    entries, problems = sample("detailed-broken.csv")
    assert [entry.line for entry in entries] == [2, 6]
    errors = [problem for problem in problems if problem.severity == "error"]
    assert [(problem.line, problem.column) for problem in errors] == [
        (3, "Start date"),
        (4, "End time"),
        (5, ""),
    ]
    assert "31/31/2026" in errors[0].message
    assert "before the start" in errors[1].message
    assert "6 values" in errors[2].message and "14 columns" in errors[2].message


def test_columns_in_another_order_and_unknown_ones_are_understood_and_named() -> None:
    text = (
        "Mood,Duration,End time,End date,Start time,Start date,Project,Description,Amount ()\n"
        "good,00:30:00,09:30:00,2026-05-04,09:00:00,2026-05-04,P,d,\n"
    )
    reading = read(io.BytesIO(text.encode()), BERLIN)
    assert reading.source == "toggl"
    assert reading.unknown_columns == ("Mood",)
    entries, problems = split(list(reading.rows))
    assert len(entries) == 1 and entries[0].duration == 1800
    assert [(problem.line, problem.column, problem.severity) for problem in problems] == [
        (1, "Mood", "note"),
        (1, "Amount ()", "note"),
    ]


def test_missing_columns_are_named() -> None:
    (problem,) = read(io.BytesIO(b"User,Project,Start date\n"), BERLIN, "toggl").rows
    assert isinstance(problem, Problem) and problem.fatal
    assert "Description, Start time, End date, End time" in problem.message


@pytest.mark.parametrize(
    ("words", "billable"),
    [
        ("Yes", True), ("no", False), ("Ja", True), ("Nein", False), ("Oui", True), ("Non", False), ("Sí", True),
        ("Si\u0301", True), ("Sì", True), ("Não", False), ("TAK", True), ("はい", True), ("いいえ", False),
        ("Да", True), ("", False),
    ],
)  # fmt: skip
def test_billable_is_read_in_the_language_of_the_account(words: str, billable: bool) -> None:
    entries, _ = row(billable=words)
    assert entries[0].billable is billable


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"billable": "perhaps"}, "Billable"),
        ({"start": "0000-05-04 09:00:00"}, "Start date"),
        ({"start": "20000-05-04 09:00:00"}, "Start date"),
        ({"start": "1969-12-31 09:00:00"}, "Start date"),
        ({"start": "2026-02-29 09:00:00"}, "Start date"),
        ({"start": "2026-W10-1 09:00:00"}, "Start date"),
        ({"start": "20260504 09:00:00"}, "Start date"),
        ({"start": "04/05/2026 09:00:00"}, "Start date"),
        ({"start": "٢٠٢٦-٠٥-٠٤ 09:00:00"}, "Start date"),
        ({"start": "2026-05-04 24:00:00"}, "Start time"),
        ({"start": "2026-05-04 "}, "Start time"),
        ({"start": "2026-05-04 13:00 PM"}, "Start time"),
        ({"stop": " "}, "End date"),
        ({"stop": "2026-05-04 08:59:59"}, "End time"),
        ({"duration": "-01:00:00"}, "Duration"),
        ({"duration": "soon"}, "Duration"),
    ],
)
def test_a_bad_value_is_named_by_line_and_column_and_no_entry_is_made(changes: dict[str, str], column: str) -> None:
    entries, problems = row(**changes)
    assert entries == []
    assert (problems[0].line, problems[0].column, problems[0].severity) == (
        2,
        column,
        "error",
    )


def test_every_bad_value_of_a_row_is_named_at_once() -> None:
    _, problems = row(start="x y", stop="2026-05-04 99:00", billable="maybe")
    assert [problem.column for problem in problems] == [
        "Start date",
        "Start time",
        "End time",
        "Billable",
    ]


def test_clocks_of_twelve_hours_are_read() -> None:
    entries, problems = row(start="2026-05-04 12:30:00 AM", stop="2026-05-04 1:30 pm", duration="13:00:00")
    assert problems == []
    assert entries[0].duration == 13 * 3600


@pytest.mark.parametrize(
    ("start", "stop", "duration", "seconds"),
    [
        # Europe/Berlin 2026: at 02:00 on 29 March it is 03:00; at 03:00 on 25 October it is 02:00 again.
        ("2026-03-29 01:30:00", "2026-03-29 03:30:00", "01:00:00", 3600),
        ("2026-10-25 01:30:00", "2026-10-25 03:30:00", "03:00:00", 3 * 3600),
        ("2026-10-25 02:10:00", "2026-10-25 02:40:00", "00:30:00", 1800),
        ("2026-10-25 02:10:00", "2026-10-25 02:40:00", "01:30:00", 5400),
        ("2026-10-25 02:50:00", "2026-10-25 02:10:00", "00:20:00", 1200),
        ("2026-10-25 01:30:00", "2026-10-25 02:30:00", "01:00:00", 3600),
        ("2026-10-25 01:30:00", "2026-10-25 02:30:00", "02:00:00", 7200),
        ("2026-10-25 02:30:00", "2026-10-25 03:30:00", "02:00:00", 7200),
        ("2026-10-25 02:30:00", "2026-10-25 03:30:00", "01:00:00", 3600),
        ("2026-10-25 02:30:00", "2026-10-25 02:30:00", "00:00:00", 0),
        ("2026-10-25 02:30:00", "2026-10-25 02:30:00", "01:00:00", 3600),
        ("2026-10-25 01:30:00", "2026-10-25 03:30:00", "", 3 * 3600),
    ],
)
def test_around_a_change_of_the_clocks_the_duration_decides(start: str, stop: str, duration: str, seconds: int) -> None:
    entries, problems = row(start=start, stop=stop, duration=duration)
    assert problems == []
    assert entries[0].duration == seconds


def test_a_time_that_does_not_exist_is_read_by_the_old_clock_and_named() -> None:
    entries, problems = row(start="2026-03-29 02:30:00", stop="2026-03-29 04:30:00", duration="")
    assert entries[0].started_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert entries[0].duration == 3600
    assert [(problem.line, problem.column, problem.severity) for problem in problems] == [(2, "Start time", "note")]


def test_a_duration_that_disagrees_is_named_and_the_clock_times_hold() -> None:
    entries, problems = row(duration="00:45:00")
    assert entries[0].duration == 3600
    assert [(problem.column, problem.severity) for problem in problems] == [("Duration", "note")]


def test_a_duration_rounded_to_the_second_does_not_disagree() -> None:
    assert row(duration="00:59:59")[1] == []
    assert row(stop="2026-05-04 09:47:24", duration="0.79")[1] == []


def test_tags_are_joined_by_comma_and_space_and_counted_once() -> None:
    assert row(tags="dev, review, dev")[0][0].labels == ("dev", "review")
    assert row(tags="a,b, c")[0][0].labels == ("a,b", "c")


def test_another_programs_export_is_not_taken_for_one() -> None:
    clockify = [
        "Project",
        "Description",
        "Start Date",
        "Start Time",
        "End Date",
        "End Time",
        "Duration (h)",
        "Duration (decimal)",
    ]
    assert find_importer(clockify) is None
    (problem,) = read(io.BytesIO((",".join(clockify) + "\n").encode()), BERLIN).rows
    assert isinstance(problem, Problem) and problem.fatal and "Toggl Track, Todoist" in problem.message


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]
)
def test_every_hour_of_a_year_is_the_instant_that_the_zone_says(zone: str) -> None:
    where = ZoneInfo(zone)
    wall = datetime(2026, 1, 1)  # noqa: DTZ001 - a wall time
    while wall.year == 2026:
        found = clock.span(wall, wall, None, where)
        assert found is not None
        assert found[0] == wall.replace(tzinfo=where).astimezone(UTC)
        wall += timedelta(minutes=30)
