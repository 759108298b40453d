"""How days and times read: in the person's zone, their order, their clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.test import SimpleTestCase

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.clock import instant_of, zone_named
from workstate.tasks.models import Task
from workstate.tasks.words import due_words, length_words

MONDAY = date(2026, 11, 23)


def reader(**preferences: str) -> Formats:
    user = User(time_zone="Europe/Berlin", **preferences)
    return replace(Formats.of(user), now=datetime(2026, 11, 23, 11, 0, tzinfo=UTC))


def due(day: date, clock: time | None = None, zone: str = "Europe/Berlin") -> Task:
    at = instant_of(day, clock, zone_named(zone)) if clock else None
    return Task(due_on=day, due_time=clock, due_at=at, due_zone=zone if clock else "")


class WordsTest(SimpleTestCase):
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

    def test_lengths_are_told_as_people_say_them(self) -> None:
        self.assertEqual([length_words(s) for s in (60, 2700, 3600, 5400)], ["1 min", "45 min", "1 h", "1 h 30 m"])
