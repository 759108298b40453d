"""Where things happen. Rooms say of their models which project and which task one belongs to; nobody here knows them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import models

# The project and the task; a task without a project lies in an inbox. It must ask nothing of the database.
Place = tuple[UUID | None, UUID | None]
PlaceOf = Callable[[models.Model], Place]

_places: dict[str, PlaceOf] = {}


def register_place(label: str, place: PlaceOf) -> None:
    """Have what happens to such things (`app.model`, in small letters) be found where it happened."""
    _places[label] = place


def place_of(subject: models.Model) -> Place:
    place = _places.get(subject._meta.label_lower)
    return place(subject) if place else (None, None)
