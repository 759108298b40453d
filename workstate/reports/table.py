"""The table that every report is: what the screen, the files, the mail, the shared page and the API are all made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from workstate.core.money import Money


class Kind(StrEnum):
    """What a column holds; None stands everywhere for nothing to say (a dash on the screen, an empty cell in a file)."""

    SUBJECT = "subject"  # Subject
    TEXT = "text"  # str
    DAY = "day"  # date
    MOMENT = "moment"  # datetime, shown in the reader's zone
    SECONDS = "seconds"  # int, perhaps negative (a difference)
    MONEY = "money"  # Money, exact; rounded where it is shown
    PERCENT = "percent"  # Decimal: 12.5 is 12.5 %
    NUMBER = "number"  # int or Decimal
    FLAG = "flag"  # bool


@dataclass(frozen=True, slots=True)
class Subject:
    """
    What a row is about: a project, a label, a day.

    `id` is the row's own id or day, None for what has none ("No project"); `code` is how files write it, if that is
    not its name; `number` is a task's.
    """

    id: UUID | date | bool | str | None
    name: str
    colour: str = ""
    number: int | None = None
    code: str = ""


Value = Subject | str | int | bool | date | datetime | Decimal | Money | None


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is what programs call it (snake_case, stable); `title` what people read; `hint` a longer word for hovering."""

    key: str
    title: str
    kind: Kind
    hint: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind in {Kind.SECONDS, Kind.MONEY, Kind.PERCENT, Kind.NUMBER}


@dataclass(slots=True)
class Row:
    """
    Values in the order of the columns. A row with `rows` within it is a group: it holds their sums, and names only the
    first of the table's naming columns; the rows within name the second.
    """

    values: list[Value]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """
    Columns, of which the first `depth` name what a row is about, rows, and the row of totals (whose naming values are None).

    `rows` may be a generator that is read once, of a table too long to be held (then `is_long`). `currencies`: all that
    its money may be in; a file has a column for each of them.
    """

    columns: list[Column]
    rows: Iterable[Row]
    total: Row | None = None
    depth: int = 1
    caption: str = ""
    currencies: tuple[str, ...] = ()
    is_long: bool = False

    def lines(self) -> Iterator[list[Value]]:
        """Every innermost row with its groups' names filled in: what a file has a line for. The total is not among them."""
        for row in self.rows:
            if not row.rows:
                yield row.values
                continue
            for inner in row.rows:
                yield [row.values[0], *inner.values[1:]]

    def index(self, key: str) -> int:
        return next(index for index, column in enumerate(self.columns) if column.key == key)


def percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """With one digit; None of nothing."""
    return round(Decimal(100 * part) / Decimal(whole), 1) if whole else None
