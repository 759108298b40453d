"""What other rooms keep about tasks and what goes along when a task is copied. Bridges register in this room's apps.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workstate.core.actor import Actor

Carried = Mapping[UUID, Any]
"""By task; what is carried must be JSON, since templates keep it."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """
    `read` tells what the tasks carry, `write` gives it to new ones; both take many tasks at once, by a constant number
    of queries. What has gone since a template was made, `write` leaves out without a word.
    """

    name: str
    read: Callable[[Collection[UUID], Actor], Carried]
    write: Callable[[Carried, Actor], None]


_carriers: dict[str, Carrier] = {}


def register_carrier(carrier: Carrier) -> None:
    _carriers[carrier.name] = carrier


def carriers() -> list[Carrier]:
    return list(_carriers.values())
