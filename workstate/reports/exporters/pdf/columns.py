"""What stands beside each other on paper, and how wide: fixed for the whole table, however many pages it has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from workstate.core.money import Money
from workstate.reports.exporters.pdf.colours import INK
from workstate.reports.screen.values import Words, is_difference
from workstate.reports.table import Column, Kind, Subject, Table, Value

# Millimetres, of text of 8.5 points with figures of one width.
FIGURE = 1.62
LETTER = 1.5
BESIDE = 3.6  # the space around what stands in a cell
LEAST_TEXT = 24.0
ROOM = {"a4": 178.0, "letter": 184.0, "a4-wide": 265.0, "letter-wide": 247.0}

# Of a table of entries, from the left.
_RANK = {"day": 0, "task": 1, "description": 1, "person": 2, "start": 3}

# In characters: what a column of words asks for, however short or long they are.
LEAST_WORDS, MOST_WORDS = 9.0, 42.0


class Style(StrEnum):
    """How several of the table's columns stand in one of the paper's."""

    FIRST = "first"  # the one that says something
    WHAT = "what"  # the first that says something, and the others small beneath it
    SPAN = "span"  # two moments of a day, from and to


@dataclass(slots=True)
class PaperColumn:
    """A column, or several of the table's that stand in one: `at` says which of them."""

    title: str
    at: tuple[int, ...]
    kinds: tuple[Kind, ...]
    is_number: bool
    """Of numbers and other short things, which are never broken."""
    at_start: bool = False
    signed: bool = False
    to_the_second: bool = False
    style: Style = Style.FIRST
    longest: int = 0
    seen: int = 0
    letters: int = 0

    def see(self, text: str) -> None:
        """Learn how much room the words of this column ask for."""
        self.longest = max(self.longest, max((len(line) for line in text.split("\n")), default=0))
        self.letters += min(len(text), 2 * int(MOST_WORDS))
        self.seen += bool(text)

    @property
    def width(self) -> float:
        """Of numbers, which are never broken; millimetres."""
        head = max((len(word) for word in self.title.split()), default=0) * LETTER
        return max(self.longest * FIGURE, head) + BESIDE

    @property
    def weight(self) -> float:
        """Of words, which are; how much of what is left they ask for."""
        mean = self.letters / self.seen if self.seen else 0.0
        head = max((len(word) for word in self.title.split()), default=0)
        return min(max(mean, head * 1.2, LEAST_WORDS), MOST_WORDS)


@dataclass(slots=True)
class Layout:
    """The columns of one table. A cell is asked for through it, so that it learns how wide they must be."""

    table: Table
    words: Words
    columns: list[PaperColumn] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        table: Table,
        words: Words,
        *,
        told: Collection[str] = (),
        left_out: Collection[str] = (),
        precise: Collection[str] = (),
    ) -> Layout:
        """
        The naming columns stand in one, the inner one indented beneath the outer. `told` are the keys of columns that say the
        same in every row, which is said above the table; `left_out` those that are nobody's business but ours; `precise` those
        of times that are written to the second.
        """
        if {"description", "task", "start", "end"} <= {column.key for column in table.columns}:
            return cls(table, words, _of_entries(table, told, left_out, precise))
        depth = table.depth if table.depth > 1 else 0
        columns = []
        if depth:
            title = " · ".join(column.title for column in table.columns[:depth])
            columns.append(PaperColumn(title, tuple(range(depth)), (Kind.SUBJECT,) * depth, is_number=False))
        columns += [
            _alone(at, column, precise)
            for at, column in enumerate(table.columns)
            if at >= depth and column.key not in left_out
        ]
        return cls(table, words, columns)

    def cells(self, values: Sequence[Value], *, inner: bool = False) -> str:
        """The cells of a row, escaped."""
        return "".join(self._cell(column, values, inner) for column in self.columns)

    def total(self, values: Sequence[Value], word: str) -> str:
        """The cells of the last row, which names itself where others have their name."""
        named = next((at for at, column in enumerate(self.columns) if column.at_start or not column.is_number), None)
        cells: list[str] = []
        for at, column in enumerate(self.columns):
            is_empty = all(values[index] is None for index in column.at)
            if at == named and is_empty:
                cells.append(format_html('<th scope="row">{}</th>', word))
            else:
                cells.append("<td></td>" if is_empty else self._cell(column, values, inner=False))
        return "".join(cells)

    def paper(self, size: str) -> str:
        """The paper on which there is room: wide where the columns are many."""
        numbers = sum(column.width for column in self.columns if column.is_number)
        words = sum(not column.is_number for column in self.columns) * LEAST_TEXT
        return f"{size}-wide" if numbers + words > ROOM[size] else size

    def widths(self, paper: str) -> list[float]:
        """Of the columns, in percent of the table."""
        room = ROOM[paper]
        numbers = [column.width if column.is_number else 0.0 for column in self.columns]
        squeezed = min(1.0, room * 0.8 / sum(numbers)) if any(numbers) else 1.0
        left = room - sum(numbers) * squeezed
        weights = sum(column.weight for column in self.columns if not column.is_number)
        if not weights:
            return [100 * width / sum(numbers) for width in numbers]
        return [
            round(100 * (width * squeezed if column.is_number else left * column.weight / weights) / room, 3)
            for column, width in zip(self.columns, numbers, strict=True)
        ]

    def _cell(self, column: PaperColumn, values: Sequence[Value], inner: bool) -> str:
        match column.style:
            case Style.WHAT:
                return self._what(column, values)
            case Style.SPAN:
                return self._span(column, values)
        said = next(((at, values[at]) for at in column.at if values[at] is not None), None)
        at, value = said or (column.at[0], None)
        kind = column.kinds[column.at.index(at)]
        if column.is_number:
            text = self._number(value, kind, column)
            column.see(text)
            lines = "<br>".join(escape(line) for line in text.split("\n"))
            return f'<td class="{"s" if column.at_start else "n"}">{lines}</td>'
        text = "" if value is None else self.words.text(value, kind)
        column.see(text)
        tag = 'th scope="row"' if self.columns[0] is column else "td"
        return f"<{tag}{' class=inner' if inner else ''}>{_dot(value)}{escape(text)}</{tag.split()[0]}>"

    def _what(self, column: PaperColumn, values: Sequence[Value]) -> str:
        every = zip(column.at, column.kinds, strict=True)
        said = [text for at, kind in every if values[at] is not None and (text := self.words.text(values[at], kind))]
        if not said:
            return "<td></td>"
        text, *others = said
        column.see(text)
        beneath = " · ".join(other for other in others if other != text)
        column.see(beneath)
        return f"<td>{escape(text)}{f'<small>{escape(beneath)}</small>' if beneath else ''}</td>"

    def _span(self, column: PaperColumn, values: Sequence[Value]) -> str:
        moments = [values[at] for at in column.at]
        text = "–".join(self.words.formats.time(moment) for moment in moments if isinstance(moment, datetime))
        column.see(text)
        return f'<td class="n">{escape(text)}</td>'

    def _number(self, value: Value, kind: Kind, column: PaperColumn) -> str:
        if isinstance(value, Money) and len(value.parts) > 1:  # one beneath the other
            parts = (Money({currency: value.parts[currency]}) for currency in value.currencies)
            return "\n".join(self.words.money(part, signed=column.signed) for part in parts)
        return self.words.text(value, kind, signed=column.signed, to_the_second=column.to_the_second)


def _of_entries(
    table: Table, told_above: Collection[str], left_out: Collection[str], precise: Collection[str]
) -> list[PaperColumn]:
    """Of a table of entries, which has more columns than a page has room for: what belongs together stands together."""
    at = {column.key: index for index, column in enumerate(table.columns)}
    columns = []
    if "day" in at:
        columns.append(
            PaperColumn(table.columns[at["day"]].title, (at["day"],), (Kind.DAY,), is_number=True, at_start=True)
        )
    what = [at[key] for key in ("task", "description", "project", "client", "labels") if key in at]
    what = [index for index in what if table.columns[index].key not in told_above]
    kinds = tuple(table.columns[index].kind for index in what)
    columns.append(PaperColumn(_("What"), tuple(what), kinds, is_number=False, style=Style.WHAT))
    columns.append(
        PaperColumn(_("Time"), (at["start"], at["end"]), (Kind.MOMENT,) * 2, is_number=True, style=Style.SPAN)
    )
    told = {"day", "task", "description", "project", "client", "labels", "start", "end", "part", *left_out}
    told |= {*told_above, *(["billable"] if "amount" in at else [])}
    columns += [
        _alone(index, column, precise)
        for key, index in at.items()
        if key not in told
        for column in [table.columns[index]]
    ]
    # Who stands beside what.
    return sorted(columns, key=lambda column: _RANK.get(table.columns[column.at[0]].key, 9))


def _alone(at: int, column: Column, precise: Collection[str]) -> PaperColumn:
    return PaperColumn(
        column.title,
        (at,),
        (column.kind,),
        column.is_number,
        signed=is_difference(column),
        to_the_second=column.key in precise,
    )


def _dot(value: Value) -> str:
    if isinstance(value, Subject) and value.colour in INK:
        return f'<span class="dot {value.colour}"></span>'
    return ""
