"""The sums of each day, which the database keeps: whatever is written, they are what the time itself adds up to."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from django.core.management import CommandError, call_command
from django.db.models import Sum

from workstate.core.actor import Actor
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, move_task
from workstate.testing import CastTestCase, CastTransactionTestCase, at_once
from workstate.timetracking.actions import (
    change_entry,
    create_entry,
    delete_entry,
    restore_entry,
    start_timer,
    stop_timer,
)
from workstate.timetracking.day_sums import differences, make_anew, put_together
from workstate.timetracking.models import DayShare, DaySum, DayTotal, TimeEntry

MONDAY = date(2026, 11, 2)


class DaySumTests(CastTestCase):
    def seconds(self) -> int:
        return DaySum.objects.aggregate(all=Sum("seconds"))["all"] or 0

    def test_whatever_happens_to_an_entry_happens_to_its_sums(self) -> None:
        first, second = (create_project(name, by=self.by_ana) for name in ("First", "Second"))
        task = create_task("Draw", by=self.by_ana, project=first)
        late = datetime(2026, 11, 2, 21, tzinfo=UTC)
        entry = create_entry(by=self.by_ana, task=task, started_at=late, stopped_at=late + timedelta(hours=5))
        self.assertEqual(differences(), 0)
        days = DaySum.objects.filter(user=self.ana).values_list("day", "project").annotate(Sum("seconds"))
        self.assertEqual(set(days), {(MONDAY, first.pk, 2 * 3600), (MONDAY + timedelta(days=1), first.pk, 3 * 3600)})

        move_task(task, by=self.by_ana, project=second)
        self.assertEqual(differences(), 0)
        change_entry(entry, by=self.by_ana, started_at=late, stopped_at=late + timedelta(hours=1), billable=True)
        self.assertEqual((differences(), self.seconds()), (0, 3600))
        delete_entry(entry, by=self.by_ana)
        self.assertEqual((differences(), self.seconds()), (0, 0))
        restore_entry(entry, by=self.by_ana)
        start_timer(by=self.by_ana)
        self.assertEqual((differences(), self.seconds()), (0, 3600))
        stop_timer(by=self.by_ana)
        self.assertEqual(differences(), 0)
        first.delete()
        second.delete()
        self.assertEqual((differences(), self.seconds() >= 3600), (0, True))
        self.by_ana.workspace.delete()
        put_together()
        self.assertFalse(DaySum.objects.exists() or DayTotal.objects.exists())

    def test_sums_over_everybody_are_told_to_who_sees_everybodys_time(self) -> None:
        for actor, seconds in ((self.by_ana, 3600), (self.by_mara, 1800), (self.by_boris, 60)):
            create_entry(by=actor, day=MONDAY, duration=seconds)
        self.assertEqual(differences(), 0)

        def told(actor: Actor) -> list[int]:
            return list(DayTotal.objects.visible_to(actor).values_list("seconds", flat=True))

        self.assertEqual(sum(told(self.by_mara)), 5400)
        self.assertEqual([told(actor) for actor in (self.by_ana, self.by_gil)], [[], []])

    def test_putting_rows_together_changes_no_sum(self) -> None:
        pick = random.Random(7)
        for _ in range(60):
            create_entry(
                by=pick.choice([self.by_ana, self.by_mara]),
                day=MONDAY + timedelta(days=pick.randint(0, 2)),
                duration=pick.randint(1, 9000),
                billable=pick.random() < 0.5,
            )
        for entry in TimeEntry.objects.order_by("pk")[:5]:
            delete_entry(entry, by=self.by_ana if entry.user == self.ana else self.by_mara)
        before = self.seconds()
        put_together()
        self.assertEqual((differences(), self.seconds()), (0, before))
        groups = DayShare.objects.values("user", "project", "day", "billable").distinct().count()
        together = DayShare.objects.values("project", "day", "billable").distinct().count()
        self.assertLess(together, groups)
        self.assertEqual((DaySum.objects.count(), DayTotal.objects.count()), (groups, together))
        put_together()
        self.assertEqual((DaySum.objects.count(), DayTotal.objects.count()), (groups, together))

    def test_the_command_finds_what_was_written_past_the_triggers_and_mends_it(self) -> None:
        create_entry(by=self.by_ana, day=MONDAY, duration=3600)
        call_command("time", "check")
        for sums in (DaySum.objects.all(), DayTotal.objects.all()):
            sums.update(seconds=1)
            with self.assertRaises(CommandError):
                call_command("time", "check")
            call_command("time", "rebuild")
            call_command("time", "check")
            self.assertEqual(sums.aggregate(all=Sum("seconds"))["all"], 3600)
        make_anew()
        self.assertEqual((differences(), self.seconds()), (0, 3600))


class TogetherTests(CastTransactionTestCase):
    def test_writing_moving_and_putting_together_at_once(self) -> None:
        first, second = (create_project(name, by=self.by_ana) for name in ("First", "Second"))
        task = create_task("Draw", by=self.by_ana, project=first)
        late = datetime(2026, 11, 2, 21, tzinfo=UTC)

        def write(number: int) -> None:
            begin = late + timedelta(days=number)
            create_entry(by=self.by_ana, task=task, started_at=begin, stopped_at=begin + timedelta(hours=4))

        for number in range(0, 12, 2):
            answers = at_once(
                lambda number=number: write(number),  # type: ignore[misc]
                lambda: move_task(task, by=self.by_mara, project=second if task.project_id == first.pk else first),
                put_together,
                lambda number=number: write(number + 1),  # type: ignore[misc]
            )
            self.assertFalse([answer for answer in answers if isinstance(answer, Exception)], answers)
            task.refresh_from_db()
        self.assertEqual(differences(), 0)
        put_together()
        self.assertEqual(differences(), 0)
