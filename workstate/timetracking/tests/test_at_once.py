"""Many devices at the same moment, each on its own connection."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections
from django.test import Client, TransactionTestCase
from django.urls import reverse

from workstate.accounts.models import User
from workstate.activity.models import Event
from workstate.core.actor import Via
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.actions import create_workspace

CLIENTS = 8
ROUNDS = 4


class AtOnceTest(TransactionTestCase):
    def setUp(self) -> None:
        self.ana = User.objects.create_user("ana@example.org", None, name="Ana Keller", time_zone="Europe/Berlin")
        by = create_workspace("Acme", owner=self.ana, via=Via.SYSTEM, slug="acme")
        self.tasks = [create_task(f"Task {number}", by=by) for number in range(CLIENTS)]

    def all_at_once(self, urls: list[tuple[str, dict[str, str]]]) -> list[int]:
        """The statuses of POSTs that are sent by as many signed-in clients at the same moment."""
        barrier = Barrier(len(urls))
        clients = [Client() for _url in urls]
        for client in clients:
            client.force_login(self.ana)

        def send(client: Client, url: str, fields: dict[str, str]) -> int:
            barrier.wait()
            try:
                return client.post(url, fields, headers={"HX-Request": "true"}).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(urls)) as pool:
            sent = [pool.submit(send, client, *request) for client, request in zip(clients, urls, strict=True)]
            return [one.result() for one in sent]

    def start(self, task: Task) -> tuple[str, dict[str, str]]:
        return reverse("timetracking:task-timer", args=["acme", task.number]), {}

    def test_of_eight_timers_started_at_once_one_runs_and_the_others_are_stopped(self) -> None:
        for _round in range(ROUNDS):
            statuses = self.all_at_once([self.start(task) for task in self.tasks])
            self.assertEqual(statuses, [200] * CLIENTS)
        self.assertEqual(TimeEntry.objects.running().count(), 1)
        stopped = TimeEntry.objects.filter(stopped_at__isnull=False)
        self.assertEqual(stopped.count(), TimeEntry.objects.count() - 1)
        self.assertEqual(Event.objects.filter(verb="timer.stopped").count(), stopped.count())
        for entry in stopped:
            assert entry.started_at is not None and entry.stopped_at is not None
            self.assertEqual(entry.duration, (entry.stopped_at - entry.started_at).total_seconds())

    def test_one_start_that_is_sent_eight_times_starts_once(self) -> None:
        request = (reverse("timetracking:timer", args=["acme"]), {"id": str(new_id()), "description": "Draft"})
        self.assertEqual(self.all_at_once([request] * CLIENTS), [200] * CLIENTS)
        self.assertEqual(TimeEntry.objects.count(), 1)
        self.assertEqual(Event.objects.filter(verb="timer.started").count(), 1)

    def test_starts_and_stops_in_a_crowd_leave_at_most_one_running(self) -> None:
        stop = (reverse("timetracking:timer", args=["acme"]), {"_method": "DELETE"})
        statuses = self.all_at_once([self.start(task) if n % 2 else stop for n, task in enumerate(self.tasks)])
        self.assertEqual(statuses, [200] * CLIENTS)
        self.assertLessEqual(TimeEntry.objects.running().count(), 1)
