"""Where the bytes of exports lie: beside attachments, under `exports/<day>/<UUIDv7>`."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.core.files import File

from workstate.attachments.storage import remove, storage
from workstate.core.clock import now
from workstate.core.ids import new_id

logger = logging.getLogger(__name__)

ROOT = "exports"


def keep(file: File[bytes]) -> str:
    """Store the bytes; answers with their key."""
    return storage().save(f"{ROOT}/{now().date().isoformat()}/{new_id()}", file)


def remove_quietly(key: str) -> None:
    """What cannot be removed now goes when its day is cleared away."""
    try:
        remove(key)
    except Exception:
        logger.exception("The bytes of an export could not be removed.")


def clear_older(than: timedelta) -> int:
    """Remove all bytes of days that are so long over, whether a row knows them or not; how many there were."""
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
            for name in storage().listdir(f"{ROOT}/{folder}")[1]:
                remove(f"{ROOT}/{folder}/{name}")
                cleared += 1
    return cleared


__all__ = ["clear_older", "keep", "remove", "remove_quietly", "storage"]
