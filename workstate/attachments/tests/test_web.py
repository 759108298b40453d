from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from workstate.attachments.actions import attach_file, delete_attachment
from workstate.attachments.jobs import draw_pictures
from workstate.attachments.models import Attachment
from workstate.attachments.tests.case import MEGABYTE, FilesTestCase, picture, upload
from workstate.tasks import queries
from workstate.tasks.actions import create_task

HTMX = {"HX-Request": "true"}


class FilesOfATaskTest(FilesTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.url = f"/acme/tasks/{self.task.number}/files/"
        self.page = f"/acme/tasks/{self.task.number}/"

    def post(self, url: str = "", *, htmx: bool = False, **fields: Any) -> Any:
        return self.client.post(url or self.url, fields, headers=HTMX if htmx else None)

    def test_a_file_is_attached_by_a_plain_form_and_shown(self) -> None:
        self.assertRedirects(self.post(file=upload(b"Hello.", "note <b>.txt")), self.page)
        response = self.client.get(self.page)
        self.assertContains(response, "note &lt;b&gt;.txt")
        self.assertContains(response, "6\xa0bytes")
        self.assertContains(response, "Ana Keller")

    def test_several_files_are_attached_at_once(self) -> None:
        self.post(file=[upload(b"one", "one.txt"), upload(b"two", "two.txt")])
        self.assertEqual(list(Attachment.objects.in_order().values_list("name", flat=True)), ["one.txt", "two.txt"])

    def test_a_script_is_told_nothing_but_that_it_worked(self) -> None:
        response = self.post(htmx=True, file=upload())
        self.assertEqual((response.status_code, response.content), (204, b""))
        self.assertIn("tasks:changed", response["HX-Trigger"])

    @override_settings(ATTACHMENT_MAX_MB=1)
    def test_a_refusal_says_why(self) -> None:
        for fields, words in (
            (dict, "Choose a file"),
            (lambda: {"file": upload(b"")}, "empty"),
            (lambda: {"file": upload(b"x" * (MEGABYTE + 1))}, "larger than 1 MB"),
            (lambda: {"file": [upload(b"x")] * 21}, "at most 20 files"),
            (lambda: {"file": upload(), "id": "7"}, "identifier"),
        ):
            for htmx in (True, False):
                with self.subTest(words, htmx=htmx):
                    self.assertContains(self.post(htmx=htmx, **fields()), words, status_code=400)
        self.assertEqual((Attachment.objects.count(), self.stored_files()), (0, []))

    def test_of_several_files_those_that_can_be_are_attached(self) -> None:
        response = self.post(file=[upload(b"", "nothing.txt"), upload(b"x", "some.txt")])
        self.assertContains(response, "nothing.txt: This file is empty", status_code=400)
        self.assertContains(response, "The other files are attached", status_code=400)
        self.assertEqual(Attachment.objects.get().name, "some.txt")

    def test_the_same_upload_twice_attaches_once(self) -> None:
        for _number in range(2):
            self.post(file=upload(), id="01a20705-c45a-773a-a61a-c28f3df0e3da")
        self.assertEqual(Attachment.objects.count(), 1)

    def test_names_that_browsers_send(self) -> None:
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="C:\\\\up\\\\..\\\\a\x00b.txt"\r\n\r\nHello.\r\n'
            b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''Gr%C3%B6%C3%9Fe%E2%80%AEgnp.exe\r\n\r\nHi."
            b"\r\n--x--\r\n"
        )
        self.client.post(self.url, body, content_type="multipart/form-data; boundary=x")
        names = list(Attachment.objects.in_order().values_list("name", flat=True))
        self.assertEqual(names, ["ab.txt", "Größegnp.exe"])

    def test_a_body_that_ends_early_attaches_nothing(self) -> None:
        body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"; filename*=x'
        response = self.client.post(self.url, body, content_type="multipart/form-data; boundary=x")
        self.assertEqual(response.status_code, 400)
        self.assertEqual((Attachment.objects.count(), self.stored_files()), (0, []))

    def test_it_is_renamed(self) -> None:
        file = attach_file(self.task, upload(), by=self.by_ana)
        url = reverse("attachments:file", args=["acme", file.pk])
        self.assertEqual(self.post(url, htmx=True, name="minutes.txt").status_code, 204)
        self.assertContains(self.post(url, htmx=True, name="a/b"), "no slashes", status_code=400)
        self.assertContains(self.client.get(self.page), "minutes.txt")

    def test_deleting_is_undone_from_the_toast(self) -> None:
        file = attach_file(self.task, upload(), by=self.by_ana)
        response = self.post(reverse("attachments:file", args=["acme", file.pk]), htmx=True, _method="DELETE")
        told = json.loads(response["HX-Trigger"])["toast"]
        self.assertNotContains(self.client.get(self.page), "note.txt")
        self.client.post(told["undo"], headers=HTMX)
        self.assertContains(self.client.get(self.page), "note.txt")

    def test_a_picture_shows_itself_once_it_is_drawn(self) -> None:
        file = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        thumbnail = reverse("attachments:thumbnail", args=["acme", file.pk])
        self.assertNotContains(self.client.get(self.page), thumbnail)
        draw_pictures(str(file.pk))
        self.assertContains(self.client.get(self.page), thumbnail)

    def test_whoever_may_not_edit_sees_no_form(self) -> None:
        client = Client()
        client.force_login(self.gil)
        self.assertEqual(client.get(self.url).status_code, 404)
        self.assertContains(self.client.get(self.url), "data-attach")

    def test_the_number_of_queries_does_not_grow_with_the_files(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                self.client.get(self.page)
            return len(captured)

        attach_file(self.task, upload(), by=self.by_ana)
        self.client.get(self.page)
        few = count()
        for number in range(12):
            attach_file(self.task, upload(name=f"{number}.txt"), by=self.by_mara)
        self.assertEqual(count(), few)

    def test_rows_count_the_files_of_their_task(self) -> None:
        other = create_task("Other", by=self.by_ana, project=self.project)
        file, _second = (attach_file(self.task, upload(), by=self.by_ana) for _number in range(2))
        delete_attachment(file, by=self.by_ana)
        listed = queries.listed(queries.of_project(self.by_ana, self.project), self.by_ana)
        rows = {task.pk: task.files for task in listed}
        self.assertEqual(rows, {self.task.pk: 1, other.pk: 0})
