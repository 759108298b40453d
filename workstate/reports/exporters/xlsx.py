"""The report as a workbook of typed cells: durations, money, shares and days are numbers that a spreadsheet adds up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from workstate.core.durations import HOUR, format_clock
from workstate.core.money import Money
from workstate.core.spreadsheets import begins_formula
from workstate.reports.exporters import sheets
from workstate.reports.exporters.about import about
from workstate.reports.exporters.cells import (
    called,
    currencies_of,
    local,
    percent,
    title_of_moment,
    title_of_money,
    total_of,
)
from workstate.reports.report import Report
from workstate.reports.table import Column, Kind, Subject, Value

A_DAY: Final = 24 * HOUR
PIECE: Final = 256 * 1024
NARROW, WIDE = 10, 60
# Of a table too long to be measured beforehand.
_WIDTHS = {Kind.SUBJECT: 32, Kind.TEXT: 40, Kind.DAY: 12, Kind.MOMENT: 20, Kind.MONEY: 16}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: where its values come from in a row, and how they look."""

    place: int
    title: str
    kind: Kind
    number: str = ""
    currency: str = ""


def write_xlsx(report: Report, out: BinaryIO) -> None:
    """
    Two sheets: the rows, one for each of the innermost grouping with its group's name beside it, and what was asked.

    Sums are values, not formulas: they agree with the report whatever program opens the file. Nothing in it is a formula
    or a link. Rows go to a temporary file as they come, so that a long table takes no memory; what is more than a sheet
    can hold goes on in the next one.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        book.set_properties({"title": sheets.text_for_cell(report.title)})
        _Writer(book, report).write()


def xlsx_chunks(report: Report) -> Iterator[bytes]:
    """A workbook is whole or nothing: it is made in a file, and given away from there."""
    with TemporaryFile() as file:
        write_xlsx(report, file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


class _Writer:
    def __init__(self, book: Workbook, report: Report, most_rows: int = sheets.MOST_ROWS) -> None:
        self.book, self.report, self.most_rows = book, report, most_rows
        self.styles = sheets.Styles(book)
        self.formats = report.reader.formats
        self.days, self.moments = sheets.date_format(self.formats), sheets.moment_format(self.formats)
        self.names: list[str] = []

    def write(self) -> None:
        lines: Iterator[list[Value]] = self.report.table.lines()
        held = None if self.report.table.is_long else list(lines)
        total = total_of(self.report.table)
        columns = self._columns([*(held or []), *([total] if total else [])])
        widths = self._widths(columns, held)
        sheet, row = self._sheet(columns, widths), 1
        for values in lines if held is None else held:
            if row >= self.most_rows - 1:
                self._end(sheet, row, columns)
                sheet, row = self._sheet(columns, widths), 1
            self._line(sheet, row, columns, values, total=False)
            row += 1
        if total:
            self._line(sheet, row, columns, total, total=True)
        self._end(sheet, row, columns)
        self._about()

    def _columns(self, known: list[list[Value]]) -> list[SheetColumn]:
        found: list[SheetColumn] = []
        for place, column in enumerate(self.report.table.columns):
            found.extend(self._columns_of(place, column, known))
        return found

    def _columns_of(self, place: int, column: Column, known: list[list[Value]]) -> list[SheetColumn]:
        title, kind = column.title, column.kind
        match kind:
            case Kind.SECONDS:
                # Excel shows no time below nothing: where there is some, the column is in hours.
                if any(isinstance(value := values[place], int) and value < 0 for values in known):
                    return [SheetColumn(place, _("%(column)s (hours)") % {"column": title}, kind, sheets.HOURS)]
                return [SheetColumn(place, title, kind, sheets.DURATION)]
            case Kind.MONEY:
                return [
                    SheetColumn(place, title_of_money(column, code), kind, sheets.money_format(code), code)
                    for code in currencies_of(self.report.table)
                ]
            case Kind.PERCENT:
                return [SheetColumn(place, title, kind, sheets.PERCENT)]
            case Kind.DAY:
                return [SheetColumn(place, title, kind, self.days)]
            case Kind.MOMENT:
                return [SheetColumn(place, title_of_moment(column, self.formats.zone), kind, self.moments)]
        return [SheetColumn(place, title, kind)]

    def _sheet(self, columns: list[SheetColumn], widths: list[int]) -> Worksheet:
        kind = str(self.report.description.kind.label)
        number = len(self.names) + 1
        self.names = sheets.sheet_names([*self.names, kind if number == 1 else f"{kind[:24]} {number}"])
        sheet = self.book.add_worksheet(self.names[-1])
        sheet.freeze_panes(1, 0)
        for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(place, place, width)
            is_number = self.report.table.columns[column.place].is_number
            self._text(sheet, 0, place, column.title, self.styles.head(is_number=is_number))
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(0)
        return sheet

    def _end(self, sheet: Worksheet, row: int, columns: list[SheetColumn]) -> None:
        """The total stays out of the filter: sorting leaves it where it is."""
        if row > 1:
            sheet.autofilter(0, 0, row - 1, len(columns) - 1)

    def _line(
        self, sheet: Worksheet, row: int, columns: list[SheetColumn], values: list[Value], *, total: bool
    ) -> None:
        for place, column in enumerate(columns):
            self._cell(sheet, row, place, column, values[column.place], total=total)

    def _cell(self, sheet: Worksheet, row: int, place: int, column: SheetColumn, value: Value, *, total: bool) -> None:
        style = self.styles(column.number, total=total)
        match value:
            case Money():
                amount = value.amount(column.currency)
                if amount is None:
                    sheet.write_blank(row, place, None, style)
                else:
                    sheet.write_number(row, place, amount, style)
            case Subject():
                self._subject(sheet, row, place, value, total=total)
            case bool():
                sheet.write_boolean(row, place, value, style)
            case int() if column.kind == Kind.SECONDS:
                self._seconds(sheet, row, place, value, column, style)
            case int() | Decimal() if column.kind == Kind.PERCENT:
                sheet.write_number(row, place, percent(Decimal(value)) / 100, style)
            case int() | Decimal():
                sheet.write_number(row, place, value, style)
            case datetime():
                sheet.write_datetime(row, place, local(value, self.formats.zone), style)
            case date():
                sheet.write_datetime(row, place, value, self.styles(column.number or self.days, total=total))
            case str():
                self._text(sheet, row, place, value, self.styles(total=total, quoted=begins_formula(value)))
            case _:
                sheet.write_blank(row, place, None, style)

    def _seconds(
        self, sheet: Worksheet, row: int, place: int, seconds: int, column: SheetColumn, style: Format
    ) -> None:
        if column.number == sheets.HOURS:
            sheet.write_number(row, place, seconds / HOUR, style)
        elif seconds < 0:
            sheet.write_string(row, place, format_clock(seconds), style)
        else:
            sheet.write_number(row, place, seconds / A_DAY, style)

    def _subject(self, sheet: Worksheet, row: int, place: int, subject: Subject, *, total: bool) -> None:
        """Days and the first days of weeks are dates; a month is one of its own look."""
        if isinstance(subject.id, date):
            look = sheets.MONTH if len(subject.code) == len("2026-11") else self.days
            sheet.write_datetime(row, place, subject.id, self.styles(look, total=total))
        else:
            text = called(subject)
            self._text(sheet, row, place, text, self.styles(total=total, quoted=begins_formula(text)))

    def _text(self, sheet: Worksheet, row: int, place: int, text: str, style: Format) -> None:
        # The plain `write` would look what the text might mean.
        sheet.write_string(row, place, sheets.text_for_cell(text), style)

    def _widths(self, columns: list[SheetColumn], held: list[list[Value]] | None) -> list[int]:
        return [self._width(column, held) for column in columns]

    def _width(self, column: SheetColumn, held: list[list[Value]] | None) -> int:
        head = min(len(column.title) + 3, 24)
        if held is None or column.kind not in {Kind.SUBJECT, Kind.TEXT}:
            return max(head, _WIDTHS.get(column.kind, NARROW))
        longest = max((_length(values[column.place]) for values in held), default=0)
        return max(head, NARROW, min(longest + 2, WIDE))

    def _about(self) -> None:
        self.names = sheets.sheet_names([*self.names, _("About")])
        sheet = self.book.add_worksheet(self.names[-1])
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        for row, (column, value) in enumerate(about(self.report)):
            is_moment = column.kind == Kind.MOMENT
            title = title_of_moment(column, self.formats.zone) if is_moment else column.title
            self._text(sheet, row, 0, title, self.styles.label())
            if isinstance(value, datetime):
                sheet.write_datetime(row, 1, local(value, self.formats.zone), self.styles.left(self.moments))
            elif isinstance(value, date):
                sheet.write_datetime(row, 1, value, self.styles.left(self.days))
            else:
                text = str(value)
                self._text(sheet, row, 1, text, self.styles.prose(quoted=begins_formula(text)))


def _length(value: Value) -> int:
    return len(called(value)) if isinstance(value, Subject) else len(str(value or ""))
