"""Order among siblings as a fractional index: a move writes one row. Keys sort by bytes (collation "C")."""

from __future__ import annotations

from itertools import pairwise

from django.db import models
from fractional_indexing import generate_key_between, generate_n_keys_between


def between(before: str | None, after: str | None) -> str:
    """A key that sorts after `before` and ahead of `after`; None stands for either end. Raises ValueError if they are not in order."""
    return str(generate_key_between(before, after))


def many_between(before: str | None, after: str | None, count: int) -> list[str]:
    """Keys in order for several rows at once."""
    return list(generate_n_keys_between(before, after, count))


def in_order(keys: list[str]) -> bool:
    """Whether the keys are strictly ascending."""
    return all(first < second for first, second in pairwise(keys))


class PositionField(models.CharField):  # type: ignore[type-arg]
    """The fractional index of a row among its siblings."""

    def __init__(self, **options: object) -> None:
        super().__init__(max_length=200, db_collation="C", editable=False)

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, path, args, _options = super().deconstruct()
        return name, path, list(args), {}
