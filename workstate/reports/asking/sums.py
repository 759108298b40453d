"""One SQL, and its cells added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from django.db import connection

from workstate.reports.asking.amounts import NOTHING, Amount, added_up
from workstate.reports.asking.keys import Keys, expressions, start_of_sql
from workstate.reports.asking.source import Source, source_of
from workstate.reports.bars import Step
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import Key
from workstate.reports.periods import Period
from workstate.reports.reader import Reader

# What a grouping asks of a row; more than the sums of a day know, where it is of entries.
_OF_ENTRIES = {Grouping.TASK, Grouping.LABEL}
_OF_PEOPLE = {Grouping.PERSON, Grouping.GROUP}
# Of which one thing may have several.
_OVERLAPPING = {Grouping.LABEL, Grouping.GROUP}


@dataclass(slots=True)
class Cell:
    """What one row of the SQL says: for each grouping the groups that it is in (several only of labels and groups)."""

    keys: tuple[tuple[Key, ...], ...]
    bar: date | None
    amount: Amount


@dataclass(slots=True)
class Sums:
    """
    Cells of the one query, and what they add up to: nobody changes an amount of it. `overlap`: something counts in several
    groups at once, and once in the total. `has_amounts`, `has_costs`: the reader may see them, and there are such rates at all.
    """

    cells: list[Cell]
    has_amounts: bool
    has_costs: bool
    currencies: tuple[str, ...]
    total: Amount = field(default_factory=Amount)
    overlap: bool = False
    _by: dict[tuple[int, ...], dict[tuple[Key, ...], Amount]] = field(default_factory=dict)

    def by(self, *positions: int) -> Mapping[tuple[Key, ...], Amount]:
        """Added up by some of the groupings, named by their place in the question; once, however often it is asked for."""
        if positions not in self._by:
            self._by[positions] = self._added_up_by(positions)
        return self._by[positions]

    def _added_up_by(self, positions: tuple[int, ...]) -> dict[tuple[Key, ...], Amount]:
        # Nearly always, and many times quicker: each cell is in one group, and so is what several cells add up to.
        every = tuple(range(len(self.cells[0].keys))) if self.cells else positions
        if positions == every and not self.overlap:
            whole: dict[tuple[Key, ...], Amount] = {}
            for cell in self.cells:
                keys = tuple([key for (key,) in cell.keys])
                held = whole.get(keys)
                whole[keys] = cell.amount if held is None else held + cell.amount
            return whole
        found: defaultdict[tuple[Key, ...], Amount] = defaultdict(Amount)
        if self.overlap:
            for cell in self.cells:
                for keys in product(*[cell.keys[position] for position in positions]):
                    found[keys].add(cell.amount)
        else:
            for keys, amount in self.by(*every).items():
                found[tuple([keys[position] for position in positions])].add(amount)
        return dict(found)

    @property
    def by_group(self) -> dict[Key, Amount]:
        return {key: amount for (key,), amount in self.by(0).items()}

    @property
    def by_cell(self) -> dict[tuple[Key, Key], Amount]:
        return {(key, then): amount for (key, then), amount in self.by(0, 1).items()}

    @property
    def by_bar(self) -> dict[date, Amount]:
        found: defaultdict[date, Amount] = defaultdict(Amount)
        for cell in self.cells:
            if cell.bar is not None:
                found[cell.bar].add(cell.amount)
        return dict(found)

    def series(self, position: int) -> dict[Key, dict[date, Amount]]:
        """Of one grouping, added up by bar."""
        found: defaultdict[Key, defaultdict[date, Amount]] = defaultdict(lambda: defaultdict(Amount))
        for cell in self.cells:
            if cell.bar is not None:
                for key in cell.keys[position]:
                    found[key][cell.bar].add(cell.amount)
        return {key: dict(bars) for key, bars in found.items()}


def ask(
    description: Description,
    reader: Reader,
    groupings: Sequence[Grouping],
    *,
    step: Step | None = None,
    period: Period | None = None,
) -> Sums:
    """
    The report's time added up by the groupings, and by `step` for bars: every number comes from one query, so that they
    agree whatever is written meanwhile. Of other days where `period` names them. Raises Invalid at the filter or people.
    """
    source = source_of(
        description,
        reader,
        period=period,
        by_entry=not _OF_ENTRIES.isdisjoint(groupings),
        by_person=not _OF_PEOPLE.isdisjoint(groupings),
    )
    weekday = (period or description.period).first_weekday
    asked: list[str] = []
    for grouping in groupings:
        asked.extend(expression for expression in expressions(grouping, weekday) if expression not in asked)
    if step:
        asked.append(start_of_sql(step, weekday))
    rows = _rows(source, asked)
    keys_of = Keys(groupings, asked, weekday)
    keys_of.learn(rows, reader)
    width, bar = len(asked), len(asked) - 1 if step else None
    cells = [Cell(keys_of(row), None if bar is None else row[bar], _amount(*row[width:])) for row in rows]
    sums = Sums(
        cells,
        source.rate is not None,
        source.cost_rate is not None,
        source.currencies,
        added_up(cell.amount for cell in cells),
        not _OVERLAPPING.isdisjoint(groupings) and any(len(keys) > 1 for cell in cells for keys in cell.keys),
    )
    if not reader.costs:
        # In which currencies others are paid is told to those alone who may see all that is paid.
        sums.currencies = tuple(sorted(sums.total.earns))
    return sums


def _rows(source: Source, asked: Sequence[str]) -> list[tuple[Any, ...]]:
    billed = "FILTER (WHERE s.billable)"
    measures = [
        f"COALESCE(SUM({source.rounded}), 0)::bigint",
        f"COALESCE(SUM({source.rounded}) {billed}, 0)::bigint",
        f"COALESCE(SUM({source.raw}), 0)::bigint",
    ]
    groups = list(asked)
    if source.rate:
        groups.append(f"CASE WHEN s.billable THEN {source.currency} END")
        measures.append(f"SUM({source.rounded} * {source.rate}) {billed}")
        measures.append(
            f"COALESCE(SUM({source.rounded}) FILTER (WHERE s.billable AND {source.rate} IS NULL), 0)::bigint"
        )
    if source.cost_rate:
        groups.append(f"{source.cost_currency}")
        measures.append(f"SUM({source.raw} * {source.cost_rate})")
        measures.append(f"COALESCE(SUM({source.raw}) FILTER (WHERE {source.cost_rate} IS NULL), 0)::bigint")
    money = [
        (groups[len(asked)], *measures[3:5]) if source.rate else ("NULL", "NULL", "0"),
        (groups[-1], *measures[-2:]) if source.cost_rate else ("NULL", "NULL", "0"),
    ]
    shown = [*asked, *measures[:3], *money[0], *money[1]]
    # Names and numbers of ours; what a person typed is in the parameters.
    sql = f"SELECT {', '.join(shown)}\nFROM {source.sql}"  # nosec B608
    if groups:
        sql += f"\nGROUP BY {', '.join(groups)} HAVING SUM({source.shares}) <> 0"
    with connection.cursor() as cursor:
        cursor.execute(sql, source.params)
        return list(cursor.fetchall())


def _amount(
    seconds: int,
    billable: int,
    raw: int,
    currency: str | None,
    earns: Decimal | None,
    unpriced: int,
    cost_currency: str | None,
    costs: Decimal | None,
    uncosted: int,
) -> Amount:
    return Amount(
        seconds,
        billable,
        raw,
        unpriced,
        uncosted,
        {currency: earns} if currency and earns is not None else NOTHING,
        {cost_currency: costs} if cost_currency and costs is not None else NOTHING,
    )
