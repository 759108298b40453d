"""Tables cut to what somebody reads; nothing is left out of the sums, and the files have every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from workstate.core.money import Money
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

# A page of more rows than these is read by nobody.
MOST_GROUPS = 400
MOST_WITHIN = 50
MOST_ROWS = 1500

# Of a table that is too long to be held.
MOST_LONG = 200

# Shares of one whole may be added; a margin or a change may not.
SHARES = ("share",)


@dataclass(slots=True)
class Rest:
    """Many rows in one, with their sums where sums mean something."""

    count: int
    values: list[Value]


@dataclass(slots=True)
class Group:
    row: Row
    within: list[Row] = field(default_factory=list)
    rest: Rest | None = None


@dataclass(slots=True)
class Rows:
    """What is shown."""

    groups: list[Group]
    rest: Rest | None = None
    is_long_cut: bool = False

    @property
    def is_cut(self) -> bool:
        return self.is_long_cut or self.rest is not None or any(group.rest for group in self.groups)


def cut(table: Table) -> Rows:
    if table.is_long:
        return _long(table)
    rows = list(table.rows)
    room = MOST_ROWS
    groups: list[Group] = []
    for row in rows[:MOST_GROUPS]:
        most_within = max(0, min(room, len(row.rows) if _in_days(row.rows) else MOST_WITHIN))
        group = Group(row, row.rows[:most_within])
        if left := row.rows[most_within:]:
            group.rest = _rest(left, table.columns)
        groups.append(group)
        room -= len(group.within)
    left = rows[MOST_GROUPS:]
    return Rows(groups, _rest(left, table.columns) if left else None)


def _long(table: Table) -> Rows:
    found = list(islice(iter(table.rows), MOST_LONG + 1))
    return Rows([Group(row, row.rows) for row in found[:MOST_LONG]], is_long_cut=len(found) > MOST_LONG)


def _in_days(rows: Sequence[Row]) -> bool:
    """Days, weeks and months are never left out: their order is the calendar's, not how much there is."""
    first = rows[0].values[1] if rows and len(rows[0].values) > 1 else None
    return isinstance(first, Subject) and bool(first.code) and first.code[:1].isdigit()


def _rest(rows: Sequence[Row], columns: Sequence[Column]) -> Rest:
    return Rest(len(rows), [_sum(rows, at, column) for at, column in enumerate(columns)])


def _sum(rows: Sequence[Row], at: int, column: Column) -> Value:
    values = [row.values[at] for row in rows if row.values[at] is not None]
    if not values:
        return None
    match column.kind:
        case Kind.SECONDS:
            return sum(value for value in values if isinstance(value, int))
        case Kind.MONEY:
            return Money.total(value for value in values if isinstance(value, Money))
        case Kind.PERCENT if column.key in SHARES:
            return sum((value for value in values if isinstance(value, Decimal)), Decimal())
    return None
