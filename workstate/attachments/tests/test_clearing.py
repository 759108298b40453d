from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from workstate.attachments import storage
from workstate.attachments.actions import attach_file, delete_attachment, restore_attachment
from workstate.attachments.clearing import clear_bin, clear_orphans
from workstate.attachments.jobs import clear_attachments, draw_pictures
from workstate.attachments.models import Attachment
from workstate.attachments.tests.case import FilesTestCase, Shelf, picture, upload
from workstate.core.errors import Conflict
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTransactionTestCase, at_once

LONG_AGO = timezone.now() - timedelta(days=31)
LATELY = timezone.now() - timedelta(days=29)


def stray(days_old: int) -> str:
    """Bytes that no row knows."""
    day = (timezone.now() - timedelta(days=days_old)).date()
    return storage.storage().save(f"{storage.ROOT}/{day}/{new_id()}", ContentFile(b"stray"))


class BinTest(FilesTestCase):
    def test_what_was_deleted_more_than_thirty_days_ago_goes_with_its_pictures(self) -> None:
        old = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(old.pk))
        young, kept = (attach_file(self.task, upload(), by=self.by_ana) for _number in range(2))
        Attachment.objects.filter(pk=old.pk).update(deleted_at=LONG_AGO)
        Attachment.objects.filter(pk=young.pk).update(deleted_at=LATELY)
        self.assertEqual(clear_bin(), 3)
        self.assertEqual(self.stored_files(), sorted([young.key, kept.key]))
        self.assertEqual(set(Attachment.objects.all()), {young, kept})
        self.assertEqual(clear_bin(), 0)
        with self.assertRaises(Conflict):
            restore_attachment(old, by=self.by_ana)

    def test_the_files_of_a_task_in_the_bin_go_with_it_and_those_of_a_project_stay(self) -> None:
        attach_file(self.secret, upload(), by=self.by_ana)
        of_project = attach_file(self.task, upload(), by=self.by_ana)
        Task.objects.filter(pk=self.secret.pk).update(deleted_at=LONG_AGO)
        Project.objects.update(deleted_at=LONG_AGO)
        self.assertEqual(clear_bin(), 1)
        self.assertEqual(self.stored_files(), [of_project.key])


class OrphansTest(FilesTestCase):
    def test_bytes_that_no_row_knows_go_after_a_day(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        fresh = [stray(0), stray(1)]
        for days in (3, 3, 200):
            stray(days)
        self.assertEqual(clear_orphans(), 3)
        self.assertEqual(self.stored_files(), sorted([*attachment.keys, *fresh]))
        self.assertEqual(clear_orphans(), 0)

    def test_what_a_row_knows_stays_however_old(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        old = {name: f"{storage.ROOT}/2026-01-02/{new_id()}" for name in ("key", "thumbnail_key", "preview_key")}
        for name, key in old.items():
            with storage.opened(getattr(attachment, name)) as file:
                storage.storage().save(key, ContentFile(file.read()))
        Attachment.objects.filter(pk=attachment.pk).update(**old)
        delete_attachment(attachment, by=self.by_ana)
        for key in attachment.keys:
            storage.remove(key)
        self.assertEqual(clear_orphans(), 0)
        self.assertEqual(self.stored_files(), sorted(old.values()))

    def test_what_is_not_ours_is_left_alone(self) -> None:
        for key in ("other/2026-01-02/x", f"{storage.ROOT}/2026-01-02/readme.txt", f"{storage.ROOT}/notes/{new_id()}"):
            storage.storage().save(key, ContentFile(b"x"))
        clear_attachments()
        self.assertEqual(len(self.stored_files()), 3)

    def test_an_empty_storage_is_fine(self) -> None:
        clear_attachments()


class AtOnceTest(Shelf, CastTransactionTestCase):
    def setUp(self) -> None:
        type(self).open_shelf()
        super().setUp()
        self.furnish()

    def test_two_workers_clear_each_file_once(self) -> None:
        for number in range(5):
            attach_file(create_task(f"{number}", by=self.by_ana), upload(), by=self.by_ana)
        Attachment.objects.update(deleted_at=LONG_AGO)
        counts = at_once(clear_bin, clear_bin)
        self.assertEqual(sum(counts), 5)
        self.assertEqual(self.stored_files(), [])

    def test_a_row_that_somebody_holds_is_left_for_the_next_day(self) -> None:
        attachment = attach_file(self.task, upload(), by=self.by_ana)
        Attachment.objects.update(deleted_at=LONG_AGO)
        with transaction.atomic():
            Attachment.objects.select_for_update().get(pk=attachment.pk)
            [cleared] = at_once(clear_bin)
        self.assertEqual(cleared, 0)
        self.assertEqual(self.stored_files(), [attachment.key])
        connection.close()
