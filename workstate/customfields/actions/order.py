from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from workstate.core.ordering import between, in_order, many_between

LONGEST_POSITION = 120


def position_after(siblings: QuerySet[Any], after: UUID | None) -> str:
    """A key behind the sibling `after`, or ahead of all. Spreads the siblings anew when their keys leave no room."""
    found = list(siblings.order_by("position", "id").only("position"))
    index = next((i + 1 for i, row in enumerate(found) if row.pk == after), 0)
    ahead = found[index - 1].position if index else None
    behind = found[index].position if index < len(found) else None
    if in_order([key for key in (ahead, behind) if key]):
        key = between(ahead, behind)
        if len(key) <= LONGEST_POSITION:
            return key
    fresh = many_between(None, None, len(found) + 1)
    for row, key in zip(found, fresh[:index] + fresh[index + 1 :], strict=True):
        row.position = key
    siblings.model._default_manager.bulk_update(found, ["position"])
    return fresh[index]
