"""Giving a task its place in a calendar: by whose clocks, what stays, who may, and the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from workstate.activity.models import Event
from workstate.core.errors import Invalid, NotAllowed
from workstate.projects.actions import archive_project, create_project
from workstate.savedviews.scheduling import schedule
from workstate.tasks.actions import change_task, create_task
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.testing import CastTestCase

FRIDAY = date(2026, 12, 4)


class SchedulingCase(CastTestCase):
    invoice: Task

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.invoice = create_task("Invoice", project=cls.website, by=cls.by_ana)

    def scheduled(self, **wanted: Any) -> Task:
        schedule(self.invoice, by=self.by_ana, **wanted)
        self.invoice.refresh_from_db()
        return self.invoice

    def at(self, instant: datetime) -> None:
        self.assertEqual(self.invoice.due_at, instant)


class WhenTest(SchedulingCase):
    def test_a_day_and_a_time_are_those_of_the_persons_clocks(self) -> None:
        self.scheduled(day=FRIDAY, clock=time(14, 30))
        self.at(datetime(2026, 12, 4, 13, 30, tzinfo=UTC))
        self.assertEqual(self.invoice.due_zone, "Europe/Berlin")

    def test_another_day_leaves_the_time_of_day(self) -> None:
        self.scheduled(day=FRIDAY, clock=time(14, 30))
        self.scheduled(day=date(2026, 7, 1))
        self.at(datetime(2026, 7, 1, 12, 30, tzinfo=UTC))

    def test_a_time_that_was_said_elsewhere_stays_said_there_and_moves_by_as_many_days_as_one_sees(self) -> None:
        self.ana.time_zone = "Asia/Tokyo"
        change_task(self.invoice, by=self.by_ana, due=Due(date(2026, 12, 2), time(8)))
        self.ana.time_zone = (
            "Europe/Berlin"  # There it is 00:00 of the same day; an hour earlier it was the day before.
        )
        self.by_ana.user.time_zone = "America/New_York"  # 18:00 of 1 December.
        schedule(self.invoice, by=self.by_ana, day=date(2026, 12, 3))
        self.invoice.refresh_from_db()
        self.at(datetime(2026, 12, 4, 8, tzinfo=ZoneInfo("Asia/Tokyo")))
        self.assertEqual(self.invoice.due_zone, "Asia/Tokyo")

    def test_a_time_that_the_clocks_skip_is_the_one_they_jump_to(self) -> None:
        self.scheduled(day=date(2027, 3, 28), clock=time(2, 30))
        self.assertEqual(self.invoice.due_time, time(3, 30))
        self.at(datetime(2027, 3, 28, 1, 30, tzinfo=UTC))

    def test_of_a_time_that_comes_twice_the_first_is_meant(self) -> None:
        self.scheduled(day=date(2026, 10, 25), clock=time(2, 30))
        self.at(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))

    def test_where_clocks_change_by_half_an_hour_half_an_hour_is_skipped(self) -> None:
        self.by_ana.user.time_zone = "Australia/Lord_Howe"
        self.scheduled(day=date(2026, 10, 4), clock=time(2, 15))
        self.assertEqual(self.invoice.due_time, time(2, 45))

    def test_no_time_leaves_the_day_and_no_day_takes_all(self) -> None:
        self.scheduled(day=FRIDAY, clock=time(14, 30))
        self.scheduled(day=FRIDAY, clock=None)
        self.assertEqual((self.invoice.due_on, self.invoice.due_time), (FRIDAY, None))
        self.scheduled(day=None)
        self.assertEqual((self.invoice.due_on, self.invoice.due_at), (None, None))

    def test_a_time_needs_a_day(self) -> None:
        with self.assertRaisesMessage(Invalid, "Choose a day for that time."):
            self.scheduled(clock=time(9))
        self.scheduled(day=FRIDAY)
        self.scheduled(clock=time(9))
        self.at(datetime(2026, 12, 4, 8, tzinfo=UTC))


class HowLongTest(SchedulingCase):
    def test_what_takes_days_keeps_their_number_when_it_moves(self) -> None:
        self.scheduled(day=FRIDAY, start=date(2026, 12, 2))
        self.scheduled(day=date(2026, 12, 11))
        self.assertEqual(self.invoice.start_on, date(2026, 12, 9))

    def test_stretching_leaves_its_beginning(self) -> None:
        self.scheduled(day=FRIDAY, start=date(2026, 12, 2))
        self.scheduled(day=date(2026, 12, 6), start=date(2026, 12, 2))
        self.assertEqual((self.invoice.start_on, self.invoice.due_on), (date(2026, 12, 2), date(2026, 12, 6)))

    def test_nothing_begins_after_it_is_due(self) -> None:
        with self.assertRaises(Invalid) as refused:
            self.scheduled(day=FRIDAY, start=date(2026, 12, 5))
        self.assertIn("start", refused.exception.message_dict)
        self.invoice.refresh_from_db()
        self.assertIsNone(self.invoice.due_on)

    def test_a_length_is_its_estimate(self) -> None:
        self.assertEqual(self.scheduled(estimate=5400).estimate, 5400)
        self.assertIsNone(self.scheduled(estimate=None).estimate)

    def test_days_without_a_calendar_are_refused(self) -> None:
        self.scheduled(day=FRIDAY, start=date(1970, 1, 2))
        for day in (date(9999, 12, 31), date(1, 1, 1)):
            with self.assertRaises(Invalid):
                self.scheduled(day=day)


class WhoTest(SchedulingCase):
    def test_a_guest_and_a_stranger_are_refused_and_nothing_is_written(self) -> None:
        before = Event.objects.count()
        for actor in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                schedule(self.invoice, by=actor, day=FRIDAY)
        self.assertEqual(Event.objects.count(), before)

    def test_what_lies_in_an_archived_project_is_only_looked_at(self) -> None:
        archive_project(self.website, by=self.by_ana)
        self.invoice.refresh_from_db()
        with self.assertRaises(NotAllowed):
            self.scheduled(day=FRIDAY)


class ViewTest(SchedulingCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.url = f"/acme/tasks/{self.invoice.number}/schedule/"

    def post(self, **data: str) -> Any:
        return self.client.post(self.url, data, headers={"HX-Request": "true"})

    def test_it_says_what_came_of_it_and_offers_the_way_back(self) -> None:
        answer = self.post(day="2031-12-05", time="14:30", minutes="90", start="")
        self.assertEqual(answer.status_code, 204)
        self.assertRegex(answer["HX-Trigger"], "Due 5 Dec( 2031)? 14:30")
        self.invoice.refresh_from_db()
        self.assertEqual((self.invoice.due_on, self.invoice.estimate), (date(2031, 12, 5), 5400))
        undo = f"/acme/tasks/changes/{Event.objects.latest('id').batch}/undo/"
        self.assertIn(undo, answer["HX-Trigger"])
        self.client.post(undo)
        self.invoice.refresh_from_db()
        self.assertEqual((self.invoice.due_on, self.invoice.estimate), (None, None))

    def test_a_length_alone_and_no_day_are_told_as_such(self) -> None:
        self.assertIn("Takes 45 min.", self.post(minutes="45")["HX-Trigger"])
        self.post(day="2026-12-04")
        self.assertIn("No day any more.", self.post(day="")["HX-Trigger"])

    def test_what_cannot_be_read_is_refused_and_changes_nothing(self) -> None:
        long = "9" * 10_000
        for data in (
            {"day": "tomorrow"}, {"day": "2026-02-30"}, {"day": "20000-01-01"}, {"day": "0000-01-01"}, {"day": "a\x00"},
            {"day": "2026-12-04", "time": "25:00"}, {"day": "2026-12-04", "time": "9"}, {"time": "\u202e09:00"},
            {"minutes": "-5"}, {"minutes": long}, {"minutes": "1.5"}, {"day": long}, {"day": "1969-12-31"}, {"minutes": "999999"},
            {"day": "2026-12-04", "start": "2026-12-05"}, {"day": "0001-01-01", "time": "00:00"},
            {"day": "9999-12-31", "time": "23:59"},
        ):  # fmt: skip
            with self.subTest(**data):
                self.assertEqual(self.post(**data).status_code, 400)
        self.invoice.refresh_from_db()
        self.assertEqual((self.invoice.due_on, self.invoice.estimate), (None, None))

    def test_nothing_is_said_when_nothing_changed(self) -> None:
        self.post(day="2026-12-04")
        self.assertNotIn("toast", self.post(day="2026-12-04").get("HX-Trigger", ""))

    def test_what_has_no_day_is_found_by_its_title(self) -> None:
        create_task("Paint the fence", project=self.website, by=self.by_ana)
        create_task("Paint the door", project=self.website, by=self.by_ana, due=Due(FRIDAY))
        url = f"/acme/undated/project:{self.website.pk}/"
        self.assertContains(self.client.get(url, {"find": " PAINT "}), "Paint the fence")
        self.assertNotContains(self.client.get(url, {"find": "paint"}), "Paint the door")
        self.assertContains(self.client.get(url, {"find": "\x00" + "x" * 10_000}), "Nothing found.")
        self.assertContains(self.client.get(url, {"find": "%"}), "Nothing found.")
