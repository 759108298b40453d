"""Waiting for what the server comes to know: the page shows an act before the answer is there."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

LONGEST = 8.0

T = TypeVar("T")


def eventually(read: Callable[[], T], wanted: T) -> None:
    """Assert that reading answers what is wanted, at once or within some seconds."""
    end = monotonic() + LONGEST
    while (found := read()) != wanted and monotonic() < end:
        sleep(0.05)
    assert found == wanted
