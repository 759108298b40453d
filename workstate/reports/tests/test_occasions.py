"""When a schedule comes due, also in the weeks in which clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workstate.reports.models import Frequency
from workstate.reports.saved.occasions import Rhythm

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def series(rhythm: Rhythm, start: datetime, count: int, zone: ZoneInfo = BERLIN) -> list[str]:
    found, instant = [], start
    for _number in range(count):
        instant = rhythm.next_after(instant, zone)
        found.append(instant.strftime("%m-%d %H:%M"))
    return found


class OccasionTests(SimpleTestCase):
    def test_a_weekly_one_keeps_its_wall_time_when_summer_begins_and_ends(self) -> None:
        rhythm = Rhythm(Frequency.WEEKLY, time(8), weekday=0)
        self.assertEqual(series(rhythm, utc("2026-03-20"), 3), ["03-23 07:00", "03-30 06:00", "04-06 06:00"])
        self.assertEqual(series(rhythm, utc("2026-10-18"), 3), ["10-19 06:00", "10-26 07:00", "11-02 07:00"])

    def test_a_time_that_the_clocks_skip_is_the_next_that_they_show(self) -> None:
        rhythm = Rhythm(Frequency.DAILY, time(2, 30))
        self.assertEqual(series(rhythm, utc("2026-03-28"), 3), ["03-28 01:30", "03-29 01:00", "03-30 00:30"])

    def test_a_time_that_they_show_twice_comes_once(self) -> None:
        rhythm = Rhythm(Frequency.DAILY, time(2, 30))
        self.assertEqual(series(rhythm, utc("2026-10-24"), 3), ["10-24 00:30", "10-25 00:30", "10-26 01:30"])

    def test_a_day_that_a_month_has_not_is_its_last(self) -> None:
        last = Rhythm(Frequency.MONTHLY, time(8), day_of_month=31)
        found = series(last, utc("2028-01-01"), 4, ZoneInfo("UTC"))
        self.assertEqual(found, ["01-31 08:00", "02-29 08:00", "03-31 08:00", "04-30 08:00"])
        thirtieth = Rhythm(Frequency.MONTHLY, time(8), day_of_month=30)
        self.assertEqual(series(thirtieth, utc("2026-02-01"), 2, ZoneInfo("UTC")), ["02-28 08:00", "03-30 08:00"])

    def test_weekdays_leave_out_saturday_and_sunday(self) -> None:
        rhythm = Rhythm(Frequency.WEEKDAYS, time(8))
        found = series(rhythm, utc("2026-11-26T12:00"), 3, ZoneInfo("UTC"))
        self.assertEqual(found, ["11-27 08:00", "11-30 08:00", "12-01 08:00"])

    def test_a_day_that_an_island_skipped_comes_when_it_begins_again(self) -> None:
        # Samoa had no 30 December 2011.
        rhythm = Rhythm(Frequency.DAILY, time(8))
        moment = rhythm.moment(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
        self.assertEqual(moment, utc("2011-12-30T10:00"))

    # Slow only where the machine is busy.
    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(
        st.sampled_from([*Frequency]),
        st.times(),
        st.integers(0, 6),
        st.integers(1, 31),
        st.integers(1_704_067_200, 1_893_456_000),
        st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
    )
    def test_next_and_last_are_neighbours(
        self, frequency: Frequency, at: time, weekday: int, day: int, instant: int, zone_name: str
    ) -> None:
        rhythm, zone, now = (
            Rhythm(frequency, at, weekday, day),
            ZoneInfo(zone_name),
            datetime.fromtimestamp(instant, UTC),
        )
        last, following = rhythm.last_until(now, zone), rhythm.next_after(now, zone)
        self.assertLessEqual(last, now)
        self.assertGreater(following, now)
        self.assertEqual(rhythm.next_after(last, zone), following)
        self.assertEqual(rhythm.last_until(following, zone), following)
