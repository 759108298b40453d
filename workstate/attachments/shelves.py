"""
Bytes that are kept for some days only, beside attachments: files of reports, exports of accounts.

A key is `<shelf>/<day>/<UUIDv7>`, so that what nobody knows any more is found by its day.
"""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from django.core.files import File

from workstate.attachments.storage import remove, storage
from workstate.core.clock import now
from workstate.core.ids import new_id

logger = logging.getLogger(__name__)


def keep(shelf: str, file: File[Any]) -> str:
    """Store the bytes; answers with their key."""
    return storage().save(f"{shelf}/{now().date().isoformat()}/{new_id()}", file)


def remove_quietly(key: str) -> None:
    """What cannot be removed now goes when its day is cleared away."""
    try:
        remove(key)
    except Exception:
        logger.exception("Bytes could not be removed.")


def clear_older(shelf: str, than: timedelta) -> int:
    """Remove all bytes of days that are so long over, whether a row knows them or not; how many there were."""
    last, cleared = (now() - than).date(), 0
    try:
        folders, _files = storage().listdir(shelf)
    except FileNotFoundError:
        return 0
    for folder in sorted(folders):
        try:
            is_old = date.fromisoformat(folder) < last
        except ValueError:
            continue
        if is_old:
            for name in storage().listdir(f"{shelf}/{folder}")[1]:
                remove(f"{shelf}/{folder}/{name}")
                cleared += 1
    return cleared
