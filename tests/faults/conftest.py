from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workstate.embedded.testing import Product


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Callable[..., Product]]:
    """Makes products on the test's own folder, and sees to it that none outlives the test."""
    made: list[Product] = []

    def make(**values: str) -> Product:
        made.append(Product(tmp_path / "data", **values))
        return made[-1]

    yield make
    for one in made:
        one.end()
