"""Who is told of a goal, when, and that it is once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.actions import change_working_hours
from workstate.accounts.working_week import WorkingDay
from workstate.core.actor import Actor
from workstate.core.clock import instant_of
from workstate.focus.actions.goals import archive_goal, change_goal, create_goal
from workstate.focus.goal_watch import tell_of_goals, work_left
from workstate.focus.models import Goal, GoalTarget
from workstate.projects.actions import create_project
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import Notice
from workstate.workspaces.models import Membership

HOUR = 3600
WEDNESDAY = date(2026, 11, 18)


class GoalNoticesTest(CastTestCase):
    """It is Wednesday; people work from 9 to 17 in Berlin."""

    def goal(self, hours: float = 6, by: Actor | None = None, **values: Any) -> Goal:
        goal = create_goal(**{"by": by or self.by_ana, "period": "day", "seconds": int(hours * HOUR), **values})
        GoalTarget.objects.filter(goal=goal).update(since=date(2026, 11, 2))
        return goal

    def log(self, hours: float, day: date = WEDNESDAY, by: Actor | None = None, **values: Any) -> None:
        create_entry(by=by or self.by_ana, day=day, duration=int(hours * HOUR), **values)

    def at(self, hour: int, minute: int = 0, day: date = WEDNESDAY) -> datetime:
        return instant_of(day, time(hour, minute), self.by_ana.zone)

    def told(self, at: datetime) -> list[str]:
        before = set(Notice.objects.values_list("pk", flat=True))
        tell_of_goals(at)
        return sorted(Notice.objects.exclude(pk__in=before).values_list("kind", flat=True))

    def test_what_is_reached_is_told_once_a_day(self) -> None:
        goal = self.goal()
        self.log(5)
        self.assertEqual(self.told(self.at(12)), [])
        self.log(1)
        self.assertEqual(self.told(self.at(12)), ["goal_reached"])
        notice = Notice.objects.get()
        self.assertEqual((notice.user, notice.workspace), (self.ana, goal.workspace))
        self.assertEqual((notice.data["seconds"], notice.data["wanted"]), (6 * HOUR, 6 * HOUR))
        self.log(3)
        self.assertEqual(self.told(self.at(16)), [])
        notice.dismissed_at = self.at(17)
        notice.save()
        self.assertEqual(self.told(self.at(18)), [])
        self.log(6, date(2026, 11, 19))
        self.assertEqual(self.told(self.at(12, day=date(2026, 11, 19))), ["goal_reached"])

    def test_a_running_timer_reaches_it_too(self) -> None:
        self.goal(1)
        entry = start_timer(by=self.by_ana)
        entry.started_at, entry.day = self.at(9), WEDNESDAY
        entry.save(update_fields=["started_at", "day"])
        self.assertEqual(self.told(self.at(9, 59)), [])
        self.assertEqual(self.told(self.at(10)), ["goal_reached"])

    def test_a_limit_is_told_when_it_is_exceeded(self) -> None:
        self.goal(2, at_most=True, period="week")
        self.log(2)
        self.assertEqual(self.told(self.at(16, 59)), [])
        self.log(0.1)
        self.assertEqual(self.told(self.at(16, 59)), ["goal_reached"])
        self.client.force_login(self.ana)
        self.assertContains(self.client.get("/acme/today/"), "over your limit for the week: 2 h 6 m of at most 2 h")

    def test_a_day_is_at_risk_in_the_last_quarter_of_work_when_it_no_longer_fits(self) -> None:
        self.goal(6)
        self.log(3)
        self.assertEqual(self.told(self.at(14, 59)), [])
        self.assertEqual(self.told(self.at(8)), [])
        self.assertEqual(self.told(self.at(17)), [])  # Nobody is at work any more.
        self.assertEqual(self.told(self.at(15)), ["goal_at_risk"])
        self.assertEqual(self.told(self.at(16)), [])
        self.client.force_login(self.ana)
        self.assertContains(self.client.get("/acme/today/"), "Your goal for today is at risk: 3 h of 6 h")

    def test_what_nearly_fits_is_not_at_risk(self) -> None:
        self.goal(6)
        self.log(3.5)
        self.assertEqual(self.told(self.at(15)), [])

    def test_a_week_is_at_risk_when_its_last_ten_hours_do_not_suffice(self) -> None:
        self.goal(32, period="week")
        self.log(18)
        self.assertEqual(self.told(self.at(16)), [])
        thursday = date(2026, 11, 19)
        self.assertEqual(self.told(self.at(14, 59, day=thursday)), [])
        self.assertEqual(self.told(self.at(15, day=thursday)), ["goal_at_risk"])

    def test_without_working_hours_nothing_is_at_risk(self) -> None:
        change_working_hours(self.ana, [None] * 7)
        self.goal(6, weekdays=range(7))
        self.log(1)
        self.assertEqual(self.told(self.at(16)), [])

    def test_a_pause_counts_evenly_over_the_day(self) -> None:
        change_working_hours(self.ana, [WorkingDay(time(9), time(17), 6 * HOUR)] * 7)
        self.ana.refresh_from_db()
        week = self.ana.working_week
        self.assertEqual(work_left(week, WEDNESDAY, self.at(13)), 3 * HOUR)
        self.assertEqual(work_left(week, date(2026, 11, 19), self.at(13)), 6 * HOUR)

    def test_nobody_else_is_told(self) -> None:
        for values in ({"notifies": False}, {}, {"weekdays": [0]}):
            goal = self.goal(1, **values)
            if not values:
                archive_goal(goal, by=self.by_ana)
        self.log(2)
        self.goal(1, by=self.by_mara)
        self.log(2, by=self.by_mara)
        Membership.objects.filter(user=self.mara).delete()
        self.goal(1, by=self.by_gil, weekdays=range(7))
        self.log(2, date(2026, 10, 1), by=self.by_gil)
        self.assertEqual(self.told(self.at(12)), [])

    def test_who_wants_to_be_told_after_all_is(self) -> None:
        goal = self.goal(1, notifies=False)
        self.log(2)
        change_goal(goal, by=self.by_ana, notifies=True)
        self.assertEqual(self.told(self.at(12)), ["goal_reached"])

    def test_the_price_does_not_grow_with_the_goals(self) -> None:
        website = create_project("Website", by=self.by_ana)
        self.goal()
        self.log(1)
        tell_of_goals(self.at(12))
        with CaptureQueriesContext(connection) as few:
            tell_of_goals(self.at(12))
        for _ in range(5):
            self.goal(about="project", subject=website)
            self.goal(by=self.by_mara)
        self.log(1, by=self.by_mara)
        with self.assertNumQueries(len(few)):
            tell_of_goals(self.at(12))
        self.assertEqual(datetime(2026, 11, 18, 11, tzinfo=UTC), self.at(12))
