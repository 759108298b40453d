from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workstate.core.clock import now, today
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import Period, days_in, latest_period, tracked_on
from workstate.timetracking.tests.case import HTMX, TimeTestCase


class DayListTest(TimeTestCase):
    def at(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        day = today(self.by_ana.zone) - timedelta(days=days_ago)
        return datetime.combine(day, datetime.min.time(), tzinfo=self.by_ana.zone).replace(hour=hour, minute=minute)

    def entry(self, days_ago: int, hour: int, *, minutes: int = 60, **more: Any) -> TimeEntry:
        start = self.at(days_ago, hour)
        return create_entry(by=self.by_ana, started_at=start, stopped_at=start + timedelta(minutes=minutes), **more)

    def test_an_empty_list_teaches(self) -> None:
        self.assertContains(self.client.get(self.url("day-list")), "No time yet.")

    def test_days_come_newest_first_each_with_its_total(self) -> None:
        self.entry(3, 9, description="older")
        self.entry(1, 9, minutes=30)
        self.entry(1, 11, minutes=15)
        days = self.client.get(self.url("day-list")).context["days"]
        self.assertEqual([day.total.seconds for day in days.days], [45 * 60, 3600])
        self.assertEqual(
            [line.entry.started_at.hour for line in days.days[0].lines],
            sorted([line.entry.started_at.hour for line in days.days[0].lines], reverse=True),
        )

    def test_the_running_timer_counts_in_its_day_and_week(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=3))
        days = days_in(self.by_ana, latest_period(self.by_ana))
        entry = self.running()
        assert entry is not None
        self.assertEqual(days.days[0].total.running_since, entry.started_at)
        response = self.client.get(self.url("day-list"))
        self.assertContains(response, "data-elapsed-base")

    def test_an_entry_over_midnight_stands_whole_on_the_day_of_its_start_and_counts_on_both(self) -> None:
        entry = self.entry(2, 22, minutes=210)
        self.entry(1, 9, minutes=30)
        days = days_in(self.by_ana, latest_period(self.by_ana))
        start = today(self.by_ana.zone) - timedelta(days=2)
        self.assertEqual(
            [(day.date, day.total.seconds, len(day.lines)) for day in days.days],
            [(start + timedelta(days=1), 7200, 1), (start, 7200, 1)],
        )
        self.assertEqual([(part.entry, part.seconds) for part in days.days[0].carried], [(entry, 5400)])
        self.assertEqual(days.days[1].carried, [])
        self.assertContains(self.client.get(self.url("entry-row", entry.pk), headers=HTMX), "Ends 1 day later")
        self.assertContains(self.client.get(self.url("day-list")), "1:30 from an entry begun on")

    def test_a_day_that_has_but_the_end_of_a_night_is_shown(self) -> None:
        self.entry(2, 22, minutes=240)
        days = days_in(self.by_ana, latest_period(self.by_ana)).days
        self.assertEqual([(day.total.seconds, len(day.lines)) for day in days], [(7200, 0), (7200, 1)])

    def test_a_timer_over_midnight_counts_today_from_midnight_on(self) -> None:
        start_timer(self.task, by=self.by_ana, at=self.at(1, 20))
        days = days_in(self.by_ana, latest_period(self.by_ana))
        self.assertEqual(
            [(d.total.seconds, d.total.running_since) for d in days.days], [(0, self.at(0, 0)), (14400, None)]
        )
        self.assertEqual(days.today_total, days.days[0].total)
        passed = int((now() - self.at(0, 0)).total_seconds())
        self.assertAlmostEqual(tracked_on(self.by_ana, days.today), passed, delta=2)
        self.assertEqual(tracked_on(self.by_ana, days.today - timedelta(days=1)), 14400)
        self.assertEqual(tracked_on(self.by_ana, days.today - timedelta(days=2)), 0)
        self.assertEqual(days.week_total.running_since, self.at(0, 0))

    def test_a_gap_is_shown_below_what_follows_it(self) -> None:
        monday = date(2026, 3, 2)
        for begins, ends in [((9, 30), (10, 15)), ((11, 0), (12, 0)), ((12, 3), (13, 0))]:
            start, end = (datetime.combine(monday, time(*at), tzinfo=self.by_ana.zone) for at in (begins, ends))
            create_entry(by=self.by_ana, started_at=start, stopped_at=end)
        [day] = days_in(self.by_ana, Period(monday, monday)).days
        self.assertEqual([line.gap.seconds if line.gap else 0 for line in day.lines], [0, 45 * 60, 0])
        page = self.client.get(self.url("day-list"), {"since": "2026-03-02", "until": "2026-03-02"})
        self.assertContains(page, "45 m not tracked")

    def test_overlaps_are_marked_and_touching_ends_are_not(self) -> None:
        first, second = self.entry(1, 9, minutes=90), self.entry(1, 10)
        third = self.entry(1, 11)
        lines = {
            line.entry.pk: line.overlaps for line in days_in(self.by_ana, latest_period(self.by_ana)).days[0].lines
        }
        self.assertEqual(lines, {first.pk: True, second.pk: True, third.pk: False})

    def test_a_long_entry_overlaps_all_that_lies_within_it(self) -> None:
        self.entry(1, 8, minutes=300)
        self.entry(1, 9, minutes=10)
        self.entry(1, 11, minutes=10)
        lines = days_in(self.by_ana, latest_period(self.by_ana)).days[0].lines
        self.assertEqual([line.overlaps for line in lines], [True, True, True])

    def test_earlier_days_are_one_click_away_wherever_they_are(self) -> None:
        self.entry(1, 9)
        self.entry(40, 9, description="last month")
        page = self.client.get(self.url("day-list"))
        self.assertNotContains(page, "last month")
        earlier = page.context["days"].earlier
        wider = self.client.get(self.url("day-list"), {"since": earlier.first.isoformat()}, headers=HTMX)
        self.assertContains(wider, "last month")
        self.assertIsNone(wider.context["days"].earlier)

    def test_what_is_very_long_ago_has_a_page_of_its_own(self) -> None:
        self.entry(1, 9)
        self.entry(300, 9, description="last year")
        days = self.client.get(self.url("day-list")).context["days"]
        self.assertTrue(days.earlier_is_a_page)
        page = self.client.get(
            self.url("day-list"), {"since": days.earlier.first.isoformat(), "until": days.earlier.last.isoformat()}
        )
        self.assertContains(page, "last year")
        self.assertContains(page, "Back to the newest days")

    def test_odd_periods_in_the_address_show_the_last_days(self) -> None:
        self.entry(1, 9, description="seen")
        for asked in [
            {"since": "0000-01-01"}, {"since": "20000-01-01"}, {"since": "x\x00"}, {"since": "2026-02-30"},
            {"since": "2026-01-02", "until": "2026-01-01"}, {"until": "9999-12-31"},
        ]:  # fmt: skip
            with self.subTest(asked=asked):
                self.assertContains(self.client.get(self.url("day-list"), asked), "seen")

    def test_a_period_cannot_be_made_so_long_that_the_page_never_ends(self) -> None:
        self.entry(400, 9, description="long ago")
        self.assertNotContains(self.client.get(self.url("day-list"), {"since": "1980-01-01"}), "long ago")

    def test_colleagues_time_is_not_in_the_list_not_even_for_an_administrator(self) -> None:
        self.entry(1, 9, description="Ana's own")
        self.client.force_login(self.mara)
        self.assertNotContains(self.client.get(self.url("day-list")), "Ana&#x27;s own")
        self.assertEqual(days_in(self.by_mara, latest_period(self.by_mara)).week_total.seconds, 0)

    def test_the_number_of_queries_does_not_grow_with_the_list(self) -> None:
        def queries() -> int:
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(
                connection,
            ) as captured:
                self.client.get(self.url("day-list"))
            return len(captured)

        self.entry(1, 9, task=self.task, labels=["dev"])
        self.client.get(self.url("day-list"))
        few = queries()
        for ago in range(1, 8):
            for hour in range(8, 14):
                self.entry(ago, hour, minutes=20, task=self.task, labels=["dev", "phone"])
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 22)

    def test_names_as_people_give_them_are_shown_as_text(self) -> None:
        self.entry(1, 9, description="<b>bold</b> & " + "ж" * 900)
        self.assertContains(self.client.get(self.url("day-list")), "&lt;b&gt;bold&lt;/b&gt; &amp; жжж")

    def test_times_are_shown_in_the_persons_zone_and_format(self) -> None:
        start = datetime(2026, 3, 2, 13, 5, tzinfo=ZoneInfo("UTC"))
        create_entry(by=self.by_ana, started_at=start, stopped_at=start + timedelta(minutes=25))
        period = {"since": "2026-03-01", "until": "2026-03-03"}
        self.assertContains(self.client.get(self.url("day-list"), period), "14:05 – 14:30")
        self.ana.time_format = "12"
        self.ana.save(update_fields=["time_format"])
        self.assertContains(self.client.get(self.url("day-list"), period), "2:05 pm – 2:30 pm")

    def test_the_period_of_the_page_is_kept_when_something_changes_on_it(self) -> None:
        self.entry(40, 9, description="last month")
        entry = self.entry(1, 9)
        since = (today(self.by_ana.zone) - timedelta(days=45)).isoformat()
        page = f"{self.url('day-list')}?since={since}"
        self.assertContains(self.htmx(self.url("copy", entry.pk), page=page), "last month")
        self.assertNotContains(self.htmx(self.url("copy", entry.pk), page="/acme/today/"), 'id="days"')


class PeriodTest(TimeTestCase):
    def test_future_days_are_shown_with_the_newest(self) -> None:
        day = today(self.by_ana.zone) + timedelta(days=3)
        create_entry(by=self.by_ana, day=day, duration=3600, description="planned ahead")
        self.assertEqual([shown.date for shown in days_in(self.by_ana, latest_period(self.by_ana)).days], [day])
        self.assertEqual(days_in(self.by_ana, Period(date(2026, 1, 1), date(2026, 1, 2))).days, [])
