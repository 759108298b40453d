"""Where instants stand on days that are drawn by the clock. No database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from workstate.core.clock import zone_names
from workstate.core.lanes import beside
from workstate.timetracking.calendar.axis import A_DAY, HOUR, Axis, Mark, placed

BERLIN = ZoneInfo("Europe/Berlin")
H = HOUR


def week(day: date, zone: ZoneInfo) -> Axis:
    return Axis.of([day + timedelta(days=ahead) for ahead in range(7)], zone)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class AxisTests(SimpleTestCase):
    def test_an_ordinary_week_is_drawn_by_the_wall_clock(self) -> None:
        axis = week(date(2026, 11, 23), BERLIN)
        self.assertEqual(axis.length, A_DAY)
        self.assertEqual(axis.marks, [Mark(hour * H, hour) for hour in range(24)])
        day = date(2026, 11, 24)
        self.assertEqual(axis.place(day, at("2026-11-24T09:30+01:00")), 9 * H + 1800)
        self.assertEqual(axis.holes(day), [])
        self.assertIsNone(axis.place(day, at("2026-11-25T00:00+01:00")))

    def test_both_passes_of_an_hour_shown_twice_have_their_own_place(self) -> None:
        axis = week(date(2026, 10, 19), BERLIN)
        day = date(2026, 10, 25)
        self.assertEqual((axis.length, axis.seconds_of(day)), (25 * H, 25 * H))
        self.assertEqual(axis.place(day, at("2026-10-25T02:30+02:00")), 2 * H + 1800)
        self.assertEqual(axis.place(day, at("2026-10-25T02:30+01:00")), 3 * H + 1800)
        self.assertEqual(axis.place(day, at("2026-10-25T03:00+01:00")), 4 * H)
        self.assertEqual(axis.span(day, at("2026-10-25T01:30+02:00"), at("2026-10-25T03:30+01:00")), (5400, 16200))
        self.assertEqual(axis.holes(day), [])

    def test_the_other_days_of_that_week_have_a_hole_where_the_hour_is_shown_again(self) -> None:
        axis = week(date(2026, 10, 19), BERLIN)
        day = date(2026, 10, 21)
        self.assertEqual(axis.holes(day), [(3 * H, 4 * H)])
        self.assertEqual(axis.place(day, at("2026-10-21T09:00+02:00")), 10 * H)
        self.assertEqual(axis.place(date(2026, 10, 25), at("2026-10-25T09:00+01:00")), 10 * H)
        self.assertEqual([mark.at // H for mark in axis.marks if mark.hour == 2], [2, 3])
        self.assertEqual([mark.again for mark in axis.marks if mark.hour == 2], [False, True])

    def test_an_hour_that_is_left_out_is_a_hole(self) -> None:
        axis = week(date(2026, 3, 23), BERLIN)
        day = date(2026, 3, 29)
        self.assertEqual((axis.length, axis.seconds_of(day)), (A_DAY, 23 * H))
        self.assertEqual(axis.holes(day), [(2 * H, 3 * H)])
        self.assertEqual(axis.place(day, at("2026-03-29T03:00+02:00")), 3 * H)
        self.assertEqual(axis.span(day, at("2026-03-29T01:30+01:00"), at("2026-03-29T03:30+02:00")), (5400, 12600))

    def test_half_an_hour_may_be_shown_twice(self) -> None:
        axis = Axis.of([date(2026, 4, 5)], ZoneInfo("Australia/Lord_Howe"))
        self.assertEqual(axis.length, A_DAY + 1800)
        self.assertEqual(axis.place(date(2026, 4, 5), at("2026-04-05T01:45+11:00")), 6300)
        self.assertEqual(axis.place(date(2026, 4, 5), at("2026-04-05T01:45+10:30")), 8100)

    def test_a_day_that_was_left_out_has_no_room_for_anything(self) -> None:
        axis = week(date(2011, 12, 26), ZoneInfo("Pacific/Apia"))
        self.assertEqual(axis.holes(date(2011, 12, 30)), [(0, A_DAY)])
        self.assertEqual(axis.seconds_of(date(2011, 12, 30)), 0)
        self.assertEqual(axis.place(date(2011, 12, 31), at("2011-12-31T08:00+14:00")), 8 * H)

    def test_what_goes_over_midnight_reaches_to_the_end_and_from_the_top(self) -> None:
        axis = week(date(2026, 11, 23), BERLIN)
        span = at("2026-11-23T22:00+01:00"), at("2026-11-24T01:15+01:00")
        self.assertEqual(axis.span(date(2026, 11, 23), *span), (22 * H, A_DAY))
        self.assertEqual(axis.span(date(2026, 11, 24), *span), (0, H + 900))
        self.assertIsNone(axis.span(date(2026, 11, 25), *span))
        ends = at("2026-11-23T22:00+01:00"), at("2026-11-24T00:00+01:00")
        self.assertIsNone(axis.span(date(2026, 11, 24), *ends))

    def test_an_entry_of_no_length_stands_on_its_day_alone(self) -> None:
        axis = week(date(2026, 11, 23), BERLIN)
        moment = at("2026-11-24T00:00+01:00")
        self.assertIsNone(axis.span(date(2026, 11, 23), moment, moment))
        self.assertEqual(axis.span(date(2026, 11, 24), moment, moment), (0, 0))

    def test_places_are_said_to_the_minute(self) -> None:
        self.assertEqual(placed(9 * H + 33 * 60, 48 * 60), "h9 m6 f3 t0 u9 g3")

    @settings(max_examples=150, deadline=None)
    @given(
        zone=st.sampled_from(sorted(zone_names())).map(ZoneInfo),
        day=st.dates(date(1990, 1, 1), date(2037, 12, 20)),
        seconds=st.integers(0, 7 * A_DAY - 1),
    )
    def test_every_instant_of_a_week_has_one_place_and_the_days_are_as_long_as_they_were(
        self, zone: ZoneInfo, day: date, seconds: int
    ) -> None:
        axis = week(day, zone)
        instant = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone).astimezone(UTC)
        instant += timedelta(seconds=seconds % (5 * A_DAY))
        shown = instant.astimezone(zone).date()
        self.assertEqual([one for one in axis.days if axis.place(one, instant) is not None], [shown])
        place = axis.place(shown, instant)
        assert place is not None
        self.assertTrue(0 <= place < axis.length)
        for one, runs in axis.days.items():
            ordered = sorted(runs, key=lambda run: run.at)
            self.assertTrue(all(a.end <= b.at for a, b in pairwise(ordered)), (one, ordered))
            hours = sum(end - begin for begin, end in axis.holes(one))
            self.assertEqual(axis.seconds_of(one) + hours, axis.length)


class LaneTests(SimpleTestCase):
    def test_what_overlaps_stands_side_by_side_and_what_touches_does_not(self) -> None:
        lanes = beside([(0, 60, "a"), (30, 60, "b"), (60, 20, "c"), (120, 30, "d")])
        self.assertEqual(
            [(lane.thing, lane.column, lane.columns) for lane in lanes],
            [("a", 0, 2), ("b", 1, 2), ("c", 0, 2), ("d", 0, 1)],
        )

    def test_of_more_than_nine_the_last_lie_over_each_other(self) -> None:
        lanes = beside([(0, 60, number) for number in range(12)])
        self.assertEqual([lane.column for lane in lanes[-4:]], [8, 8, 8, 8])
        self.assertEqual({lane.columns for lane in lanes}, {9})
