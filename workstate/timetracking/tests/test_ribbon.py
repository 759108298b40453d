"""The line over a day: what lies where, on days of 23, 24 and 25 hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from unittest import TestCase
from zoneinfo import ZoneInfo

from workstate.core.clock import start_of_day
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.ribbon import WIDTH, Ribbon, ribbon_of

BERLIN = ZoneInfo("Europe/Berlin")


def on(day: date, *spans: tuple[str, str], zone: ZoneInfo = BERLIN) -> Ribbon | None:
    """The line of the day with entries from one instant to another, as ISO 8601; without an end it runs."""
    entries = [
        TimeEntry(started_at=datetime.fromisoformat(start), stopped_at=datetime.fromisoformat(end) if end else None)
        for start, end in spans
    ]
    bounds = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    return ribbon_of(entries, bounds, zone, current=bounds[1])


class RibbonTest(TestCase):
    def test_an_ordinary_day_reaches_from_six_to_twenty_two(self) -> None:
        found = on(date(2026, 3, 2), ("2026-03-02T10:00+01:00", "2026-03-02T14:00+01:00"))
        assert found
        self.assertEqual(found.seconds, 16 * 3600)
        self.assertEqual([(block.x, block.width) for block in found.blocks], [(WIDTH // 4, WIDTH // 4)])
        self.assertEqual(len(found.hours), 5)  # 9, 12, 15, 18 and 21 o'clock

    def test_early_and_late_time_widens_it_to_full_hours_and_no_further_than_the_day(self) -> None:
        found = on(
            date(2026, 3, 2),
            ("2026-03-02T04:20+01:00", "2026-03-02T05:00+01:00"),
            ("2026-03-02T22:00+01:00", "2026-03-03T03:00+01:00"),
            ("2026-03-01T23:00+01:00", "2026-03-02T00:30+01:00"),
        )
        assert found
        self.assertEqual(found.seconds, 24 * 3600)
        self.assertEqual(found.blocks[0].x, 0)
        self.assertEqual(found.blocks[-1].x + found.blocks[-1].width, WIDTH)

    def test_days_on_which_the_clock_is_changed_are_as_long_as_they_were(self) -> None:
        for day, hours in [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)]:
            start = start_of_day(day, BERLIN)
            end = start_of_day(day + timedelta(days=1), BERLIN)
            found = on(day, (start.isoformat(), end.isoformat()))
            assert found
            self.assertEqual(found.seconds, hours * 3600)
            self.assertEqual([(block.x, block.width) for block in found.blocks], [(0, WIDTH)])

    def test_what_takes_a_moment_is_seen_and_what_runs_reaches_to_now(self) -> None:
        found = on(
            date(2026, 3, 2), ("2026-03-02T10:00+01:00", "2026-03-02T10:00:01+01:00"), ("2026-03-02T20:00+01:00", "")
        )
        assert found
        self.assertTrue(all(block.width >= 3 for block in found.blocks))
        self.assertTrue(all(0 <= block.x < block.x + block.width <= WIDTH for block in found.blocks))
        self.assertEqual(found.blocks[-1].x + found.blocks[-1].width, WIDTH)

    def test_without_clock_times_there_is_none(self) -> None:
        self.assertIsNone(on(date(2026, 3, 2)))
        self.assertIsNone(on(date(2026, 3, 2), ("2026-03-05T10:00+01:00", "2026-03-05T11:00+01:00")))
