"""“You are not tracking” is said to those who wish it, in their hours, while they are there, once in a stretch."""

from __future__ import annotations

from datetime import datetime, timedelta

from workstate.activity.models import Event
from workstate.core.clock import day_of, now
from workstate.timetracking import actions
from workstate.timetracking.actions.reminding import untracked_since
from workstate.timetracking.jobs import remind_of_tracking
from workstate.timetracking.models import Clock, Notice, TimePreferences
from workstate.timetracking.tests.case import TimeTestCase

QUARTER = 15 * 60


class RemindingTest(TimeTestCase):
    """Ana works around the clock, each day from six hours ago to six hours ahead, and wishes to be reminded after a quarter."""

    def setUp(self) -> None:
        super().setUp()
        self.at = now()
        self.ana.time_zone = "UTC"
        self.works(self.ago(360), self.at + timedelta(hours=6))
        TimePreferences.objects.create(user=self.ana, remind_after=QUARTER)
        Clock.objects.create(user=self.ana, seen_at=self.at)

    def ago(self, minutes: int) -> datetime:
        return self.at - timedelta(minutes=minutes)

    def works(self, starts: datetime, ends: datetime) -> None:
        day = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}", "seconds": 3600}
        self.ana.working_hours = [day] * 7
        self.ana.save(update_fields=["working_hours", "time_zone"])

    def tracked(self, start: int, stop: int) -> None:
        actions.create_entry(by=self.by_ana, started_at=self.ago(start), stopped_at=self.ago(stop))

    def remind(self) -> list[str]:
        """The occasions that are shown after the job came by."""
        remind_of_tracking()
        return list(Notice.objects.of(self.ana).open().values_list("key", flat=True))

    def test_nothing_tracked_is_said_once(self) -> None:
        self.tracked(120, 20)
        (key,) = self.remind()
        self.assertEqual(self.remind(), [key])
        self.assertEqual(Event.objects.filter(verb="notice.given").count(), 1)
        self.assertEqual(Notice.objects.get().data, {"since": self.ago(20).isoformat()})

    def test_put_away_it_is_not_said_again_in_the_same_stretch(self) -> None:
        self.tracked(120, 20)
        self.remind()
        Notice.objects.update(dismissed_at=self.at)
        self.assertEqual(self.remind(), [])

    def test_in_the_next_stretch_it_is_said_again(self) -> None:
        self.tracked(120, 100)
        self.remind()
        self.tracked(90, 20)
        (key,) = self.remind()
        self.assertIn(f"{self.ago(20):%H%M%S}", key)
        self.assertEqual(Notice.objects.count(), 2)

    def test_it_waits_for_the_chosen_length(self) -> None:
        self.tracked(120, 14)
        self.assertEqual(self.remind(), [])

    def test_a_day_that_begins_without_tracking_counts_from_the_start_of_work(self) -> None:
        self.works(self.ago(10), self.at + timedelta(hours=6))
        self.assertEqual(self.remind(), [])
        self.works(self.ago(30), self.at + timedelta(hours=6))
        self.assertEqual(len(self.remind()), 1)

    def test_time_that_runs_into_the_day_counts_from_its_end(self) -> None:
        self.works(self.ago(30), self.at + timedelta(hours=6))
        self.tracked(90, 5)
        self.assertEqual(self.remind(), [])

    def test_hours_written_down_count_from_when_they_were_written(self) -> None:
        actions.create_entry(by=self.by_ana, day=day_of(self.at, self.by_ana.zone), duration=3600)
        self.assertEqual(self.remind(), [])

    def test_out_of_hours_nothing_is_said_and_what_was_said_goes(self) -> None:
        self.tracked(120, 20)
        self.remind()
        self.works(self.at + timedelta(hours=1), self.at + timedelta(hours=2))
        self.assertEqual(self.remind(), [])
        self.assertEqual(Event.objects.filter(verb="notice.dismissed").count(), 1)

    def test_it_goes_when_a_timer_is_started(self) -> None:
        self.tracked(120, 20)
        self.assertEqual(len(self.remind()), 1)
        actions.start_timer(self.task, by=self.by_ana)
        self.assertEqual(self.remind(), [])

    def test_who_is_not_there_or_never_wished_it_is_left_alone(self) -> None:
        self.tracked(120, 20)
        Clock.objects.update(seen_at=self.ago(6))
        self.assertEqual(self.remind(), [])
        Clock.objects.update(seen_at=None)
        self.assertEqual(self.remind(), [])
        Clock.objects.update(seen_at=self.at)
        TimePreferences.objects.update(remind_after=None)
        self.assertEqual(self.remind(), [])

    def test_while_a_timer_runs_nothing_is_said(self) -> None:
        actions.start_timer(self.task, by=self.by_ana, at=self.ago(100))
        Clock.objects.update(seen_at=self.at)
        self.assertIsNone(untracked_since(self.ana, self.at))
        self.assertEqual(self.remind(), [])
