"""What is written into files that spreadsheets open."""

from __future__ import annotations

from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel guesses the encoding."""

# What a spreadsheet takes for the beginning of a formula, in its full-width forms too.
_FORMULA_STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")


def defused(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before what would begin a formula."""
    return (
        f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text
    )
