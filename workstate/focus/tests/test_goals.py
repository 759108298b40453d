"""Goals: what is asked of whom, what counts, and how often in a row it was reached."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from workstate.accounts.actions import change_working_hours
from workstate.accounts.models import User
from workstate.accounts.working_week import WorkingDay
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import instant_of, now, today, week_of
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.focus.actions.goals import (
    archive_goal,
    change_goal,
    create_goal,
    delete_goal,
    move_goal,
    restore_goal,
    unarchive_goal,
)
from workstate.focus.goal_progress import GoalState, skipped_days, states_of
from workstate.focus.models import Goal, GoalTarget
from workstate.projects.actions import create_project
from workstate.projects.models import Client, Project
from workstate.tasks.models import Label
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer

HOUR = 3600
WEDNESDAY = datetime(2026, 11, 18, 12, tzinfo=UTC)


class GoalsTestCase(CastTestCase):
    website: Project

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)

    def goal(self, seconds: int = HOUR, period: str = "day", *, since: date | None = None, **values: Any) -> Goal:
        goal = create_goal(by=self.by_ana, period=period, seconds=seconds, **values)
        if since:
            GoalTarget.objects.filter(goal=goal).update(since=since)
        return goal

    def log(self, day: date, seconds: int, by: Actor | None = None, **values: Any) -> None:
        create_entry(by=by or self.by_ana, day=day, duration=seconds, **values)

    def state(self, goal: Goal, at: datetime = WEDNESDAY, by: Actor | None = None) -> GoalState:
        [state] = states_of(list(Goal.objects.filter(pk=goal.pk).select_related("user")), by or self.by_ana, at)
        return state


class SettingGoalsTest(GoalsTestCase):
    def test_a_daily_goal_holds_on_the_days_that_one_works(self) -> None:
        change_working_hours(
            self.ana, [WorkingDay(time(9), time(13), 4 * HOUR), *[None] * 5, WorkingDay(time(9), time(13), 4 * HOUR)]
        )
        self.ana.refresh_from_db()
        target = self.goal().targets.get()
        self.assertEqual((target.weekdays, target.since), (0b1000001, today(self.by_ana.zone)))
        self.assertEqual(self.goal(weekdays=[2]).targets.get().weekdays, 0b100)
        self.assertEqual(self.goal(period="week", weekdays=[2]).targets.get().weekdays, 0b1111111)

    def test_a_weekly_goal_holds_from_the_first_day_of_the_week(self) -> None:
        goal = self.goal(32 * HOUR, "week")
        self.assertEqual(goal.targets.get().since, week_of(today(self.by_ana.zone), self.ana.first_weekday)[0])
        event = Event.objects.get(verb=Verb.GOAL_CREATED)
        self.assertEqual((event.data["seconds"], event.data["period"]), (32 * HOUR, "week"))

    def test_what_cannot_be_asked_is_refused_at_its_field(self) -> None:
        acme = Client.objects.create(workspace=self.by_ana.workspace, name="Acme")
        cases: list[tuple[str, dict[str, Any]]] = [
            ("period", {"period": "year"}),
            ("seconds", {"seconds": 0}),
            ("seconds", {"seconds": 24 * HOUR + 1}),
            ("seconds", {"period": "week", "seconds": 168 * HOUR + 1}),
            ("about", {"about": "moon"}),
            ("subject", {"about": "project"}),
            ("subject", {"about": "project", "subject": acme}),
            ("subject", {"subject": acme}),
            ("weekdays", {"weekdays": []}),
            ("weekdays", {"weekdays": [7]}),
        ]
        for field, values in cases:
            with self.subTest(values), self.assertRaises(Invalid) as refused:
                create_goal(**{"by": self.by_ana, "period": "day", "seconds": HOUR, **values})
            self.assertEqual(list(refused.exception.message_dict), [field])
        self.assertFalse(Goal.objects.exists())

    def test_there_are_at_most_thirty(self) -> None:
        goals = [self.goal() for _ in range(Goal.MOST)]
        with self.assertRaises(Invalid):
            self.goal()
        delete_goal(goals[0], by=self.by_ana)
        self.goal()

    def test_the_same_request_sets_one_goal(self) -> None:
        pk = new_id()
        first, second = self.goal(id=pk), self.goal(2 * HOUR, id=pk)
        self.assertEqual((first, Goal.objects.count()), (second, 1))
        with self.assertRaises(Conflict):
            create_goal(by=self.by_mara, period="day", seconds=HOUR, id=pk)

    def test_nobody_touches_the_goals_of_others_or_of_another_workspace(self) -> None:
        goal = self.goal()
        elsewhere = create_project("Elsewhere", by=self.by_boris)
        for by in (self.by_mara, self.by_olga, self.by_gil, self.by_boris):
            self.assertFalse(Goal.objects.visible_to(by).exists())
            for act in (change_goal, move_goal, archive_goal, delete_goal, restore_goal):
                with self.assertRaises(NotAllowed):
                    act(goal, by=by)
        for by in (self.by_ana, self.by_gil):
            with self.assertRaises(NotAllowed):
                create_goal(by=by, period="day", seconds=HOUR, about="project",
                            subject=elsewhere if by == self.by_ana else self.website)  # fmt: skip
        self.assertFalse(Event.objects.filter(verb__startswith="goal").exclude(verb=Verb.GOAL_CREATED).exists())

    def test_order_putting_away_and_the_bin(self) -> None:
        first, second, third = self.goal(), self.goal(), self.goal()
        move_goal(third, by=self.by_ana)
        move_goal(first, by=self.by_ana, after=second)
        mine = Goal.objects.visible_to(self.by_ana)
        self.assertEqual(list(mine.by_position()), [third, second, first])
        archive_goal(second, by=self.by_ana)
        delete_goal(third, by=self.by_ana)
        self.assertEqual(list(mine.current()), [first])
        with self.assertRaises(Conflict):
            change_goal(third, by=self.by_ana, seconds=60)
        restore_goal(third, by=self.by_ana)
        unarchive_goal(second, by=self.by_ana)
        self.assertEqual(list(mine.current().by_position()), [third, second, first])
        restore_goal(third, by=self.by_ana)
        self.assertEqual(Event.objects.filter(verb=Verb.GOAL_RESTORED).count(), 1)


class ProgressTest(GoalsTestCase):
    def test_only_what_the_goal_is_about_counts(self) -> None:
        acme = Client.objects.create(workspace=self.by_ana.workspace, name="Acme")
        shop = create_project("Shop", by=self.by_ana, client=acme)
        self.log(WEDNESDAY.date(), 100, project=self.website)
        self.log(WEDNESDAY.date(), 20, project=shop, labels=["dev"])
        self.log(WEDNESDAY.date(), 3, labels=["dev", "phone"])
        self.log(WEDNESDAY.date(), 5000, by=self.by_mara, project=self.website, labels=["dev"])
        dev = Label.objects.get(name="dev")
        cases: list[tuple[int, dict[str, Any]]] = [
            (123, {}),
            (100, {"about": "project", "subject": self.website}),
            (20, {"about": "client", "subject": acme}),
            (23, {"about": "label", "subject": dev}),
        ]
        for seconds, values in cases:
            with self.subTest(values):
                self.assertEqual(self.state(self.goal(**values)).now.seconds, seconds)

    def test_the_running_timer_counts_from_the_beginning_of_the_day_or_week(self) -> None:
        # Ana is in Berlin: 18 November begins at 23 o'clock UTC.
        start_timer(by=self.by_ana, project=self.website, at=now() - timedelta(hours=1))
        entry = self.ana.time_entries.get()
        entry.started_at = datetime(2026, 11, 17, 22, tzinfo=UTC)
        entry.save(update_fields=["started_at"])
        daily, weekly = self.goal(), self.goal(period="week", about="project", subject=self.website)
        other = self.goal(about="project", subject=create_project("Other", by=self.by_ana))
        at = datetime(2026, 11, 18, 0, 30, tzinfo=UTC)
        self.assertEqual(self.state(daily, at).now.seconds_at(at), 90 * 60)
        self.assertEqual(self.state(weekly, at).now.seconds_at(at), 150 * 60)
        self.assertEqual(self.state(other, at).now.seconds_at(at), 0)

    def test_what_is_over_midnight_counts_on_each_of_its_days(self) -> None:
        create_entry(
            by=self.by_ana,
            started_at=datetime(2026, 11, 17, 21, tzinfo=UTC),
            stopped_at=datetime(2026, 11, 18, 1, tzinfo=UTC),
        )
        state = self.state(self.goal(2 * HOUR, since=date(2026, 11, 17)))
        self.assertEqual((state.now.seconds, state.history[0].seconds, state.streak), (2 * HOUR, 2 * HOUR, 2))

    def test_the_price_is_the_same_for_many_goals_and_entries(self) -> None:
        goals = [self.goal(since=date(2025, 1, 1)) for _ in range(2)]
        with self.assertNumQueries(6):
            states_of(list(Goal.objects.filter(pk__in=[goal.pk for goal in goals]).select_related("user")), self.by_ana)
        goals += [
            self.goal(period="week", since=date(2024, 1, 1), about="project", subject=self.website) for _ in range(9)
        ]
        for day in range(30):
            self.log(date(2026, 10, 1) + timedelta(day), HOUR, project=self.website)
        with self.assertNumQueries(6):
            states_of(list(Goal.objects.filter(pk__in=[goal.pk for goal in goals]).select_related("user")), self.by_ana)


class StreaksTest(GoalsTestCase):
    """It is Wednesday, 18 November 2026."""

    def streak(self, goal: Goal, at: datetime = WEDNESDAY) -> tuple[int, int]:
        state = self.state(goal, at)
        return state.streak, state.best

    def test_days_in_a_row_count_and_today_only_once_it_is_reached(self) -> None:
        goal = self.goal(since=date(2026, 11, 9), weekdays=range(7))
        for day in (9, 10, 11, 14, 15, 16, 17):
            self.log(date(2026, 11, day), HOUR)
        self.log(date(2026, 11, 13), HOUR - 1)
        self.assertEqual(self.streak(goal), (4, 4))
        self.log(WEDNESDAY.date(), HOUR)
        self.assertEqual(self.streak(goal), (5, 5))

    def test_a_missed_day_ends_it_and_the_best_stays(self) -> None:
        goal = self.goal(since=date(2026, 11, 9), weekdays=range(7))
        for day in (9, 10, 11, 12, 16):
            self.log(date(2026, 11, day), HOUR)
        self.assertEqual(self.streak(goal), (0, 4))

    def test_days_on_which_it_does_not_hold_neither_help_nor_harm(self) -> None:
        goal = self.goal(since=date(2026, 11, 12))
        for day in (12, 13, 15, 16, 17):
            self.log(date(2026, 11, day), HOUR)
        self.assertEqual(self.streak(goal), (4, 4))
        sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
        self.assertFalse(self.state(goal, sunday).now.applies)

    def test_what_was_before_the_goal_does_not_count(self) -> None:
        goal = self.goal(since=date(2026, 11, 16))
        for day in (11, 12, 13, 16, 17):
            self.log(date(2026, 11, day), HOUR)
        self.assertEqual(self.streak(goal), (2, 2))

    def test_asking_for_more_leaves_the_past_as_it_was(self) -> None:
        goal = self.goal(since=date(2026, 11, 16))
        for day in (16, 17):
            self.log(date(2026, 11, day), HOUR)
        GoalTarget.objects.create(goal=goal, since=WEDNESDAY.date(), seconds=3 * HOUR, weekdays=0b11111)
        self.log(WEDNESDAY.date(), 2 * HOUR)
        self.assertEqual((self.streak(goal), self.state(goal).now.wanted), ((2, 2), 3 * HOUR))
        change_goal(goal, by=self.by_ana, seconds=4 * HOUR)
        change_goal(goal, by=self.by_ana, seconds=5 * HOUR)
        self.assertEqual(self.streak(goal), (2, 2))
        self.assertEqual([one.seconds for one in goal.targets.order_by("since")], [HOUR, 3 * HOUR, 5 * HOUR])

    def test_weeks_begin_where_the_persons_week_begins(self) -> None:
        goal = self.goal(10 * HOUR, "week", since=date(2026, 11, 2))
        for day in (8, 15):  # Sundays
            self.log(date(2026, 11, day), 10 * HOUR)
        self.assertEqual(self.streak(goal), (2, 2))
        User.objects.filter(pk=self.ana.pk).update(first_weekday=6)
        self.ana.refresh_from_db()
        # From Sunday to Saturday: 1–7 November has nothing, and the week that goes on has its ten hours.
        self.assertEqual(self.streak(goal), (2, 2))
        self.assertEqual(self.state(goal).history[0].is_met, False)

    def test_a_limit_is_kept_day_by_day_and_broken_at_once(self) -> None:
        goal = self.goal(since=date(2026, 11, 13), at_most=True)
        self.log(date(2026, 11, 16), HOUR)
        self.assertEqual(self.streak(goal), (3, 3))
        self.log(WEDNESDAY.date(), HOUR + 1)
        self.assertEqual(self.streak(goal), (0, 3))

    def test_days_of_23_and_25_hours_are_days(self) -> None:
        for spring in (date(2026, 3, 29), date(2026, 10, 25)):
            goal = self.goal(since=spring - timedelta(2), weekdays=range(7))
            for step in range(-2, 2):
                begins = instant_of(spring + timedelta(step), time(1), self.by_ana.zone)
                create_entry(by=self.by_ana, started_at=begins, stopped_at=begins + timedelta(hours=1))
            at = instant_of(spring + timedelta(2), time(12), self.by_ana.zone)
            self.assertEqual(self.streak(goal, at), (4, 4))

    def test_a_day_that_a_zone_left_out_is_not_missed(self) -> None:
        User.objects.filter(pk=self.ana.pk).update(time_zone="Pacific/Apia")
        self.ana.refresh_from_db()
        goal = self.goal(since=date(2011, 12, 28), weekdays=range(7))
        for day in (28, 29, 31):
            self.log(date(2011, 12, day), HOUR)
        at = datetime(2012, 1, 1, 1, tzinfo=UTC)
        self.assertEqual(self.streak(goal, at), (3, 3))
        apia = ZoneInfo("Pacific/Apia")
        self.assertEqual(skipped_days(date(2011, 12, 1), date(2012, 1, 31), apia), [date(2011, 12, 30)])
        for zone in ("Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "America/Sao_Paulo"):
            self.assertEqual(skipped_days(date(2015, 1, 1), date(2020, 12, 31), ZoneInfo(zone)), [])

    def test_eight_weeks_are_shown(self) -> None:
        goal = self.goal(10 * HOUR, "week", since=date(2020, 1, 6))
        self.log(date(2026, 11, 10), 11 * HOUR)
        history = self.state(goal).history
        self.assertEqual((len(history), history[0].first), (7, date(2026, 9, 28)))
        self.assertEqual([unit.is_met for unit in history], [False] * 6 + [True])
        self.assertIsInstance(goal.pk, UUID)
