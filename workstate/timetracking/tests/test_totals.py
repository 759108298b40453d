"""Totals to the second, in the person's zone, over the nights in which the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from workstate.core.actor import Actor
from workstate.core.clock import instant_of, start_of_day
from workstate.tasks.models import Task
from workstate.timetracking.actions import create_entry, start_timer
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import Period, day_totals, days_in, task_entries, week_total, with_tracked
from workstate.timetracking.tests.case import TimeTestCase

# Zone, the day of the change, how long that day is.
CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29), timedelta(hours=23)),
    ("Europe/Berlin", date(2025, 10, 26), timedelta(hours=25)),
    ("Europe/Berlin", date(2026, 10, 25), timedelta(hours=25)),
    ("America/St_Johns", date(2026, 3, 8), timedelta(hours=23)),
    ("America/St_Johns", date(2025, 11, 2), timedelta(hours=25)),
    ("Australia/Lord_Howe", date(2026, 4, 5), timedelta(hours=24, minutes=30)),
    ("Australia/Lord_Howe", date(2025, 10, 5), timedelta(hours=23, minutes=30)),
    ("Africa/Cairo", date(2026, 4, 24), timedelta(hours=23)),  # its midnight does not exist
]


class TotalsTest(TimeTestCase):
    def living_in(self, zone: str) -> Actor:
        self.ana.time_zone = zone
        self.ana.save(update_fields=["time_zone"])
        return Actor(self.ana, self.by_ana.workspace, self.by_ana.role, self.by_ana.via)

    def clocked(self, by: Actor, start: datetime, end: datetime) -> TimeEntry:
        """As the timer writes it: longer than one may write by hand."""
        return TimeEntry.objects.create(
            workspace=by.workspace,
            user=by.user,
            started_at=start,
            stopped_at=end,
            day=start.astimezone(by.zone).date(),
            duration=int((end - start).total_seconds()),
        )

    def test_a_whole_day_has_the_seconds_that_the_day_had(self) -> None:
        for zone, day, length in CHANGES:
            with self.subTest(zone=zone, day=day):
                by = self.living_in(zone)
                start = start_of_day(day, by.zone)
                self.clocked(by, start, start_of_day(day + timedelta(days=1), by.zone))
                self.assertEqual(day_totals(by, day, day), {day: int(length.total_seconds())})
                self.assertEqual(week_total(by, day), int(length.total_seconds()))
                shown = days_in(by, Period(day, day)).days
                self.assertEqual([(d.date, d.total.seconds) for d in shown], [(day, int(length.total_seconds()))])
                TimeEntry.objects.all().delete()

    def test_pieces_add_up_to_the_whole_to_the_second(self) -> None:
        for zone, day, length in CHANGES:
            with self.subTest(zone=zone, day=day):
                by = self.living_in(zone)
                start, end = start_of_day(day, by.zone), start_of_day(day + timedelta(days=1), by.zone)
                step = timedelta(minutes=37, seconds=41)
                while start < end:
                    create_entry(by=by, started_at=start, stopped_at=min(start + step, end))
                    start += step
                self.assertEqual(day_totals(by, day, day), {day: int(length.total_seconds())})
                TimeEntry.objects.all().delete()

    def test_an_entry_over_the_change_is_as_long_as_it_really_was(self) -> None:
        by = self.living_in("Europe/Berlin")
        for day, seconds in [(date(2026, 3, 29), 3 * 3600), (date(2026, 10, 25), 5 * 3600)]:
            start, end = (instant_of(day, datetime.min.time().replace(hour=hour), by.zone) for hour in (0, 4))
            self.clocked(by, start, end)
            self.assertEqual(day_totals(by, day, day), {day: seconds})

    def test_a_day_is_the_persons_own_and_stays_when_they_move(self) -> None:
        by = self.living_in("America/St_Johns")
        late = datetime(2026, 3, 8, 1, 0, tzinfo=UTC)  # still the 7th there, already the 8th in Berlin
        create_entry(by=by, started_at=late, stopped_at=late + timedelta(minutes=10))
        moved = self.living_in("Europe/Berlin")
        self.assertEqual(day_totals(moved, date(2026, 3, 7), date(2026, 3, 8)), {date(2026, 3, 7): 600})

    def test_weeks_begin_when_the_person_says(self) -> None:
        for day, seconds in [(date(2026, 3, 1), 60), (date(2026, 3, 2), 600)]:  # a Sunday and the Monday after
            create_entry(by=self.by_ana, day=day, duration=seconds)
        self.assertEqual(week_total(self.by_ana, date(2026, 3, 4)), 600)
        self.ana.first_weekday = 6
        self.assertEqual(week_total(self.by_ana, date(2026, 3, 4)), 660)

    def test_nothing_counts_that_is_in_the_bin_or_somebody_elses_or_elsewhere(self) -> None:
        day = date(2026, 3, 2)
        create_entry(by=self.by_ana, day=day, duration=60)
        create_entry(by=self.by_mara, day=day, duration=3600)
        gone = create_entry(by=self.by_ana, day=day, duration=600)
        gone.deleted_at = datetime.now(ZoneInfo("UTC"))
        gone.save(update_fields=["deleted_at"])
        start_timer(by=self.by_ana)
        self.assertEqual(day_totals(self.by_ana, day, day), {day: 60})


class TrackedTest(TimeTestCase):
    def tracked(self, by: Actor) -> dict[str, int]:
        tasks = with_tracked(Task.objects.visible_to(by), by)
        return {task.title: vars(task)["tracked"] for task in tasks}

    def test_tasks_carry_the_finished_seconds_that_the_reader_may_see(self) -> None:
        for by, seconds in [(self.by_ana, 100), (self.by_ana, 20), (self.by_mara, 3)]:
            create_entry(by=by, task=self.task, day=date(2026, 3, 2), duration=seconds)
        start_timer(self.task, by=self.by_ana)
        self.assertEqual(self.tracked(self.by_ana), {"Call Ana": 120, "Think": 0})
        self.assertEqual(self.tracked(self.by_mara), {"Call Ana": 123})

    def test_it_is_one_query(self) -> None:
        with self.assertNumQueries(1):
            list(with_tracked(Task.objects.visible_to(self.by_ana), self.by_ana))

    def test_the_entries_of_a_task_name_who_worked(self) -> None:
        create_entry(by=self.by_ana, task=self.task, day=date(2026, 3, 2), duration=60)
        create_entry(by=self.by_mara, task=self.task, day=date(2026, 3, 3), duration=60)
        with self.assertNumQueries(1):
            self.assertEqual(
                [str(entry.user) for entry in task_entries(self.task, self.by_mara)], ["Mara Adler", "Ana Keller"]
            )
        self.assertEqual([entry.user for entry in task_entries(self.task, self.by_ana)], [self.ana])
