from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.test import SimpleTestCase
from PIL import Image

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.attachments import storage
from workstate.attachments.actions import attach_file, delete_attachment
from workstate.attachments.drawing import PREVIEW, THUMBNAIL, picture_size
from workstate.attachments.jobs import draw_missing_pictures, draw_pictures
from workstate.attachments.models import Attachment
from workstate.attachments.pictures import drawn
from workstate.attachments.tests.case import FilesTestCase, bomb, pdf, picture, upload
from workstate.workspaces.models import Membership


class DrawingTest(SimpleTestCase):
    """In the process that draws, and out of it."""

    def draw(self, content: bytes) -> dict[str, Image.Image] | None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "source").write_bytes(content)
            if not drawn(folder):
                self.assertFalse((folder / "thumbnail").exists())
                return None
            return {name: Image.open(io.BytesIO((folder / name).read_bytes())) for name in ("thumbnail", "preview")}

    def shown(self, content: bytes) -> dict[str, Image.Image]:
        pictures = self.draw(content)
        assert pictures is not None
        self.assertEqual({one.format for one in pictures.values()}, {"WEBP"})
        return pictures

    def test_pictures_become_small(self) -> None:
        for kind in ("PNG", "JPEG", "WEBP", "GIF"):
            with self.subTest(kind):
                pictures = self.shown(picture((3000, 1500), kind))
                self.assertEqual(pictures["preview"].size, (PREVIEW[0], PREVIEW[0] // 2))
                self.assertEqual(pictures["thumbnail"].size, (THUMBNAIL[0], THUMBNAIL[0] // 2))

    def test_a_small_picture_is_not_blown_up(self) -> None:
        self.assertEqual(self.shown(picture((20, 10)))["thumbnail"].size, (20, 10))

    def test_a_picture_is_turned_as_it_was_taken_and_tells_nothing_else(self) -> None:
        turned = self.shown(picture((300, 100), "JPEG", orientation=6))["preview"]
        self.assertEqual(turned.size, (100, 300))
        self.assertEqual(dict(turned.getexif()), {})
        self.assertEqual({"exif", "icc_profile", "xmp"} & set(turned.info), set())

    def test_of_one_that_moves_the_first_moment_is_shown(self) -> None:
        still = self.shown(picture((40, 40), "GIF", frames=3))["preview"]
        self.assertEqual(getattr(still, "n_frames", 1), 1)
        red, _green, blue = still.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
        self.assertGreater(red, blue)

    def test_what_can_be_seen_through_stays_so(self) -> None:
        clear = self.shown(picture((40, 40), "PNG", colour="#ff000000"))["preview"]
        self.assertEqual(clear.convert("RGBA").getpixel((5, 5))[3], 0)  # type: ignore[index]

    def test_the_first_page_of_a_pdf_is_drawn(self) -> None:
        page = self.shown(pdf())["preview"]
        self.assertGreater(page.height, page.width)
        self.assertEqual(page.getpixel((page.width // 2, page.height * 2 // 3)), (0, 0, 0))
        self.assertEqual(page.getpixel((5, 5)), (255, 255, 255))

    def test_the_size_is_read_without_decoding(self) -> None:
        def refuse(*args: object) -> None:
            raise AssertionError("The pixels were decoded where people wait.")

        for kind in ("PNG", "JPEG", "WEBP", "GIF"):
            for orientation in (0, 6):
                content = picture((64, 48), kind, orientation=orientation)
                with mock.patch("PIL.ImageFile.ImageFile.load", refuse), self.subTest(kind, orientation=orientation):
                    turned = orientation and kind != "GIF"
                    self.assertEqual(picture_size(io.BytesIO(content)), (48, 64) if turned else (64, 48))

    def test_a_bomb_is_not_drawn(self) -> None:
        for content in (bomb(), bomb(9_000, 9_000)):
            self.assertIsNone(self.draw(content))

    def test_what_is_no_picture_is_not_drawn(self) -> None:
        for content in (b"", b"GIF89a<script>", b"%PDF-1.4\nrubbish", picture()[:60], b"MZ", b"<svg/>"):
            self.assertIsNone(self.draw(content))


class PicturesTest(FilesTestCase):
    def test_pictures_are_drawn_stored_and_told(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        self.assertIsNotNone(attachment.drawn_at)
        self.assertEqual(self.stored_files(), sorted(attachment.keys))
        self.assertEqual(len(attachment.keys), 3)
        with storage.opened(attachment.thumbnail_key) as file:
            self.assertEqual(Image.open(file).format, "WEBP")
        self.assertTrue(Event.objects.about(attachment).filter(verb=Verb.ATTACHMENT_DRAWN).exists())

    def test_drawing_twice_keeps_one(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        stored = self.stored_files()
        draw_pictures(str(attachment.pk))
        from workstate.attachments.pictures import draw

        draw(attachment)  # another worker, who looked before the first one was done
        self.assertEqual(self.stored_files(), stored)

    def test_what_cannot_be_drawn_is_not_tried_again(self) -> None:
        attachment = attach_file(self.task, upload(bomb(9_000, 9_000), "a.png"), by=self.by_ana)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        self.assertIsNotNone(attachment.drawn_at)
        self.assertEqual((attachment.thumbnail_key, attachment.preview_key), ("", ""))
        self.assertEqual(self.stored_files(), [attachment.key])

    def test_what_a_dead_broker_missed_is_swept(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        draw_missing_pictures()
        attachment.refresh_from_db()
        self.assertIsNone(attachment.drawn_at)  # it may be under way
        Attachment.objects.update(created_at="2026-01-01T00:00Z")
        draw_missing_pictures()
        attachment.refresh_from_db()
        self.assertIsNotNone(attachment.drawn_at)

    def test_a_file_whose_uploader_left_or_which_lies_in_the_bin_is_drawn_all_the_same(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        delete_attachment(attachment, by=self.by_ana)
        Membership.objects.filter(user=self.ana).delete()
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        self.assertTrue(attachment.preview_key)

    def test_a_file_that_is_gone_from_the_storage_has_no_pictures(self) -> None:
        attachment = attach_file(self.task, upload(picture(), "a.png"), by=self.by_ana)
        storage.remove(attachment.key)
        draw_pictures(str(attachment.pk))
        attachment.refresh_from_db()
        self.assertIsNotNone(attachment.drawn_at)
        self.assertEqual(attachment.preview_key, "")
