"""Files to attach, and a storage of one's own for each class of tests."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from workstate.projects.actions import create_project
from workstate.projects.models import Project
from workstate.tasks.actions import create_task
from workstate.tasks.models import Task
from workstate.testing import Cast, CastTestCase

MEGABYTE = 1024 * 1024


class Shelf(Cast):
    """A project of Ana's with one task, a task of her inbox, and an empty folder for files."""

    project: ClassVar[Project]
    task: ClassVar[Task]
    secret: ClassVar[Task]

    @classmethod
    def furnish(cls) -> None:
        cls.project = create_project("Website", by=cls.by_ana)
        cls.task = create_task("Call", by=cls.by_ana, project=cls.project)
        cls.secret = create_task("Surprise", by=cls.by_ana)

    @classmethod
    def open_shelf(cls) -> None:
        folder = TemporaryDirectory(prefix="workstate-tests-")
        cls.addClassCleanup(folder.cleanup)
        override = override_settings(MEDIA_ROOT=folder.name)
        override.enable()
        cls.addClassCleanup(override.disable)

    @staticmethod
    def stored_files() -> list[str]:
        """Keys of what lies in the storage."""
        root = Path(settings.MEDIA_ROOT)
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class FilesTestCase(Shelf, CastTestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.open_shelf()
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.furnish()

    def tearDown(self) -> None:
        for key in self.stored_files():
            (Path(settings.MEDIA_ROOT) / key).unlink()
        super().tearDown()


def upload(content: bytes = b"Hello.", name: str = "note.txt", content_type: str = "text/plain") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def picture(
    size: tuple[int, int] = (64, 48), kind: str = "PNG", *, orientation: int = 0, colour: str = "red", frames: int = 1
) -> bytes:
    mode = "RGB" if kind == "JPEG" else "RGBA"
    drawn = Image.new(mode, size, colour)
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        exif[0x010E] = "taken at home"
    more = {"save_all": True, "append_images": [Image.new(mode, size, "blue")] * (frames - 1)} if frames > 1 else {}
    file = io.BytesIO()
    drawn.save(file, kind, **({"exif": exif} if orientation else {}), **more)
    return file.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a hundred kilobytes or so that becomes gigabytes when it is decoded."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    line = bytes(width // 8 + 2)
    rows = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pdf() -> bytes:
    """One page of A5 with a black square."""
    content = b"0 0 0 rg 100 100 200 200 re f"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj%sendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return file.getvalue()


class Torn(ContentFile):  # type: ignore[type-arg]
    """A file whose second half never arrives."""

    def chunks(self, chunk_size: int | None = None):  # type: ignore[no-untyped-def]
        yield b"half of it"
        raise ConnectionResetError
