from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import create_project
from workstate.tasks.actions import create_task, move_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import (
    change_entry,
    continue_entry,
    create_entry,
    delete_entry,
    restore_entry,
    start_timer,
    stop_timer,
)
from workstate.timetracking.models import TimeEntry


class TimerTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call Ana", by=cls.by_ana, project=cls.website)
        cls.inbox_task = create_task("Think", by=cls.by_ana)

    def test_starting_a_timer_stops_the_one_running(self) -> None:
        first = start_timer(self.task, by=self.by_ana, at=now() - timedelta(hours=1))
        second = start_timer(self.inbox_task, by=self.by_ana)
        first.refresh_from_db()
        self.assertEqual(first.stopped_at, second.started_at)
        self.assertEqual(first.duration, 3600)
        self.assertEqual(TimeEntry.objects.running().get(), second)

    def test_starting_the_task_that_runs_goes_on(self) -> None:
        first = start_timer(self.task, by=self.by_ana)
        self.assertEqual(start_timer(self.task, by=self.by_ana), first)
        self.assertEqual(Event.objects.filter(verb="timer.started").count(), 1)

    def test_a_repeated_start_does_not_start_again_what_was_stopped(self) -> None:
        key = new_id()
        start_timer(self.task, by=self.by_ana, id=key)
        stop_timer(by=self.by_ana)
        again = start_timer(self.task, by=self.by_ana, id=key)
        self.assertIsNotNone(again.stopped_at)
        self.assertFalse(TimeEntry.objects.running().exists())
        with self.assertRaises(Conflict):
            start_timer(by=self.by_boris, id=key)

    def test_a_late_stop_leaves_the_next_timer_alone(self) -> None:
        first = start_timer(self.task, by=self.by_ana)
        second = start_timer(self.inbox_task, by=self.by_ana)
        stop_timer(by=self.by_ana, entry=first.pk)
        second.refresh_from_db()
        self.assertTrue(second.is_running)

    def test_a_timer_neither_runs_backwards_nor_from_the_future(self) -> None:
        start_timer(self.task, by=self.by_ana, at=now() - timedelta(minutes=10))
        for at in [now() - timedelta(minutes=20), now() + timedelta(minutes=5)]:
            with self.assertRaises(Invalid):
                stop_timer(by=self.by_ana, at=at)
        self.assertTrue(TimeEntry.objects.running().exists())

    def test_postgresql_refuses_a_second_running_entry(self) -> None:
        start_timer(self.task, by=self.by_ana)
        with self.assertRaises(IntegrityError), transaction.atomic():
            TimeEntry.objects.create(
                workspace=self.by_ana.workspace, user=self.ana, started_at=timezone.now(), day=date(2026, 1, 1)
            )

    def test_postgresql_refuses_an_entry_that_ties_two_workspaces(self) -> None:
        with self.assertRaises(IntegrityError), transaction.atomic():
            TimeEntry.objects.create(
                workspace=self.by_boris.workspace, user=self.boris, task=self.task, day=date(2026, 1, 1), duration=60
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_entries_follow_their_task_into_another_project(self) -> None:
        entry = create_entry(by=self.by_ana, task=self.inbox_task, day=date(2026, 3, 2), duration=3600)
        self.assertIsNone(entry.project_id)
        move_task(self.inbox_task, by=self.by_ana, project=self.website)
        entry.refresh_from_db()
        self.assertEqual(entry.project, self.website)

    def test_hours_by_hand_have_limits(self) -> None:
        start = now() - timedelta(days=3)
        refused: list[tuple[str, dict[str, object]]] = [
            ("duration", {"day": date(2026, 3, 2), "duration": -1}),
            ("duration", {"day": date(2026, 3, 2), "duration": 30 * 3600}),
            ("day", {"day": date(1, 1, 1), "duration": 60}),
            ("stopped_at", {"started_at": start, "stopped_at": start - timedelta(hours=1)}),
            ("stopped_at", {"started_at": start, "stopped_at": start + timedelta(hours=30)}),
            ("stopped_at", {"started_at": start}),
            ("duration", {}),
        ]
        for field, values in refused:
            with self.subTest(values=values), self.assertRaises(Invalid) as error:
                create_entry(by=self.by_ana, **values)  # type: ignore[arg-type]
            self.assertIn(field, error.exception.message_dict)
        self.assertFalse(TimeEntry.objects.exists())

    def test_a_discarded_timer_comes_back_running_unless_another_runs(self) -> None:
        entry = start_timer(self.task, by=self.by_ana)
        delete_entry(entry, by=self.by_ana)
        start_timer(self.inbox_task, by=self.by_ana)
        with self.assertRaises(Conflict):
            restore_entry(entry, by=self.by_ana)
        stop_timer(by=self.by_ana)
        self.assertTrue(restore_entry(entry, by=self.by_ana).is_running)

    def test_continuing_an_entry_takes_its_words_labels_and_task(self) -> None:
        entry = create_entry(
            by=self.by_ana, task=self.task, description="Draft", labels=["dev"], day=date(2026, 3, 2), duration=60
        )
        again = continue_entry(entry, by=self.by_ana)
        self.assertTrue(again.is_running)
        self.assertEqual((again.task, again.description), (self.task, "Draft"))
        self.assertEqual([label.name for label in again.labels.all()], ["dev"])

    def test_nobody_writes_another_persons_time(self) -> None:
        entry = create_entry(by=self.by_ana, day=date(2026, 3, 2), duration=60)
        self.assertIn(entry, TimeEntry.objects.visible_to(self.by_mara))
        self.assertNotIn(entry, TimeEntry.objects.visible_to(self.by_gil))
        with self.assertRaises(NotAllowed):
            change_entry(entry, by=self.by_mara, duration=120, day=date(2026, 3, 2))
