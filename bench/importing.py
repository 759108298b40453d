"""Import of a Toggl file: rows a second, and how memory grows with the file."""

from __future__ import annotations

from collections.abc import Iterator

from bench.cases import Figure


def toggl() -> Iterator[Figure]:
    yield from ()
