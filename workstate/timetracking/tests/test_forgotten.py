"""A timer that ran long is asked about; one about which nobody answers is stopped at the last sign of life, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from workstate.activity.models import Event
from workstate.core.actor import Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, NotFound
from workstate.timetracking import actions
from workstate.timetracking.actions import signs
from workstate.timetracking.forgotten import Due
from workstate.timetracking.jobs import tend_clocks
from workstate.timetracking.models import Clock, Notice, TimeEntry, TimePreferences
from workstate.timetracking.tending import timers_due
from workstate.timetracking.tests.case import TimeTestCase
from workstate.workspaces.actions import create_workspace

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def instant(at: datetime | None) -> datetime:
    assert at is not None
    return at


class ForgottenTest(TimeTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.at = now()

    def ran(self, ago: timedelta, **clock: datetime | None) -> TimeEntry:
        """A timer of Ana's that was started so long ago, with what is known of her clock since."""
        entry = actions.start_timer(self.task, by=self.by_ana, at=self.at - ago)
        state = {"seen_at": entry.started_at, "answered_at": entry.started_at, "asked_at": None, **clock}
        Clock.objects.filter(pk=self.ana.pk).update(**state)
        return entry

    def prefers(self, **values: int | None) -> None:
        TimePreferences.objects.update_or_create(user=self.ana, defaults=values)

    def tend(self) -> None:
        tend_clocks()

    @property
    def clock(self) -> Clock:
        return Clock.objects.get(pk=self.ana.pk)

    def told(self, verb: str) -> int:
        return Event.objects.filter(verb=verb, user=self.ana).count()

    def test_a_timer_is_asked_about_after_the_chosen_length_and_once(self) -> None:
        self.ran(4 * HOUR - MINUTE)
        self.tend()
        self.assertIsNone(self.clock.asked_at)
        Clock.objects.filter(pk=self.ana.pk).update(answered_at=self.at - 4 * HOUR)
        TimeEntry.objects.update(started_at=self.at - 5 * HOUR)
        self.tend()
        asked = self.clock.asked_at
        self.assertIsNotNone(asked)
        self.tend()
        self.assertEqual((self.clock.asked_at, self.told("timer.asked")), (asked, 1))
        event = Event.objects.get(verb="timer.asked")
        self.assertEqual((event.via, event.workspace), (Via.SYSTEM, self.by_ana.workspace))

    def test_the_length_counts_from_the_last_yes(self) -> None:
        self.ran(9 * HOUR, answered_at=self.at - 3 * HOUR)
        self.tend()
        self.assertIsNone(self.clock.asked_at)
        Clock.objects.update(answered_at=self.at - 4 * HOUR)
        self.tend()
        self.assertIsNotNone(self.clock.asked_at)

    def test_who_never_wants_to_be_asked_is_not(self) -> None:
        self.prefers(ask_after=None)
        self.ran(100 * HOUR)
        self.tend()
        self.assertIsNone(self.clock.asked_at)

    def test_who_chose_another_length_is_asked_after_that(self) -> None:
        self.prefers(ask_after=3600)
        self.ran(HOUR)
        self.tend()
        self.assertIsNotNone(self.clock.asked_at)

    def test_a_timer_started_before_there_were_clocks_is_asked_about_too(self) -> None:
        self.ran(5 * HOUR)
        Clock.objects.all().delete()
        self.tend()
        self.assertIsNotNone(self.clock.asked_at)

    def test_a_yes_settles_the_question(self) -> None:
        entry = self.ran(5 * HOUR, asked_at=self.at - MINUTE)
        self.assertIs(signs.still_working(by=self.by_ana), True)
        self.assertEqual((self.clock.asked_at, self.told("timer.answered")), (None, 1))
        self.assertGreaterEqual(instant(self.clock.answered_at), self.at)
        self.assertEqual(self.clock.seen_at, self.clock.answered_at)
        self.assertIs(signs.still_working(by=self.by_ana), False, "The second device says it too.")
        self.assertEqual(self.told("timer.answered"), 1)
        self.tend()
        self.assertEqual((self.clock.asked_at, self.running()), (None, entry))

    def test_a_yes_said_in_another_workspace_is_told_where_the_timer_runs(self) -> None:
        self.ran(5 * HOUR, asked_at=self.at)
        own = create_workspace("Own", owner=self.ana, via=Via.SYSTEM, slug="own")
        self.assertIs(signs.still_working(by=own), True)
        self.assertEqual(Event.objects.get(verb="timer.answered").workspace, self.by_ana.workspace)

    def test_nobody_answers_and_it_is_stopped_at_the_last_sign_of_life(self) -> None:
        seen = self.at - HOUR - 7 * MINUTE
        entry = self.ran(5 * HOUR, seen_at=seen, asked_at=self.at - 31 * MINUTE)
        self.tend()
        entry.refresh_from_db()
        self.assertEqual((entry.stopped_at, entry.duration), (seen, 5 * 3600 - 67 * 60))
        notice = Notice.objects.get()
        self.assertEqual((notice.user, notice.kind, notice.workspace), (self.ana, "timer_stopped", entry.workspace))
        self.assertEqual(
            notice.data,
            {
                "entry": str(entry.pk),
                "what": "Call Ana",
                "started_at": (self.at - 5 * HOUR).isoformat(),
                "stopped_at": seen.isoformat(),
            },
        )
        stopped = Event.objects.get(verb="timer.stopped")
        self.assertEqual((stopped.user, stopped.via, stopped.batch), (self.ana, Via.SYSTEM, notice.batch))
        self.tend()
        self.assertEqual((self.told("timer.stopped"), Notice.objects.count()), (1, 1))

    def test_without_a_sign_of_life_it_ends_where_it_began(self) -> None:
        entry = self.ran(5 * HOUR, seen_at=None, answered_at=None, asked_at=self.at - HOUR)
        self.tend()
        entry.refresh_from_db()
        self.assertEqual((entry.stopped_at, entry.duration), (entry.started_at, 0))

    def test_a_sign_of_life_ahead_of_our_clock_does_not_stop_it_in_the_future(self) -> None:
        entry = self.ran(5 * HOUR, seen_at=self.at + HOUR, asked_at=self.at - HOUR)
        self.assertEqual(signs.last_sign(entry, self.clock, self.at), self.at)

    def test_who_is_there_but_leaves_the_question_open_keeps_their_timer(self) -> None:
        self.ran(5 * HOUR, seen_at=self.at - 10 * MINUTE, asked_at=self.at - 40 * MINUTE)
        self.tend()
        self.assertIsNotNone(self.running())

    def test_who_never_wants_it_stopped_keeps_it(self) -> None:
        self.prefers(stop_after=None)
        self.ran(50 * HOUR, asked_at=self.at - 40 * HOUR)
        self.tend()
        self.assertIsNotNone(self.running())

    def test_a_question_about_the_timer_before_does_not_stop_this_one(self) -> None:
        self.ran(HOUR, asked_at=self.at - 2 * HOUR)
        self.tend()
        self.assertIsNotNone(self.running())

    def test_the_undo_of_a_stop_lets_it_run_on_and_counts_as_an_answer(self) -> None:
        entry = self.ran(5 * HOUR, asked_at=self.at - HOUR)
        self.tend()
        signs.resume_forgotten(Notice.objects.get(), by=self.by_ana)
        entry.refresh_from_db()
        self.assertIs(entry.is_running, True)
        self.assertEqual(entry.started_at, self.at - 5 * HOUR)
        self.assertIsNotNone(Notice.objects.get().dismissed_at)
        self.tend()
        self.assertIsNone(self.clock.asked_at, "It was answered just now.")
        with self.assertRaises(Conflict):
            signs.resume_forgotten(Notice.objects.get(), by=self.by_ana)

    def test_a_second_stop_of_the_same_timer_is_told_again(self) -> None:
        self.ran(9 * HOUR, asked_at=self.at - HOUR)
        self.tend()
        signs.resume_forgotten(Notice.objects.get(), by=self.by_ana)
        Clock.objects.update(asked_at=self.at - 40 * MINUTE, seen_at=self.at - HOUR, answered_at=self.at - 2 * HOUR)
        self.tend()
        self.assertEqual(Notice.objects.count(), 2)

    def test_a_stop_is_not_undone_over_another_timer(self) -> None:
        self.ran(5 * HOUR, asked_at=self.at - HOUR)
        self.tend()
        actions.start_timer(self.inbox_task, by=self.by_ana)
        with self.assertRaises(Conflict):
            signs.resume_forgotten(Notice.objects.get(), by=self.by_ana)
        self.assertIsNone(Notice.objects.get().dismissed_at)

    def test_nobody_undoes_the_stop_of_somebody_else(self) -> None:
        self.ran(5 * HOUR, asked_at=self.at - HOUR)
        self.tend()
        before = self.counted()
        for by in (self.by_mara, self.by_boris):
            with self.assertRaises(NotFound):
                signs.resume_forgotten(Notice.objects.get(), by=by)
        self.assertEqual(self.counted(), before)

    def test_what_is_due_is_found_in_one_request(self) -> None:
        self.ran(5 * HOUR)
        with self.assertNumQueries(1):
            self.assertEqual(list(timers_due(self.at)), [self.ana.pk])

    def test_the_database_and_the_rule_agree_on_what_is_due(self) -> None:
        wishes: list[dict[str, Any]] = [
            {},
            {"ask_after": None},
            {"stop_after": None},
            {"ask_after": 3600},
            {"stop_after": 60},
        ]
        instants = [
            None,
            *(self.at - timedelta(minutes=minutes) for minutes in (0, 1, 30, 31, 59, 60, 61, 239, 240, 400)),
        ]
        entry = self.ran(5 * HOUR)
        for wish in [None, *wishes]:
            TimePreferences.objects.filter(user=self.ana).delete()
            if wish is not None:
                self.prefers(**wish)
            prefers = TimePreferences.objects.filter(user=self.ana).first() or TimePreferences(user=self.ana)
            for asked in instants:
                for heard in instants:
                    Clock.objects.update(asked_at=asked, seen_at=heard, answered_at=heard)
                    with self.subTest(wish=wish, asked=asked, heard=heard):
                        due = signs.due_of(entry, self.clock, prefers, self.at)
                        self.assertEqual(timers_due(self.at).exists(), due is not Due.NOTHING)


class SignOfLifeTest(TimeTestCase):
    def test_it_is_kept_without_an_event(self) -> None:
        actions.start_timer(self.task, by=self.by_ana)
        Clock.objects.update(seen_at=now() - HOUR)
        events = Event.objects.count()
        signs.record_sign_of_life(by=self.by_ana)
        self.assertGreaterEqual(instant(Clock.objects.get().seen_at), now() - MINUTE)
        self.assertEqual(Event.objects.count(), events)

    def test_it_is_written_once_in_half_a_minute(self) -> None:
        recently = now() - timedelta(seconds=20)
        Clock.objects.create(user=self.ana, seen_at=recently)
        signs.record_sign_of_life(by=self.by_ana)
        self.assertEqual(Clock.objects.get().seen_at, recently)

    def test_it_may_be_a_little_late_but_never_goes_back(self) -> None:
        Clock.objects.create(user=self.ana, seen_at=now() - HOUR)
        signs.record_sign_of_life(by=self.by_ana, ago=50)
        self.assertLessEqual(instant(Clock.objects.get().seen_at), now() - timedelta(seconds=50))
        seen = Clock.objects.get().seen_at
        signs.record_sign_of_life(by=self.by_ana, ago=10**9)
        self.assertEqual(Clock.objects.get().seen_at, seen)
        signs.record_sign_of_life(by=self.by_ana, ago=-(10**6))
        self.assertLessEqual(instant(Clock.objects.get().seen_at), now())

    def test_the_first_makes_the_clock(self) -> None:
        signs.record_sign_of_life(by=self.by_ana)
        self.assertIsNotNone(Clock.objects.get(user=self.ana).seen_at)

    def test_starting_is_a_sign_of_life(self) -> None:
        actions.start_timer(self.task, by=self.by_ana, at=now() - HOUR)
        self.assertGreaterEqual(instant(Clock.objects.get().seen_at), now() - MINUTE)

    def test_changing_what_runs_is_a_sign_of_life_and_no_other_timer(self) -> None:
        entry = actions.start_timer(self.task, by=self.by_ana)
        Clock.objects.update(seen_at=now() - HOUR)
        version = Clock.objects.get().version
        actions.change_entry(entry, by=self.by_ana, description="With care")
        self.assertGreaterEqual(instant(Clock.objects.get().seen_at), now() - MINUTE)
        self.assertEqual(Clock.objects.get().version, version)
