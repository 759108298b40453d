"""The uploaded file, kept in the database in parts: what a person entered lives in PostgreSQL alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.transfer.models import Import, ImportPart

PART_SIZE = 256 * 1024
LARGEST_FILE = 64 * 1024 * 1024


def store_file(incoming: Import, chunks: Iterable[bytes]) -> int:
    """Keep the file, in parts of equal size; answers with its length in bytes. Raises Invalid when it is too large."""
    size = 0
    for position, part in enumerate(_parts(chunks)):
        size += len(part)
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // (1024 * 1024)
            raise Invalid(
                _("The file is larger than %(limit)d MB. Export a shorter span of time and import one after the other.")
                % {"limit": limit},
                field="file",
            )
        ImportPart.objects.create(workspace_id=incoming.workspace_id, whole=incoming, position=position, data=part)
    return size


def open_file(incoming: Import) -> io.BufferedReader:
    """Read the kept file; no more than a part of it is in memory."""
    return io.BufferedReader(_StoredFile(incoming), PART_SIZE)


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= PART_SIZE:
            yield bytes(waiting[:PART_SIZE])
            del waiting[:PART_SIZE]
    if waiting:
        yield bytes(waiting)


class _StoredFile(io.RawIOBase):
    def __init__(self, incoming: Import) -> None:
        self._incoming = incoming
        self._position = 0
        self._part = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        if not self._part:
            parts = ImportPart.objects.filter(whole=self._incoming, position=self._position)
            data = parts.values_list("data", flat=True).first()
            if data is None:
                return 0
            self._part = memoryview(data)
            self._position += 1
        count = min(len(target), len(self._part))
        target[:count] = self._part[:count]
        self._part = self._part[count:]
        return count
