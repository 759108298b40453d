"""What a workbook takes: how kinds of values look in it, what its text may be, and how its sheets may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from babel.numbers import get_currency_precision
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from workstate.accounts.formats import Formats
from workstate.accounts.models import DateOrder, TimeFormat

MOST_ROWS: Final = 1_048_576
LONGEST_TEXT: Final = 32_767
LONGEST_NAME: Final = 31

DURATION: Final = "[h]:mm:ss"
PERCENT: Final = "0.0%"
HOURS: Final = "0.00"
MONTH: Final = "yyyy-mm"
TEXT: Final = "@"

_DATES = {
    DateOrder.DAY_FIRST: "dd.mm.yyyy",
    DateOrder.MONTH_FIRST: "mm/dd/yyyy",
    DateOrder.YEAR_FIRST: "yyyy-mm-dd",
}
# What XML cannot hold, and what turns the direction of the rest is left: it is text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def date_format(formats: Formats) -> str:
    return _DATES[DateOrder(formats.date_order)]


def moment_format(formats: Formats) -> str:
    time = "h:mm:ss AM/PM" if formats.time_format == TimeFormat.HOURS_12 else "hh:mm:ss"
    return f"{date_format(formats)} {time}"


def money_format(currency: str) -> str:
    """The digits of the currency and its code, since several of them are called dollar."""
    digits = get_currency_precision(currency)
    return f"#,##0{'.' if digits else ''}{'0' * digits} [${currency}]"


def text_for_cell(text: str) -> str:
    """
    Text as a cell may hold it: without control characters, and cut where Excel ends.

    XlsxWriter writes what looks like its own rich text into the file as it is, so that a name could bring a formula along;
    an apostrophe makes it plain text.
    """
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if plain.startswith("<r>"):
        plain = f"'{plain}"
    return plain if _units(plain) <= LONGEST_TEXT else _cut(plain)


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Names that Excel takes: short, without its signs, each once whatever the case."""
    names: list[str] = []
    for title in titles:
        plain = _NOT_IN_NAMES.sub(" ", title).strip(" '")[:LONGEST_NAME].strip(" '") or "Sheet"
        name, number = plain, 2
        # Excel keeps this name for itself.
        while name.casefold() in {"history", *map(str.casefold, names)}:
            name = f"{plain[: LONGEST_NAME - 6]} {number}"
            number += 1
        names.append(name)
    return names


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self._of_cells: dict[tuple[str, bool, bool], Format] = {}

    def __call__(self, number: str = "", *, total: bool = False, quoted: bool = False) -> Format:
        """`quoted` is Excel's own way to say that what looks like a formula is text, also when it is edited."""
        # Asked of every cell of a long table.
        if style := self._of_cells.get((number, total, quoted)):
            return style
        wanted: dict[str, object] = {"valign": "top"}
        if number:
            wanted["num_format"] = number
        if total:
            wanted |= {"bold": True, "top": 1}
        if quoted:
            wanted["quote_prefix"] = True
        return self._of_cells.setdefault((number, total, quoted), self._style(wanted))

    def head(self, *, is_number: bool) -> Format:
        side = "right" if is_number else "left"
        return self._style({"bold": True, "bottom": 1, "align": side, "valign": "top", "text_wrap": True})

    def label(self) -> Format:
        return self._style({"bold": True, "valign": "top"})

    def prose(self, *, quoted: bool = False) -> Format:
        return self._style({"text_wrap": True, "valign": "top"} | ({"quote_prefix": True} if quoted else {}))

    def left(self, number: str) -> Format:
        return self._style({"num_format": number, "align": "left", "valign": "top"})

    def _style(self, wanted: dict[str, object]) -> Format:
        key = tuple(wanted.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]


def _units(text: str) -> int:
    """Excel counts UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    return text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
