from __future__ import annotations

import asyncio
import io
from typing import Any
from unittest import mock

from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from workstate.attachments.actions import attach_file, delete_attachment
from workstate.attachments.addresses import LASTS, Purpose, signed_address
from workstate.attachments.jobs import draw_pictures
from workstate.attachments.models import Attachment
from workstate.attachments.serving import POLICY, handed_out
from workstate.attachments.tests.case import FilesTestCase, picture, upload
from workstate.core.actor import Actor
from workstate.tasks.actions import delete_task
from workstate.workspaces.models import Membership


class AddressTest(FilesTestCase):
    def setUp(self) -> None:
        self.file = attach_file(self.task, upload(b"Hello.", "note.txt"), by=self.by_ana)
        self.client.force_login(self.ana)

    def address(
        self, attachment: Attachment | None = None, *, actor: Actor | None = None, purpose: str = "download"
    ) -> str:
        return signed_address(attachment or self.file, Purpose(purpose), actor=actor or self.by_ana)

    def status(self, address: str, client: Client | None = None) -> int:
        return (client or self.client).get(address).status_code

    def test_the_file_leads_to_an_address_that_hands_it_out(self) -> None:
        response = self.client.get(reverse("attachments:file", args=["acme", self.file.pk]), follow=True)
        self.assertEqual(response.redirect_chain[0][1], 302)
        self.assertIn("/files/opened/", response.redirect_chain[0][0])
        self.assertEqual(b"".join(response.streaming_content), b"Hello.")

    def test_no_browser_runs_it_keeps_it_or_shares_it(self) -> None:
        response = self.client.get(self.address())
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="note.txt"')
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(response["Content-Security-Policy"], POLICY)
        self.assertEqual(response["Cross-Origin-Resource-Policy"], "same-origin")
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertEqual(response["Content-Type"], "text/plain")
        self.assertEqual(response["Content-Length"], "6")

    def test_a_page_is_handed_out_as_octets(self) -> None:
        for content, name in (
            (b"<html><script>alert(1)</script>", "page.html"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg"),
            (b"#!/bin/sh\n", "run.sh"),
            (b"MZ\x90\x00" * 20, "setup.png"),
            (b"GIF89a=1;alert(1)/*<script>*/", "a.gif"),
        ):
            response = self.client.get(self.address(attach_file(self.task, upload(content, name), by=self.by_ana)))
            self.assertEqual(response["Content-Type"], "application/octet-stream", name)
            self.assertTrue(response["Content-Disposition"].startswith("attachment;"), name)

    def test_a_picture_that_is_a_page_too_is_only_ever_saved(self) -> None:
        both = picture((8, 8), "GIF") + b"<script>alert(document.domain)</script>"
        attachment = attach_file(self.task, upload(both, "a.html", "text/html"), by=self.by_ana)
        response = self.client.get(self.address(attachment))
        self.assertEqual(response["Content-Type"], "image/gif")
        self.assertTrue(response["Content-Disposition"].startswith("attachment;"))
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        draw_pictures(str(attachment.pk))
        shown = self.client.get(self.address(attachment, purpose="preview"))
        self.assertNotIn(b"<script>", b"".join(shown.streaming_content))

    def test_a_name_in_any_script_arrives_whole(self) -> None:
        for name, expected in (
            ("Größe 大.pdf", "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe%20%E5%A4%A7.pdf"),
            ('a"b;c.txt', 'attachment; filename="a\\"b;c.txt"'),
        ):
            attachment = attach_file(self.task, upload(name="x"), by=self.by_ana, name=name)
            self.assertEqual(self.client.get(self.address(attachment))["Content-Disposition"], expected)

    def test_a_picture_is_shown_as_we_drew_it(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        self.assertEqual(self.status(self.address(attachment, purpose="thumbnail")), 404)
        draw_pictures(str(attachment.pk))
        for purpose in ("thumbnail", "preview"):
            response = self.client.get(reverse(f"attachments:{purpose}", args=["acme", attachment.pk]), follow=True)
            self.assertEqual((response["Content-Type"], response["Content-Disposition"]), ("image/webp", "inline"))
            self.assertEqual(response["Cache-Control"], "private, no-store")

    def test_an_address_that_was_changed_opens_nothing(self) -> None:
        address = self.address()
        token = address.rstrip("/").rpartition("/")[2]
        payload, stamp, signature = token.split(":")
        for wrong in (
            token[:-1],
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            f"{payload}x:{stamp}:{signature}",
            f"{payload}:zzzzzz:{signature}",
            payload,
            "x",
            "::",
            "%00",
            self.address(purpose="preview").rstrip("/").rpartition("/")[2].split(":")[0] + f":{stamp}:{signature}",
        ):
            self.assertEqual(self.status(f"/acme/files/opened/{wrong}/"), 404, wrong)

    def test_an_address_is_good_for_ten_minutes(self) -> None:
        address = self.address()
        later = __import__("time").time() + LASTS + 1
        with mock.patch("django.core.signing.time.time", return_value=later):
            response = self.client.get(address)
        self.assertContains(response, "Open the file from its task again", status_code=403)

    def test_an_address_is_one_persons(self) -> None:
        for person in (self.olga, self.mara, self.gil, self.boris):
            client = Client()
            client.force_login(person)
            self.assertEqual(self.status(self.address(), client), 404)
        self.assertEqual(self.status(self.address(), Client()), 302)
        self.assertEqual(self.status(self.address().replace("/acme/", "/other/")), 404)

    def test_who_may_not_see_the_file_any_more_opens_nothing(self) -> None:
        address = self.address()
        delete_attachment(self.file, by=self.by_ana)
        self.assertEqual(self.status(address), 404)
        Attachment.objects.update(deleted_at=None)
        self.assertEqual(self.status(address), 200)
        delete_task(self.task, by=self.by_ana)
        self.assertEqual(self.status(address), 404)

    def test_who_was_removed_opens_nothing(self) -> None:
        address = self.address()
        Membership.objects.filter(user=self.ana, workspace=self.by_ana.workspace).delete()
        self.assertEqual(self.status(address), 404)

    def test_a_file_that_is_gone_from_the_storage_is_not_found(self) -> None:
        from workstate.attachments import storage

        storage.remove(self.file.key)
        self.assertEqual(self.status(self.address()), 404)

    def test_over_asgi_a_file_goes_out_in_pieces(self) -> None:
        content = bytes(300_000)
        attachment = attach_file(self.task, upload(content, "a.bin"), by=self.by_ana)
        get_asgi_application()
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
        response = handed_out(attachment, Purpose.DOWNLOAD, ASGIRequest(scope, io.BytesIO()))
        assert isinstance(response, StreamingHttpResponse)
        self.assertTrue(response.is_async)

        async def pieces() -> list[bytes]:
            return [piece async for piece in response]

        sent: list[Any] = asyncio.run(pieces())
        self.assertGreater(len(sent), 3)
        self.assertEqual(b"".join(sent), content)
        self.assertEqual(response["Content-Length"], "300000")
