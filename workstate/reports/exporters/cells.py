"""How the values of a report's table are written where numbers are to be calculated with: exact, plain, in no language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workstate.core.durations import format_clock
from workstate.core.money import Money
from workstate.reports.report import Report
from workstate.reports.table import Column, Kind, Subject, Table, Value

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a text file, and how it writes a value; the empty text where there is nothing to say."""

    title: str
    text: Callable[[Value], str]
    is_text: bool = False


def columns_of(report: Report) -> list[list[FileColumn]]:
    """
    What each column of the report becomes: two of a duration, one for each currency of money.

    Moments are of the reader's zone, which the title names; time that is shown to the minute is written to the second.
    """
    table, zone = report.table, report.reader.formats.zone
    return [_columns(column, currencies_of(table), zone) for column in table.columns]


def currencies_of(table: Table) -> tuple[str, ...]:
    """Those that the table names and whatever its total is in: no money is without a column."""
    total = table.total.values if table.total else []
    return tuple(
        sorted({*table.currencies, *(code for value in total if isinstance(value, Money) for code in value.parts)})
    )


def total_of(table: Table) -> list[Value] | None:
    """The values of the last line, which calls itself the total where a row has its name."""
    if table.total is None:
        return None
    values = list(table.total.values)
    if table.depth and values[0] is None:
        values[0] = _("Total")
    return values


def percent(value: Decimal) -> Decimal:
    """In hundredths, halves up: what files say of a share or a change."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """As the clock on the wall said it, without a zone, as spreadsheets keep it."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def title_of_moment(column: Column, zone: ZoneInfo) -> str:
    return f"{column.title} ({zone.key})"


def title_of_money(column: Column, currency: str) -> str:
    return f"{column.title} ({currency})"


def called(value: Subject) -> str:
    return value.code or value.name


def _columns(column: Column, currencies: tuple[str, ...], zone: ZoneInfo) -> list[FileColumn]:
    title = column.title
    match column.kind:
        case Kind.SECONDS:
            seconds = _("%(column)s (seconds)") % {"column": title}
            clock = _("%(column)s (h:mm:ss)") % {"column": title}
            return [FileColumn(seconds, _plain), FileColumn(clock, _clock)]
        case Kind.MONEY:
            return [FileColumn(title_of_money(column, currency), _amount_in(currency)) for currency in currencies]
        case Kind.PERCENT:
            return [FileColumn(f"{title} (%)", _percent)]
        case Kind.MOMENT:
            return [FileColumn(title_of_moment(column, zone), _moment_in(zone))]
        case Kind.NUMBER | Kind.DAY:
            return [FileColumn(title, _plain)]
        case Kind.FLAG:
            return [FileColumn(title, _flag)]
    return [FileColumn(title, _plain, is_text=True)]


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case Subject():
            return called(value)
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
    return str(value)


def _clock(value: Value) -> str:
    return format_clock(value) if isinstance(value, int) else _plain(value)


def _percent(value: Value) -> str:
    return f"{percent(value):f}" if isinstance(value, Decimal) else _plain(value)


def _flag(value: Value) -> str:
    return (_("Yes") if value else _("No")) if isinstance(value, bool) else _plain(value)


def _amount_in(currency: str) -> Callable[[Value], str]:
    def text(value: Value) -> str:
        return _plain(value.amount(currency)) if isinstance(value, Money) else ""

    return text


def _moment_in(zone: ZoneInfo) -> Callable[[Value], str]:
    def text(value: Value) -> str:
        return str(local(value, zone)) if isinstance(value, datetime) else _plain(value)

    return text


def chunked(lines: Iterator[str], size: int) -> Iterator[str]:
    """So many lines at a time, joined: a write for each would cost more than the line."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(held) == size:
            yield "".join(held)
            held = []
    if held:
        yield "".join(held)
