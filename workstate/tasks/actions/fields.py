"""The fields of a task as columns, checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import require_day
from workstate.core.errors import Invalid
from workstate.core.text import TITLE_LENGTH, clean_line, clean_text
from workstate.tasks.due import NO_DUE
from workstate.tasks.models import Priority

LONGEST_ESTIMATE: Final = 10_000 * 3600
DAYS: Final = ("start_on", "deferred_until", "deadline_on")


def cleaned(values: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """The columns for the given fields, checked; raises Invalid at the first that cannot be."""
    columns: dict[str, Any] = {}
    for field, value in values.items():
        if field == "title":
            columns[field] = clean_line(str(value), field=field, length=TITLE_LENGTH, required=True)
        elif field == "description":
            columns[field] = clean_text(str(value), field=field)
        elif field == "priority":
            if value not in Priority.values:
                raise Invalid(_("Choose a priority from 1 to 4."), field=field)
            columns[field] = value
        elif field == "estimate":
            if value is not None and not 0 < value <= LONGEST_ESTIMATE:
                raise Invalid(_("Give an estimate of more than nothing and at most 10,000 hours."), field=field)
            columns[field] = value
        elif field == "due":
            columns.update(value.checked().columns(by.zone) if value else NO_DUE)
        elif field in DAYS:
            columns[field] = value and require_day(value, field=field)
        else:
            raise Invalid(_("This cannot be changed."), field=field)
    return columns
