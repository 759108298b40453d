"""How far a reading or an import has come. It is told while one long transaction runs, so it is kept beside the database.

Nothing depends on it: with a cache that is gone the page says that it works, and not how far it is (law 6).
"""

from __future__ import annotations

from time import monotonic
from uuid import UUID

from django.core.cache import cache

KEPT_FOR = 3600
EVERY = 0.25


class Progress:
    """Tells at most four times a second which line was reached, of how many (0: not known yet)."""

    def __init__(self, incoming: UUID, total: int = 0) -> None:
        self._key = f"import:{incoming}"
        self._total = total
        self._told = 0.0

    def __call__(self, line: int) -> None:
        moment = monotonic()
        if moment - self._told >= EVERY:
            self._told = moment
            cache.set(self._key, [line, self._total], KEPT_FOR)


def reached(incoming: UUID) -> tuple[int, int]:
    """The line that was reached and how many there are; zeros where that is not known."""
    match cache.get(f"import:{incoming}"):
        case [int(line), int(total)]:
            return line, total
    return 0, 0
