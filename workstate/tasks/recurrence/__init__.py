"""How a task comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Anchor(StrEnum):
    DUE = "due"
    COMPLETION = "completion"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True, slots=True)
class Repeat:
    rule: str
    anchor: Anchor = Anchor.NOT_BEFORE
    times: tuple[time, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    day: date
    time: time | None = None
