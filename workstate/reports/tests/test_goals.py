"""What became of goals in a period, against walking through its days by hand."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import today, week_of
from workstate.focus.actions.goals import archive_goal, create_goal
from workstate.focus.models import Goal, GoalTarget
from workstate.projects.actions import create_project
from workstate.reports.description import read_description
from workstate.reports.kinds.goals import make
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.reports.table import Row, Table
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.workspaces.actions import add_member

HOUR = 3600
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")

MEANING = {"Reached": True, "Kept": True, "Missed": False, "Exceeded": False, "Not decided yet": None}


def values_of(table: Table, row: Row) -> dict[str, Any]:
    return {column.key: value for column, value in zip(table.columns, row.values, strict=True)}


class GoalReportTests(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = today(cls.ana.zone)
        cls.website = create_project("Website", by=cls.by_ana, colour="teal")

    def report(self, parameters: dict[str, str] | None = None, by: Actor | None = None) -> Report:
        actor = by or self.by_ana
        return make(read_description(ReportKind.GOALS, parameters or {}, actor), Reader.of(actor))

    def goal(self, seconds: int = HOUR, period: str = "day", *, since: date | None = None, **values: Any) -> Goal:
        goal = create_goal(by=values.pop("by", self.by_ana), period=period, seconds=seconds, **values)
        if since:
            GoalTarget.objects.filter(goal=goal).update(since=since)
        return goal

    def log(self, seconds: int, days_ago: int = 0, **values: Any) -> None:
        create_entry(by=self.by_ana, day=self.day - timedelta(days=days_ago), duration=seconds, **values)

    def test_without_goals_it_says_how_to_begin(self) -> None:
        report = self.report()
        self.assertTrue(report.is_empty)
        self.assertEqual(report.title, "No goals yet")
        self.assertTrue(report.teaching.startswith("You have no goals yet."))

    def test_each_day_and_week_is_judged_as_by_hand(self) -> None:
        pick = random.Random(5)
        for zone in ZONES:
            for first_weekday in (0, 6):
                with self.subTest(zone=zone, first_weekday=first_weekday):
                    self.check(zone, first_weekday, pick)

    def check(self, zone: str, first_weekday: int, pick: random.Random) -> None:
        user = User.objects.create_user(
            f"{zone[:3]}{first_weekday}@example.org".lower(),
            None,
            name="P",
            time_zone=zone,
            first_weekday=first_weekday,
        )
        add_member(user, role=Role.MEMBER, by=self.by_olga)
        actor = Actor(user, self.by_olga.workspace, Role.MEMBER, Via.WEB)
        day = today(user.zone)
        since = day - timedelta(days=50)
        spent: Counter[date] = Counter()
        on_website: Counter[date] = Counter()
        for number in range(60):
            if pick.random() < 0.8:
                seconds, on = pick.randrange(0, 4 * HOUR, 60) + 60, pick.random() < 0.6
                worked = day - timedelta(days=number)
                create_entry(by=actor, day=worked, duration=seconds, project=self.website if on else None)
                spent[worked] += seconds
                on_website[worked] += seconds * on
        weekdays = sorted(pick.sample(range(7), 4))
        daily = self.goal(HOUR, by=actor, weekdays=weekdays, since=since)
        limit = self.goal(3 * HOUR, by=actor, weekdays=range(7), at_most=True, since=since)
        weekly = self.goal(8 * HOUR, "week", by=actor, about="project", subject=self.website, since=since)
        first = day - timedelta(days=29)
        expected: dict[Any, dict[date, bool | None]] = {daily.pk: {}, limit.pk: {}, weekly.pk: {}}
        for number in range(30):
            one = first + timedelta(days=number)
            if one.weekday() in weekdays:
                expected[daily.pk][one] = True if spent[one] >= HOUR else (None if one == day else False)
            over = spent[one] > 3 * HOUR
            expected[limit.pk][one] = False if over else (None if one == day else True)
            begin, end = week_of(one, first_weekday)
            week = sum(on_website[begin + timedelta(days=place)] for place in range(7))
            expected[weekly.pk][begin] = True if week >= 8 * HOUR else (None if end >= day else False)
        report = self.report(by=actor)
        days = report.tables[1]
        for group in days.rows:
            found = {row.values[1].id: MEANING[str(row.values[2])] for row in group.rows}  # type: ignore[union-attr]
            self.assertEqual(found, expected[group.values[0].id])  # type: ignore[union-attr]
        for row in report.table.rows:
            values = values_of(report.table, row)
            judged = [met for met in expected[values["goal"].id].values() if met is not None]
            self.assertEqual((values["reached"], values["judged"]), (sum(judged), len(judged)))
        met = sum(sum(filter(None, one.values())) for one in expected.values())
        judged_all = sum(sum(met is not None for met in one.values()) for one in expected.values())
        self.assertEqual(report.title, f"Reached {met} of {judged_all} times")

    def test_rows_go_beyond_the_period(self) -> None:
        self.goal(HOUR, weekdays=range(7), since=self.day - timedelta(days=20))
        for number in range(1, 16):
            self.log(HOUR, number)
        yesterday = str(self.day - timedelta(days=1))
        report = self.report({"from": yesterday, "to": yesterday})
        row = values_of(report.table, next(iter(report.table.rows)))
        self.assertEqual((row["reached"], row["judged"], row["streak"], row["longest_streak"]), (1, 1, 15, 15))
        self.assertEqual(report.lead, "1 h a day: 15 days in a row")

    def test_nobody_sees_the_goals_of_others(self) -> None:
        self.goal()
        self.log(HOUR)
        for by in (self.by_mara, self.by_olga, self.by_gil, self.by_boris):
            self.assertEqual(list(self.report(by=by).table.rows), [])

    def test_goals_put_away_are_left_out(self) -> None:
        archive_goal(self.goal(), by=self.by_ana)
        self.assertEqual(self.report().title, "No goals yet")

    def test_today_counts_once_it_is_decided(self) -> None:
        self.goal(HOUR, weekdays=range(7))
        self.assertEqual(self.report().title, "Nothing is decided yet in these days")
        self.log(HOUR)
        self.assertEqual(self.report().title, "Reached 1 of 1 time")

    def test_the_trend_is_the_share_of_the_target(self) -> None:
        self.goal(2 * HOUR, weekdays=range(7), since=self.day - timedelta(days=60))
        self.log(HOUR, 1)
        self.log(3 * HOUR, 2)
        [chart] = self.report().charts
        self.assertEqual((chart.type, chart.unit, len(chart.labels)), ("line", "percent", 30))
        self.assertEqual(chart.series[0].values[-3:], (150.0, 50.0, 0.0))

    def test_of_a_long_period_there_are_points_for_weeks(self) -> None:
        self.goal(2 * HOUR, weekdays=range(7), since=self.day - timedelta(days=90))
        self.goal(9 * HOUR, "week", since=self.day - timedelta(days=90))
        report = self.report({"from": str(self.day - timedelta(days=99)), "to": str(self.day)})
        self.assertEqual([chart.key for chart in report.charts], ["days", "weeks"])
        self.assertLess(len(report.charts[0].labels), 17)

    def test_a_running_timer_is_told_and_not_counted(self) -> None:
        self.goal(60, weekdays=range(7))
        start_timer(by=self.by_ana)
        report = self.report()
        self.assertTrue(report.is_running)
        self.assertEqual(report.title, "Nothing is decided yet in these days")

    def test_the_number_of_queries_does_not_grow(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as context:
                self.report()
            return len(context)

        self.goal()
        self.log(HOUR)
        few = queries()
        for number in range(10):
            self.goal(HOUR * (number + 1), since=self.day - timedelta(days=40))
            self.log(HOUR, number)
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 12)
