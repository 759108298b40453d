"""Setting cells: what is made, changed and deleted, what is refused, and what several devices do to one cell."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.clock import now, today
from workstate.core.errors import Invalid
from workstate.tasks.actions import delete_task
from workstate.testing import CastTransactionTestCase, at_once
from workstate.timesheets.actions import State, Wanted, set_cells
from workstate.timesheets.holding import first_of_week
from workstate.timesheets.keys import RowKey
from workstate.timesheets.models import TimesheetRow
from workstate.timesheets.tests.case import HOUR, MONDAY, TUESDAY, SheetTestCase
from workstate.timetracking.actions import start_timer, take_back
from workstate.timetracking.models import LockedPeriod, Submission, TimeEntry, TimeRules


class SettingTest(SheetTestCase):
    def test_an_empty_cell_gets_one_entry_without_clock_times(self) -> None:
        outcome = self.set("1:30", expected=0)
        self.assertEqual((outcome.state, outcome.seconds), ("saved", 5400))
        (entry,) = self.entries()
        self.assertEqual(
            (entry.task, entry.project, entry.day, entry.duration), (self.task, self.website, MONDAY, 5400)
        )
        self.assertIsNone(entry.started_at)

    def test_durations_are_read_as_people_type_them(self) -> None:
        for number, said in enumerate(
            ["1:30", "1.5", "1,5", "90m", "1h 30m", "01:30:00", " 1:30 ", "anderthalb stunden"]
        ):
            with self.subTest(said):
                self.assertEqual(self.set(said, day=MONDAY + timedelta(days=number % 7)).seconds, 5400)

    def test_what_is_shown_without_its_seconds_may_be_typed_as_it_is_shown(self) -> None:
        self.clocks("09:00", "10:00:40")
        self.logs(50)
        before = self.written()
        self.assertEqual(self.set("1:01").state, "unchanged")
        self.assertEqual(self.written(), before)
        self.assertEqual(self.set(HOUR + 60).seconds, HOUR + 60)

    def test_more_and_less_change_the_entry_that_was_typed(self) -> None:
        self.set("1:30")
        (entry,) = self.entries()
        self.assertEqual(self.set("2:00").seconds, 7200)
        self.assertEqual(self.set("0:45").seconds, 2700)
        self.assertEqual([(one.pk, one.duration) for one in self.entries()], [(entry.pk, 2700)])

    def test_nothing_deletes_it_and_the_row_stays(self) -> None:
        for said in ("", "0", "–", "0:00"):
            with self.subTest(said):
                self.set("1:30")
                self.assertEqual(self.set(said).seconds, 0)
                self.assertEqual(self.entries(), [])
        self.assertEqual([row.key for row in TimesheetRow.objects.visible_to(self.by_ana)], [self.row])

    def test_what_a_clock_counted_stays_raw(self) -> None:
        clocked = self.clocks("09:00", "10:00")
        self.assertEqual(self.set("1:30").seconds, 5400)
        self.assertEqual(self.durations(), [HOUR, 1800])
        self.set("1:00")
        self.assertEqual([entry.pk for entry in self.entries()], [clocked.pk])

    def test_less_than_was_clocked_is_refused_in_words(self) -> None:
        self.clocks("09:00", "10:30")
        before = self.written()
        outcome = self.set("1:00")
        self.assertEqual(outcome.state, "refused")
        self.assertIn("1:30 of this was clocked", outcome.message)
        self.assertEqual(self.written(), before)

    def test_the_newest_of_several_takes_the_difference(self) -> None:
        first, second = self.logs(HOUR, description="Plan"), self.logs(1800, description="Build")
        self.set("2:00")
        self.assertEqual(self.durations(), [HOUR, HOUR])
        self.set("0:30")
        self.assertEqual([(entry.pk, entry.duration) for entry in self.entries()], [(first.pk, 1800)])
        second.refresh_from_db()
        self.assertIsNotNone(second.deleted_at)

    def test_time_over_midnight_counts_on_each_day(self) -> None:
        self.clocks("23:00", "01:30")
        self.assertEqual(self.set("1:30", day=MONDAY).seconds, 5400)
        self.assertEqual(self.set("2:00", day=TUESDAY).seconds, 7200)
        self.assertEqual(self.durations(started_at=None), [1800, 1800])
        self.assertEqual(self.set("1:00", day=TUESDAY).state, "refused")

    def test_days_of_23_and_25_hours_count_what_they_had(self) -> None:
        spring, autumn = date(2026, 3, 29), date(2025, 10, 26)
        self.clocks("00:00", "06:00", day=spring)
        self.clocks("00:00", "06:00", day=autumn)
        (outcome,) = self.fill([Wanted(self.row, spring, "4:00")], first=date(2026, 3, 23)).outcomes
        self.assertEqual(outcome.state, "refused")  # five hours were really spent
        (outcome,) = self.fill([Wanted(self.row, spring, "5:00")], first=date(2026, 3, 23)).outcomes
        self.assertEqual((outcome.state, outcome.seconds), ("unchanged", 5 * HOUR))
        (outcome,) = self.fill([Wanted(self.row, autumn, "7:30")], first=date(2025, 10, 20)).outcomes
        self.assertEqual(outcome.seconds, 7 * HOUR + 1800)
        self.assertEqual(self.durations(day=autumn, started_at=None), [1800])

    def test_a_running_timer_counts_and_is_not_set_below(self) -> None:
        at = now() - timedelta(seconds=30)
        day = at.astimezone(self.ana.zone).date()
        start_timer(self.task, by=self.by_ana, at=at)
        first = first_of_week(day, self.by_ana)
        (outcome,) = self.fill([Wanted(self.row, day, 10)], first=first).outcomes
        self.assertIn("A timer is counting here", outcome.message)
        (outcome,) = self.fill([Wanted(self.row, day, "3:00", expected=0)], first=first).outcomes
        self.assertEqual(outcome.state, "saved")
        self.assertLessEqual(outcome.seconds, 3 * HOUR - 30)
        self.assertGreater(outcome.seconds, 3 * HOUR - 60)

    def test_rows_of_a_project_and_of_nothing(self) -> None:
        self.set("1:00", row=self.project_row)
        self.set("2:00", row=self.loose_row)
        self.assertEqual(
            [(entry.task, entry.project, entry.duration) for entry in self.entries()],
            [(None, self.website, HOUR), (None, None, 2 * HOUR)],
        )

    def test_what_cannot_be_read_or_is_too_much_is_refused(self) -> None:
        before = self.written()
        for said in ("bananas", "25:00", "130", "-1", "1:75", "x" * 10_000, "٣", "\u202e1:30"):
            with self.subTest(said[:12]):
                outcome = self.set(said)
                self.assertEqual(outcome.state, "refused", outcome)
                self.assertTrue(outcome.message)
        self.assertEqual(self.set(-5).state, "refused")
        self.assertEqual(self.written(), before)

    def test_a_day_holds_24_hours_of_one_thing_at_most(self) -> None:
        self.clocks("00:00", "20:00")
        self.assertEqual(self.set("24:00").state, "saved")
        self.assertEqual(self.set("24:01").state, "refused")

    def test_only_cells_of_the_week_and_each_once(self) -> None:
        for cells in (
            [],
            [Wanted(self.row, MONDAY - timedelta(days=1), "1")],
            [Wanted(self.row, MONDAY, "1"), Wanted(self.row, MONDAY, "2")],
        ):
            with self.assertRaises(Invalid):
                self.fill(cells)


class SeveralTest(SheetTestCase):
    def week(self, said: str = "1:00") -> list[Wanted]:
        return [Wanted(self.row, MONDAY + timedelta(days=number), said) for number in range(7)]

    def test_a_block_is_one_act_with_one_undo(self) -> None:
        self.logs(1800)
        filled = self.fill([*self.week(), Wanted(self.other_row, MONDAY, "2:00")])
        self.assertEqual(sum(entry.duration or 0 for entry in self.entries()), 9 * HOUR)
        assert filled.batch
        take_back(filled.batch, by=self.by_ana)
        self.assertEqual(self.durations(), [1800])

    def test_one_that_is_refused_keeps_none_of_the_others(self) -> None:
        filled = self.fill([Wanted(self.row, MONDAY, "bananas"), Wanted(self.row, TUESDAY, "1:00")])
        self.assertEqual([outcome.state for outcome in filled.outcomes], ["refused", "saved"])
        self.assertEqual(self.durations(), [HOUR])

    def test_what_the_database_side_refuses_keeps_none_of_the_others(self) -> None:
        TimeRules.objects.create(workspace=self.by_ana.workspace, requires_project=True)
        filled = self.fill([Wanted(self.loose_row, MONDAY, "1:00"), Wanted(self.row, MONDAY, "2:00")])
        self.assertEqual([outcome.state for outcome in filled.outcomes], ["refused", "saved"])
        self.assertIn("wants a project", filled.outcomes[0].message)
        self.assertEqual(self.durations(), [2 * HOUR])

    def test_many_cells_cost_as_many_queries_as_few(self) -> None:
        self.logs(1800)
        with self.assertNumQueries(QUERIES):
            self.fill(self.week("1:00")[:2])
        with self.assertNumQueries(QUERIES):
            self.fill([*self.week("2:00"), *(Wanted(self.other_row, cell.day, "0:10") for cell in self.week())])


QUERIES = 20
"""The turn of the person, what is held, the tasks, who may, the lock of days, and one write of each kind; none by the cell."""


class DevicesTest(SheetTestCase):
    def test_a_cell_that_changed_meanwhile_is_not_overwritten(self) -> None:
        self.set("2:00")
        filled = self.fill(
            [Wanted(self.row, MONDAY, "1:30", expected=0), Wanted(self.row, TUESDAY, "1:00", expected=0)]
        )
        torn, saved = filled.outcomes
        self.assertEqual((torn.state, torn.seconds), ("conflict", 7200))
        self.assertIn("2:00", torn.message)
        self.assertEqual(saved.state, "saved")
        self.assertEqual(self.durations(), [7200, HOUR])

    def test_two_who_typed_the_same_agree(self) -> None:
        self.set("2:00")
        self.assertEqual(self.set("2:00", expected=0).state, "unchanged")

    def test_who_has_seen_it_sets_their_own(self) -> None:
        self.set("2:00")
        self.assertEqual(self.set("1:30", expected=7200).state, "saved")

    def test_a_repeated_request_does_nothing_twice(self) -> None:
        same = uuid4()
        cells = [Wanted(self.row, MONDAY, "1:30", expected=0), Wanted(self.row, TUESDAY, "bananas")]
        first = self.fill(cells, id=same)
        before = self.written()
        again = self.fill(cells, id=same)
        self.assertEqual(self.written(), before)
        self.assertEqual([one.state for one in again.outcomes], [one.state for one in first.outcomes])
        self.assertEqual(again.batch, first.batch)
        self.set("0:30", expected=5400)
        late = self.fill(cells, id=same)
        self.assertEqual(late.outcomes[0].seconds, 1800)
        self.assertEqual(self.durations(), [1800])

    def test_a_repeat_of_emptying_is_known_too(self) -> None:
        self.set("1:30")
        same = uuid4()
        for _time in range(2):
            (outcome,) = self.fill([Wanted(self.row, MONDAY, "", expected=5400)], id=same).outcomes
            self.assertEqual((outcome.state, outcome.seconds), ("saved", 0))


class NotesTest(SheetTestCase):
    def test_a_note_is_the_description_of_what_was_typed(self) -> None:
        outcome = self.set("1:30", note="  Wrote   tests ")
        self.assertEqual(outcome.note, "Wrote tests")
        self.assertEqual([entry.description for entry in self.entries()], ["Wrote tests"])
        self.assertEqual(self.set(None, note="Fixed them").state, "saved")
        self.assertEqual([(entry.description, entry.duration) for entry in self.entries()], [("Fixed them", 5400)])
        self.assertEqual(self.set("2:00").note, "Fixed them")

    def test_a_note_without_hours_is_refused(self) -> None:
        self.clocks("09:00", "10:00")
        self.assertIn("Type the hours first", self.set(None, note="Alone").message)
        self.assertIn("control characters", self.set("2:00", note="a\x00b").message)

    def test_a_note_that_changed_meanwhile_is_kept(self) -> None:
        self.set("1:30", note="Theirs")
        self.assertEqual(self.set(None, note="Mine", expected_note="").state, "conflict")
        self.assertEqual(self.set(None, note="Mine", expected_note="Theirs").state, "saved")


class LocksTest(SheetTestCase):
    def test_a_locked_period_says_so_for_its_days_alone(self) -> None:
        LockedPeriod.objects.create(workspace=self.by_ana.workspace, last=MONDAY, locked_by=self.mara, locked_at=now())
        filled = self.fill([Wanted(self.row, MONDAY, "1:00"), Wanted(self.row, TUESDAY, "1:00")])
        self.assertEqual([outcome.state for outcome in filled.outcomes], ["refused", "saved"])
        self.assertIn("locked period", filled.outcomes[0].message)

    def test_a_submitted_week_is_not_written_on_by_anybody(self) -> None:
        week = {"workspace": self.by_ana.workspace, "first": MONDAY, "last": MONDAY + timedelta(days=6)}
        handed_in = Submission.objects.create(user=self.ana, seconds=0, submitted_at=now(), **week)
        self.assertIn("submitted", self.set("1:00").message)
        handed_in.approved_at = now()
        handed_in.save(update_fields=["approved_at"])
        self.assertIn("approved", self.set("1:00").message)
        (outcome,) = self.fill([Wanted(self.row, MONDAY, "1:00")], by=self.by_mara).outcomes
        self.assertEqual(outcome.state, "saved")  # Mara's own week is her own


class RulesTest(SheetTestCase):
    def test_a_cell_wants_what_its_row_can_say_and_no_label(self) -> None:
        TimeRules.objects.create(workspace=self.by_ana.workspace, requires_task=True, requires_label=True)
        self.assertEqual(self.set("1:00").state, State.SAVED)
        refused = self.set("1:00", row=self.project_row)
        self.assertEqual(refused.state, State.REFUSED)
        self.assertIn("wants a task", refused.message)
        self.assertEqual(self.durations(), [HOUR])


class WhoTest(SheetTestCase):
    def test_nobody_fills_rows_of_what_they_do_not_see(self) -> None:
        before = self.written()
        for by, row in (
            (self.by_gil, self.row),
            (self.by_gil, self.project_row),
            (self.by_ana, RowKey(project=self.foreign.pk)),
            (self.by_ana, RowKey(task=uuid4())),
        ):
            (outcome,) = self.fill([Wanted(row, MONDAY, "1:00")], by=by).outcomes
            self.assertEqual(outcome.state, "refused")
        self.assertEqual(self.written(), before)

    def test_a_guest_has_rows_of_their_own(self) -> None:
        (outcome,) = self.fill([Wanted(RowKey(), MONDAY, "1:00")], by=self.by_gil).outcomes
        self.assertEqual(outcome.state, "saved")

    def test_each_has_their_own_cells(self) -> None:
        self.set("1:00")
        (outcome,) = self.fill([Wanted(self.row, MONDAY, "2:00", expected=0)], by=self.by_mara).outcomes
        self.assertEqual(outcome.state, "saved")
        self.assertEqual(self.durations(), [HOUR])

    def test_time_on_a_task_in_the_bin_can_be_lessened_but_none_is_added(self) -> None:
        self.set("2:00")
        delete_task(self.task, by=self.by_ana)
        self.assertIn("in the bin", self.set("1:00", day=TUESDAY).message)
        self.assertEqual(self.set("1:00").state, "saved")

    def test_an_act_is_told_under_one_name(self) -> None:
        filled = self.fill([Wanted(self.row, MONDAY, "1"), Wanted(self.row, TUESDAY, "2")])
        told = Event.objects.filter(batch=filled.batch)
        self.assertEqual([event.verb for event in told], [Verb.ENTRY_CREATED] * 2)


class RacesTest(CastTransactionTestCase):
    def test_two_devices_at_once_do_not_both_win(self) -> None:
        day = today(self.ana.zone)
        first = first_of_week(day, self.by_ana)

        def fill(said: str) -> str:
            (outcome,) = set_cells(first, [Wanted(RowKey(), day, said, expected=0)], by=self.by_ana).outcomes
            return outcome.state

        states = at_once(lambda: fill("1:00"), lambda: fill("2:00"))
        self.assertEqual(sorted(map(str, states)), ["conflict", "saved"])
        self.assertEqual(TimeEntry.objects.count(), 1)
