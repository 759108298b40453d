"""What is left day by day, the even line, and the forecast from the pace of late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from workstate.accounts.formats import Formats
from workstate.budgets.burndown import MOST_POINTS, Burndown, burndown_of
from workstate.budgets.models import Budget
from workstate.budgets.periods import span_of
from workstate.budgets.standing import Standing
from workstate.budgets.sums import Used
from workstate.core.durations import HOUR


class BurndownTest(SimpleTestCase):
    def drawn(
        self, used: dict[date, int], today: date, *, hours: int = 30, running: int = 0, **values: Any
    ) -> Burndown:
        made = datetime(2026, 1, 1, tzinfo=UTC)
        budget = Budget(kind="time", seconds=hours * HOUR, created_at=made, **values)
        by_day = {day: Used(spent * HOUR) for day, spent in used.items()}
        all_used = sum(by_day.values(), Used())
        standing = Standing(budget, span_of(budget, today), all_used, Used(running))
        now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
        return burndown_of(standing, by_day, Formats(ZoneInfo("UTC"), now=now))

    def test_a_month_goes_down_beside_the_even_line_to_nothing_on_its_last_day(self) -> None:
        found = self.drawn({date(2026, 4, 1): 2, date(2026, 4, 10): 3}, date(2026, 4, 10), period="month")
        by_day = {point.day: point for point in found.points}
        self.assertEqual(len(by_day), 30)
        self.assertEqual([by_day[date(2026, 4, day)].left for day in (1, 9, 10)], [28 * HOUR, 28 * HOUR, 25 * HOUR])
        self.assertIsNone(by_day[date(2026, 4, 11)].left)
        self.assertEqual(by_day[date(2026, 4, 10)].even, 20 * HOUR)
        self.assertEqual(by_day[date(2026, 4, 30)].even, 0)
        # Half an hour a day for ten days: twenty more make fifteen hours.
        self.assertEqual(by_day[date(2026, 4, 30)].ahead, 15 * HOUR)
        self.assertEqual(found.forecast, "At the recent pace 50 % will be used by Thu 30 Apr.")

    def test_what_is_used_up_before_the_end_is_foreseen(self) -> None:
        found = self.drawn({date(2026, 4, day): 2 for day in range(1, 11)}, date(2026, 4, 10), period="month")
        self.assertEqual(found.forecast, "At the recent pace it is used up about Wed 15 Apr.")

    def test_what_is_used_up_says_since_when_and_foresees_nothing(self) -> None:
        found = self.drawn({date(2026, 4, 2): 20, date(2026, 4, 5): 10}, date(2026, 4, 10), period="month")
        self.assertEqual(found.forecast, "Used up since Sun 5 Apr.")
        self.assertTrue(all(point.ahead is None for point in found.points))

    def test_a_whole_project_begins_with_its_first_time_and_has_no_even_line_without_an_end(self) -> None:
        found = self.drawn({date(2025, 11, 1): 1, date(2026, 4, 10): 1}, date(2026, 4, 10))
        self.assertEqual(found.points[-1].left is None, True)
        self.assertFalse(found.has_even)
        self.assertLessEqual(len(found.points), MOST_POINTS + 2)
        self.assertEqual(sum(point.used or 0 for point in found.points), 2 * HOUR)

    def test_nothing_used_is_said(self) -> None:
        self.assertEqual(self.drawn({}, date(2026, 4, 10)).forecast, "Nothing is used yet.")
        old = {date(2026, 1, 10): 3}
        self.assertEqual(self.drawn(old, date(2026, 4, 10)).forecast, "Nothing was used in the last four weeks.")

    def test_what_runs_counts_for_today(self) -> None:
        found = self.drawn({date(2026, 4, 9): 1}, date(2026, 4, 10), running=HOUR, period="month")
        left = {point.day: point.left for point in found.points}
        self.assertEqual(left[date(2026, 4, 10)], 28 * HOUR)

    def test_a_period_that_is_over_or_to_come_foresees_nothing(self) -> None:
        ends: dict[str, Any] = {"starts": date(2026, 3, 1), "ends": date(2026, 3, 31)}
        over = self.drawn({date(2026, 3, 5): 1}, date(2026, 4, 10), **ends)
        self.assertEqual(over.forecast, "The period is over.")
        self.assertEqual(over.points[-1].day, date(2026, 3, 31))
        later: dict[str, Any] = {"starts": date(2026, 6, 1), "ends": date(2026, 6, 30)}
        self.assertEqual(self.drawn({}, date(2026, 4, 10), **later).points[0].day, date(2026, 6, 1))

    def test_ten_years_are_drawn_in_a_hundred_points(self) -> None:
        used = {date(2016, 1, 1) + timedelta(days=7 * week): 1 for week in range(530)}
        found = self.drawn(used, date(2026, 4, 10), hours=1000)
        self.assertLessEqual(len(found.points), MOST_POINTS + 2)
        self.assertEqual(sum(point.used or 0 for point in found.points), sum(used.values()) * HOUR)

    def test_the_table_and_the_chart_say_the_same(self) -> None:
        found = self.drawn({date(2026, 4, 1): 2}, date(2026, 4, 3), period="month")
        self.assertEqual(found.past[0], ("Wed 1 Apr", "2 h", "28 h", "29 h"))
        self.assertEqual(found.data["datasets"][0]["data"][:4], [28 * HOUR, 28 * HOUR, 28 * HOUR, None])
