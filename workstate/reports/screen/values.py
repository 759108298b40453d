"""Values of a report in words, as a person reads them: on the screen, on paper, in a mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Self

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.durations import MINUTE, format_clock, format_duration
from workstate.core.money import Money
from workstate.reports.reader import Reader
from workstate.reports.report import Figure
from workstate.reports.table import Column, Kind, Subject, Value
from workstate.reports.work.words import length

NOTHING = "–"
MINUS = "−"

# Columns whose numbers say how far two others are apart: there a plus is worth saying.
DIFFERENCES = ("difference", "change", "delta", "balance")

Unit = Literal["time", "money", "percent", "number"]


@dataclass(frozen=True)
class Words:
    """How one person reads values; the language is the one in force."""

    formats: Formats

    @classmethod
    def of(cls, reader: Reader) -> Self:
        return cls(reader.formats)

    @property
    def language(self) -> str:
        return get_language() or "en"

    def text(
        self,
        value: Value,
        kind: Kind,
        *,
        signed: bool = False,
        is_dated: bool = False,
        to_the_second: bool = False,
    ) -> str:
        """
        What is shown; a dash for nothing to say. With `signed`, a plus stands before what is more than nothing. Where a day
        stands beside it (`is_dated`), a moment is its time alone. `to_the_second`: durations as h:mm:ss.
        """
        if value is None:
            return NOTHING
        match kind:
            case Kind.SECONDS if isinstance(value, int) and to_the_second:
                return sign(value, signed=signed) + format_clock(abs(value))
            case Kind.SECONDS if isinstance(value, int):
                # Less than a minute is 0:00, on neither side of it.
                return sign(value if abs(value) >= MINUTE else 0, signed=signed) + format_duration(abs(value))
            case Kind.MONEY if isinstance(value, Money):
                return self.money(value, signed=signed) or NOTHING
            case Kind.PERCENT if isinstance(value, (int, Decimal)):
                return self.percent(Decimal(value), signed=signed)
            case Kind.NUMBER if isinstance(value, (int, Decimal)):
                return sign(value, signed=signed) + number_format(
                    abs(Decimal(value)), use_l10n=True, force_grouping=True
                )
            case Kind.DAY if isinstance(value, date):
                return self.formats.weekday_date(value)
            case Kind.MOMENT if isinstance(value, datetime):
                return self.formats.time(value) if is_dated else self.formats.exact(value)
            case Kind.FLAG:
                return _("Yes") if value else _("No")
        return value.name if isinstance(value, Subject) else str(value)

    def exact(self, value: Value, kind: Kind) -> str:
        """For hovering, where it says more than the text: seconds, parts of a percent, the year of a day."""
        if kind == Kind.SECONDS and isinstance(value, int):
            return sign(value) + format_clock(abs(value)) if value % MINUTE else ""
        if kind == Kind.PERCENT and isinstance(value, Decimal) and value != value.to_integral_value():
            rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
            return f"{sign(rounded)}{number_format(abs(rounded).normalize(), use_l10n=True)} %"
        if kind in {Kind.DAY, Kind.MOMENT} and isinstance(value, date):
            return self.formats.exact(value)
        return ""

    def figure(self, figure: Figure) -> str:
        """A number that stands by itself: the same as in the row of totals."""
        if figure.is_span and isinstance(figure.value, int):
            return length(figure.value)
        is_precise = figure.kind == Kind.SECONDS and has_seconds([figure.value])
        return self.text(figure.value, figure.kind, signed=is_difference(figure), to_the_second=is_precise)

    def money(self, value: Money, *, signed: bool = False) -> str:
        text = value.text(self.language)
        alone = len(value.parts) == 1
        return f"+{text}" if text and signed and alone and min(value.parts.values()) > 0 else text.replace("-", MINUS)

    def percent(self, value: Decimal, *, signed: bool = False) -> str:
        """Whole; what is something but less than one says so, for 0 % would be wrong."""
        if 0 < value < 1 and not signed:
            return "< 1 %"
        digits = Decimal("0.1") if 0 < abs(value) < 1 else Decimal(1)
        rounded = value.quantize(digits, ROUND_HALF_UP)
        return f"{sign(rounded, signed=signed)}{number_format(abs(Decimal(rounded)), use_l10n=True, force_grouping=True)} %"

    def of_chart(self, value: float | None, unit: Unit, currency: str = "", *, to_the_second: bool = False) -> str:
        """A number of a chart, which are plain numbers of one unit."""
        if value is None:
            return NOTHING
        match unit:
            case "time":
                return self.text(round(value), Kind.SECONDS, to_the_second=to_the_second)
            case "money":
                return self.money(Money.of(str(value), currency)) if currency else self._number(value)
            case "percent":
                return self.percent(Decimal(str(value)))
        return self._number(value)

    def _number(self, value: float) -> str:
        rounded = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if rounded == rounded.to_integral_value():
            rounded = rounded.to_integral_value()
        return self.text(rounded, Kind.NUMBER)


def sign(value: int | Decimal, *, signed: bool = False) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value else ""


def has_seconds(values: Iterable[Value | float]) -> bool:
    """Whether minutes do not say all of these times."""
    return any(isinstance(value, (int, float)) and round(value) % MINUTE for value in values)


def precise_columns(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> frozenset[str]:
    """
    The keys of the columns of time that are written to the second, for something in them is not whole minutes. To cut or
    to round each row by itself would print rows that do not come to the total beneath them.
    """
    times = {at: column.key for at, column in enumerate(columns) if column.kind == Kind.SECONDS}
    found: set[int] = set()
    for values in rows:
        found.update(at for at in times if at not in found and has_seconds([values[at]]))
        if len(found) == len(times):
            break
    return frozenset(times[at] for at in found)


def is_difference(number: Column | Figure) -> bool:
    return number.key.endswith(DIFFERENCES)
