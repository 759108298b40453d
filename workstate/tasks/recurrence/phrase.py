"""Words that mean a repeat, as they were found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from workstate.tasks.recurrence.occurring import first
from workstate.tasks.recurrence.repeat import Occurrence, Repeat


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean a repeat. `start` and `end` count code points; `first_day` is what "starting …" named."""

    start: int
    end: int
    repeat: Repeat
    first_day: date | None = None

    def first(self, now: datetime) -> Occurrence:
        """The first occurrence as the phrase means it; `now` is read as the wall clock it shows."""
        if self.first_day and self.first_day != now.date():
            return first(self.repeat, now=datetime.combine(self.first_day, time.min, tzinfo=now.tzinfo))
        return first(self.repeat, now=now)
