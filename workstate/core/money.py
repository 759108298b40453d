"""Money: exact sums, in as many currencies as there are; rounded once, when it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Self

from babel import Locale
from babel.numbers import format_currency, get_currency_precision

from workstate.core.durations import HOUR


@dataclass(frozen=True, slots=True)
class Money:
    """
    Amounts by ISO 4217 currency, exact; what is in no currency is nothing.

    Sums are formed of exact amounts and each shown number is rounded by itself, half up, to the digits of its currency: a
    total is then the same however it is grouped, and hours times rate. Rows as shown may differ from it by a cent.
    """

    parts: Mapping[str, Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        return cls({currency: Fraction(amount)})

    @classmethod
    def earned(cls, rate_seconds: Mapping[str, Decimal]) -> Self:
        """Of sums of seconds times the rate of an hour, by currency."""
        return cls({currency: _of_hours(amount) for currency, amount in rate_seconds.items()})

    @classmethod
    def total(cls, several: Iterable[Money]) -> Self:
        parts: dict[str, Fraction] = {}
        for one in several:
            for currency, amount in one.parts.items():
                parts[currency] = parts.get(currency, Fraction()) + amount
        return cls(parts)

    def __add__(self, other: Money) -> Money:
        return Money.total((self, other))

    def __sub__(self, other: Money) -> Money:
        return Money.total((self, Money({currency: -amount for currency, amount in other.parts.items()})))

    def __bool__(self) -> bool:
        return any(self.parts.values())

    def __hash__(self) -> int:
        return hash(frozenset(self.parts.items()))

    @property
    def currencies(self) -> list[str]:
        return sorted(self.parts)

    def amount(self, currency: str) -> Decimal | None:
        """Rounded for showing; None in a currency it has nothing to do with."""
        exact = self.parts.get(currency)
        return None if exact is None else rounded(exact, currency)

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Rounded for showing, by currency."""
        return {currency: rounded(self.parts[currency], currency) for currency in self.currencies}

    def text(self, language: str) -> str:
        """As the language writes it: 1.234,50 € · 300,00 $; nothing of nothing."""
        return " · ".join(
            format_currency(amount, currency, locale=Locale.parse(language, sep="-"))
            for currency, amount in self.amounts.items()
        )


NO_MONEY = Money()


def rounded(exact: Fraction, currency: str) -> Decimal:
    """Half up (away from zero) to the digits of the currency (ISO 4217: two, of yen none)."""
    # In whole numbers: a report has thousands of these, and Fraction is slow at what is needed here.
    digits, parts = _digits(currency), 2 * exact.denominator
    whole = (2 * abs(exact.numerator) * 10**digits + exact.denominator) // parts
    amount = Decimal(whole).scaleb(-digits)
    return -amount if exact < 0 and whole else amount


@cache
def _digits(currency: str) -> int:
    return get_currency_precision(currency)


def _of_hours(rate_seconds: Decimal) -> Fraction:
    amount, parts = rate_seconds.as_integer_ratio()
    return Fraction(amount, parts * HOUR)
