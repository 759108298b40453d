from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from workstate.accounts.actions import change_working_hours
from workstate.accounts.models import User
from workstate.accounts.working_week import ORDINARY_WEEK, WorkingDay, WorkingWeek, read_days, stored_days
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid
from workstate.testing import CastTestCase

HOURS = "/settings/hours/"
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
SHORT = WorkingDay(time(8, 30), time(13), 4 * 3600 + 900)
NIGHT = WorkingDay(time(22), time(6), 7 * 3600 + 1800)


def typed(**changes: str) -> dict[str, str]:
    """Monday to Friday from 9 to 17:30 with half an hour of pause."""
    sent = {f"on-{day}": "on" for day in range(5)}
    for day in range(7):
        sent |= {f"starts-{day}": "9:00", f"ends-{day}": "17:30", f"pause-{day}": "30"}
    return {**sent, **{name.replace("_", "-"): value for name, value in changes.items()}}


class WorkingWeekTest(CastTestCase):
    def test_who_has_said_nothing_works_eight_hours_from_monday_to_friday(self) -> None:
        week = self.ana.working_week
        self.assertEqual([week.seconds_on(date(2026, 11, 23 + day)) for day in range(7)], [28_800] * 5 + [0, 0])
        self.assertEqual((week.seconds, week.weekdays), (5 * 28_800, frozenset(range(5))))
        self.assertEqual(stored_days(ORDINARY_WEEK), [])
        self.assertEqual((week[0], week[6]), (WorkingDay(time(9), time(17), 28_800), None))

    def test_what_is_stored_is_read_back_as_it_was(self) -> None:
        days = (SHORT, None, NIGHT, None, None, None, SHORT)
        self.assertEqual(read_days(stored_days(days)), days)
        self.assertEqual(read_days(stored_days((None,) * 7)), (None,) * 7)

    def test_a_span_is_of_the_persons_zone(self) -> None:
        week = WorkingWeek(ORDINARY_WEEK, ZoneInfo("Asia/Kathmandu"))
        self.assertEqual(
            week.span_on(MONDAY),
            (datetime(2026, 11, 23, 3, 15, tzinfo=UTC), datetime(2026, 11, 23, 11, 15, tzinfo=UTC)),
        )
        self.assertIsNone(week.span_on(SUNDAY))

    def test_a_night_ends_on_the_following_day_and_is_an_hour_longer_when_the_clocks_go_back(self) -> None:
        week = WorkingWeek((NIGHT,) * 7, ZoneInfo("Europe/Berlin"))
        for day, hours in ((date(2026, 10, 24), 9), (date(2026, 10, 23), 8), (date(2026, 3, 28), 7)):
            span = week.span_on(day)
            assert span
            self.assertEqual((span[1] - span[0]).total_seconds(), hours * 3600)

    def test_an_instant_lies_in_the_stretch_that_began_the_night_before(self) -> None:
        week = WorkingWeek((NIGHT, *(None,) * 6), ZoneInfo("UTC"))
        span = (datetime(2026, 11, 23, 22, tzinfo=UTC), datetime(2026, 11, 24, 6, tzinfo=UTC))
        self.assertEqual(week.span_at(datetime(2026, 11, 24, 5, 59, tzinfo=UTC)), span)
        self.assertIsNone(week.span_at(datetime(2026, 11, 24, 6, tzinfo=UTC)))
        self.assertIsNone(week.span_at(datetime(2026, 11, 23, 21, 59, tzinfo=UTC)))

    def test_what_no_day_can_be_is_refused_at_its_day(self) -> None:
        for wrong in (
            WorkingDay(time(9), time(17), 9 * 3600),
            WorkingDay(time(9), time(17), 0),
            WorkingDay(time(9), time(17), -3600),
            WorkingDay(time(9), time(9), 3600),
            WorkingDay(time(9, 0, 1), time(17), 3600),
        ):
            with self.subTest(wrong), self.assertRaises(Invalid) as refused:
                change_working_hours(self.ana, [None, None, wrong, None, None, None, None])
            self.assertEqual(list(refused.exception.message_dict), ["day-2"])
        with self.assertRaises(Invalid):
            change_working_hours(self.ana, [SHORT])
        self.assertEqual(User.objects.get(pk=self.ana.pk).working_hours, [])


class WorkingHoursPageTest(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def week(self) -> Any:
        return User.objects.get(pk=self.ana.pk).working_week

    def test_each_day_has_its_own_hours(self) -> None:
        answer = self.client.post(
            HOURS, typed(starts_4="8", ends_4="12:15", pause_4="", on_6="on", starts_6="22:00", ends_6="6")
        )
        self.assertRedirects(answer, HOURS)
        self.assertEqual(
            list(self.week()),
            [WorkingDay(time(9), time(17, 30), 28_800)] * 4
            + [WorkingDay(time(8), time(12, 15), 15_300), None, WorkingDay(time(22), time(6), 27_000)],
        )
        self.assertEqual(Event.objects.get(verb=Verb.ACCOUNT_CHANGED).data, {"fields": ["working_hours"]})
        self.assertContains(self.client.get(HOURS), "4 h 15 m")

    def test_the_first_day_is_given_to_all_that_are_worked(self) -> None:
        self.client.post(HOURS, typed(starts_0="7:00", pause_0="1 h", ends_3="nonsense", same="1"))
        self.assertEqual(list(self.week()), [WorkingDay(time(7), time(17, 30), 34_200)] * 5 + [None] * 2)

    def test_times_are_written_and_read_as_the_person_writes_them(self) -> None:
        User.objects.filter(pk=self.ana.pk).update(time_format="12", first_weekday=6)
        page = self.client.get(HOURS).content.decode()
        self.assertIn('value="5:00 pm"', page)
        self.assertLess(page.index("Sunday"), page.index("Monday"))
        self.client.post(HOURS, typed(starts_0="9:00 am", ends_0="5:00 pm"))
        self.assertEqual(self.week()[0], WorkingDay(time(9), time(17), 27_000))

    def test_a_row_that_cannot_be_says_why_and_nothing_is_kept(self) -> None:
        for change, words in (
            ({"starts_1": "nine"}, "Enter two times"),
            ({"starts_1": ""}, "from when to when"),
            ({"ends_1": "25:00"}, "between 0:00 and 24:00"),
            ({"ends_1": "9:00"}, "the same time"),
            ({"pause_1": "8:30"}, "leaves no work"),
            ({"pause_1": "-10"}, "cannot be negative"),
            ({"pause_1": "x" * 10_000}, "too long"),
            ({"starts_1": "9\x00:0\u202e0"}, "Enter two times"),
            ({"starts_1": "9" * 10_000}, "too long"),
        ):
            with self.subTest(change=str(change)[:40]):
                page = self.client.post(HOURS, typed(**change))
                self.assertContains(page, words, status_code=400)
                self.assertContains(page, 'id="hours-error-1"', status_code=400)
        self.assertEqual(User.objects.get(pk=self.ana.pk).working_hours, [])
        self.assertFalse(Event.objects.filter(verb=Verb.ACCOUNT_CHANGED).exists())

    def test_nobody_needs_to_work(self) -> None:
        self.client.post(HOURS, {})
        self.assertEqual((self.week().seconds, self.week().weekdays), (0, frozenset()))
        self.assertEqual(self.client.get("/acme/today/").status_code, 200)
        self.assertEqual(
            self.client.get("/acme/calendar/?span=week").status_code, self.client.get("/acme/calendar/").status_code
        )

    def test_programs_read_and_say_it_too(self) -> None:
        day = {"starts": "08:00", "ends": "12:00", "seconds": 14_400}
        self.assertEqual(self.client.get("/api/v1/me/").json()["working_hours"][5], None)
        answer = self.client.patch(
            "/api/v1/me/", {"working_hours": [day, None, day, None, None, None, None]}, content_type="application/json"
        )
        self.assertEqual((answer.status_code, answer.json()["working_hours"][2]), (200, day))
        for wrong in (
            [day] * 6,
            [day] * 8,
            [{**day, "seconds": 14_401}, *[None] * 6],
            [{**day, "starts": "24:30"}, *[None] * 6],
            [{**day, "more": 1}, *[None] * 6],
            "all day",
            None,
        ):
            with self.subTest(str(wrong)[:60]):
                refused = self.client.patch("/api/v1/me/", {"working_hours": wrong}, content_type="application/json")
                self.assertEqual(refused.status_code, 400)
        self.assertEqual(self.week().seconds, 28_800)
