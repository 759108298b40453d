"""The grid is one more door to locked days, and one more place where time is written by hand."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from workstate.activity.models import Event
from workstate.timesheets.actions import State, Wanted, copy_last_week
from workstate.timesheets.tests.case import HOUR, MONDAY, TUESDAY, SheetTestCase
from workstate.timetracking.actions.approval import return_submission, submit_week
from workstate.timetracking.actions.periods import lock_period
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.models import TimeEntry


class ClosedDayTests(SheetTestCase):
    def test_a_cell_of_a_locked_day_is_refused_and_its_neighbour_is_filled(self) -> None:
        self.logs(HOUR)
        lock_period(by=self.by_mara, last=MONDAY)
        events = Event.objects.count()
        for said in ("2", "0", ""):
            outcome = self.set(said)
            self.assertEqual((outcome.state, outcome.seconds), (State.REFUSED, HOUR))
            self.assertIn("locked period", outcome.message)
        self.assertIs(self.set(None, note="Mine").state, State.REFUSED)
        self.assertEqual(Event.objects.count(), events)
        states = [
            one.state for one in self.fill([Wanted(self.row, MONDAY, "3"), Wanted(self.row, TUESDAY, "3")]).outcomes
        ]
        self.assertEqual(states, [State.REFUSED, State.SAVED])
        self.assertEqual([entry.duration for entry in self.entries(day=MONDAY)], [HOUR])

    def test_a_submitted_week_is_refused_until_it_is_returned(self) -> None:
        change_time_rules(by=self.by_mara, approves_weeks=True)
        week = submit_week(by=self.by_ana, day=MONDAY)
        outcome = self.set("1")
        self.assertIs(outcome.state, State.REFUSED)
        self.assertIn("submitted", outcome.message)
        self.assertFalse(TimeEntry.objects.exists())
        return_submission(week, by=self.by_mara, comment="Fill it in")
        self.assertIs(self.set("1").state, State.SAVED)

    def test_last_week_is_not_copied_into_locked_days(self) -> None:
        self.logs(HOUR, day=MONDAY - timedelta(days=7))
        lock_period(by=self.by_mara, first=MONDAY, last=MONDAY)
        entries = TimeEntry.objects.count()
        self.assertEqual(copy_last_week(MONDAY, by=self.by_ana, with_hours=True).cells, 0)
        self.assertEqual(TimeEntry.objects.count(), entries)

    def test_what_the_workspace_wants_is_asked_of_a_cell_that_is_new(self) -> None:
        change_time_rules(by=self.by_mara, requires_task=True)
        self.assertIs(self.set("1", row=self.project_row).state, State.REFUSED)
        self.assertIs(self.set("1").state, State.SAVED)
        self.assertEqual(TimeEntry.objects.count(), 1)

    def test_the_address_of_the_grid_tells_it_too(self) -> None:
        lock_period(by=self.by_mara, last=MONDAY)
        url = reverse("api:timesheet-cells", args=["acme", MONDAY])
        cells = [{"row": str(self.row), "day": str(MONDAY), "seconds": 3600}]
        answer = self.client.put(url, {"cells": cells}, content_type="application/json")
        self.assertContains(answer, "locked period")
        self.assertFalse(TimeEntry.objects.exists())
