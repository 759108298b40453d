"""Whatever the file holds, reading it raises nothing and each row is either read or named."""

from __future__ import annotations

import csv
import io
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.transfer.importers import IMPORTERS, read, todoist, toggl
from workstate.transfer.importers.rows import (
    ImportedEntry,
    ImportedTask,
    Options,
    Problem,
)

OPTIONS = Options(zone=ZoneInfo("America/New_York"), project="P")
SOURCES = st.sampled_from(["", *IMPORTERS])

HEADERS = {importer.name: [names[0] for names in importer.COLUMNS.values()] for importer in (toggl, todoist)}
TIMES = st.sampled_from(
    [
        "2026-03-08",
        "2026-11-01",
        "0001-01-01",
        "9999-12-31",
        "01:30:00",
        "02:30:00",
        "00:00",
        "25:00",
        "1:00 AM",
    ]
)
VALUES = st.one_of(
    TIMES,
    st.sampled_from(
        [
            "",
            "task",
            "note",
            "section",
            "meta",
            "1",
            "4",
            "Yes",
            "Nein",
            "every day",
            "@a",
            "* x",
            "1.5",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.datetimes().map(lambda moment: moment.isoformat()),
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), SOURCES)
def test_any_bytes_are_read_without_raising(data: bytes, source: str) -> None:
    for row in read(io.BytesIO(data), OPTIONS, source).rows:
        assert row.line >= 1


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(HEADERS)), st.binary(max_size=300))
def test_any_bytes_under_a_good_header_are_read_without_raising(source: str, data: bytes) -> None:
    header = ",".join(HEADERS[source]).encode() + b"\n"
    for row in read(io.BytesIO(header + data), OPTIONS, source).rows:
        assert row.line >= 1


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_every_row_of_any_values_is_read_or_named(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted(HEADERS)))
    width = len(HEADERS[source])
    table = data.draw(st.lists(st.lists(VALUES, min_size=width - 1, max_size=width + 1), max_size=6))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADERS[source])
    begins = []
    line = 2
    for values in table:
        begins.append(line)
        before = out.tell()
        writer.writerow(values)
        line += out.getvalue()[before:].count("\n")
    seen: dict[int, list[object]] = {}
    for row in read(io.BytesIO(out.getvalue().encode()), OPTIONS, source).rows:
        seen.setdefault(row.line, []).append(row)

    assert set(seen) <= {1, *begins}
    for line, values in zip(begins, table, strict=True):
        found = seen.get(line, [])
        made = [row for row in found if isinstance(row, ImportedEntry | ImportedTask)]
        errors = [row for row in found if isinstance(row, Problem) and row.severity == "error"]
        assert len(made) <= 1 and not (made and errors)
        if source == "toggl" and any(values):
            assert made or errors
        for row in made:
            if isinstance(row, ImportedEntry):
                assert row.stopped_at >= row.started_at
