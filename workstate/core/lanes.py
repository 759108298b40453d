"""Things that would lie over each other, side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
MOST_BESIDE = 9


@dataclass(frozen=True, slots=True)
class Lane(Generic[Thing]):
    """In which of how many columns a thing stands beside others."""

    thing: Thing
    column: int
    columns: int


def beside(spans: Sequence[tuple[int, int, Thing]]) -> list[Lane[Thing]]:
    """
    Things, each with where it begins and how long it is, in order of their beginning, side by side where they overlap.

    Those that touch do not. Of more than nine at once the last lie over each other.
    """
    placed: list[Lane[Thing]] = []
    together: list[tuple[Thing, int]] = []
    ends: list[int] = []
    until = 0
    for begins, length, thing in spans:
        if together and begins >= until:
            placed += [Lane(one, column, len(ends)) for one, column in together]
            together, ends = [], []
        free = next((at for at, end in enumerate(ends) if end <= begins), len(ends))
        if free < MOST_BESIDE:
            ends[free : free + 1] = [begins + length]
        until = max(until, begins + length) if together else begins + length
        together.append((thing, min(free, MOST_BESIDE - 1)))
    return placed + [Lane(one, column, len(ends)) for one, column in together]
