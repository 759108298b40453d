"""What leaves the bin for good."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from workstate.tasks.extensions import say_farewell
from workstate.tasks.models import Task

IN_BIN = timedelta(days=30)
AT_ONCE = 200


def clear_bin() -> int:
    """
    Remove the tasks that were deleted more than thirty days ago, with their comments and files; how many.

    Deleting was somebody's act and was recorded then; that the time is over is nobody's. The time that was tracked on them
    stays. Tasks that another worker has, or that somebody restores just now, are left alone; so are projects, for time
    hangs on them.
    """
    cleared = 0
    while count := _clear_some():
        cleared += count
    return cleared


@transaction.atomic
def _clear_some() -> int:
    over = Task.objects.filter(deleted_at__lt=timezone.now() - IN_BIN).order_by("pk")
    ids = list(over.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
    say_farewell(ids)
    Task.objects.filter(pk__in=ids).delete()
    return len(ids)
