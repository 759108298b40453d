"""The calendar: which days are shown, what stands on them and where, who may move it, what it costs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.clock import today
from workstate.projects.actions import archive_project, create_project
from workstate.savedviews.layouts.calendar.periods import Period
from workstate.savedviews.layouts.calendar.planned import place_of
from workstate.tasks.actions import NewTask, add_line, complete_task, create_task, create_tasks, move_task
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import create_entry, start_timer

DECEMBER = "all/?layout=calendar&span=month&on=2026-12-04"
WEEK = "all/?layout=calendar&span=week&on=2026-12-04"
FRIDAY = date(2026, 12, 4)


class CalendarCase(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def task(self, title: str, day: date | None = FRIDAY, clock: time | None = None, **more: Any) -> Task:
        due = Due(day, clock) if day else None
        return create_task(title, by=self.by_ana, **{"project": self.website, "due": due, **more})

    def page(self, path: str = DECEMBER) -> str:
        answer = self.client.get(f"/acme/{path}")
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def day(self, html: str, day: str) -> str:
        """What stands on a day: in a month all of it, else what has no time."""
        return _part(html, f'id="day-{day}"', r'id="day-|id="agenda"|class="cal-axis"')

    def hours(self, html: str, day: str) -> str:
        return _part(html, f'id="hours-{day}"', r'id="hours-|class="cal-side"')


def _part(html: str, begin: str, end: str) -> str:
    rest = html[html.index(begin) + len(begin) :]
    return re.split(end, rest, maxsplit=1)[0]


class PeriodTest(CalendarCase):
    def test_a_month_is_whole_weeks_as_the_person_counts_them(self) -> None:
        monday = Period.of("month", FRIDAY, 0)
        self.assertEqual((monday.first, monday.last), (date(2026, 11, 30), date(2027, 1, 3)))
        sunday = Period.of("month", FRIDAY, 6)
        self.assertEqual((sunday.first, sunday.last), (date(2026, 11, 29), date(2027, 1, 2)))

    def test_from_the_last_of_january_one_comes_to_the_last_of_february(self) -> None:
        self.assertEqual(Period.of("month", date(2027, 1, 31), 0).following, date(2027, 2, 28))
        self.assertEqual(Period.of("week", FRIDAY, 0).following, date(2026, 12, 11))
        self.assertEqual(Period.of("day", FRIDAY, 0).previous, date(2026, 12, 3))

    def test_calendars_end(self) -> None:
        self.assertIsNone(Period.of("month", date(2199, 12, 5), 0).following)
        self.assertIsNone(Period.of("day", date(1900, 1, 1), 0).previous)

    def test_a_week_has_the_number_of_its_thursday(self) -> None:
        self.assertEqual(Period.of("week", date(2027, 1, 2), 0).week_number, 53)
        self.assertEqual(Period.of("week", date(2027, 1, 3), 6).week_number, 1)

    def test_a_span_that_no_calendar_shows_is_a_month(self) -> None:
        self.assertContains(self.client.get("/acme/all/?layout=calendar&span=year&on=2026-12-04"), "December 2026")

    def test_days_beyond_all_calendars_are_refused_in_words(self) -> None:
        for day in ("0000-01-01", "20000-01-01", "1899-12-31", "2200-01-01", "friday", "\u202e2026-12-04"):
            self.assertEqual(self.client.get("/acme/all/", {"layout": "calendar", "on": day}).status_code, 400, day)
        for day in ("1900-01-01", "2199-12-31"):
            for span in ("month", "week", "day"):
                self.assertEqual(self.client.get(f"/acme/all/?layout=calendar&on={day}&span={span}").status_code, 200)


class WhereTest(CalendarCase):
    def test_a_task_stands_on_the_day_on_which_it_is_due(self) -> None:
        self.task("Invoice")
        self.assertIn("Invoice", self.day(self.page(), "2026-12-04"))
        self.assertIn("Invoice", self.day(self.page(WEEK), "2026-12-04"))

    def test_by_the_clock_it_is_as_high_as_its_estimate_and_at_least_half_an_hour(self) -> None:
        self.task("Workshop", clock=time(9, 30), estimate=75 * 60)
        self.task("Call", clock=time(23, 50), estimate=5 * 60)
        hours = self.hours(self.page(WEEK), "2026-12-04")
        self.assertIn("is-block h9 m6 t1 u3 b0 of1", hours)
        self.assertIn("is-block h23 m10 t0 u2 b0 of1", hours, "Midnight ends it.")

    def test_a_time_that_was_said_elsewhere_stands_where_ones_own_clocks_show_it(self) -> None:
        task = self.task("Early bird", clock=time(1, 15))
        User.objects.filter(pk=self.ana.pk).update(time_zone="America/New_York")
        hours = self.hours(self.page(WEEK), "2026-12-03")
        self.assertIn("Early bird", hours)
        self.assertIn("is-block h19 m3", hours)
        self.assertEqual(task.due_on, FRIDAY)

    def test_on_the_days_on_which_clocks_change_things_stand_by_the_wall_clock(self) -> None:
        formats = Formats(ZoneInfo("Europe/Berlin"))
        for instant, minute in (
            (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), 119), (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), 180),
            (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 150), (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 150),
        ):  # fmt: skip
            self.assertEqual(place_of(instant.date(), instant, formats), (instant.date(), minute))
        lord_howe = Formats(ZoneInfo("Australia/Lord_Howe"))
        self.assertEqual(
            place_of(date(2026, 10, 3), datetime(2026, 10, 3, 15, 30, tzinfo=UTC), lord_howe), (date(2026, 10, 4), 150)
        )

    def test_a_day_that_is_not_of_24_hours_says_so(self) -> None:
        html = self.page("all/?layout=calendar&span=week&on=2027-03-28")
        self.assertIn("23 h", self.day(html, "2027-03-28"))
        self.assertNotIn("cal-hours", self.day(html, "2027-03-27"))
        User.objects.filter(pk=self.ana.pk).update(time_zone="Australia/Lord_Howe")
        html = self.page("all/?layout=calendar&span=week&on=2027-04-04")
        self.assertIn("24 h 30 m", self.day(html, "2027-04-04"))

    def test_hours_and_weeks_are_written_as_the_person_writes_them(self) -> None:
        self.task("Workshop", clock=time(14))
        User.objects.filter(pk=self.ana.pk).update(time_format="12", first_weekday=6)
        html = self.page(WEEK)
        self.assertIn("<span>2:00 pm</span>", html)
        self.assertIn('data-pm="pm"', html)
        self.assertLess(html.index('id="day-2026-11-29"'), html.index('id="day-2026-12-05"'))
        self.assertNotIn('id="day-2026-12-06"', html)

    def test_what_takes_days_is_one_line_over_them_and_goes_on_in_the_next_week(self) -> None:
        task = self.task("Migration", date(2026, 12, 8), start_on=date(2026, 12, 4))
        html = self.page()
        friday, monday = self.day(html, "2026-12-04"), self.day(html, "2026-12-07")
        self.assertRegex(friday, r"is-line w3 goes-ahead [^>]*data-row")
        self.assertRegex(monday, r"is-line w2 goes-on [^>]*aria-hidden")
        self.assertEqual(html.count(f'id="task-{task.number}-row"'), 1)

    def test_one_that_began_before_what_is_shown_is_there_once_all_the_same(self) -> None:
        task = self.task("Migration", date(2026, 12, 8), start_on=date(2026, 10, 1))
        html = self.page()
        self.assertEqual(html.count(f'id="task-{task.number}-row"'), 1)
        self.assertIn("goes-on", self.day(html, "2026-11-30"))

    def test_what_does_not_fit_is_counted_and_leads_to_its_day(self) -> None:
        for number in range(7):
            self.task(f"Task {number}")
        friday = self.day(self.page(), "2026-12-04")
        self.assertEqual(friday.count("data-row tabindex"), 3)
        self.assertIn("+4 more", friday)
        self.assertRegex(friday, r'href="\?[^"]*span=day[^"]*on=2026-12-04"')
        self.assertEqual(self.page("all/?layout=calendar&span=day&on=2026-12-04").count("Complete: Task"), 7)

    def test_four_fit(self) -> None:
        for number in range(4):
            self.task(f"Task {number}")
        friday = self.day(self.page(), "2026-12-04")
        self.assertEqual(
            (friday.count("data-row tabindex"), "more" in re.sub("task-more|More:", "", friday)), (4, False)
        )

    def test_a_phone_shows_what_is_due_on_the_chosen_day(self) -> None:
        task = self.task("Invoice")
        html = self.page()
        agenda = html[html.index('id="agenda"') :]
        self.assertIn(f'id="task-{task.number}-row-agenda"', agenda)

    def test_what_is_done_stands_there_struck_unless_it_is_not_to_be_shown(self) -> None:
        complete_task(self.task("Invoice"), by=self.by_ana)
        self.assertIn("is-done", self.day(self.page(), "2026-12-04"))
        self.assertNotIn("Invoice", self.day(self.page(f"{DECEMBER}&completed=0"), "2026-12-04"))

    def test_what_is_late_is_marked(self) -> None:
        self.task("Invoice", date(2024, 3, 4))
        self.assertIn("is-late", self.day(self.page("all/?layout=calendar&span=month&on=2024-03-04"), "2024-03-04"))

    def test_titles_are_told_as_they_are(self) -> None:
        self.task("<script>alert(1)</script> " + "long " * 90)
        html = self.page()
        self.assertNotIn("<script>alert", html)
        self.assertIn("&lt;script&gt;alert", html)


class RepeatsTest(CalendarCase):
    def test_what_comes_round_again_is_shown_faintly_and_not_twice(self) -> None:
        add_line("Water the plants every friday 9:00", by=self.by_ana)
        task = Task.objects.get(title="Water the plants")
        assert task.due_on is not None
        html = self.page(f"inbox/?layout=calendar&span=week&on={task.due_on}")
        self.assertEqual(self.hours(html, str(task.due_on)).count("is-coming"), 0)
        later = task.due_on + timedelta(days=7)
        hours = self.hours(self.page(f"inbox/?layout=calendar&span=week&on={later}"), str(later))
        self.assertIn("is-coming is-block h9", hours)
        self.assertNotIn("data-moves", hours)
        self.assertNotIn("data-row", hours)

    def test_far_ahead_too_and_only_as_long_as_the_series_goes(self) -> None:
        add_line("Stand-up every weekday", by=self.by_ana)
        html = self.page("inbox/?layout=calendar&span=week&on=2040-06-06")
        self.assertEqual(html.count("is-coming"), 5)
        add_line("Course every day for 3 times", by=self.by_ana)
        self.assertEqual(self.page("inbox/?layout=calendar&span=week&on=2040-06-06").count(">Course<"), 0)

    def test_a_task_that_repeats_by_the_minute_costs_no_more(self) -> None:
        add_line("Breathe every 5 minutes", by=self.by_ana)
        self.assertLess(self.page("inbox/?layout=calendar&span=month").count("is-coming"), 100)


class BesideTest(CalendarCase):
    def test_what_has_no_day_stands_at_the_side(self) -> None:
        self.task("Someday", None)
        self.task("Invoice")
        html = self.page()
        side = html[html.index('id="undated-list"') :]
        self.assertIn("Someday", side)
        self.assertNotIn("Invoice", side)

    def test_ones_own_time_stands_behind_and_nobody_elses(self) -> None:
        stop = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
        create_entry(by=self.by_ana, task=self.task("Mine"), started_at=stop - timedelta(hours=1), stopped_at=stop)
        create_entry(by=self.by_mara, description="Secret", started_at=stop - timedelta(hours=1), stopped_at=stop)
        html = self.page("all/?layout=calendar&span=week&on=2026-03-02")
        hours = self.hours(html, "2026-03-02")
        self.assertRegex(hours, r"cal-strip h10 m6 t1 u0 colour-\w+")
        self.assertIn("Mine", hours)
        self.assertNotIn("Secret", html)
        self.assertIn("1:00", self.day(html, "2026-03-02"))

    def test_time_on_a_task_that_is_now_in_anothers_inbox_does_not_name_it(self) -> None:
        stop = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
        task = create_task("Now private", by=self.by_mara, project=self.website)
        create_entry(by=self.by_ana, task=task, started_at=stop - timedelta(hours=1), stopped_at=stop)
        self.assertIn("Now private", self.page("all/?layout=calendar&span=week&on=2026-03-02"))
        move_task(task, by=self.by_mara, project=None)
        html = self.page("all/?layout=calendar&span=week&on=2026-03-02")
        self.assertNotIn("Now private", html)
        self.assertIn("cal-strip", self.hours(html, "2026-03-02"))

    def test_what_runs_says_since_when_so_that_it_grows(self) -> None:
        start_timer(by=self.by_ana, task=self.task("Now"))
        html = self.page(f"all/?layout=calendar&span=day&on={today(self.by_ana.zone)}")
        self.assertRegex(html, r"cal-strip [^>]*is-running[^>]*data-since=")
        self.assertIn("data-now", html)

    def test_today_and_upcoming_show_the_other_days_too(self) -> None:
        ahead = today(self.by_ana.zone) + timedelta(days=40)
        self.task("Far ahead", ahead)
        for place in ("today", "upcoming"):
            self.assertIn("Far ahead", self.page(f"{place}/?layout=calendar&span=month&on={ahead}"))


class WhoTest(CalendarCase):
    def test_one_may_move_what_one_may_edit(self) -> None:
        self.task("Invoice")
        self.assertIn("data-moves", self.day(self.page(), "2026-12-04"))

    def test_what_lies_in_an_archived_project_is_only_looked_at(self) -> None:
        self.task("Invoice")
        archive_project(self.website, by=self.by_ana)
        friday = self.day(
            self.page(f"projects/{self.website.pk}/?layout=calendar&on=2026-12-04&span=month"), "2026-12-04"
        )
        self.assertIn("Invoice", friday)
        self.assertNotIn("data-moves", friday)
        self.assertNotIn("data-stretch", friday)

    def test_a_guest_sees_nothing_of_it_and_a_stranger_no_calendar(self) -> None:
        self.task("Invoice")
        self.client.force_login(self.gil)
        self.assertNotIn("Invoice", self.page())
        self.client.force_login(self.boris)
        self.assertEqual(self.client.get(f"/acme/{DECEMBER}").status_code, 404)

    def test_the_filter_holds_in_the_calendar_and_at_its_side(self) -> None:
        self.task("Urgent", priority=1)
        self.task("Later")
        self.task("Urgent someday", None, priority=1)
        self.task("Later someday", None)
        html = self.page(f"{DECEMBER}&filter=p1")
        self.assertIn("Urgent someday", html)
        self.assertNotIn("Later", html.replace('aria-label="Later"', "").replace('data-tip="Later"', ""))


class CostTest(CalendarCase):
    def fill(self, count: int) -> None:
        def new(number: int) -> NewTask:
            day = date(2026, 12, 1) + timedelta(days=number % 30)
            clock = time(8 + number % 10) if number % 3 else None
            return NewTask(f"Task {number}", due=Due(day, clock) if number % 5 else None, id=UUID(int=number + 2**100))

        create_tasks([[new(number) for number in range(count)]], project=self.website, by=self.by_ana)

    def queries(self, path: str) -> int:
        self.page(path)
        with CaptureQueriesContext(connection) as captured:
            self.page(path)
        return len(captured)

    def test_many_tasks_cost_no_more_queries_than_one_in_any_span(self) -> None:
        add_line("Water the plants every friday 9:00", by=self.by_ana)
        paths = [f"all/?layout=calendar&span={span}&on=2026-12-04" for span in ("month", "week", "day")]
        self.task("Invoice")
        self.task("Migration", date(2026, 12, 8), start_on=FRIDAY)
        self.task("Someday", None)
        before = [self.queries(path) for path in paths]
        self.fill(120)
        self.assertEqual([self.queries(path) for path in paths], before)
        self.assertLess(max(before), 40)

    def test_a_month_of_thousands_draws_no_more_than_fits(self) -> None:
        self.fill(2500)
        html = self.page()
        self.assertLess(html.count("data-moves"), 7 * 5 * 4 + 100)
        self.assertLess(len(html), 1_000_000)
