"""Comma-separated files, read row by row in bounded memory with the true line of every row."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from .rows import Problem

LINE_LIMIT = 1_000_000  # bytes; a longer line is not from an export, and must not be read into memory to find out
_DELIMITERS = ",;\t"
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class ByteStream(Protocol):
    """What can be read line by line, never more than `limit` bytes at once."""

    def readline(self, limit: int = -1, /) -> bytes:
        """Return the next line with its ending, or its first `limit` bytes, or nothing at the end."""
        ...


class UnreadableFileError(Exception):
    """The file cannot be read further; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line on which it begins, and its values."""

    line: int
    values: list[str]


class _Lines:
    """The decoded lines of a stream, counted; refuses what is not text and what is too long."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self.number = 0
        self.holds_nul = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(LINE_LIMIT + 1)
        if not raw:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            raw = self._without_mark(raw)
        if len(raw) > LINE_LIMIT:
            raise self._refusal(_("Line %(line)d is longer than a megabyte. This is not a file of rows."))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise self._refusal(
                _("Line %(line)d is not UTF-8 text. Save the file as “CSV UTF-8” and choose it again.")
            ) from None
        if "\x00" in text:
            self.holds_nul = True
        return text

    def _without_mark(self, raw: bytes) -> bytes:
        if raw.startswith(_OTHER_ENCODINGS):
            raise self._refusal(_("The file is UTF-16 text. Save it as “CSV UTF-8” and choose it again."))
        if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise self._refusal(
                _("The file is a spreadsheet or an archive, not CSV. Export it as CSV and choose that file.")
            )
        return raw.removeprefix(codecs.BOM_UTF8)

    def _refusal(self, message: str) -> UnreadableFileError:
        if "%(line)d" in message:
            message = message % {"line": self.number}
        return UnreadableFileError(Problem(self.number, "", message, fatal=True))


class Table:
    """A file of rows under a header. Raises UnreadableFileError if there is no header to read."""

    def __init__(self, stream: ByteStream) -> None:
        self._lines = _Lines(stream)
        self.delimiter = ","
        self.header_line = 1
        self.columns = self._read_header()

    def _read_header(self) -> tuple[str, ...]:
        for text in self._lines:
            if not text.strip():
                continue
            self.header_line = self._lines.number
            if "\r" in text.rstrip("\r\n"):
                raise self._refusal(
                    _("The lines of the file end in an old way. Save the file as “CSV UTF-8” and choose it again.")
                )
            if self._lines.holds_nul:
                raise self._refusal(_("The file is not text. Choose a CSV file."))
            self.delimiter = max(_DELIMITERS, key=text.count)
            try:
                values = next(csv.reader([text], delimiter=self.delimiter, strict=True))
            except csv.Error:
                raise self._refusal(_("The first line should name the columns, and cannot be read.")) from None
            return tuple(value.strip() for value in values)
        raise self._refusal(_("The file is empty."))

    def _refusal(self, message: str) -> UnreadableFileError:
        return UnreadableFileError(Problem(max(self._lines.number, 1), "", message, fatal=True))

    def __iter__(self) -> Iterator[Record | Problem]:
        """Yield rows that have as many values as there are columns, and a problem for each that has not."""
        lines = self._lines
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        width = len(self.columns)
        while True:
            line = lines.number + 1
            lines.holds_nul = False
            try:
                values = next(reader)
            except StopIteration:
                return
            except UnreadableFileError as refusal:
                yield refusal.problem
                return
            except csv.Error as error:
                yield self._malformed(line, str(error))
                continue
            if lines.holds_nul:
                message = _("The row holds a NUL character, which cannot be stored.")
                yield Problem(line, "", message)
            elif not any(values):
                continue
            elif len(values) != width:
                message = _("The row has %(found)d values, and there are %(expected)d columns.")
                yield Problem(line, "", message % {"found": len(values), "expected": width})
            else:
                yield Record(line, values)

    def _malformed(self, line: int, reason: str) -> Problem:
        last = max(self._lines.number, line)
        if "field limit" in reason:
            message = _("A value is longer than 131,072 characters (lines %(first)d to %(last)d).")
        elif "new-line character" in reason:
            message = _("A line break stands outside of quotation marks (lines %(first)d to %(last)d).")
        else:
            message = _("A quotation mark is not closed, or stands inside a value (lines %(first)d to %(last)d).")
        return Problem(line, "", message % {"first": line, "last": last})


def normal(name: str) -> str:
    """Column names are compared without case and outer spaces."""
    return name.strip().casefold()


def place_columns(
    table: Table, known: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Find where each known column (by any of its names) stands; return that and the names that are not known.

    Raises UnreadableFileError naming the required columns that are missing, or a column that is there twice.
    """
    place: dict[str, int] = {}
    unknown: list[str] = []
    names = {normal(name): key for key, aliases in known.items() for name in aliases}
    for position, column in enumerate(table.columns):
        key = names.get(normal(column))
        if key is None:
            unknown.append(column)
        elif key in place:
            message = _("The column “%(column)s” is there twice.") % {"column": column}
            raise UnreadableFileError(Problem(table.header_line, column, message, fatal=True))
        else:
            place[key] = position
    missing = [known[key][0] for key in required if key not in place]
    if missing:
        message = _("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)}
        raise UnreadableFileError(Problem(table.header_line, missing[0], message, fatal=True))
    return place, tuple(unknown)
