"""Rows without hours, and the week before brought along."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.projects.actions import archive_project
from workstate.timesheets.actions import add_row, copy_last_week, remove_row, take_back_copy
from workstate.timesheets.keys import RowKey
from workstate.timesheets.models import TimesheetRow
from workstate.timesheets.queries import week_at
from workstate.timesheets.tests.case import HOUR, MONDAY, TUESDAY, SheetTestCase
from workstate.timetracking.models import LockedPeriod, TimeEntry

NEXT = MONDAY + timedelta(days=7)


class RowsTest(SheetTestCase):
    def keys(self, first: date = MONDAY) -> list[RowKey]:
        return [line.key for line in week_at(first, self.by_ana).lines]

    def test_a_row_stands_without_hours_until_it_is_removed(self) -> None:
        for key in (self.row, self.project_row, self.loose_row, self.row):
            add_row(MONDAY, key, by=self.by_ana)
        self.assertEqual(self.keys(), [self.project_row, self.row, self.loose_row])
        self.assertTrue(remove_row(MONDAY, self.row, by=self.by_ana))
        self.assertFalse(remove_row(MONDAY, self.row, by=self.by_ana))
        self.assertEqual(self.keys(), [self.project_row, self.loose_row])

    def test_rows_of_one_are_nobody_elses(self) -> None:
        add_row(MONDAY, self.row, by=self.by_ana)
        self.assertEqual(week_at(MONDAY, self.by_mara).lines, [])
        self.assertFalse(remove_row(MONDAY, self.row, by=self.by_mara))

    def test_a_row_with_hours_is_not_removed(self) -> None:
        self.logs(HOUR)
        with self.assertRaises(Conflict):
            remove_row(MONDAY, self.row, by=self.by_ana)

    def test_only_what_one_may_spend_time_on_becomes_a_row(self) -> None:
        before = Event.objects.count()
        for by, key in ((self.by_gil, self.row), (self.by_gil, self.project_row), (self.by_ana, RowKey(task=uuid4()))):
            with self.assertRaises((Invalid, NotAllowed)):
                add_row(MONDAY, key, by=by)
        for word in ("", "task-", "task-1", "project-none", "None", "none\n", "task-" + "g" * 36, "\x00", "x" * 10_000):
            with self.assertRaises(Invalid):
                RowKey.read(word)
        self.assertEqual((TimesheetRow.objects.count(), Event.objects.count()), (0, before))


class CopyingTest(SheetTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.logs(HOUR, description="Plan")
        self.clocks("09:00", "10:30", day=TUESDAY)
        add_row(MONDAY, self.other_row, by=self.by_ana)

    def week(self) -> dict[str, list[int]]:
        return {str(line.key): [cell.held.seconds for cell in line.cells] for line in week_at(NEXT, self.by_ana).lines}

    def test_rows_come_without_their_hours(self) -> None:
        copied = copy_last_week(NEXT, by=self.by_ana)
        self.assertEqual((copied.rows, copied.cells), (2, 0))
        self.assertEqual(self.week(), {str(self.row): [0] * 7, str(self.other_row): [0] * 7})
        self.assertIsNone(copy_last_week(NEXT, by=self.by_ana).batch)

    def test_with_hours_empty_cells_are_filled(self) -> None:
        self.logs(600, day=NEXT)
        copied = copy_last_week(NEXT, by=self.by_ana, with_hours=True)
        self.assertEqual(copied.cells, 1)
        self.assertEqual(self.week()[str(self.row)], [600, 5400, 0, 0, 0, 0, 0])
        self.assertIsNone(TimeEntry.objects.get(day=TUESDAY + timedelta(days=7)).started_at)

    def test_notes_come_with_their_hours(self) -> None:
        copy_last_week(NEXT, by=self.by_ana, with_hours=True)
        self.assertEqual(TimeEntry.objects.get(day=NEXT).description, "Plan")

    def test_locked_days_stay_as_they_are(self) -> None:
        period = {"workspace": self.by_ana.workspace, "first": NEXT, "last": NEXT}
        LockedPeriod.objects.create(locked_by=self.mara, locked_at=now(), **period)
        copy_last_week(NEXT, by=self.by_ana, with_hours=True)
        self.assertEqual(self.week()[str(self.row)], [0, 5400, 0, 0, 0, 0, 0])

    def test_what_is_in_the_archive_stays_behind(self) -> None:
        archive_project(self.website, by=self.by_ana)
        self.assertIsNone(copy_last_week(NEXT, by=self.by_ana, with_hours=True).batch)

    def test_all_of_it_is_taken_back_at_once(self) -> None:
        copied = copy_last_week(NEXT, by=self.by_ana, with_hours=True)
        assert copied.batch
        take_back_copy(copied.batch, by=self.by_ana)
        self.assertEqual(self.week(), {})
        with self.assertRaises(Conflict):
            take_back_copy(copied.batch, by=self.by_ana)

    def test_nobody_takes_back_the_copy_of_another(self) -> None:
        copied = copy_last_week(NEXT, by=self.by_ana)
        assert copied.batch
        for by in (self.by_mara, self.by_boris):
            with self.assertRaises(Conflict):
                take_back_copy(copied.batch, by=by)
        self.assertEqual(len(self.week()), 2)
