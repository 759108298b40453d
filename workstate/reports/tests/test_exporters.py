"""The files of a report: the same numbers in each of them, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from workstate.core.errors import NotFound
from workstate.core.money import Money
from workstate.core.spreadsheets import defused
from workstate.reports.description import Description
from workstate.reports.exporters import content_of, file_name, respond
from workstate.reports.exporters.json import as_data
from workstate.reports.exporters.sheets import LONGEST_TEXT, sheet_names, text_for_cell
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.report import Figure, Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Column, Kind, Row, Subject, Table
from workstate.testing import Cast
from workstate.timetracking.models import RoundingMode
from workstate.timetracking.rounding import Rounding

WEBSITE = UUID("0195a1b2-0000-7000-8000-000000000011")
TASK = UUID("0195a1b2-0000-7000-8000-000000000012")
NINE = datetime(2026, 11, 16, 8, 0, 5, tzinfo=UTC)

COLUMNS = [
    Column("project", "Project", Kind.SUBJECT),
    Column("task", "Task", Kind.SUBJECT),
    Column("day", "Day", Kind.DAY),
    Column("start", "Start", Kind.MOMENT),
    Column("tracked", "Tracked", Kind.SECONDS),
    Column("amount", "Amount", Kind.MONEY),
    Column("share", "Share", Kind.PERCENT),
    Column("entries", "Entries", Kind.NUMBER),
    Column("billable", "Billable", Kind.FLAG),
    Column("note", "Note", Kind.TEXT),
]
SMALL = [
    Column("project", "Project", Kind.SUBJECT),
    Column("tracked", "Tracked", Kind.SECONDS),
    Column("amount", "Amount", Kind.MONEY),
]


def wall(*parts: int) -> datetime:
    """As a clock on the wall says it: what spreadsheets keep."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


def money(**amounts: str) -> Money:
    parts = Money()
    for currency, amount in amounts.items():
        parts += Money.of(amount, currency)
    return parts


class Exporting(Cast, TestCase):
    reader: Reader

    @classmethod
    def setUpTestData(cls) -> None:
        cls.gather()
        cls.reader = Reader(cls.by_mara, amounts=True, costs=True)

    def report(self, table: Table, **changes: Any) -> Report:
        asked = Description.default(ReportKind.SUMMARY, self.by_mara)
        period = Period(date(2026, 11, 16), date(2026, 11, 22))
        asked = replace(asked, **({"period": period, "preset": None} | changes))
        return Report(asked, self.reader, "2 h 30 m", (table,))

    def table(self) -> Table:
        inner = Row(
            [
                None,
                Subject(TASK, "Draft", number=12),
                date(2026, 11, 16),
                NINE,
                5405,
                money(EUR="100.105", USD="7"),
                Decimal("33.333333"),
                3,
                True,
                "First, “second”",
            ]
        )
        bare = Row([None, Subject(None, "No task"), None, None, 0, Money(), None, None, False, ""])
        group = Row(
            [Subject(WEBSITE, "Website"), None, None, None, 5405, money(EUR="100.105", USD="7"), *[None] * 4],
            [inner, bare],
        )
        total = Row([None, None, None, None, 5405, money(EUR="100.105", USD="7"), None, 3, None, None])
        return Table(COLUMNS, [group], total, depth=2, currencies=("EUR", "USD"))


def lines_of(report: Report) -> list[list[str]]:
    content = content_of(report, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def sheet_of(report: Report, name: str | None = None) -> Worksheet:
    book = load_workbook(BytesIO(content_of(report, "xlsx")))
    return book[name] if name else book.worksheets[0]


def values_of(sheet: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class CsvTest(Exporting):
    def test_a_line_for_each_innermost_row_with_numbers_that_programs_read_and_the_total_last(self) -> None:
        self.assertEqual(
            lines_of(self.report(self.table())),
            [
                [
                    "Project",
                    "Task",
                    "Day",
                    "Start (Europe/Berlin)",
                    "Tracked (seconds)",
                    "Tracked (h:mm:ss)",
                    "Amount (EUR)",
                    "Amount (USD)",
                    "Share (%)",
                    "Entries",
                    "Billable",
                    "Note",
                ],
                [
                    "Website",
                    "Draft",
                    "2026-11-16",
                    "2026-11-16 09:00:05",
                    "5405",
                    "1:30:05",
                    "100.11",
                    "7.00",
                    "33.33",
                    "3",
                    "Yes",
                    "First, “second”",
                ],
                ["Website", "No task", "", "", "0", "0:00:00", "", "", "", "", "No", ""],
                ["Total", "", "", "", "5405", "1:30:05", "100.11", "7.00", "", "3", "", ""],
            ],
        )

    def test_lines_end_as_the_standard_says_and_a_break_within_a_name_stays(self) -> None:
        table = Table(COLUMNS[:1], [Row([Subject(WEBSITE, 'a\nb "c"')])], depth=1)
        self.assertEqual(content_of(self.report(table), "csv"), '\ufeffProject\r\n"a\nb ""c"""\r\n'.encode())

    def test_names_that_would_be_formulas_are_defused_and_differences_stay_numbers(self) -> None:
        rows = [
            Row([Subject(None, name), -5400, money(EUR="-3.5")])
            for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1")
        ]
        table = Table(SMALL, rows, currencies=("EUR",))
        for line in lines_of(self.report(table))[1:]:
            self.assertEqual((line[0][0], *line[1:]), ("'", "-5400", "−1:30:00", "-3.50"))

    def test_days_weeks_and_months_are_written_by_their_codes(self) -> None:
        rows = [Row([Subject(date(2026, 11, 1), "November 2026", code="2026-11"), 60, Money()])]
        self.assertEqual(lines_of(self.report(Table(SMALL, rows)))[1], ["2026-11", "60", "0:01:00"])

    def test_it_is_written_in_the_language_of_whoever_asks_also_while_it_is_given_away(self) -> None:
        table = replace(self.table(), is_long=True)
        with override("de"):
            response = respond(self.report(table), "csv")
        with override("en"):
            self.assertIn("(h:mm:ss)", b"".join(response).decode())


class XlsxTest(Exporting):
    def test_cells_are_typed_and_agree_to_the_second_and_the_cent(self) -> None:
        sheet = sheet_of(self.report(self.table()))
        head, row, bare, total = sheet.iter_rows()
        self.assertEqual(
            [cell.value for cell in head],
            [
                "Project",
                "Task",
                "Day",
                "Start (Europe/Berlin)",
                "Tracked",
                "Amount (EUR)",
                "Amount (USD)",
                "Share",
                "Entries",
                "Billable",
                "Note",
            ],
        )
        self.assertEqual(
            [cell.value for cell in row],
            [
                "Website",
                "Draft",
                wall(2026, 11, 16),
                wall(2026, 11, 16, 9, 0, 5),
                timedelta(seconds=5405),
                100.11,
                7,
                0.3333,
                3,
                True,
                "First, “second”",
            ],
        )
        formats = [cell.number_format for cell in row]
        self.assertEqual(
            formats[2:8],
            ["dd.mm.yyyy", "dd.mm.yyyy hh:mm:ss", "[h]:mm:ss", "#,##0.00 [$EUR]", "#,##0.00 [$USD]", "0.0%"],
        )
        self.assertEqual([cell.value for cell in bare][4:7], [timedelta(0), None, None])
        self.assertEqual(
            [cell.value for cell in total][:7], ["Total", None, None, None, timedelta(seconds=5405), 100.11, 7]
        )

    def test_the_head_stays_and_the_filter_leaves_the_total_out(self) -> None:
        sheet = sheet_of(self.report(self.table()))
        self.assertEqual((sheet.freeze_panes, sheet.auto_filter.ref), ("A2", "A1:K3"))

    def test_an_empty_report_has_its_head_and_its_total(self) -> None:
        table = Table(SMALL, [], Row([None, 0, Money()]), currencies=("JPY",))
        self.assertEqual(
            values_of(sheet_of(self.report(table))),
            [["Project", "Tracked", "Amount (JPY)"], ["Total", timedelta(0), None]],
        )

    def test_yen_have_no_digits_after_the_point(self) -> None:
        table = Table(SMALL, [Row([Subject(WEBSITE, "a"), 0, money(JPY="1234.5")])], currencies=("JPY",))
        cell = sheet_of(self.report(table))["C2"]
        self.assertEqual((cell.value, cell.number_format), (1235, "#,##0 [$JPY]"))

    def test_a_column_with_less_than_nothing_is_in_hours_since_excel_shows_no_negative_time(self) -> None:
        rows = [Row([Subject(None, "a"), -5400, Money()]), Row([Subject(None, "b"), 1800, Money()])]
        sheet = sheet_of(self.report(Table(SMALL, rows, Row([None, -3600, Money()]))))
        self.assertEqual([row[1] for row in values_of(sheet)], ["Tracked (hours)", -1.5, 0.5, -1])

    def test_days_and_weeks_are_dates_and_months_too(self) -> None:
        day = date(2026, 11, 2)
        rows = [
            Row([Subject(day, "Mon 2 Nov 2026", code=day.isoformat()), 0, Money()]),
            Row([Subject(date(2026, 11, 1), "November 2026", code="2026-11"), 0, Money()]),
        ]
        sheet = sheet_of(self.report(Table(SMALL, rows)))
        self.assertEqual(
            [(cell.value, cell.number_format) for cell in sheet["A"][1:]],
            [(wall(2026, 11, 2), "dd.mm.yyyy"), (wall(2026, 11, 1), "yyyy-mm")],
        )

    def test_the_second_sheet_says_what_was_asked_by_whom_and_when(self) -> None:
        report = replace(
            self.report(
                self.table(),
                group=Grouping.PROJECT,
                then=Grouping.TASK,
                filter="=p1 & #Website",
                people=(self.ana.pk, self.mara.pk),
                rounding=Rounding(RoundingMode.UP, 900),
            ),
            notes=("3 h of billable time has no rate.",),
            is_running=True,
        )
        found = {row[0]: row[1] for row in values_of(sheet_of(report, "About")) if row[0] != "Note"}
        made = found.pop("Made at (Europe/Berlin)")
        self.assertIsInstance(made, datetime)
        self.assertEqual(
            found,
            {
                "Report": "Summary",
                "Answer": "2 h 30 m",
                "First day": wall(2026, 11, 16),
                "Last day": wall(2026, 11, 22),
                "Grouped by": "Project · Task",
                "People": "Ana Keller, Mara Adler",
                "Filter": "=p1 & #Website",
                "Rounding": "Rounded up to 15 m, entry by entry",
                "Workspace": "Acme",
                "Made by": "Mara Adler",
            },
        )
        notes = [row[1] for row in values_of(sheet_of(report, "About")) if row[0] == "Note"]
        self.assertEqual(
            notes, ["3 h of billable time has no rate.", "A timer is running. Its time is not counted yet."]
        )

    def test_what_looks_like_a_formula_is_text_also_after_it_was_edited(self) -> None:
        rows = [Row([Subject(None, '=HYPERLINK("http://a")'), 0, Money()]), Row([Subject(None, "Plain"), 0, Money()])]
        formula, plain = sheet_of(self.report(Table(SMALL, rows)))["A"][1:]
        self.assertEqual((formula.value, formula.data_type), ('=HYPERLINK("http://a")', "s"))
        self.assertTrue(formula.quotePrefix)
        self.assertFalse(plain.quotePrefix)

    def test_a_name_cannot_bring_its_own_markup_into_the_file(self) -> None:
        name = '<r></r></is></c><c r="Z9"><f>1+1</f></c><c r="Z10" t="inlineStr"><is><r><t>x</t></r>'
        report = self.report(Table(SMALL, [Row([Subject(None, name), 0, Money()])]))
        sheet = sheet_of(report)
        self.assertEqual((sheet["A2"].value, sheet["Z9"].value), (f"'{name}", None))
        self.assertNotIn(b"<f>", _parts(content_of(report, "xlsx")))

    def test_text_is_cut_where_excel_ends_and_loses_what_a_file_cannot_hold(self) -> None:
        self.assertEqual(text_for_cell("a\x00b\x1fc\ud800d\ufffee\r\nf\tg"), "abcde\nf\tg")
        long = text_for_cell("🙂" * 20_000)
        self.assertEqual((len(long.encode("utf-16-le")) // 2, long[-1]), (LONGEST_TEXT, "…"))
        self.assertEqual(text_for_cell("a" * LONGEST_TEXT), "a" * LONGEST_TEXT)

    def test_sheets_get_names_that_excel_takes_each_once(self) -> None:
        names = sheet_names(["Time: [a]/b\\c*?", "x" * 40, "X" * 40, "History", "'", ""])
        self.assertEqual(names[0], "Time   a  b c")
        self.assertEqual([len(name) <= 31 for name in names], [True] * 6)
        self.assertEqual(len({name.casefold() for name in names} | {"history"}), 7)

    def test_what_is_more_than_a_sheet_holds_goes_on_in_the_next_one(self) -> None:
        from xlsxwriter.workbook import Workbook

        from workstate.reports.exporters.xlsx import _Writer

        out = BytesIO()
        rows = [Row([Subject(None, f"Row {number}"), 1, Money()]) for number in range(5)]
        with Workbook(out, {"constant_memory": True}) as book:
            _Writer(book, self.report(Table(SMALL, rows, Row([None, 5, Money()]))), most_rows=4).write()
        book_read = load_workbook(out)
        self.assertEqual(book_read.sheetnames, ["Summary", "Summary 2", "Summary 3", "About"])
        firsts = [[row[0] for row in values_of(sheet)] for sheet in book_read.worksheets[:3]]
        self.assertEqual(
            firsts, [["Project", "Row 0", "Row 1"], ["Project", "Row 2", "Row 3"], ["Project", "Row 4", "Total"]]
        )

    def test_no_money_is_without_a_column(self) -> None:
        table = Table(SMALL, [], Row([None, 0, money(CHF="5")]), currencies=("EUR",))
        self.assertEqual(lines_of(self.report(table))[0][3:], ["Amount (CHF)", "Amount (EUR)"])
        self.assertEqual(values_of(sheet_of(self.report(table)))[1], ["Total", timedelta(0), 5, None])

    def test_a_whole_percent_is_a_percent_too(self) -> None:
        columns = [COLUMNS[0], Column("share", "Share", Kind.PERCENT)]
        report = self.report(Table(columns, [Row([Subject(None, "a"), 12]), Row([Subject(None, "b"), Decimal(7)])]))
        self.assertEqual([row[1] for row in values_of(sheet_of(report))][1:], [0.12, 0.07])
        self.assertEqual([line[1] for line in lines_of(report)][1:], ["12", "7.00"])
        self.assertEqual([row["share"] for row in as_data(report)["rows"]], [12, 7])


class JsonTest(Exporting):
    def test_values_are_typed_under_the_keys_of_the_columns(self) -> None:
        report = replace(
            self.report(self.table(), group=Grouping.PROJECT, then=Grouping.TASK),
            figures=(Figure("amount", "Amount", money(EUR="100.105"), Kind.MONEY),),
        )
        data = as_data(report)
        self.assertEqual(
            data["rows"][0]["rows"][0],
            {
                "project": None,
                "task": {"id": str(TASK), "name": "Draft", "number": 12},
                "day": "2026-11-16",
                "start": "2026-11-16T08:00:05Z",
                "tracked": 5405,
                "amount": [{"currency": "EUR", "amount": "100.11"}, {"currency": "USD", "amount": "7.00"}],
                "share": 33.33,
                "entries": 3,
                "billable": True,
                "note": "First, “second”",
            },
        )
        self.assertEqual(data["rows"][0]["project"], {"id": str(WEBSITE), "name": "Website"})
        self.assertEqual(data["total"]["tracked"], 5405)
        self.assertNotIn("project", data["total"])
        self.assertEqual(data["figures"][0]["value"], [{"currency": "EUR", "amount": "100.11"}])
        self.assertEqual(
            data["parameters"], {"from": "2026-11-16", "to": "2026-11-22", "group": "project", "then": "task"}
        )

    def test_the_file_is_what_the_api_says_however_long_it_is(self) -> None:
        rows = [Row([Subject(None, f"Row {number}"), number, Money()]) for number in range(1203)]
        total = Row([None, 5, Money()])
        report = self.report(Table(SMALL, iter(rows), total, is_long=True))
        self.assertEqual(
            json.loads(content_of(report, "json")), as_data(self.report(Table(SMALL, rows, total))) | {"next": None}
        )
        empty = self.report(Table(SMALL, [], None))
        self.assertEqual(json.loads(content_of(empty, "json")), as_data(empty))


class AgreementTest(Exporting):
    """Whatever names, times and amounts there are: nothing becomes a formula, nothing is lost, all files say the same."""

    texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
    starts = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "<r>", "_x0041_", " =", "＝", "'"])
    rows = st.lists(
        st.tuples(
            st.builds(lambda start, text: start + text, starts, texts),
            st.integers(0, 10**8),
            st.dictionaries(
                st.sampled_from(["EUR", "USD", "JPY", "BHD"]), st.fractions(-(10**6), 10**6, max_denominator=3600)
            ),
        ),
        max_size=6,
    )

    @settings(max_examples=40, deadline=None)
    @given(rows)
    def test_every_file_says_the_same(self, found: list[tuple[str, int, dict[str, Any]]]) -> None:
        currencies = ("BHD", "EUR", "JPY", "USD")
        rows = [Row([Subject(WEBSITE, name), seconds, Money(parts)]) for name, seconds, parts in found]
        total = Row([None, sum(row[1] for row in found), Money.total(Money(row[2]) for row in found)])
        report = self.report(Table(SMALL, rows, total, currencies=currencies))
        data, lines, sheet = as_data(report), lines_of(report), sheet_of(report)
        for said, line, cells in zip(
            [*data["rows"], data["total"]], lines[1:], list(sheet.iter_rows())[1:], strict=True
        ):
            amounts = {part["currency"]: Decimal(part["amount"]) for part in said["amount"]}
            self.assertEqual(said["tracked"], int(line[1]))
            self.assertEqual(timedelta(seconds=said["tracked"]), cells[1].value)
            for place, currency in enumerate(currencies):
                self.assertEqual(amounts.get(currency), Decimal(line[3 + place]) if line[3 + place] else None)
                value = cells[2 + place].value
                self.assertEqual(amounts.get(currency), None if value is None else Decimal(str(value)))
        for (name, _seconds, _amounts), said, line, cell in zip(
            found, data["rows"], lines[1:], list(sheet["A"])[1:], strict=False
        ):
            self.assertEqual(said["project"]["name"], name)
            self.assertEqual(line[0], defused(name))
            self.assertEqual((cell.data_type, _as_written(cell.value)), ("s", text_for_cell(name)))
        self.assertNotIn(b"<f", _parts(content_of(report, "xlsx")))


class NamesAndAnswersTest(Exporting):
    def test_the_name_tells_the_kind_the_days_and_the_groupings(self) -> None:
        table = Table(SMALL, [])
        name = file_name(self.report(table, group=Grouping.PROJECT, then=Grouping.TASK), "csv")
        self.assertEqual(name, "time-2026-11-16-to-2026-11-22-by-project-and-task.csv")
        day = Period(date(2026, 11, 16), date(2026, 11, 16))
        rounded = self.report(table, period=day, group=Grouping.DAY, then=None, rounding=Rounding(RoundingMode.UP, 900))
        self.assertEqual(file_name(rounded, "xlsx"), "time-2026-11-16-by-day-rounded-up-15.xlsx")
        detailed = Description.default(ReportKind.DETAILED, self.by_mara)
        days = Period(date(2026, 11, 16), date(2026, 11, 22))
        self.assertEqual(
            file_name(replace(self.report(table), description=replace(detailed, period=days)), "json"),
            "detailed-2026-11-16-to-2026-11-22.json",
        )
        compared = Description.default(ReportKind.COMPARISON, self.by_mara)
        compared = replace(compared, period=days, other=Period(date(2025, 1, 1), date(2025, 1, 2)))
        self.assertEqual(
            file_name(replace(self.report(table), description=compared), "csv"),
            "comparison-2026-11-16-to-2026-11-22-against-2025-01-01-to-2025-01-02-by-project.csv",
        )

    def test_a_file_is_given_to_be_kept_and_a_long_one_piece_by_piece(self) -> None:
        for extension, beginning in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")):
            with self.subTest(extension):
                response = respond(self.report(self.table()), extension)
                self.assertFalse(response.streaming)
                self.assertRegex(
                    response["Content-Disposition"], rf'^attachment; filename="time-[a-z0-9-]+\.{extension}"$'
                )
                long = respond(self.report(self.long_table(2000)), extension)
                pieces = list(long)
                self.assertTrue(long.streaming)
                self.assertTrue(pieces[0].startswith(beginning))

    def test_there_are_no_other_formats(self) -> None:
        with self.assertRaises(NotFound):
            respond(self.report(self.table()), "exe")

    def test_rows_are_made_as_they_are_given_away(self) -> None:
        made: list[int] = []
        response = respond(self.report(self.long_table(5000, made)), "csv")
        counts = [len(made), *(len(made) for _piece in response)]
        self.assertEqual((counts[0], counts[-1]), (0, 5000))
        self.assertLessEqual(max(after - before for before, after in pairwise(counts)), 500)

    def test_a_server_that_serves_many_at_once_gets_piece_by_piece_too(self) -> None:
        made: list[int] = []
        response = respond(self.report(self.long_table(5000, made)), "csv")

        async def serve() -> list[int]:
            return [len(made) async for _piece in response]  # type: ignore[union-attr]

        counts = async_to_sync(serve)()
        self.assertEqual(counts[-1], 5000)
        self.assertLessEqual(max(after - before for before, after in pairwise([0, *counts])), 500)

    def long_table(self, rows: int, made: list[int] | None = None) -> Table:
        def generated() -> Iterator[Row]:
            for number in range(rows):
                if made is not None:
                    made.append(number)
                yield Row([Subject(WEBSITE, f"Row {number}"), number, Money()])

        return Table(SMALL, generated(), Row([None, 1, Money()]), is_long=True)


def _parts(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def _as_written(text: Any) -> str:
    """As Excel reads it: openpyxl leaves the escape before what looks like one."""
    return str(text).replace("_x005F_", "_")
