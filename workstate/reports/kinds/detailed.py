"""Every entry of the days, one by one: a row for each of its days, so that the rows add up to what every report says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from workstate.reports import words
from workstate.reports.asking import Amount, ask
from workstate.reports.description import Description
from workstate.reports.detailed.lines import Line, Lines
from workstate.reports.detailed.listing import NEWEST, Place, all_shares, earning, shares_after
from workstate.reports.groupings import Grouping
from workstate.reports.kinds.summary import figures_of
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Table, Value

PAGE = 50
MOST_A_PAGE = 200
MOST_AGAIN = 1000  # What was a page may have grown.


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and where the next begin: what `page` takes as `after`. None where there are no more."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DayLines:
    """The rows of one day of a page, and all that the day has. Without a day, where the order is not by days."""

    day: date | None
    amount: Amount
    lines: tuple[Line, ...]
    is_continued: bool = False


def make(description: Description, reader: Reader) -> Report:
    """All of it: the rows are asked for when they are read, a few thousand at a time. The totals come from one query."""
    sums = ask(description, reader, ())
    total = sums.total
    columns = columns_of(description, reader, has_amounts=sums.has_amounts)
    table = Table(
        columns,
        _rows(description, reader, columns),
        _total(columns, total),
        caption=_("Entries"),
        currencies=sums.currencies if sums.has_amounts else (),
        is_long=True,
    )
    return Report(
        description,
        reader,
        title=words.title(description, total.seconds, total.raw, 0),
        lead=words.lead(description, total.seconds, total.billable, 0, None),
        notes=words.notes(description, sums),
        tables=(table,),
        figures=figures_of(sums),
        is_running=is_running(description, reader),
        is_empty=not total.raw,
    )


def page(description: Description, reader: Reader, after: str = "", size: int = PAGE, *, upto: str = "") -> Page:
    """
    Some rows after a place, in the order of the description, in a constant number of queries, wherever in the list it is.

    With `upto` the rows up to that place, however they have changed since a page ended there. Raises Invalid for places
    that no page has said, for filters and people as every report does.
    """
    size = MOST_AGAIN if upto else max(1, min(size, MOST_A_PAGE))
    start = Place.read(after, field="after") if after else None
    end = Place.read(upto, field="upto") if upto else None
    pricing = earning(reader)
    shares = shares_after(description, reader, start, size + 1, upto=end, pricing=pricing)
    more, shares = len(shares) > size, shares[:size]
    lines = Lines(reader, locks=True).of(shares)
    columns = columns_of(description, reader, has_amounts=pricing is not None)
    rows = tuple(Row([_value(column.key, line) for column in columns]) for line in lines)
    following = Place.of(shares[-1]).code if more else upto or None
    return Page(tuple(lines), rows, following)


def by_day(page: Page, description: Description, reader: Reader, after: str = "") -> tuple[DayLines, ...]:
    """
    The page under the heads of its days, each with the day's whole time: one query more. A day that the page before has
    begun is continued. In another order than by days there is one stretch of rows.
    """
    if not page.lines:
        return ()
    if not (description.sort or NEWEST).endswith("day"):
        return (DayLines(None, Amount(), page.lines),)
    days = [line.share.day for line in page.lines]
    period = Period(min(days), max(days), description.period.first_weekday)
    amounts = ask(description, reader, (Grouping.DAY,), period=period).by_group
    begun = Place.read(after, field="after").day if after else None
    return tuple(
        DayLines(
            day,
            amounts.get(day, Amount()),
            tuple(line for line in page.lines if line.share.day == day),
            is_continued=day == begun,
        )
        for day in dict.fromkeys(days)
    )


def columns_of(description: Description, reader: Reader, *, has_amounts: bool) -> list[Column]:
    """Who worked where the reader sees more than themselves; money where they see it and there is any."""
    columns = [
        Column("day", _("Day"), Kind.DAY),
        Column("description", _("Description"), Kind.TEXT),
        Column("task", _("Task"), Kind.SUBJECT),
        Column("project", _("Project"), Kind.SUBJECT),
        Column("client", _("Client"), Kind.SUBJECT),
        Column("labels", _("Labels"), Kind.TEXT),
    ]
    if shows_people(description, reader):
        columns.append(Column("person", _("Person"), Kind.SUBJECT))
    columns += [
        Column("start", _("Start"), Kind.MOMENT),
        Column("end", _("End"), Kind.MOMENT),
        Column("part", _("Over midnight"), Kind.FLAG, _("Part of an entry that goes over midnight")),
        Column("tracked", _("Tracked"), Kind.SECONDS),
    ]
    if not description.rounding.is_none:
        columns.append(Column("raw", _("Before rounding"), Kind.SECONDS))
    columns.append(Column("billable", _("Billable"), Kind.FLAG))
    if has_amounts:
        columns += [Column("rate", _("Rate"), Kind.MONEY, _("An hour")), Column("amount", _("Amount"), Kind.MONEY)]
    return columns


def shows_people(description: Description, reader: Reader) -> bool:
    return reader.actor.administers and not description.is_own


def _rows(description: Description, reader: Reader, columns: list[Column]) -> Iterator[Row]:
    lines = Lines(reader)
    for shares in all_shares(description, reader):
        for line in lines.of(shares):
            yield Row([_value(column.key, line) for column in columns])


def _value(key: str, line: Line) -> Value:
    share = line.share
    match key:
        case "day":
            return share.day
        case "description":
            return share.description or None
        case "task":
            return line.task
        case "project":
            return line.project
        case "client":
            return line.client
        case "labels":
            return ", ".join(label.name for label in line.labels) or None
        case "person":
            return line.person
        case "start":
            return share.start
        case "end":
            return share.end
        case "part":
            return line.is_part
        case "tracked":
            return share.rounded
        case "raw":
            return share.seconds
        case "billable":
            return share.billable
        case "rate":
            return line.rate
        case _:
            return line.amount


def _total(columns: list[Column], total: Amount) -> Row:
    values: dict[str, Value] = {"tracked": total.seconds, "raw": total.raw, "amount": total.earned}
    return Row([values.get(column.key) for column in columns])
