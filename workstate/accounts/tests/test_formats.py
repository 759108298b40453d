"""How days and times read: in the person's zone, their order, their clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from django.utils import timezone

from workstate.accounts.formats import Formats, current_formats, written_as
from workstate.accounts.models import DateOrder, TimeFormat

MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


class FormatsTest(SimpleTestCase):
    berlin = Formats(ZoneInfo("Europe/Berlin"), now=AT)
    new_york = Formats(ZoneInfo("America/New_York"), DateOrder.MONTH_FIRST, TimeFormat.HOURS_12, now=AT)
    kathmandu = Formats(ZoneInfo("Asia/Kathmandu"), DateOrder.YEAR_FIRST, now=AT)

    def test_dates_in_each_order(self) -> None:
        day = date(2026, 12, 3)
        self.assertEqual(
            [f.short_date(day) for f in (self.berlin, self.new_york, self.kathmandu)],
            ["03.12.2026", "12/03/2026", "2026-12-03"],
        )
        other = date(2031, 2, 3)
        self.assertEqual([f.month_day(other) for f in (self.berlin, self.new_york)], ["3 Feb 2031", "Feb 3, 2031"])
        self.assertEqual([f.weekday_date(day) for f in (self.berlin, self.new_york)], ["Thu 3 Dec", "Thu Dec 3"])
        self.assertEqual([f.full_day(day) for f in (self.berlin, self.new_york)], ["Thu 3 December", "Thu December 3"])

    def test_stretches_of_days_say_no_month_and_no_year_twice(self) -> None:
        week = MONDAY, MONDAY + timedelta(6)
        self.assertEqual([f.days(*week) for f in (self.berlin, self.new_york)], ["23–29 Nov", "Nov 23–29"])
        said = {
            (MONDAY, MONDAY): "Mon 23 Nov",
            (MONDAY, date(2026, 12, 6)): "23 Nov – 6 Dec",
            (date(2025, 11, 3), date(2025, 11, 9)): "3–9 Nov 2025",
            (date(2025, 9, 29), date(2025, 10, 5)): "29 Sep – 5 Oct 2025",
            (date(2025, 12, 29), date(2026, 1, 4)): "29 Dec 2025 – 4 Jan 2026",
        }
        for (first, last), words in said.items():
            self.assertEqual(self.berlin.days(first, last), words)
        self.assertEqual(self.new_york.days(date(2025, 11, 3), date(2025, 11, 9)), "Nov 3–9, 2025")

    def test_times_in_both_ways_and_in_the_zone(self) -> None:
        at = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
        self.assertEqual(
            [f.time(at) for f in (self.berlin, self.new_york, self.kathmandu)], ["00:05", "6:05 pm", "03:50"]
        )

    def test_midnight_and_noon_on_the_clock_of_twelve(self) -> None:
        said = [self.new_york.time(time(hour)) for hour in (0, 1, 11, 12, 23)]
        self.assertEqual(said, ["12:00 am", "1:00 am", "11:00 am", "12:00 pm", "11:00 pm"])

    def test_near_days_have_names_and_far_ones_dates(self) -> None:
        said = {
            0: "today",
            1: "tomorrow",
            -1: "yesterday",
            4: "Fri",
            6: "Sun",
            7: "30 Nov",
            -3: "Fri",
            -6: "Tue",
            -7: "16 Nov",
            10: "3 Dec",
            400: "28 Dec 2027",
        }
        for distance, words in said.items():
            self.assertEqual(self.berlin.day(MONDAY + timedelta(distance)), words)
        names = [self.berlin.day_name(MONDAY - timedelta(days)) for days in range(3)]
        self.assertEqual(names, ["Today", "Yesterday", "Saturday"])

    def test_today_is_the_readers_own(self) -> None:
        late = replace(self.berlin, now=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
        self.assertEqual(late.moment(datetime(2026, 11, 23, 23, 5, tzinfo=UTC)), "today 00:05")

    def test_a_moment_just_past_is_told_by_how_long_ago_it_was(self) -> None:
        said = [self.berlin.ago(AT - timedelta(minutes=minutes)) for minutes in (0, 5, 6, 59, 60, 1440)]
        self.assertEqual(
            said, ["just now", "just now", "6 minutes ago", "59 minutes ago", "today 11:00", "yesterday 12:00"]
        )

    def test_they_hold_for_one_request_and_with_the_zone(self) -> None:
        with written_as(self.new_york):
            self.assertEqual(current_formats(), self.new_york)
            self.assertEqual(timezone.get_current_timezone(), self.new_york.zone)
            with written_as(self.kathmandu):
                self.assertEqual(current_formats(), self.kathmandu)
            self.assertEqual(current_formats(), self.new_york)
        self.assertEqual(current_formats().zone, ZoneInfo("UTC"))

    def test_last_days_of_the_calendar_do_not_break(self) -> None:
        for day in (date.min, date.max, date(1970, 1, 1), date(2199, 12, 31)):
            for formats in (self.berlin, self.new_york, self.kathmandu):
                self.assertTrue(formats.day(day) and formats.full_day(day) and formats.exact(day))
