"""What is written into files that spreadsheets open."""

from __future__ import annotations

import re
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel guesses the encoding."""

# What a spreadsheet takes for the beginning of a formula, in its full-width forms too.
_FORMULA_STARTS: Final = tuple("=+-@\t\r\n＝＋－＠")

# A spreadsheet may be set to other separators than the comma, as it is in half of Europe. Then the quotes of a cell that does
# not stand first in its line hold nothing together: a semicolon within it begins another cell, and a line break another line.
_FORMULA_WITHIN: Final = re.compile(r'([;|\t\r\n\v\f\x85\u2028\u2029])(?=[ \u00a0"]*[=+\-@＝＋－＠])')


def defused(text: str) -> str:
    """
    Text that no spreadsheet runs, whatever it takes for a separator: an apostrophe goes before what would begin a formula,
    at the start and after what may begin another cell.
    """
    within = _FORMULA_WITHIN.sub(r"\1'", text)
    return f"'{within}" if begins_formula(text) else within


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell that holds just this text for a formula."""
    return text.startswith(_FORMULA_STARTS) or text.lstrip(" \u00a0").startswith(_FORMULA_STARTS)
