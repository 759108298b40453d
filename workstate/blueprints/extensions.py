"""What other rooms keep about tasks and what goes along when a task is copied. Bridges register in this room's apps.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workstate.core.actor import Actor
from workstate.projects.models import Project

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


Companion = Callable[[Project, Project, Actor], None]
"""Gives a copied project, before its tasks are written, what the original has in another room."""

_carriers: dict[str, Carrier] = {}
_companions: list[Companion] = []


def register_carrier(carrier: Carrier) -> None:
    _carriers[carrier.name] = carrier


def carriers() -> list[Carrier]:
    return list(_carriers.values())


def register_companion(companion: Companion) -> None:
    if companion not in _companions:
        _companions.append(companion)


def accompany(original: Project, copy: Project, by: Actor) -> None:
    for companion in _companions:
        companion(original, copy, by)
