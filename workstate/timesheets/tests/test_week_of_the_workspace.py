"""A workspace may say with which day weeks begin: then they do for everybody in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workstate.testing import CastTestCase
from workstate.timesheets.holding import first_of_week
from workstate.workspaces.actions import change_workspace

WEDNESDAY = date(2026, 11, 25)


class WeekOfTheWorkspaceTests(CastTestCase):
    def test_timesheets_begin_with_the_day_of_the_workspace(self) -> None:
        self.assertEqual(first_of_week(WEDNESDAY, self.by_ana), date(2026, 11, 23))
        here = replace(self.by_ana, workspace=change_workspace(by=self.by_mara, first_weekday=6))
        self.assertEqual(first_of_week(WEDNESDAY, here), date(2026, 11, 22))
        self.client.force_login(self.ana)
        week = self.client.get("/api/v1/workspaces/acme/timesheet/2026-11-25/").json()
        self.assertEqual(week["first"], "2026-11-22")
