"""A table of a report as rows of cells, drawn by stencils: some reports have thousands of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.money import Money
from workstate.core.stencils import Stencil, stencil
from workstate.reports.report import Report
from workstate.reports.screen.cutting import Rest, Rows
from workstate.reports.screen.linking import Links
from workstate.reports.screen.values import Words, is_difference, precise_columns
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

# A table of more columns than these scrolls in its frame; with fewer its head stays in sight while the page scrolls.
MOST_FIXED = 8
SHORT = {Kind.DAY, Kind.MOMENT, Kind.FLAG}


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    hint: str
    classes: str


@dataclass(frozen=True, slots=True)
class Body:
    """A group of rows: its own and those within it, each one the markup of a `<tr>`."""

    key: str
    head: SafeString
    rows: list[SafeString]
    is_group: bool


@dataclass
class Grid:
    rows: Rows
    table: Table
    report: Report
    words: Words
    at: int = 0
    is_linked: bool = True

    _known: dict[tuple[object, ...], Stencil] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"report-table-{self.at}"

    @cached_property
    def caption(self) -> str:
        return self.table.caption or _("%(report)s, %(days)s") % {
            "report": self.report.description.kind.label,
            "days": self.words.formats.days(self.report.description.period.first, self.report.description.period.last),
        }

    @property
    def is_wide(self) -> bool:
        return len(self._columns) > MOST_FIXED

    @cached_property
    def is_grouped(self) -> bool:
        return any(group.row.rows for group in self.rows.groups)

    @property
    def is_empty(self) -> bool:
        return not self.rows.groups

    @property
    def heads(self) -> list[Head]:
        return [
            Head(column.title, column.hint, "n" if column.is_number else "short" if column.kind in SHORT else "")
            for column in self._columns
        ]

    @property
    def bodies(self) -> Iterator[Body]:
        """Of a table with groups one for each of them; otherwise all rows are in one."""
        groups = self.rows.groups
        if self.is_grouped:
            for at, group in enumerate(groups):
                rows = [self._row(inner, outer=group.row) for inner in group.within]
                if group.rest:
                    rows.append(self._rest(group.rest, within=True))
                yield Body(f"{self.key}-{at}", self._row(group.row, is_group=True), rows, is_group=bool(rows))
            if self.rows.rest:
                yield Body(f"{self.key}-rest", self._rest(self.rows.rest), [], is_group=False)
        else:
            rows = [self._row(group.row) for group in groups]
            if self.rows.rest:
                rows.append(self._rest(self.rows.rest))
            yield Body(self.key, SafeString(""), rows, is_group=False)

    @property
    def foot(self) -> SafeString | None:
        if self.table.total is None:
            return None
        depth = max(self.table.depth, 1)
        draw = self._stencil("reports/cells/_total.html", "name", "span")
        name = draw.fill({"name": _("Total"), "span": depth})
        cells = self._cells(self._values(self.table.total.values), depth, is_total=True)
        return self._line("reports/cells/_row.html", name + cells)

    @cached_property
    def _links(self) -> Links:
        return Links(self.report, is_on=self.is_linked)

    @cached_property
    def _is_dated(self) -> bool:
        """Whether each row says its day, so that moments need not."""
        return any(column.kind == Kind.DAY for column in self.table.columns)

    @cached_property
    def _share(self) -> int | None:
        """Beside which column its share of the whole stands; None where a table has none, or says it itself."""
        total = self.table.total
        if self.report.description.kind != ReportKind.SUMMARY or total is None:
            return None
        at = self.table.index("tracked")
        return at if total.values[at] else None

    @cached_property
    def _precise(self) -> frozenset[str]:
        """The columns that are written to the second; of the table that is shown, with what it leaves out in one row."""
        total = self.table.total
        return precise_columns(
            self.table.columns, [*self._shown_values(), *([total.values] if total is not None else [])]
        )

    def _shown_values(self) -> Iterator[list[Value]]:
        for group in self.rows.groups:
            yield group.row.values
            for row in group.within:
                yield row.values
            if group.rest:
                yield group.rest.values
        if self.rows.rest:
            yield self.rows.rest.values

    @cached_property
    def _kept(self) -> list[int]:
        """Which columns are shown. Of a table that is shown in parts, those in which no row of the part says anything are not."""
        every = range(len(self.table.columns))
        if not self.table.is_long:
            return list(every)
        first = range(self.table.depth)
        said = (group.row.values for group in self.rows.groups)
        filled = {at for values in said for at in every if values[at] is not None and values[at] is not False}
        return [at for at in every if at in filled or at in first or self.table.columns[at].is_number]

    @cached_property
    def _columns(self) -> list[Column]:
        columns = [self.table.columns[at] for at in self._kept]
        if self._share is not None:
            columns.insert(self._share + 1, Column("share", _("Share"), Kind.PERCENT, _("Share of the time")))
        return columns

    def _values(self, values: list[Value], *, has_share: bool = False) -> list[Value]:
        if self._share is None or self.table.total is None:
            return [values[at] for at in self._kept]
        whole, part = self.table.total.values[self._share], values[self._share]
        share = None
        if has_share and isinstance(whole, int) and isinstance(part, int):
            share = Decimal(100 * part) / Decimal(whole)
        return [*values[: self._share + 1], share, *values[self._share + 1 :]]

    def _row(self, row: Row, *, outer: Row | None = None, is_group: bool = False) -> SafeString:
        depth = self.table.depth
        values = self._values(row.values, has_share=True)
        cells: list[SafeString] = []
        first = 0
        if outer is not None:
            cells.append(self._fixed("reports/cells/_blank.html"))
            first = 1
        spans = self.is_grouped and outer is None
        for at in range(first, 1 if spans else depth):
            span = depth if spans else 1
            cells.append(self._name(values[at], at, span, is_group=is_group, outer=outer))
        cells.append(self._cells(values, depth, has_bar=outer is None))
        template = "reports/cells/_group.html" if is_group else "reports/cells/_row.html"
        return self._line(template, mark_safe("".join(cells)))  # nosec: cells are drawn by stencils

    def _rest(self, rest: Rest, *, within: bool = False) -> SafeString:
        depth = self.table.depth
        name = ngettext("%(count)d more", "%(count)d more", rest.count) % {"count": rest.count}
        draw = self._stencil("reports/cells/_more.html", "name", "span")
        first = self._fixed("reports/cells/_blank.html") if within else SafeString("")
        cells = first + draw.fill({"name": name, "span": depth - 1 if within else depth})
        values = self._values(rest.values, has_share=True)
        template = "reports/cells/_rest.html"
        return self._line(template, cells + self._cells(values, depth, has_bar=not within))

    def _stencil(self, name: str, *places: str, **flags: str | bool) -> Stencil:
        """Found once for the whole table: to ask the template engine for each cell takes longer than to fill it in."""
        key = (name, *flags.values())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = stencil(name, *places, **flags)
        return found

    def _line(self, template: str, cells: SafeString) -> SafeString:
        return self._stencil(template, "cells").fill({"cells": cells})

    def _fixed(self, template: str) -> SafeString:
        return self._stencil(template).fill({})

    def _name(self, value: Value, at: int, span: int, *, is_group: bool, outer: Row | None) -> SafeString:
        """What a row is about, as its head."""
        column = self._columns[at]
        subject = value if isinstance(value, Subject) else Subject(None, self.words.text(value, column.kind))
        link = self._links.of(column, subject, outer)
        draw = self._stencil(
            "reports/cells/_name.html",
            *("name", "colour", "url", "span", "exact"),
            scope="rowgroup" if is_group else "row",
            is_plain=not isinstance(value, Subject),
            is_quiet=isinstance(value, Subject) and not self._links.is_named(subject),
            coloured=bool(subject.colour),
            link=link.kind,
        )
        exact = self.words.exact(value, column.kind)
        return draw.fill(
            {"name": subject.name, "colour": subject.colour, "url": link.url, "span": span, "exact": exact}
        )

    def _cells(self, values: list[Value], first: int, *, has_bar: bool = False, is_total: bool = False) -> SafeString:
        """In the row of totals a column without a sum stays empty: there is nothing missing."""
        columns = self._columns
        drawn = (
            self._fixed("reports/cells/_empty.html")
            if is_total and values[at] is None
            else self._cell(columns[at], values[at], has_bar)
            for at in range(first, len(columns))
        )
        return mark_safe("".join(drawn))  # nosec: cells are drawn by stencils

    def _cell(self, column: Column, value: Value, has_bar: bool) -> SafeString:
        words = self.words
        if column.kind == Kind.SUBJECT and isinstance(value, Subject):
            link = self._links.of(column, value, None)
            draw = self._stencil(
                "reports/cells/_subject.html",
                *("name", "colour", "url"),
                coloured=bool(value.colour),
                is_quiet=not self._links.is_named(value),
                link=link.kind,
            )
            return draw.fill({"name": value.name, "colour": value.colour, "url": link.url})
        if column.kind == Kind.FLAG:
            said = words.text(value, column.kind)
            return self._stencil("reports/cells/_flag.html", "said", is_on=bool(value)).fill({"said": said})
        is_precise = column.key in self._precise
        text = words.text(
            value,
            column.kind,
            signed=is_difference(column),
            is_dated=self._is_dated,
            to_the_second=is_precise,
        )
        if not column.is_number:
            exact = words.exact(value, column.kind)
            draw = self._stencil(
                "reports/cells/_text.html",
                *("text", "exact"),
                has_exact=bool(exact),
                is_none=value is None,
                is_short=column.kind in SHORT,
            )
            return draw.fill({"text": text, "exact": exact})
        if column.key == "share" and isinstance(value, Decimal):
            draw = self._stencil("reports/cells/_share.html", "text", "percent", "sort", has_bar=has_bar)
            return draw.fill({"text": text, "percent": max(0, min(100, round(value))), "sort": _sort(value)})
        exact = "" if is_precise else words.exact(value, column.kind)
        draw = self._stencil(
            "reports/cells/_number.html",
            *("text", "exact", "sort"),
            has_exact=bool(exact),
            is_none=value is None,
            is_money=column.kind == Kind.MONEY,
        )
        if column.kind == Kind.MONEY:
            text = text.replace(" · ", "\n")  # Each currency in a line of its own.
        return draw.fill({"text": text, "exact": exact, "sort": _sort(value)})


def _sort(value: Value) -> str:
    """By what the page's script puts rows in order; of money by its first currency."""
    match value:
        case None:
            return ""
        case Money():
            return f"{float(next(iter(value.parts.values()), 0)):.4f}"
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:.4f}"
    return str(value)
