"""When a task is due: a day, with or without a time of day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from workstate.core.clock import instant_of, require_day


@dataclass(frozen=True, slots=True)
class Due:
    """A day and, if it matters, the wall-clock time in the zone of whoever says so."""

    day: dt.date
    time: dt.time | None = None

    def checked(self) -> Due:
        """Raises Invalid for a day that no plan can mean."""
        return Due(
            require_day(self.day, field="due_on"), self.time and self.time.replace(second=0, microsecond=0, tzinfo=None)
        )

    def columns(self, zone: ZoneInfo) -> dict[str, dt.date | dt.time | dt.datetime | str | None]:
        """The values of a task's due_ columns."""
        return {
            "due_on": self.day,
            "due_time": self.time,
            "due_zone": zone.key if self.time else "",
            "due_at": instant_of(self.day, self.time, zone) if self.time else None,
        }


NO_DUE: dict[str, None | str] = {"due_on": None, "due_time": None, "due_zone": "", "due_at": None}
