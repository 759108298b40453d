from __future__ import annotations

from datetime import date, timedelta

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from workstate.blueprints.days import Calendar
from workstate.core.errors import Invalid

MONDAY, FRIDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 7)
DAYS = st.dates(min_value=date(1971, 1, 1), max_value=date(2150, 1, 1))


class CalendarTest(SimpleTestCase):
    def test_days_keep_their_distance(self) -> None:
        calendar = Calendar(MONDAY, SATURDAY)
        self.assertEqual([calendar.day(n) for n in (0, 1, 7)], [SATURDAY, date(2026, 3, 8), date(2026, 3, 14)])

    def test_with_workdays_a_weekend_is_stepped_over(self) -> None:
        calendar = Calendar(MONDAY, FRIDAY, workdays=True)
        # Monday, Tuesday, Friday and the Monday after it, begun on a Friday.
        self.assertEqual(
            [calendar.day(n) for n in (0, 1, 4, 7)],
            [FRIDAY, date(2026, 3, 9), date(2026, 3, 12), date(2026, 3, 13)],
        )

    def test_with_workdays_a_start_on_a_weekend_is_the_monday_after(self) -> None:
        self.assertEqual(Calendar(MONDAY, SATURDAY, workdays=True).day(0), date(2026, 3, 9))

    @given(first=DAYS, start=DAYS, distances=st.lists(st.integers(0, 10_000), min_size=1))
    def test_workdays_are_workdays_and_stay_in_order(self, first: date, start: date, distances: list[int]) -> None:
        calendar = Calendar(first, start, workdays=True)
        days = [calendar.day(distance) for distance in sorted(distances)]
        self.assertTrue(all(day.weekday() < 5 and day >= start for day in days))
        self.assertEqual(days, sorted(days))

    @given(first=DAYS, weeks=st.integers(-50, 50), distance=st.integers(0, 3000))
    def test_whole_weeks_move_workdays_by_whole_weeks(self, first: date, weeks: int, distance: int) -> None:
        day = first + timedelta(days=distance)
        if first.weekday() < 5 and day.weekday() < 5:
            moved = Calendar(first, first + timedelta(weeks=weeks), workdays=True).day(distance)
            self.assertEqual(moved, day + timedelta(weeks=weeks))

    def test_days_that_no_plan_can_mean_are_refused(self) -> None:
        for workdays in (False, True):
            for distance in (100_000, 3_000_000, 10**12):
                with self.assertRaises(Invalid) as refused:
                    Calendar(MONDAY, date(2199, 12, 1), workdays).day(distance)
                self.assertIn("start", refused.exception.message_dict)
