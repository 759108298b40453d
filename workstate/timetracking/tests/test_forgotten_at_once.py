"""Two workers, a worker that dies, a person who answers at that moment: what is due is done once or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

from django.db import connection, connections, transaction

from workstate.activity.models import Event
from workstate.core.clock import now
from workstate.testing import CastTransactionTestCase, at_once
from workstate.timetracking import actions
from workstate.timetracking.actions import signs
from workstate.timetracking.jobs import tend_clocks
from workstate.timetracking.models import Clock, Notice, TimeEntry

ROUNDS = 5
HOUR = timedelta(hours=1)


class ForgottenAtOnceTest(CastTransactionTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.at = now()
        self.entry = actions.start_timer(by=self.by_ana, at=self.at - 5 * HOUR)
        self.due_for_a_question()

    def due_for_a_question(self) -> None:
        Clock.objects.update(seen_at=self.at - 4 * HOUR, answered_at=self.at - 5 * HOUR, asked_at=None)

    def due_for_a_stop(self) -> None:
        Clock.objects.update(seen_at=self.at - 4 * HOUR, answered_at=self.at - 5 * HOUR, asked_at=self.at - HOUR)

    def told(self, verb: str) -> int:
        return Event.objects.filter(verb=verb).count()

    def test_two_workers_ask_once(self) -> None:
        for number in range(1, ROUNDS + 1):
            self.due_for_a_question()
            self.assertEqual(at_once(tend_clocks, tend_clocks), [None, None])
            tend_clocks()  # Who was passed over is looked after by the next.
            self.assertEqual(self.told("timer.asked"), number)

    def test_two_workers_stop_once(self) -> None:
        self.due_for_a_stop()
        self.assertEqual(at_once(*[tend_clocks] * 4), [None] * 4)
        self.assertEqual((self.told("timer.stopped"), Notice.objects.count()), (1, 1))
        self.assertEqual(TimeEntry.objects.get().stopped_at, self.at - 4 * HOUR)

    def test_a_clock_that_somebody_is_at_is_passed_over_without_waiting(self) -> None:
        self.due_for_a_stop()
        with transaction.atomic():
            actions.lock_person(self.ana)
            self.assertEqual(at_once(lambda: signs.tend_clock(self.ana.pk)), [signs.Due.NOTHING])
        self.assertEqual(self.told("timer.stopped"), 0)

    def test_a_yes_and_a_stop_at_the_same_moment_are_one_or_the_other(self) -> None:
        for _round in range(ROUNDS):
            self.due_for_a_stop()
            Notice.objects.all().delete()
            at_once(tend_clocks, lambda: signs.still_working(by=self.by_ana))
            entry, clock = TimeEntry.objects.get(), Clock.objects.get()
            self.assertIsNone(clock.asked_at)
            self.assertEqual(entry.is_running, not Notice.objects.exists())
            if not entry.is_running:
                signs.resume_forgotten(Notice.objects.get(), by=self.by_ana)

    def test_a_worker_that_is_killed_between_the_stop_and_the_notice_has_done_nothing(self) -> None:
        self.due_for_a_stop()
        begun = Signal()
        backend: list[int] = []

        def worker() -> None:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    backend.append(cursor.fetchone()[0])
                begun.set()
                tend_clocks()  # It logs that its connection is gone.
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool, transaction.atomic(), connection.cursor() as cursor:
            # The notice cannot be written yet: the worker waits with the timer stopped and nothing committed.
            cursor.execute("LOCK TABLE timetracking_notice IN EXCLUSIVE MODE")
            killed = pool.submit(worker)
            begun.wait()
            waits = False
            while not waits:
                cursor.execute(
                    "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted AND "
                    "relation = 'timetracking_notice'::regclass)",
                    backend,
                )
                waits = cursor.fetchone()[0]
            cursor.execute("SELECT pg_terminate_backend(%s)", backend)
            with self.assertLogs("workstate.timetracking.jobs", "ERROR"):
                killed.result()
        self.assertIs(TimeEntry.objects.get().is_running, True)
        self.assertEqual((self.told("timer.stopped"), Notice.objects.count()), (0, 0))
        tend_clocks()
        self.assertEqual((self.told("timer.stopped"), Notice.objects.count()), (1, 1))
        self.assertEqual(TimeEntry.objects.get().stopped_at, self.at - 4 * HOUR)
