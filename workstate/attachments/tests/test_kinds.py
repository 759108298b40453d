from __future__ import annotations

import io
import zipfile

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from workstate.attachments.kinds import HEAD, OCTETS, Kind, kind_of, served_as, sniffed
from workstate.attachments.models import NAME_LENGTH
from workstate.attachments.names import clean_name
from workstate.attachments.tests.case import pdf, picture


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return file.getvalue()


class KindsTest(SimpleTestCase):
    def test_the_content_says_what_a_file_is(self) -> None:
        for content, name, expected in (
            (picture(kind="PNG"), "a.txt", "image/png"),
            (picture(kind="JPEG"), "", "image/jpeg"),
            (picture(kind="GIF"), "", "image/gif"),
            (picture(kind="WEBP"), "", "image/webp"),
            (pdf(), "a.png", "application/pdf"),
            (b"MZ\x90\x00\x03", "holiday.png", "application/vnd.microsoft.portable-executable"),
            (b"\x7fELF\x02\x01", "", "application/x-executable"),
            (zipped(), "report.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (zipped(), "report.png", "application/zip"),
            (b"<!DOCTYPE html><p>", "a.txt", "text/html"),
            (b"\xef\xbb\xbf \n<ScRiPt>alert(1)</script>", "a.jpg", "text/html"),
            (b"Dear Ana,\n<script>alert(1)</script>", "a.txt", "text/html"),
            (b'<?xml version="1.0"?><svg xmlns="x"/>', "a.png", "image/svg+xml"),
            (b'<?xml version="1.0"?><feed/>', "", "text/xml"),
            (b"#!/bin/sh\nrm -rf /", "", "text/x-script"),
            ("Grüße aus Köln".encode(), "a.exe", "text/plain"),
            ("ü".encode() * HEAD, "", "text/plain"),
            (b"a" + "ü".encode() * HEAD, "", "text/plain"),
            ("Grüße".encode("latin-1"), "", OCTETS),
            (b"text\x00text", "", OCTETS),
            (b"RIFF\x00\x00\x00\x00WAVEfmt ", "", "audio/wav"),
            (b"\x00\x00\x00\x20ftypisom", "", "video/mp4"),
            (b"\x00\x00\x00\x20ftypheic", "", "image/heic"),
        ):
            with self.subTest(expected, name=name):
                self.assertEqual(sniffed(content[:HEAD], name), expected)

    def test_what_a_browser_would_run_is_handed_out_as_octets(self) -> None:
        for content_type in (
            "text/html",
            "image/svg+xml",
            "text/xml",
            "text/x-script",
            "application/x-executable",
            "x/y",
        ):
            self.assertEqual(served_as(content_type), OCTETS)
        for content_type in ("image/png", "application/pdf", "text/plain", "application/zip"):
            self.assertEqual(served_as(content_type), content_type)

    def test_every_kind_has_an_icon(self) -> None:
        for content_type, kind in (
            ("image/png", Kind.PICTURE),
            ("image/svg+xml", Kind.CODE),
            ("text/html", Kind.CODE),
            ("application/pdf", Kind.DOCUMENT),
            ("text/plain", Kind.DOCUMENT),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Kind.TABLE),
            ("application/vnd.oasis.opendocument.spreadsheet", Kind.TABLE),
            ("application/zip", Kind.ARCHIVE),
            ("application/gzip", Kind.ARCHIVE),
            ("audio/mpeg", Kind.SOUND),
            ("video/mp4", Kind.FILM),
            ("application/x-executable", Kind.OTHER),
            (OCTETS, Kind.OTHER),
        ):
            self.assertEqual(kind_of(content_type), kind, content_type)

    @given(st.binary(max_size=300), st.text(max_size=20))
    def test_anything_is_something(self, head: bytes, name: str) -> None:
        self.assertIn("/", sniffed(head, name))
        self.assertIn(kind_of(sniffed(head, name)), Kind)


class NamesTest(SimpleTestCase):
    def test_a_name_is_mended(self) -> None:
        for given_name, kept in (
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\ana\\report.pdf", "report.pdf"),
            ("photo\u202egnp.exe", "photognp.exe"),
            ("a\x00b\r\nc.txt", "abc.txt"),
            ("  two   words .txt. ", "two words .txt"),
            (".gitignore", ".gitignore"),
            ("..", "Unnamed file"),
            ("", "Unnamed file"),
            ("\ud800.txt", ".txt"),
            ("re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"),
        ):
            with self.subTest(given_name.encode("utf-8", "replace")):
                self.assertEqual(clean_name(given_name), kept)

    def test_a_long_name_keeps_its_ending(self) -> None:
        name = clean_name("x" * 300 + ".pdf")
        self.assertEqual(len(name), NAME_LENGTH)
        self.assertTrue(name.endswith("x….pdf"))
        self.assertEqual(len(clean_name("x" * 300)), NAME_LENGTH)
        self.assertEqual(len(clean_name("x." + "y" * 300)), NAME_LENGTH)

    @given(st.text(max_size=400))
    def test_a_mended_name_needs_no_more_mending(self, name: str) -> None:
        mended = clean_name(name)
        self.assertEqual(clean_name(mended), mended)
        self.assertTrue(0 < len(mended) <= NAME_LENGTH)
        self.assertNotIn("/", mended)
