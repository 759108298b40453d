"""What a person does with their intervals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from workstate.activity.models import Event
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.core.ids import new_id
from workstate.focus import actions
from workstate.focus.models import Interval
from workstate.focus.queries import counts_of, read_state
from workstate.focus.tests.case import MINUTE, NINE, FocusTestCase
from workstate.timetracking.actions import start_timer


class ActsTest(FocusTestCase):
    def test_starting_starts_the_timer_with_it(self) -> None:
        interval = self.focused()
        running = self.running()
        assert running
        self.assertEqual((running.task, running.started_at), (self.task, interval.started_at))
        self.assertEqual(interval.entry, running)

    def test_a_timer_that_ran_on_the_task_goes_on(self) -> None:
        before = start_timer(self.task, by=self.by_ana, at=NINE - 10 * MINUTE)
        interval = self.focused()
        self.assertEqual((self.running(), interval.started_at), (before, NINE))

    def test_without_a_task_it_joins_the_timer_that_runs(self) -> None:
        start_timer(self.other, by=self.by_ana, at=NINE - 10 * MINUTE)
        self.assertEqual(actions.start_focus(by=self.by_ana, at=NINE).task, self.other)
        self.assertEqual(len(self.entries()), 1)

    def test_starting_again_answers_with_the_one_that_runs(self) -> None:
        first = self.focused()
        self.assertEqual(self.focused(NINE + MINUTE), first)
        self.assertEqual(len(self.intervals()), 1)

    def test_a_repeated_request_happens_once(self) -> None:
        chosen = new_id()
        first = actions.start_focus(self.task, by=self.by_ana, id=chosen, at=NINE)
        actions.stop(by=self.by_ana, at=NINE + 5 * MINUTE)
        self.assertEqual(actions.start_focus(self.task, by=self.by_ana, id=chosen, at=NINE + 6 * MINUTE), first)
        self.assertIsNone(self.running())

    def test_an_identifier_of_somebody_else_is_refused(self) -> None:
        theirs = actions.start_focus(by=self.by_mara, at=NINE)
        with self.assertRaises(Conflict):
            actions.start_focus(self.task, by=self.by_ana, id=theirs.pk, at=NINE)

    def test_another_task_ends_the_one_before_at_that_second(self) -> None:
        self.focused()
        actions.start_focus(self.other, by=self.by_ana, at=NINE + 10 * MINUTE)
        self.assertEqual(self.told(), [("focus", 10, "stopped"), ("focus", 25, "")])
        self.assertEqual([entry.duration for entry in self.entries()], [600, None])

    def test_stopping_stops_the_timer_and_offers_nothing(self) -> None:
        interval = self.focused()
        actions.stop(by=self.by_ana, interval=interval.pk, at=NINE + 7 * MINUTE)
        self.assertEqual(self.told(), [("focus", 7, "stopped")])
        self.assertEqual(self.entries()[0].duration, 420)
        self.assertIsNone(read_state(self.ana, NINE + 8 * MINUTE).offered)

    def test_a_late_act_about_an_interval_that_is_over_does_nothing(self) -> None:
        interval = self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        actions.stop(by=self.by_ana, interval=interval.pk, at=NINE + 26 * MINUTE)
        actions.go_on(by=self.by_ana, interval=interval.pk, at=NINE + 26 * MINUTE)
        self.assertEqual(self.told(), [("focus", 25, "completed"), ("short_break", 5, "")])

    def test_skipping_a_break_goes_back_to_the_task(self) -> None:
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        actions.go_on(by=self.by_ana, at=NINE + 27 * MINUTE)
        self.assertEqual(self.told()[1:], [("short_break", 2, "skipped"), ("focus", 25, "")])
        self.assertEqual(self.running().task, self.task)  # type: ignore[union-attr]
        self.assertEqual(self.intervals()[2].round, 2)

    def test_an_offered_break_begins_when_it_is_taken(self) -> None:
        actions.change_preferences(self.ana, auto_break=False)
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        actions.go_on(by=self.by_ana, at=NINE + 31 * MINUTE)
        self.assertEqual(self.intervals()[1].started_at, NINE + 31 * MINUTE)

    def test_an_offered_break_stops_what_was_started_since(self) -> None:
        actions.change_preferences(self.ana, auto_break=False)
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        start_timer(self.other, by=self.by_ana, at=NINE + 26 * MINUTE)
        actions.go_on(by=self.by_ana, at=NINE + 31 * MINUTE)
        self.assertIsNone(self.running())

    def test_what_is_offered_can_be_let_go_and_is_not_offered_for_ever(self) -> None:
        actions.change_preferences(self.ana, auto_break=False)
        self.focused()
        actions.settle(self.ana, at=NINE + 25 * MINUTE)
        self.assertTrue(read_state(self.ana, NINE + 60 * MINUTE).offered)
        self.assertIsNone(read_state(self.ana, NINE + 90 * MINUTE).offered)
        actions.stop(by=self.by_ana, at=NINE + 30 * MINUTE)
        self.assertIsNone(read_state(self.ana, NINE + 31 * MINUTE).offered)

    def test_the_fourth_earns_a_long_break_and_the_next_set_begins_at_one(self) -> None:
        at = NINE
        self.focused(at)
        for _round in range(4):
            at = self.intervals()[-1].ends_at
            actions.settle(self.ana, at=at)
            at = at + MINUTE
            actions.go_on(by=self.by_ana, at=at)
        kinds = [(one.kind, one.round) for one in self.intervals()]
        self.assertEqual(kinds[5:], [("short_break", 3), ("focus", 4), ("long_break", 4), ("focus", 1)])

    def test_five_more_minutes_move_the_end(self) -> None:
        interval = self.focused()
        for _again in range(2):
            actions.extend(NINE + 30 * MINUTE, by=self.by_ana, interval=interval.pk, at=NINE + MINUTE)
        actions.settle(self.ana, at=NINE + 31 * MINUTE)
        self.assertEqual(self.told()[0], ("focus", 30, "completed"))
        self.assertEqual(self.entries()[0].duration, 1800)

    def test_what_is_over_cannot_be_made_longer(self) -> None:
        interval = self.focused()
        with self.assertRaises(Conflict):
            actions.extend(NINE + 40 * MINUTE, by=self.by_ana, interval=interval.pk, at=NINE + 25 * MINUTE)

    def test_nothing_lasts_for_days(self) -> None:
        self.focused()
        before = Event.objects.count()
        with self.assertRaises(Invalid):
            actions.extend(NINE + timedelta(days=2), by=self.by_ana, at=NINE)
        with self.assertRaises(Invalid):
            actions.extend((NINE + MINUTE).replace(tzinfo=None), by=self.by_ana, at=NINE)
        self.assertEqual(Event.objects.count(), before)

    def test_a_task_of_another_workspace_is_refused_and_nothing_is_written(self) -> None:
        with self.assertRaises(NotAllowed):
            actions.start_focus(self.foreign, by=self.by_ana, at=NINE)
        self.assertFalse(Interval.objects.exists())

    def test_an_interval_is_not_reached_from_another_workspace(self) -> None:
        actions.start_focus(by=self.by_ana, at=NINE)
        elsewhere = type(self.by_ana)(self.ana, self.by_boris.workspace, self.by_ana.role)
        with self.assertRaises(NotFound):
            actions.stop(by=elsewhere, at=NINE + MINUTE)
        self.assertTrue(Interval.objects.open().exists())

    def test_what_ran_to_its_end_is_counted_by_day_and_task(self) -> None:
        at = self.focused(NINE).ends_at
        actions.settle(self.ana, at=at)
        actions.start_focus(self.other, by=self.by_ana, at=at + MINUTE)
        actions.stop(by=self.by_ana, at=at + 2 * MINUTE)
        counted = counts_of(self.by_ana, self.task)
        self.assertEqual((counted.today, counted.on_task, counted.on_task_today), (0, 1, 0))
        self.assertEqual(counts_of(self.by_ana, self.other).on_task, 0)
        self.assertEqual(counts_of(self.by_mara, self.task).on_task, 0)

    def test_a_choice_that_makes_no_sense_is_refused_at_its_field(self) -> None:
        wrong: dict[str, Any] = {
            "focus": 0,
            "short_break": 5 * 3600,
            "long_after": 13,
            "volume": 101,
            "sound": "gong",
        }
        for field, value in wrong.items():
            with self.subTest(field), self.assertRaises(Invalid) as refused:
                actions.change_preferences(self.ana, **{field: value})
            self.assertIn(field, refused.exception.message_dict)
