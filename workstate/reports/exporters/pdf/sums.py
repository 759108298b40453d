"""Whether what is shown adds up, for somebody with a pencil."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import get_currency_precision

from workstate.core.money import Money
from workstate.reports.table import Column, Kind, Value


class Adding:
    """Adds the amounts of the rows as they are shown, to be held against the total as it is shown. Times are shown exactly."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._rows = 0
        self._sums: dict[tuple[int, str], Decimal] = {}

    def add(self, values: Sequence[Value]) -> None:
        self._rows += 1
        for place, shown in self._shown(values):
            self._sums[place] = self._sums.get(place, Decimal()) + shown

    def is_off(self, total: Sequence[Value]) -> bool:
        """
        Whether the rows come to another sum, by no more than what rounding takes from each of them: where it is more, they
        overlap, and that is told elsewhere.
        """
        for place, shown in self._shown(total):
            off = abs(shown - self._sums.get(place, shown))
            least = Decimal(1).scaleb(-get_currency_precision(place[1]))
            if off and off <= self._rows * least:
                return True
        return False

    def _shown(self, values: Sequence[Value]) -> list[tuple[tuple[int, str], Decimal]]:
        found: list[tuple[tuple[int, str], Decimal]] = []
        for at, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            if column.kind == Kind.MONEY and isinstance(value, Money):
                found += [((at, currency), amount) for currency, amount in value.amounts.items()]
        return found
