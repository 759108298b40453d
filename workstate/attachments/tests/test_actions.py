from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.attachments import storage
from workstate.attachments.actions import (
    attach_file,
    delete_attachment,
    rename_attachment,
    restore_attachment,
    used_bytes,
)
from workstate.attachments.kinds import OCTETS
from workstate.attachments.models import NAME_LENGTH, Attachment
from workstate.attachments.tests.case import MEGABYTE, FilesTestCase, Shelf, Torn, bomb, picture, upload
from workstate.core.errors import Conflict, Invalid, NotAllowed
from workstate.core.ids import new_id
from workstate.discussions.models import Comment
from workstate.tasks.actions import create_task, delete_task
from workstate.testing import CastTransactionTestCase, at_once


class AttachTest(FilesTestCase):
    def refused(self, act: Callable[[], Any]) -> dict[str, list[str]]:
        """What is said at which field; asserts that nothing was written or stored."""
        events = Event.objects.count()
        with self.assertRaises(Invalid) as refusal, transaction.atomic():
            act()
        self.assertEqual(Attachment.objects.count(), 0)
        self.assertEqual(Event.objects.count(), events)
        self.assertEqual(self.stored_files(), [])
        return {field: list(said) for field, said in refusal.exception.message_dict.items()}

    def test_a_file_is_stored_and_known(self) -> None:
        attachment = attach_file(self.task, upload(b"Hello.", "note.txt", "image/png"), by=self.by_ana)
        attachment.refresh_from_db()
        self.assertEqual((attachment.name, attachment.size, attachment.content_type), ("note.txt", 6, "text/plain"))
        self.assertEqual(attachment.sha256, hashlib.sha256(b"Hello.").hexdigest())
        self.assertEqual((attachment.workspace, attachment.uploaded_by), (self.by_ana.workspace, self.ana))
        self.assertIsNotNone(attachment.drawn_at)
        self.assertEqual(self.stored_files(), [attachment.key])
        with storage.opened(attachment.key) as file:
            self.assertEqual(file.read(), b"Hello.")
        event = Event.objects.about(attachment).get()
        self.assertEqual(event.verb, Verb.ATTACHMENT_CREATED)
        self.assertNotIn("note", str(event.data))

    def test_what_was_spooled_to_the_disk_is_taken_over_and_closed_to_others(self) -> None:
        file = TemporaryUploadedFile("note.txt", "text/plain", 6, None)
        file.write(b"Hello.")
        with file:
            attachment = attach_file(self.task, file, by=self.by_ana)
        path = Path(settings.MEDIA_ROOT) / attachment.key
        self.assertEqual(path.read_bytes(), b"Hello.")
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(path.parent.stat().st_mode), 0o700)

    def test_the_key_holds_nothing_that_was_typed(self) -> None:
        attachment = attach_file(self.task, upload(name="../../secret plans.html"), by=self.by_ana)
        self.assertRegex(attachment.key, r"^attachments/\d{4}-\d\d-\d\d/[0-9a-f-]{36}$")
        self.assertEqual(attachment.name, "secret plans.html")

    def test_a_picture_waits_to_be_drawn(self) -> None:
        attachment = attach_file(self.task, upload(picture((64, 48)), "a.png"), by=self.by_ana)
        self.assertEqual((attachment.width, attachment.height, attachment.drawn_at), (64, 48, None))
        turned = attach_file(self.task, upload(picture((64, 48), "JPEG", orientation=6), "b.jpg"), by=self.by_ana)
        self.assertEqual((turned.width, turned.height), (48, 64))

    def test_a_bomb_is_kept_as_the_file_that_it_is(self) -> None:
        attachment = attach_file(self.task, upload(bomb(), "wall.png"), by=self.by_ana)
        self.assertLess(attachment.size, MEGABYTE)
        # No picture to us: nobody will be asked to draw it.
        self.assertEqual((attachment.content_type, attachment.width), (OCTETS, None))
        self.assertIsNotNone(attachment.drawn_at)

    def test_what_only_begins_like_a_picture_is_none(self) -> None:
        for content in (
            b"GIF89a<script>alert(1)</script>",
            b"\x89PNG\r\n\x1a\n<html>",
            b"\xff\xd8\xff\xe0<svg onload=x>",
        ):
            attachment = attach_file(self.task, upload(content, "a.gif", "image/gif"), by=self.by_ana)
            self.assertEqual((attachment.content_type, attachment.width), (OCTETS, None))

    def test_a_program_called_picture_is_a_program(self) -> None:
        attachment = attach_file(self.task, upload(b"MZ\x90\x00" * 9, "holiday.png", "image/png"), by=self.by_ana)
        self.assertEqual(attachment.content_type, "application/vnd.microsoft.portable-executable")

    def test_a_name_is_mended_and_cut(self) -> None:
        attachment = attach_file(
            self.task, ContentFile(b"x", "x.txt"), by=self.by_ana, name="a\x00\u202e" + "b" * 300 + ".pdf"
        )
        self.assertEqual(len(attachment.name), NAME_LENGTH)
        self.assertTrue(attachment.name.startswith("abb"))
        self.assertTrue(attachment.name.endswith(".pdf"))

    def test_an_empty_file_is_refused(self) -> None:
        said = self.refused(lambda: attach_file(self.task, upload(b""), by=self.by_ana))
        self.assertIn("empty", said["file"][0])

    @override_settings(ATTACHMENT_MAX_MB=1)
    def test_a_file_that_is_too_large_is_refused_whatever_it_says_of_itself(self) -> None:
        large = b"x" * (MEGABYTE + 1)
        self.assertIn("1 MB", self.refused(lambda: attach_file(self.task, upload(large), by=self.by_ana))["file"][0])

        class Modest(ContentFile):  # type: ignore[type-arg]
            size = 3

        said = self.refused(lambda: attach_file(self.task, Modest(large, "a.txt"), by=self.by_ana))
        self.assertIn("1 MB", said["file"][0])
        attach_file(self.task, upload(large[:MEGABYTE]), by=self.by_ana)

    @override_settings(ATTACHMENT_QUOTA_MB=2, ATTACHMENT_MAX_MB=2)
    def test_a_workspace_has_room_for_so_much(self) -> None:
        attachment = attach_file(self.task, upload(b"x" * MEGABYTE), by=self.by_ana)
        delete_attachment(attachment, by=self.by_ana)
        with self.assertRaises(Invalid) as refusal:
            attach_file(self.task, upload(b"x" * (MEGABYTE + 1)), by=self.by_mara)
        self.assertIn("2 MB", refusal.exception.messages[0])
        self.assertEqual(self.stored_files(), [attachment.key])
        attach_file(self.task, upload(b"x" * MEGABYTE), by=self.by_mara)
        self.assertEqual(used_bytes(self.by_ana.workspace), 2 * MEGABYTE)

    def test_a_file_that_breaks_off_leaves_nothing(self) -> None:
        with self.assertRaises(ConnectionResetError):
            attach_file(self.task, Torn(b"half of it, and more", "a.txt"), by=self.by_ana)
        self.assertEqual((self.stored_files(), Attachment.objects.count()), ([], 0))

    def test_a_storage_that_breaks_off_leaves_nothing(self) -> None:
        class Full(ContentFile):  # type: ignore[type-arg]
            """Reads well once, and fails when it is read to be kept."""

            passes = 0

            def chunks(self, chunk_size: int | None = None):  # type: ignore[no-untyped-def]
                self.passes += 1
                yield b"half"
                if self.passes > 1:
                    raise OSError("No space left on device")

        with self.assertRaisesRegex(OSError, "No space"):
            attach_file(self.task, Full(b"half", "a.txt"), by=self.by_ana)
        self.assertEqual((self.stored_files(), Attachment.objects.count()), ([], 0))

    def test_a_transaction_that_fails_takes_the_bytes_with_it(self) -> None:
        with (
            mock.patch("workstate.attachments.actions.record", side_effect=RuntimeError),
            self.assertRaises(RuntimeError),
        ):
            attach_file(self.task, upload(), by=self.by_ana)
        self.assertEqual((self.stored_files(), Attachment.objects.count()), ([], 0))

    def test_the_same_request_twice_attaches_once(self) -> None:
        chosen = new_id()
        first = attach_file(self.task, upload(), by=self.by_ana, id=chosen)
        again = attach_file(self.task, upload(), by=self.by_ana, id=chosen)
        self.assertEqual((first.pk, again.pk), (chosen, chosen))
        with self.assertRaises(Conflict):
            attach_file(create_task("Other", by=self.by_ana), upload(), by=self.by_ana, id=chosen)
        self.assertEqual(self.stored_files(), [first.key])
        with self.assertRaises(Conflict):
            attach_file(self.task, upload(), by=self.by_mara, id=chosen)
        self.assertEqual(self.stored_files(), [first.key])

    def test_whoever_may_not_edit_the_task_attaches_nothing(self) -> None:
        for actor, task in ((self.by_gil, self.task), (self.by_mara, self.secret), (self.by_boris, self.task)):
            with self.assertRaises(NotAllowed):
                attach_file(task, upload(), by=actor)
        self.assertEqual((self.stored_files(), Attachment.objects.count()), ([], 0))

    def test_a_task_in_the_bin_takes_no_files(self) -> None:
        delete_task(self.task, by=self.by_ana)
        with self.assertRaises(Conflict):
            attach_file(self.task, upload(), by=self.by_ana)
        self.assertEqual(self.stored_files(), [])

    def test_a_file_in_a_comment_is_its_authors(self) -> None:
        comment = Comment.objects.create(
            workspace=self.task.workspace, task=self.task, author=self.ana, text="Look at this."
        )
        attachment = attach_file(self.task, upload(), by=self.by_ana, comment=comment)
        self.assertEqual(attachment.comment, comment)
        other = create_task("Other", by=self.by_ana, project=self.project)
        for task, actor in ((self.task, self.by_olga), (other, self.by_ana)):
            with self.assertRaises(Invalid):
                attach_file(task, upload(), by=actor, comment=comment)
        delete_attachment(attachment, by=self.by_mara)  # an administrator
        restore_attachment(attachment, by=self.by_ana)
        attachment.uploaded_by = self.mara
        attachment.save(update_fields=["uploaded_by"])
        with self.assertRaises(NotAllowed):
            delete_attachment(attachment, by=self.by_ana)

    def test_the_database_refuses_a_row_that_ties_two_tasks_or_workspaces(self) -> None:
        attachment = attach_file(self.task, upload(), by=self.by_ana)
        elsewhere = create_task("Theirs", by=self.by_boris)
        comment = Comment.objects.create(workspace=self.task.workspace, task=self.secret, author=self.ana, text="Hm.")
        for change in ({"task": elsewhere}, {"comment": comment}):
            with self.assertRaises(IntegrityError), transaction.atomic():
                Attachment.objects.filter(pk=attachment.pk).update(**change)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class KeepingTest(FilesTestCase):
    def setUp(self) -> None:
        self.file = attach_file(self.task, upload(), by=self.by_ana)

    def test_a_file_goes_into_the_bin_and_comes_back(self) -> None:
        delete_attachment(self.file, by=self.by_mara)
        self.file.refresh_from_db()
        self.assertEqual(self.file.deleted_by, self.mara)
        self.assertFalse(Attachment.objects.visible_to(self.by_ana).kept().exists())
        delete_attachment(self.file, by=self.by_ana)  # again: nothing more happens
        self.file.refresh_from_db()
        self.assertEqual(self.file.deleted_by, self.mara)

        restore_attachment(self.file, by=self.by_ana)
        self.assertTrue(Attachment.objects.visible_to(self.by_ana).kept().exists())
        verbs = list(Event.objects.about(self.file).order_by("pk").values_list("verb", flat=True))
        self.assertEqual(verbs, [Verb.ATTACHMENT_CREATED, Verb.ATTACHMENT_DELETED, Verb.ATTACHMENT_RESTORED])
        self.assertEqual(self.stored_files(), [self.file.key])

    def test_it_is_renamed(self) -> None:
        self.assertEqual(rename_attachment(self.file, "  minutes.txt ", by=self.by_ana).name, "minutes.txt")
        for name in ("", "a/b.txt", "a\u202eb.txt", "x" * 201, "a.", "\x00"):
            with self.assertRaises(Invalid):
                rename_attachment(self.file, name, by=self.by_ana)
        self.file.refresh_from_db()
        self.assertEqual(self.file.name, "minutes.txt")

    def test_whoever_may_not_edit_the_task_changes_nothing(self) -> None:
        hidden = attach_file(self.secret, upload(), by=self.by_ana)
        events = Event.objects.count()
        acts: list[Callable[..., Any]] = [
            delete_attachment,
            restore_attachment,
            lambda file, by: rename_attachment(file, "x", by=by),
        ]
        for act in acts:
            for file, actor in ((self.file, self.by_gil), (self.file, self.by_boris), (hidden, self.by_olga)):
                with self.assertRaises(NotAllowed):
                    act(file, by=actor)
        self.assertEqual(Event.objects.count(), events)

    def test_what_is_in_an_inbox_is_seen_by_its_owner_alone(self) -> None:
        hidden = attach_file(self.secret, upload(), by=self.by_ana)
        self.assertIn(hidden, Attachment.objects.visible_to(self.by_ana))
        for actor in (self.by_olga, self.by_mara, self.by_gil, self.by_boris):
            self.assertNotIn(hidden, Attachment.objects.visible_to(actor))
        for actor in (self.by_gil, self.by_boris):
            self.assertNotIn(self.file, Attachment.objects.visible_to(actor))


class AtOnceTest(Shelf, CastTransactionTestCase):
    def setUp(self) -> None:
        type(self).open_shelf()
        super().setUp()
        self.furnish()

    @override_settings(ATTACHMENT_QUOTA_MB=2, ATTACHMENT_MAX_MB=2)
    def test_two_who_fill_the_last_room_do_not_both_get_it(self) -> None:
        content = b"x" * (MEGABYTE + MEGABYTE // 2)
        first, second = at_once(
            lambda: attach_file(self.task, upload(content), by=self.by_ana),
            lambda: attach_file(self.task, upload(content), by=self.by_mara),
        )
        self.assertEqual({type(first), type(second)}, {Attachment, Invalid})
        self.assertEqual(self.stored_files(), [Attachment.objects.get().key])

    def test_the_same_request_at_the_same_moment_attaches_once(self) -> None:
        chosen = new_id()
        files: list[File[Any]] = [upload(b"one"), upload(b"two")]
        answers = at_once(
            *[lambda file=file: attach_file(self.task, file, by=self.by_ana, id=chosen) for file in files]
        )
        self.assertEqual([getattr(answer, "pk", answer) for answer in answers], [chosen, chosen])
        self.assertEqual(self.stored_files(), [Attachment.objects.get().key])
