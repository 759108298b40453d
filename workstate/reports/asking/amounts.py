"""What a cell of a report adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from workstate.core.money import Money

NOTHING: Mapping[str, Decimal] = MappingProxyType({})
"""Of no currency: one for all the cells of a report that has no amounts."""


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
    earns: Mapping[str, Decimal] = field(
        default_factory=lambda: NOTHING
    )  # seconds times the rate of an hour, by currency
    costs: Mapping[str, Decimal] = field(default_factory=lambda: NOTHING)

    def add(self, other: Amount) -> None:
        self.seconds += other.seconds
        self.billable += other.billable
        self.raw += other.raw
        self.unpriced += other.unpriced
        self.uncosted += other.uncosted
        if other.earns:
            self.earns = _added(self.earns, other.earns)
        if other.costs:
            self.costs = _added(self.costs, other.costs)

    def __add__(self, other: Amount) -> Amount:
        return Amount(
            self.seconds + other.seconds,
            self.billable + other.billable,
            self.raw + other.raw,
            self.unpriced + other.unpriced,
            self.uncosted + other.uncosted,
            _added(self.earns, other.earns) if other.earns else self.earns,
            _added(self.costs, other.costs) if other.costs else self.costs,
        )

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


def added_up(amounts: Iterable[Amount]) -> Amount:
    """What they come to together; none of them changes."""
    total = Amount()
    for amount in amounts:
        total.add(amount)
    return total


def _added(some: Mapping[str, Decimal], more: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """Another one: what is added may be held elsewhere."""
    if not some:
        return more
    found = dict(some)
    for currency, value in more.items():
        found[currency] = found[currency] + value if currency in found else value
    return found
