"""Reports put together by hand, and what stands in a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from uuid import uuid4

import pypdfium2

from workstate.core.actor import Actor
from workstate.core.money import Money
from workstate.reports.description import Description
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Column, Kind, Row, Subject, Table

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, with every stretch of white space made one space."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def long_report(by: Actor, count: int) -> Report:
    """A table without groups, of so many rows that are told apart by their names."""

    def rows() -> Iterator[Row]:
        for number in range(count):
            yield Row([Subject(uuid4(), f"row-{number:05d}"), 3600 + number * 60])

    table = Table(
        [Column("task", "Task", Kind.SUBJECT), Column("tracked", "Tracked", Kind.SECONDS)],
        rows(),
        Row([None, sum(3600 + number * 60 for number in range(count))]),
        is_long=True,
    )
    return Report(_description(), Reader.of(by), "", (table,))


def grouped_report(
    by: Actor, names: list[str], *, per_group: int = 2, currencies: tuple[str, ...] = ("EUR",), client: str = ""
) -> Report:
    """Groups of the names with rows within them; each row is 65 minutes at 95 of a currency."""
    first = "client" if client else "project"
    rows, money, seconds = [], Money(), 0
    for at, name in enumerate([client] if client else names):
        currency = currencies[at % len(currencies)]
        one = Money({currency: Fraction(65 * 60 * 95, 3600)})
        within = [
            Row([None, Subject(uuid4(), f"{names[number % len(names)]} {number}"), 65 * 60, one])
            for number in range(per_group)
        ]
        sums = Money.total([one] * per_group)
        rows.append(Row([Subject(uuid4(), name, "indigo"), None, 65 * 60 * per_group, sums], within))
        money, seconds = money + sums, seconds + 65 * 60 * per_group
    columns = [
        Column(first, first.title(), Kind.SUBJECT),
        Column("task", "Task", Kind.SUBJECT),
        Column("tracked", "Tracked", Kind.SECONDS),
        Column("amount", "Amount", Kind.MONEY),
    ]
    table = Table(columns, rows, Row([None, None, seconds, money]), 2, currencies=currencies)
    series = tuple(Series(name, "teal", (3600, None, 7200)) for name in names)
    return Report(
        _description(),
        Reader.of(by),
        "",
        (table,),
        notes=("Each entry was rounded up to 15 minutes.",),
        figures=(Figure("tracked", "Tracked", seconds, Kind.SECONDS), Figure("amount", "Amount", money, Kind.MONEY)),
        charts=(Chart("bars", "Time by day", "bar", "time", ("1", "2", "3"), series),),
    )


def _description() -> Description:
    return Description(ReportKind.SUMMARY, NOVEMBER, date(2026, 11, 23), None)
