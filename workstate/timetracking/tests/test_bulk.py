"""Many entries by one act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.errors import Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.projects.actions import create_project, delete_project
from workstate.tasks.actions import create_task, delete_task, labels_named
from workstate.testing import CastTestCase
from workstate.timetracking.actions import NewEntry, create_entries
from workstate.timetracking.models import EntryLabel, TimeEntry

NINE = datetime(2026, 5, 4, 7, tzinfo=UTC)
HOUR = NewEntry(started_at=NINE, stopped_at=NINE + timedelta(hours=1), day=date(2026, 5, 4))


class CreateEntriesTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.project = create_project("Website", by=cls.by_ana)
        cls.other = create_project("Other", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)
        (cls.label,) = labels_named(["phone"], by=cls.by_ana)

    def assert_nothing_written(self) -> None:
        self.assertIs(TimeEntry.objects.exists(), False)
        self.assertIs(Event.objects.filter(verb__startswith="entry.").exists(), False)

    def test_entries_are_written_batch_by_batch_and_one_event_tells_of_them(self) -> None:
        told: list[int] = []
        batches = ([replace(HOUR, labels=(self.label.pk,), project=self.project.pk)] * size for size in (3, 2))
        count = create_entries(batches, by=self.by_ana, written=lambda ids: told.append(len(ids)))
        self.assertEqual((count, told), (5, [3, 2]))
        self.assertEqual(TimeEntry.objects.filter(user=self.ana, duration=3600, project=self.project).count(), 5)
        self.assertEqual(EntryLabel.objects.filter(label=self.label).count(), 5)
        event = Event.objects.get(verb=Verb.ENTRIES_CREATED)
        self.assertEqual(event.data, {"count": 5, "first": "2026-05-04", "last": "2026-05-04"})

    def test_the_task_decides_the_project(self) -> None:
        create_entries([[replace(HOUR, task=self.task.pk, project=self.other.pk)]], by=self.by_ana)
        self.assertEqual(TimeEntry.objects.get().project, self.project)

    def test_nothing_is_written_of_nothing(self) -> None:
        self.assertEqual(create_entries([], by=self.by_ana), 0)
        self.assert_nothing_written()

    def test_a_bad_one_keeps_all_out(self) -> None:
        theirs = create_project("Theirs", by=self.by_boris)
        deleted = delete_project(create_project("Gone", by=self.by_ana), by=self.by_ana)
        gone = delete_task(create_task("Gone", by=self.by_ana), by=self.by_ana)
        secret = create_task("Secret", by=self.by_mara)
        (foreign,) = labels_named(["phone"], by=self.by_boris)
        bad = [
            replace(HOUR, project=theirs.pk),
            replace(HOUR, project=deleted.pk),
            replace(HOUR, project=new_id()),
            replace(HOUR, task=gone.pk),
            replace(HOUR, task=secret.pk),
            replace(HOUR, labels=(foreign.pk,)),
            replace(HOUR, stopped_at=NINE - timedelta(seconds=1)),
            replace(HOUR, stopped_at=NINE + timedelta(hours=24, seconds=1)),
            replace(HOUR, day=date(1969, 12, 31)),
            replace(HOUR, description="x" * 1001),
            replace(HOUR, description="\x00"),
        ]
        for new in bad:
            with self.assertRaises(Invalid, msg=new):
                create_entries([[HOUR], [HOUR, new]], by=self.by_ana)
            self.assert_nothing_written()

    def test_a_source_that_breaks_off_leaves_nothing(self) -> None:
        def broken() -> Iterator[list[NewEntry]]:
            yield [HOUR]
            raise OSError("the file ended")

        with self.assertRaises(OSError):
            create_entries(broken(), by=self.by_ana)
        self.assert_nothing_written()

    def test_a_guest_writes_nothing(self) -> None:
        with self.assertRaises(NotAllowed):
            create_entries([[HOUR]], by=self.by_gil)
        self.assert_nothing_written()
