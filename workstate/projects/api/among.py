"""Ids in bodies: never trusted, always looked up among what the actor sees."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from workstate.core.errors import Invalid

Row = TypeVar("Row", bound=Model)


def among(rows: QuerySet[Row], pk: UUID | None, *, field: str) -> Row | None:
    """The row with the id, None for none; raises Invalid for any other, whether or not there is such a row elsewhere."""
    found = rows.filter(pk=pk).first() if pk else None
    if pk and found is None:
        raise Invalid(_("There is nothing of this id here."), field=field)
    return found
