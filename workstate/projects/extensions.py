"""What rooms above this one tell of projects. They register in their apps.py; a project knows neither tasks nor time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from workstate.core.actor import Actor

ProgressOf = Callable[[Actor], Mapping[UUID, Any]]

_progress: list[ProgressOf] = []


def register_progress(progress: ProgressOf) -> None:
    """Have the list of projects say how far each is: drawn by `tasks/_progress.html`, for all in a few queries."""
    if progress not in _progress:
        _progress.append(progress)


def progress_of(actor: Actor) -> dict[UUID, Any]:
    return {pk: how for progress in _progress for pk, how in progress(actor).items()}
