"""One SQL, and its cells added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

from django.db import connection

from workstate.core.money import Money
from workstate.projects.models import Project
from workstate.reports.asking.source import Source, source_of
from workstate.reports.bars import Step
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN, Key
from workstate.reports.periods import Period
from workstate.reports.reader import Reader
from workstate.workspaces.models import GroupMember

_LABELS = "ARRAY(SELECT l.label_id FROM timetracking_entrylabel l WHERE l.entry_id = s.entry_id ORDER BY l.label_id)"
# What a grouping asks of a row; more than the sums of a day know, where it is of entries.
_OF_ENTRIES = {Grouping.TASK, Grouping.LABEL}
_OF_PEOPLE = {Grouping.PERSON, Grouping.GROUP}


@dataclass(slots=True)
class Amount:
    """
    Seconds as the report rounds them, those of them that are billable, and all of them before rounding; what they earn
    and cost, and how much of the billable (and of all) time no rate holds for.
    """

    seconds: int = 0
    billable: int = 0
    raw: int = 0
    unpriced: int = 0
    uncosted: int = 0
    earns: dict[str, Decimal] = field(default_factory=dict)  # seconds times the rate of an hour, by currency
    costs: dict[str, Decimal] = field(default_factory=dict)

    def add(self, other: Amount) -> None:
        self.seconds += other.seconds
        self.billable += other.billable
        self.raw += other.raw
        self.unpriced += other.unpriced
        self.uncosted += other.uncosted
        if other.earns:
            for currency, value in other.earns.items():
                self.earns[currency] = self.earns.get(currency, 0) + value
        if other.costs:
            for currency, value in other.costs.items():
                self.costs[currency] = self.costs.get(currency, 0) + value

    @property
    def earned(self) -> Money:
        """Exact; what is billable at its rate."""
        return Money.earned(self.earns)

    @property
    def cost(self) -> Money:
        """Exact; all time, not rounded, at the cost rate of whoever worked."""
        return Money.earned(self.costs)

    @property
    def profit(self) -> Money:
        return self.earned - self.cost


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row of the SQL says: for each grouping the groups that it is in (several only of labels and groups)."""

    keys: tuple[tuple[Key, ...], ...]
    bar: date | None
    amount: Amount


@dataclass(slots=True)
class Sums:
    """
    Cells of the one query. `overlap`: something counts in several groups at once, and once in the total. `has_amounts`,
    `has_costs`: the reader may see them, and there are such rates at all.
    """

    cells: list[Cell]
    has_amounts: bool
    has_costs: bool
    currencies: tuple[str, ...]
    total: Amount = field(default_factory=Amount)
    overlap: bool = False

    def by(self, *positions: int) -> dict[tuple[Key, ...], Amount]:
        """Added up by some of the groupings, named by their place in the question."""
        found: defaultdict[tuple[Key, ...], Amount] = defaultdict(Amount)
        if not self.overlap:  # nearly always, and many times quicker
            for cell in self.cells:
                found[tuple([cell.keys[position][0] for position in positions])].add(cell.amount)
            return dict(found)
        for cell in self.cells:
            for keys in product(*[cell.keys[position] for position in positions]):
                found[keys].add(cell.amount)
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
        asked.extend(expression for expression in _expressions(grouping, weekday) if expression not in asked)
    if step:
        asked.append(start_of_sql(step, weekday))
    sums = Sums([], source.rate is not None, source.cost_rate is not None, source.currencies)
    keys_of = _Keys(groupings, asked, weekday)
    rows = _rows(source, asked)
    keys_of.learn(rows, reader)
    for row in rows:
        cell = Cell(keys_of(row), row[len(asked) - 1] if step else None, _amount(row[len(asked) :]))
        sums.cells.append(cell)
        sums.total.add(cell.amount)
        sums.overlap |= any(len(keys) > 1 for keys in cell.keys)
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
        measures.append(f"COALESCE(SUM({source.rounded}) FILTER (WHERE s.billable AND {source.rate} IS NULL), 0)")
    if source.cost_rate:
        groups.append(f"{source.cost_currency}")
        measures.append(f"SUM({source.raw} * {source.cost_rate})")
        measures.append(f"COALESCE(SUM({source.raw}) FILTER (WHERE {source.cost_rate} IS NULL), 0)")
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


def _amount(row: Sequence[Any]) -> Amount:
    seconds, billable, raw, currency, earns, unpriced, cost_currency, costs, uncosted = row
    return Amount(
        int(seconds),
        int(billable),
        int(raw),
        int(unpriced),
        int(uncosted),
        {currency: earns} if currency and earns is not None else {},
        {cost_currency: costs} if cost_currency and costs is not None else {},
    )


def start_of_sql(step: Step, first_weekday: int, day: str = "s.day") -> str:
    """The first day of the day's week (or month, or year), counted without leaving the type of days."""
    match step:
        case Step.DAY:
            return day
        case Step.WEEK:
            # Day 1 of year 1 is a Monday, so the days since then count the week's days, forwards and backwards.
            return f"({day} - MOD({day} - DATE '0001-01-01' + {(7 - first_weekday) % 7:d}, 7))"
        case Step.MONTH:
            return f"({day} - (DATE_PART('day', {day})::int - 1))"
        case Step.YEAR:
            return f"({day} - (DATE_PART('doy', {day})::int - 1))"


def _expressions(grouping: Grouping, first_weekday: int) -> tuple[str, ...]:
    """What is asked of a row to tell its group. Clients and groups of people are looked up afterwards: there are few."""
    match grouping:
        case Grouping.PROJECT | Grouping.CLIENT:
            return ("s.project_id",)
        case Grouping.TASK:
            # Time without a task is told apart by what was written down.
            return ("s.task_id", "CASE WHEN s.task_id IS NULL THEN s.description ELSE '' END")
        case Grouping.LABEL:
            # By the set of labels, so that an entry stays one row and is never counted twice in a total.
            return (_LABELS,)
        case Grouping.PERSON | Grouping.GROUP:
            return ("s.user_id",)
        case Grouping.DAY:
            return (start_of_sql(Step.DAY, first_weekday),)
        case Grouping.WEEK:
            return (start_of_sql(Step.WEEK, first_weekday),)
        case Grouping.MONTH:
            return (start_of_sql(Step.MONTH, first_weekday),)
        case Grouping.BILLABLE:
            return ("s.billable",)


class _Keys:
    """The groups of a row of the SQL."""

    def __init__(self, groupings: Sequence[Grouping], asked: Sequence[str], first_weekday: int) -> None:
        self._groupings = groupings
        self._places = [
            [asked.index(expression) for expression in _expressions(grouping, first_weekday)] for grouping in groupings
        ]
        self._clients: dict[UUID, Key] = {}
        self._groups: dict[UUID, tuple[UUID, ...]] = {}

    def learn(self, rows: Sequence[tuple[Any, ...]], reader: Reader) -> None:
        """Whose client a project is, and in which groups people are: two small queries, where they are asked for."""
        if Grouping.CLIENT in self._groupings:
            place = self._places[self._groupings.index(Grouping.CLIENT)][0]
            projects = Project.objects.visible_to(reader.actor).filter(pk__in={row[place] for row in rows} - {None})
            self._clients = dict(projects.values_list("pk", "client_id"))
        if Grouping.GROUP in self._groupings:
            self._groups = _groups_by_person(reader)

    def __call__(self, row: tuple[Any, ...]) -> tuple[tuple[Key, ...], ...]:
        return tuple(
            self._keys(grouping, row, places) for grouping, places in zip(self._groupings, self._places, strict=True)
        )

    def _keys(self, grouping: Grouping, row: tuple[Any, ...], places: list[int]) -> tuple[Key, ...]:
        value = row[places[0]]
        match grouping:
            case Grouping.LABEL:
                return tuple(value) or (None,)
            case Grouping.TASK:
                return (value or row[places[1]] or None,)
            case Grouping.CLIENT:
                return (None if value is None else self._clients.get(value, HIDDEN),)
            case Grouping.GROUP:
                return self._groups.get(value, ()) or (None,)
        return (value,)


def _groups_by_person(reader: Reader) -> dict[UUID, tuple[UUID, ...]]:
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for user, group in GroupMember.objects.visible_to(reader.actor).order_by("group").values_list("user", "group"):
        found[user].append(group)
    return {user: tuple(several) for user, several in found.items()}
