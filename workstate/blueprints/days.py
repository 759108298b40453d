"""Where the days of a tree fall. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.core.errors import Invalid

WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    The first day of a tree, and the day on which it shall fall instead.

    With `workdays` a distance is counted in days from Monday to Friday and every day falls on one of them.
    """

    first: date
    start: date
    workdays: bool = False

    def day(self, distance: int) -> date:
        """The day that lies so many days after the first; raises Invalid for one that no plan can mean."""
        try:
            day = self._moved(distance)
        except OverflowError:
            day = date.max
        if not FIRST_DAY <= day <= LAST_DAY:
            raise Invalid(_("Some dates would fall before 1970 or after 2199. Choose another day."), field="start")
        return day

    def _moved(self, distance: int) -> date:
        if not self.workdays:
            return self.start + timedelta(days=distance)
        there = _worked(self.first + timedelta(days=distance)) - _worked(self.first)
        return _day_worked(_worked(self.start) + there)


def _worked(day: date) -> int:
    """How many days from Monday to Friday lie before the day, since the first Monday of all."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * WORKDAYS + min(weekday, WORKDAYS)


def _day_worked(count: int) -> date:
    """The day from Monday to Friday before which so many lie."""
    weeks, weekday = divmod(count, WORKDAYS)
    return date.fromordinal(weeks * 7 + weekday + 1)
