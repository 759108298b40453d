from __future__ import annotations

from workstate.reports.asking.rows import people_asked
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.timetracking.models import TimeEntry


def is_running(description: Description, reader: Reader) -> bool:
    """Whether a timer of these people adds to these days: it covers those from its start until today."""
    period = description.period
    if not period.first <= description.today:
        return False
    running = TimeEntry.objects.visible_to(reader.actor).running().filter(day__lte=period.last)
    return running.filter(people_asked(description, reader)).exists()
