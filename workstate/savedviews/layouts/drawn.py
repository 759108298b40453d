"""What a layout answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    The template of a layout and what it is drawn from.

    `bundle` is a script of its own, loaded where it is drawn; `column` how wide the page is ("" 880 px, wide, full).
    """

    template: str
    context: Mapping[str, Any]
    bundle: str = ""
    column: str = "full"
