"""Waiting for what the server comes to know: the page shows an act before the answer is there."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep

LONGEST = 20.0


def eventually(read: Callable[[], object], wanted: object, *, within: float = LONGEST) -> None:
    """Assert that reading answers what is wanted, at once or within some seconds."""
    end = monotonic() + within
    while (found := read()) != wanted and monotonic() < end:
        sleep(0.05)
    assert found == wanted, (found, wanted)
