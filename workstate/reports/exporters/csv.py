"""The report as a table for spreadsheets (RFC 4180), in UTF-8 with a byte order mark, without which Excel guesses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from workstate.core.spreadsheets import BYTE_ORDER_MARK, defused
from workstate.reports.exporters.cells import FileColumn, chunked, columns_of, total_of
from workstate.reports.report import Report
from workstate.reports.table import Value

CHUNK = 500


def write_csv(report: Report, out: BinaryIO) -> None:
    """One line for each row of the innermost grouping, and the total at the end."""
    out.writelines(csv_chunks(report))


def csv_chunks(report: Report) -> Iterator[bytes]:
    """The file, some hundreds of lines at a time: however long it is, little of it is held."""
    yield BYTE_ORDER_MARK.encode()
    for text in chunked(_lines(report), CHUNK):
        yield text.encode()


def _lines(report: Report) -> Iterator[str]:
    echo = _Echo()
    write = csv.writer(echo, lineterminator="\r\n").writerow

    def line(cells: Iterable[str]) -> str:
        write(cells)
        return echo.line

    columns = columns_of(report)
    yield line([defused(column.title) for several in columns for column in several])
    for values in report.table.lines():
        yield line(_cells(columns, values))
    if (total := total_of(report.table)) is not None:
        yield line(_cells(columns, total))


def _cells(columns: list[list[FileColumn]], values: list[Value]) -> list[str]:
    return [
        # A number may begin with a minus; text may not.
        defused(column.text(value)) if column.is_text or isinstance(value, str) else column.text(value)
        for several, value in zip(columns, values, strict=True)
        for column in several
    ]


class _Echo:
    """Gives back the line that the csv module wrote, which writes to files alone."""

    line: str = ""

    def write(self, line: str) -> None:
        self.line = line
