"""Ana's week of 2 March 2026, a Monday, in Berlin."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.core.clock import instant_of
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timesheets.actions import Filled, Outcome, Wanted, set_cells
from workstate.timesheets.keys import RowKey
from workstate.timetracking.actions import create_entry
from workstate.timetracking.models import TimeEntry

MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
HOUR = 3600


class SheetTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Fix checkout", by=cls.by_ana, project=cls.website)
        cls.other = create_task("Write copy", by=cls.by_ana, project=cls.website)
        cls.row, cls.other_row = RowKey(task=cls.task.pk), RowKey(task=cls.other.pk)
        cls.project_row, cls.loose_row = RowKey(project=cls.website.pk), RowKey()
        cls.foreign = create_project("Elsewhere", by=cls.by_boris)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def set(self, said: str | int | None, *, row: RowKey | None = None, day: date = MONDAY, **more: Any) -> Outcome:
        """What becomes of one cell of Ana's."""
        (outcome,) = self.fill([Wanted(row or self.row, day, said, **more)]).outcomes
        return outcome

    def fill(self, cells: list[Wanted], *, by: Actor | None = None, first: date = MONDAY, **more: Any) -> Filled:
        return set_cells(first, cells, by=by or self.by_ana, **more)

    def logs(self, seconds: int, *, day: date = MONDAY, **more: Any) -> TimeEntry:
        return create_entry(by=self.by_ana, day=day, duration=seconds, **{"task": self.task, **more})

    def clocks(self, starts: str, ends: str, *, day: date = MONDAY, **more: Any) -> TimeEntry:
        """Time of Ana's from one wall time to another; an end that is not after the start is on the next day."""
        begin, end = time.fromisoformat(starts), time.fromisoformat(ends)
        last = day if end > begin else day + timedelta(days=1)
        times = {
            "started_at": instant_of(day, begin, self.ana.zone),
            "stopped_at": instant_of(last, end, self.ana.zone),
        }
        return create_entry(by=self.by_ana, **{"task": self.task, **times, **more})

    def entries(self, **which: Any) -> list[TimeEntry]:
        return list(TimeEntry.objects.of(self.ana).kept().filter(**which).order_by("pk"))

    def durations(self, **which: Any) -> list[int | None]:
        return [entry.duration for entry in self.entries(**which)]

    def written(self) -> tuple[int, int]:
        """What a refused request must leave as it was."""
        return Event.objects.count(), TimeEntry.objects.count()

    def at(self, day: date, wall: str) -> datetime:
        return instant_of(day, time.fromisoformat(wall), self.ana.zone)
