"""Files in a bucket: as they are in a folder, and handed out by the bucket itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from unittest import mock
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from urllib.request import urlopen

from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests.contracts.bucket import Bucket, running_bucket
from workstate.attachments import storage
from workstate.attachments.actions import attach_file
from workstate.attachments.addresses import Purpose, signed_address
from workstate.attachments.clearing import clear_bin, clear_orphans
from workstate.attachments.jobs import draw_pictures
from workstate.attachments.models import Attachment
from workstate.attachments.serving import BUCKET_SECONDS
from workstate.attachments.tests.case import MEGABYTE, picture, upload
from workstate.config.environment import Environment
from workstate.config.files import bucket as bucket_settings
from workstate.core.ids import new_id
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import CastTestCase


class BucketTest(CastTestCase):
    bucket: ClassVar[Bucket]
    task: ClassVar[Task]

    @classmethod
    def setUpClass(cls) -> None:
        cls.bucket = cls.enterClassContext(
            running_bucket(Path(cls.enterClassContext(TemporaryDirectory(prefix="workstate-bucket-"))) / "s3")
        )
        cls.enterClassContext(stored_in(cls.bucket))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.task = create_task("Call", by=cls.by_ana)

    def setUp(self) -> None:
        self.client.force_login(self.ana)

    def tearDown(self) -> None:
        for key in self.bucket.objects():
            storage.remove(key)

    def address(self, attachment: Attachment, purpose: Purpose = Purpose.DOWNLOAD) -> str:
        """The bucket's own, to which ours leads."""
        response = self.client.get(signed_address(attachment, purpose, actor=self.by_ana))
        self.assertEqual(response.status_code, 302)
        self.assertEqual(response["Cache-Control"], "private, no-store")
        return str(response["Location"])

    def test_a_file_goes_in_and_comes_out(self) -> None:
        attachment = attach_file(self.task, upload(b"Hello.", "Größe.html"), by=self.by_ana)
        self.assertEqual(self.bucket.objects(), [attachment.key])
        with urlopen(self.address(attachment), timeout=10) as answer:
            self.assertEqual(answer.read(), b"Hello.")
            self.assertEqual(answer.headers["Content-Disposition"], "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.html")
            self.assertEqual(answer.headers["Content-Type"], "text/plain")

    def test_a_large_file_goes_in_parts(self) -> None:
        file = TemporaryUploadedFile("a.bin", "", 20 * MEGABYTE, None)
        for number in range(20):
            file.write(bytes([number]) * MEGABYTE)
        attachment = attach_file(self.task, file, by=self.by_ana)
        with urlopen(self.address(attachment), timeout=30) as answer:
            received = answer.read()
        self.assertEqual([received[number * MEGABYTE] for number in range(20)], list(range(20)))
        self.assertEqual(len(received), attachment.size)

    def test_an_address_that_was_changed_or_is_old_opens_nothing(self) -> None:
        attachment = attach_file(self.task, upload(b"Hello.", "a.txt"), by=self.by_ana)
        other = attach_file(self.task, upload(b"Other.", "b.txt"), by=self.by_ana)
        address = self.address(attachment)
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        self.assertLessEqual(int(query["X-Amz-Expires"]), 60)
        for change in (
            {"X-Amz-Signature": "0" * 64},
            {"X-Amz-Expires": "86400"},
            {"response-content-type": "text/html"},
            {"response-content-disposition": "inline"},
            {"X-Amz-Date": "20260101T000000Z"},
        ):
            self.assertIn(status_of(urlunsplit(parts._replace(query=urlencode(query | change)))), {400, 403}, change)
        self.assertEqual(status_of(address.replace(attachment.key, other.key)), 403)
        self.assertIn(status_of(urlunsplit(parts._replace(query=""))), {400, 401, 403})
        a_while_ago = datetime.now(UTC) - timedelta(seconds=BUCKET_SECONDS + 5)
        with mock.patch("botocore.auth.get_current_datetime", return_value=a_while_ago.replace(tzinfo=None)):
            expired = self.address(attachment)
        self.assertIn(status_of(expired), {400, 403})
        self.assertEqual(status_of(address), 200)

    def test_a_wrong_secret_stores_nothing(self) -> None:
        with stored_in(self.bucket, AWS_SECRET_ACCESS_KEY="wrong"), self.assertRaises(ClientError):
            attach_file(self.task, upload(), by=self.by_ana)
        self.assertEqual((self.bucket.objects(), Attachment.objects.count()), ([], 0))

    def test_pictures_are_drawn_and_come_from_us(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        self.assertEqual(self.bucket.objects(), sorted(attachment.keys))
        response = self.client.get(reverse("attachments:thumbnail", args=["acme", attachment.pk]), follow=True)
        self.assertEqual(response["Content-Type"], "image/webp")

    def test_what_nobody_needs_any_more_is_cleared(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        kept = attach_file(self.task, upload(), by=self.by_ana)
        Attachment.objects.filter(pk=attachment.pk).update(deleted_at="2026-01-01T00:00Z")
        stray = storage.storage().save(f"{storage.ROOT}/2026-01-02/{new_id()}", ContentFile(b"stray"))
        fresh = storage.storage().save(f"{storage.ROOT}/{timezone.now().date()}/{new_id()}", ContentFile(b"fresh"))
        self.assertIn(stray, self.bucket.objects())
        self.assertEqual((clear_bin(), clear_orphans()), (3, 1))
        self.assertEqual((clear_bin(), clear_orphans()), (0, 0))
        self.assertEqual(self.bucket.objects(), sorted([kept.key, fresh]))

    def test_a_file_that_is_gone_is_not_found(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        storage.remove(attachment.key)
        storage.remove(attachment.key)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        self.assertIsNotNone(attachment.drawn_at)
        self.assertEqual(status_of(self.address(attachment)), 404)


def stored_in(bucket: Bucket, **changes: str) -> Any:
    settings = bucket_settings(Environment(bucket.environment(**changes)))
    return override_settings(STORAGES={"default": settings, "staticfiles": _STATIC})


def status_of(address: str) -> int:
    try:
        with urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        refusal.close()
        return refusal.code


_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
