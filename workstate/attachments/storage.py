"""
Where the bytes lie: a folder of the server, or a bucket. Nothing in it is reached but through addresses.py.

A key is `attachments/<day>/<UUIDv7>`: it holds nothing that a person typed, and says when it was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO, Any, cast
from uuid import UUID

from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.utils import timezone
from django.utils.http import content_disposition_header

from workstate.core.ids import new_id

ROOT = "attachments"
CHUNK = 64 * 1024


class TooLarge(Exception):
    """More bytes came than may."""


@dataclass(frozen=True, slots=True)
class Stored:
    key: str
    size: int
    sha256: str


def storage() -> Storage:
    return default_storage


def new_key() -> str:
    return f"{ROOT}/{timezone.now().date().isoformat()}/{new_id()}"


def store(file: File[Any], *, limit: int) -> Stored:
    """Keep a file, never whole in memory; raises TooLarge beyond the limit in bytes. What fails leaves nothing behind."""
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLarge
        digest.update(chunk)
    file.seek(0)
    key = new_key()
    try:
        return Stored(key=storage().save(key, file), size=size, sha256=digest.hexdigest())
    except BaseException:
        with suppress(Exception):  # the first failure is the one to tell; what is left the daily job finds
            remove(key)
        raise


def remove(key: str) -> None:
    """Gone already is fine."""
    storage().delete(key)


@contextmanager
def opened(key: str) -> Iterator[IO[bytes]]:
    with storage().open(key) as file:
        yield cast("IO[bytes]", file)


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(file.read, CHUNK), b"")


def bucket_address(key: str, *, name: str, content_type: str, seconds: int) -> str | None:
    """Where a bucket hands the file out for so long, None for a folder, which has no addresses of its own."""
    if not hasattr(storage(), "bucket_name"):
        return None
    parameters = {
        "ResponseContentDisposition": content_disposition_header(as_attachment=True, filename=name),
        "ResponseContentType": content_type,
        "ResponseCacheControl": "private, no-store",
    }
    return str(cast("Any", storage()).url(key, parameters=parameters, expire=seconds))


def days() -> list[date]:
    """Those on which something was stored that may still be there, oldest first."""
    try:
        folders, _files = storage().listdir(ROOT)
    except FileNotFoundError:
        return []
    return sorted(day for name in folders if (day := _day(name)))


def keys_of(day: date) -> list[str]:
    folder = f"{ROOT}/{day.isoformat()}"
    try:
        _folders, names = storage().listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in names if _is_ours(name)]


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None


def _is_ours(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
