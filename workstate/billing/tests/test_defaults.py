"""Whether new time is billable: the nearest that says it decides, and what stands is never changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.billing.actions import change_billing_settings, set_billable
from workstate.billing.defaults import inherited_by, said_of
from workstate.core.errors import NotAllowed
from workstate.projects.actions import change_client, create_client, create_project
from workstate.tasks.actions import create_task
from workstate.testing import CastTestCase
from workstate.timetracking.actions import continue_entry, create_entry, start_timer, stop_timer
from workstate.timetracking.actions.bulk import NewEntry, create_entries
from workstate.timetracking.actions.spent import log_spent
from workstate.timetracking.models import TimeEntry

DAY = date(2026, 3, 2)


class DefaultsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.customer = create_client("Bolt", by=cls.by_ana)
        cls.project = create_project("Shop", by=cls.by_ana, client=cls.customer)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)

    def is_billable(self, **subject: Any) -> bool:
        entry = create_entry(by=self.by_ana, day=DAY, duration=60, **(subject or {"task": self.task}))
        return TimeEntry.objects.get(pk=entry.pk).billable

    def test_new_time_is_not_billable_until_somebody_says_so(self) -> None:
        self.assertFalse(self.is_billable())

    def test_the_nearest_decides(self) -> None:
        change_billing_settings(by=self.by_mara, billable_by_default=True)
        self.assertTrue(self.is_billable(project=None))
        self.assertTrue(self.is_billable())
        change_client(self.customer, by=self.by_ana, billable=False)
        self.assertFalse(self.is_billable())
        self.assertTrue(self.is_billable(project=None))
        set_billable(self.project, True, by=self.by_ana)
        self.assertTrue(self.is_billable())
        self.assertTrue(self.is_billable(project=self.project))
        set_billable(self.task, False, by=self.by_ana)
        self.assertFalse(self.is_billable())
        self.assertTrue(self.is_billable(project=self.project))
        set_billable(self.task, None, by=self.by_ana)
        self.assertTrue(self.is_billable())
        self.assertEqual((said_of(self.project), said_of(self.task)), (True, None))
        self.assertEqual((inherited_by(self.project, self.by_ana), inherited_by(self.task, self.by_ana)), (False, True))

    def test_what_is_said_with_the_time_wins(self) -> None:
        set_billable(self.project, True, by=self.by_ana)
        self.assertFalse(self.is_billable(task=self.task, billable=False))
        set_billable(self.project, False, by=self.by_ana)
        self.assertTrue(self.is_billable(task=self.task, billable=True))

    def test_every_way_of_writing_time_asks(self) -> None:
        set_billable(self.project, True, by=self.by_ana)
        start_timer(self.task, by=self.by_ana)
        running = TimeEntry.objects.get(stopped_at=None)
        self.assertTrue(running.billable)
        stop_timer(by=self.by_ana)
        (spent,) = log_spent([(self.task, 60)], by=self.by_ana)
        self.assertTrue(spent.billable)
        at = datetime(2026, 3, 2, 9, tzinfo=UTC)
        rows = [
            NewEntry(at, at, DAY, project=self.project.pk),
            NewEntry(at, at, DAY),
            NewEntry(at, at, DAY, task=self.task.pk, project=self.project.pk, billable=False),
        ]
        before = set(TimeEntry.objects.values_list("pk", flat=True))
        create_entries([rows], by=self.by_ana)
        made = TimeEntry.objects.exclude(pk__in=before).order_by("project", "task")
        self.assertEqual(sorted(made.values_list("billable", flat=True)), [False, False, True])

    def test_continuing_takes_along_what_the_entry_is(self) -> None:
        entry = create_entry(by=self.by_ana, task=self.task, day=DAY, duration=60, billable=False)
        set_billable(self.project, True, by=self.by_ana)
        self.assertFalse(continue_entry(entry, by=self.by_ana).billable)

    def test_changing_a_default_changes_no_time_that_stands(self) -> None:
        entry = create_entry(by=self.by_ana, task=self.task, day=DAY, duration=60)
        set_billable(self.project, True, by=self.by_ana)
        change_client(self.customer, by=self.by_ana, billable=True)
        change_billing_settings(by=self.by_mara, billable_by_default=True)
        entry.refresh_from_db()
        self.assertFalse(entry.billable)

    def test_who_may_edit_says_it_and_no_guest(self) -> None:
        set_billable(self.project, True, by=self.by_ana)
        set_billable(self.project, True, by=self.by_ana)
        self.assertEqual(Event.objects.filter(verb=Verb.BILLABLE_CHANGED).count(), 1)
        for by in (self.by_gil, self.by_boris):
            with self.assertRaises(NotAllowed):
                set_billable(self.project, False, by=by)
            with self.assertRaises(NotAllowed):
                set_billable(self.task, False, by=by)
        self.assertTrue(said_of(self.project))
