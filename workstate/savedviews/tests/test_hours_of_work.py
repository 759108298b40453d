"""The hours that somebody works, in the calendar and over Today."""

from __future__ import annotations

from datetime import time

from workstate.accounts.actions import change_working_hours
from workstate.accounts.working_week import WorkingDay
from workstate.core.clock import today
from workstate.tasks.actions import create_task
from workstate.tasks.due import Due
from workstate.testing import CastTestCase

WEEK = "/acme/all/?layout=calendar&span=week"


class HoursOfWorkTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def test_the_calendar_marks_each_day_as_it_is_worked(self) -> None:
        self.assertContains(self.client.get(WEEK), "h9 m0 t8 u0", count=5)
        half = WorkingDay(time(8), time(12, 30), 4 * 3600)
        change_working_hours(self.ana, [half, None, half, None, None, None, half])
        self.assertContains(self.client.get(WEEK), "h8 m0 t4 u6", count=3)

    def test_work_past_midnight_is_marked_up_to_it(self) -> None:
        change_working_hours(self.ana, [WorkingDay(time(22), time(6), 7 * 3600)] * 7)
        self.assertContains(self.client.get(WEEK), "h22 m0 t2 u0", count=7)

    def test_today_is_measured_against_the_hours_of_the_day(self) -> None:
        change_working_hours(self.ana, [WorkingDay(time(8), time(12, 30), 4 * 3600)] * 7)
        create_task("Draw", by=self.by_ana, due=Due(today(self.by_ana.zone)), estimate=3600)
        self.assertContains(self.client.get("/acme/today/"), "of 4 h today")
        change_working_hours(self.ana, [None] * 7)
        self.assertNotContains(self.client.get("/acme/today/"), "of 4 h today")
