"""
Where the bytes of made files lie: beside attachments, in the folder of the server or the bucket.

A key is `reports/<day>/<UUIDv7>`: it holds nothing that a person typed, and says when it was made, so that what no row knows
any more is found by its age.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.files.base import ContentFile

from workstate.attachments.storage import remove, storage
from workstate.core.clock import now
from workstate.core.ids import new_id

ROOT = "reports"


def keep(content: bytes) -> str:
    """Store the bytes; answers with their key."""
    return storage().save(f"{ROOT}/{now().date().isoformat()}/{new_id()}", ContentFile(content))


def clear_older(than: timedelta) -> int:
    """Remove all bytes of days that are so long over; how many there were."""
    last, cleared = (now() - than).date(), 0
    try:
        folders, _files = storage().listdir(ROOT)
    except FileNotFoundError:
        return 0
    for folder in sorted(folders):
        try:
            is_old = date.fromisoformat(folder) < last
        except ValueError:
            continue
        if is_old:
            _folders, names = storage().listdir(f"{ROOT}/{folder}")
            for name in names:
                remove(f"{ROOT}/{folder}/{name}")
                cleared += 1
    return cleared


__all__ = ["clear_older", "keep", "remove", "storage"]
