"""How days and times read: in the person's zone, their order, their clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.test import SimpleTestCase

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role
from workstate.core.clock import instant_of, zone_named
from workstate.tasks.models import Task
from workstate.tasks.words import Reader, due_words, length_words
from workstate.workspaces.models import Workspace

MONDAY = date(2026, 11, 23)


def reader(**preferences: str) -> Reader:
    user = User(time_zone="Europe/Berlin", **preferences)
    at = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    return Reader(Actor(user, Workspace(name="Acme"), Role.MEMBER), at, MONDAY)


def due(day: date, clock: time | None = None, zone: str = "Europe/Berlin") -> Task:
    at = instant_of(day, clock, zone_named(zone)) if clock else None
    return Task(due_on=day, due_time=clock, due_at=at, due_zone=zone if clock else "")


class WordsTest(SimpleTestCase):
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
            self.assertEqual(reader().day(MONDAY + timedelta(distance)), words)

    def test_a_time_is_told_with_its_day(self) -> None:
        self.assertEqual(due_words(due(MONDAY, time(14)), reader()).short, "today 14:00")
        self.assertEqual(due_words(due(MONDAY, time(14)), reader(), hide=MONDAY).short, "14:00")
        self.assertEqual(due_words(due(MONDAY), reader(), hide=MONDAY).short, "")

    def test_the_exact_value_stands_in_the_persons_order_and_clock(self) -> None:
        task = due(date(2026, 12, 3), time(14, 5))
        self.assertEqual(due_words(task, reader()).exact, "Thu 03.12.2026, 14:05")
        american = reader(date_order="MDY", time_format="12")
        self.assertEqual(due_words(task, american).exact, "Thu 12/03/2026, 2:05 pm")
        self.assertEqual(due_words(task, american).short, "Dec 3 2:05 pm")
        self.assertEqual(due_words(task, reader(date_order="YMD")).exact, "Thu 2026-12-03, 14:05")

    def test_midnight_and_noon_on_the_clock_of_twelve(self) -> None:
        twelve = reader(time_format="12")
        self.assertEqual(
            [twelve.time(time(hour)) for hour in (0, 1, 12, 23)], ["12:00 am", "1:00 am", "12:00 pm", "11:00 pm"]
        )

    def test_a_time_set_in_another_zone_is_told_in_the_readers(self) -> None:
        words = due_words(due(MONDAY, time(20), "America/New_York"), reader(), hide=MONDAY)
        self.assertEqual(words.short, "tomorrow 02:00")

    def test_a_day_is_overdue_when_it_is_over_and_a_time_when_it_has_passed(self) -> None:
        self.assertFalse(due_words(due(MONDAY), reader()).overdue)
        self.assertTrue(due_words(due(MONDAY - timedelta(1)), reader()).overdue)
        self.assertTrue(due_words(due(MONDAY, time(11, 59)), reader()).overdue)
        self.assertFalse(due_words(due(MONDAY, time(12, 1)), reader()).overdue)
        done = due(MONDAY - timedelta(1))
        done.completed_at = datetime(2026, 11, 22, tzinfo=UTC)
        self.assertFalse(due_words(done, reader()).overdue)

    def test_today_is_the_readers_own(self) -> None:
        late = replace(reader(), now=datetime(2026, 11, 23, 23, 30, tzinfo=UTC), today=MONDAY + timedelta(1))
        self.assertEqual(late.instant(datetime(2026, 11, 23, 23, 5, tzinfo=UTC)), "today 00:05")

    def test_lengths_are_told_as_people_say_them(self) -> None:
        self.assertEqual([length_words(s) for s in (60, 2700, 3600, 5400)], ["1 min", "45 min", "1 h", "1 h 30 m"])
