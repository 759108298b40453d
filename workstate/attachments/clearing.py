"""What is thrown away for good: files whose time in the bin is over, and bytes that no row knows."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from workstate.attachments import storage
from workstate.attachments.models import Attachment

IN_BIN = timedelta(days=30)
ORPHANED = timedelta(days=1)
AT_ONCE = 200


def clear_bin() -> int:
    """
    Remove the files that were deleted, or whose task was, more than thirty days ago; how many.

    Deleting was somebody's act and was recorded then; that the time is over is nobody's. Rows that another worker has, or
    that somebody restores just now, are left alone. The rows go first: bytes that a fault leaves behind are orphans.
    """
    cleared = 0
    while keys := _clear_some():
        for key in keys:
            storage.remove(key)
        cleared += len(keys)
    return cleared


@transaction.atomic
def _clear_some() -> list[str]:
    end = timezone.now() - IN_BIN
    over = Q(deleted_at__lt=end) | Q(task__deleted_at__lt=end)
    waiting = Attachment.objects.filter(over).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    attachments = list(waiting[:AT_ONCE])
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in attachments]).delete()
    return [key for attachment in attachments for key in attachment.keys]


def clear_orphans() -> int:
    """Remove bytes older than a day that no row knows: what an act that failed left, or a workspace that went."""
    cleared = 0
    last = (timezone.now() - ORPHANED).date()
    for day in storage.days():
        if day < last:  # the day of the key is over for a day, in every zone that a server may think in
            cleared += _clear_orphans_of(day)
    return cleared


def _clear_orphans_of(day: date) -> int:
    unknown = unknown_keys(day)
    for key in unknown:
        storage.remove(key)
    return len(unknown)


def unknown_keys(day: date) -> list[str]:
    """What was stored on the day and no row knows."""
    keys = storage.keys_of(day)
    unknown: list[str] = []
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = Attachment.objects.filter(Q(key__in=some) | Q(thumbnail_key__in=some) | Q(preview_key__in=some))
        kept = {key for attachment in known for key in attachment.keys}
        unknown += [key for key in some if key not in kept]
    return unknown
