from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from workstate.attachments.actions import attach_file
from workstate.attachments.jobs import draw_pictures
from workstate.attachments.models import Attachment
from workstate.attachments.tests.case import FilesTestCase, picture, upload
from workstate.core.ids import new_id
from workstate.discussions.models import Comment

HERE = "/api/v1/workspaces/acme"


class AttachmentsAPITest(FilesTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ana)
        self.url = f"{HERE}/tasks/{self.task.pk}/attachments/"

    def attached(self, **fields: Any) -> dict[str, Any]:
        response = self.client.post(self.url, {"file": upload(), **fields})
        self.assertEqual(response.status_code, 201, response.content)
        return dict(response.json())

    def test_a_file_is_attached_listed_and_downloaded(self) -> None:
        chosen = str(new_id())
        made = self.attached(id=chosen, name="minutes.txt")
        self.assertEqual((made["id"], made["name"], made["size"]), (chosen, "minutes.txt", 6))
        self.assertEqual(made["sha256"], hashlib.sha256(b"Hello.").hexdigest())
        self.assertEqual(self.attached(id=chosen)["name"], "minutes.txt")
        self.assertEqual(self.client.get(self.url).json()["results"], [made])
        self.assertEqual(self.client.get(f"{HERE}/attachments/{chosen}/").json(), made)

        told = self.client.get(f"{HERE}/attachments/{chosen}/address/").json()
        self.assertTrue(told["address"].startswith("http://testserver/acme/files/opened/"))
        response = self.client.get(told["address"])
        self.assertEqual(b"".join(response.streaming_content), b"Hello.")

    def test_a_file_is_attached_to_a_comment_of_ones_own(self) -> None:
        def comment(author: Any) -> str:
            return str(
                Comment.objects.create(workspace=self.task.workspace, task=self.task, author=author, text="Hm.").pk
            )

        own = comment(self.ana)
        self.assertEqual(self.attached(comment=own)["comment"], own)
        response = self.client.post(self.url, {"file": upload(), "comment": comment(self.mara)})
        self.assertEqual(response.status_code, 400)
        response = self.client.post(self.url, {"file": upload(), "comment": str(new_id())})
        self.assertEqual(response.status_code, 404)
        self.assertEqual(Attachment.objects.count(), 1)

    def test_it_is_renamed_deleted_and_restored(self) -> None:
        url = f"{HERE}/attachments/{self.attached()['id']}/"
        renamed = self.client.patch(url, {"name": "minutes.txt"}, content_type="application/json")
        self.assertEqual(renamed.json()["name"], "minutes.txt")
        self.assertEqual(self.client.delete(url).status_code, 204)
        self.assertEqual(self.client.get(self.url).json()["results"], [])
        self.assertIsNotNone(self.client.get(url).json()["deleted_at"])
        self.assertEqual(self.client.get(f"{url}address/").status_code, 404)
        self.assertIsNone(self.client.post(f"{url}restoration/").json()["deleted_at"])

    def test_pictures_have_addresses_of_their_own(self) -> None:
        file = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        url = f"{HERE}/attachments/{file.pk}/address/?of=preview"
        self.assertEqual(self.client.get(url).status_code, 404)
        draw_pictures(str(file.pk))
        self.assertEqual(self.client.get(self.client.get(url).json()["address"])["Content-Type"], "image/webp")
        self.assertEqual(self.client.get(f"{HERE}/attachments/{file.pk}/address/?of=all").status_code, 400)

    def test_what_cannot_be_taken_is_refused_in_words(self) -> None:
        for fields, field in (
            ({}, "file"),
            ({"file": "words"}, "file"),
            ({"file": upload(b"")}, "file"),
            ({"file": upload(), "id": "7"}, "id"),
            ({"file": upload(), "size": "1"}, "size"),
            ({"file": upload(), "name": "x" * 1001}, "name"),
        ):
            response = self.client.post(self.url, fields)
            self.assertEqual((response.status_code, response.json()["errors"][0]["field"]), (400, field), fields)
        self.assertEqual(self.client.post(self.url, {}, content_type="application/json").status_code, 415)
        self.assertEqual(Attachment.objects.count(), 0)

    def test_a_stranger_finds_nothing_and_leaves_no_trace(self) -> None:
        file = attach_file(self.secret, upload(), by=self.by_ana)
        for person in (self.mara, self.gil, self.boris):
            client = Client()
            client.force_login(person)
            for method, url in (
                ("get", f"{HERE}/attachments/{file.pk}/"),
                ("get", f"{HERE}/attachments/{file.pk}/address/"),
                ("delete", f"{HERE}/attachments/{file.pk}/"),
                ("post", f"{HERE}/attachments/{file.pk}/restoration/"),
                ("get", f"{HERE}/tasks/{self.secret.pk}/attachments/"),
            ):
                self.assertEqual(getattr(client, method)(url).status_code, 404, (person, method, url))
            response = client.post(f"{HERE}/tasks/{self.secret.pk}/attachments/", {"file": upload()})
            self.assertEqual(response.status_code, 404)
        self.assertEqual(Attachment.objects.count(), 1)

    def test_the_number_of_queries_does_not_grow_with_the_files(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.client.get(self.url)
            return len(captured)

        self.attached()
        self.client.get(self.url)
        few = count()
        for _number in range(10):
            attach_file(self.task, upload(), by=self.by_mara)
        self.assertEqual(count(), few)
