"""The week as a plain form, for a browser without scripts and for whoever prefers one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from workstate.core.durations import format_duration
from workstate.core.errors import Invalid
from workstate.timesheets.actions import Outcome, Wanted
from workstate.timesheets.addresses import DayConverter
from workstate.timesheets.keys import RowKey
from workstate.timesheets.queries import Cell, Line, Week


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A field: its name, what it shows, what it held when it was drawn, and what is wrong with what was typed."""

    cell: Cell
    name: str
    shown: str
    was: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class PlainWeek:
    week: Week
    wrong: Sequence[Outcome] = field(default_factory=tuple)

    def lines(self) -> Iterator[tuple[Line, list[PlainCell]]]:
        wrong = {outcome.wanted.key: outcome for outcome in self.wrong}
        for line in self.week.lines:
            yield line, [_field(line, cell, wrong.get((line.key, cell.day))) for cell in line.cells]


def _field(line: Line, cell: Cell, wrong: Outcome | None) -> PlainCell:
    seconds = cell.total.seconds
    shown = format_duration(seconds) if seconds else ""
    name = f"{line.key}.{cell.day.isoformat()}"
    said = str(wrong.wanted.said) if wrong and wrong.wanted.said is not None else shown
    return PlainCell(cell, name, said, f"{cell.held.seconds} {shown}".strip(), wrong.message if wrong else "")


def read_plain(sent: Mapping[str, object]) -> list[Wanted]:
    """The cells in which something else stands than was drawn. Raises Invalid for what is no cell."""
    wanted = []
    for name, value in sent.items():
        if not name.startswith("cell."):
            continue
        word, _dot, day = name.removeprefix("cell.").rpartition(".")
        held, _space, shown = str(sent.get(f"was.{word}.{day}", "0")).partition(" ")
        typed = str(value).strip()
        if typed == shown:
            continue
        expected = int(held) if held.isascii() and held.isdigit() and len(held) < 10 else None
        wanted.append(Wanted(RowKey.read(word), _day(day), typed, expected))
    return wanted


def _day(text: str) -> date:
    try:
        return DayConverter().to_python(text)
    except ValueError:
        raise Invalid("There is no such day.", field="day") from None
