"""What time keeps of tasks that leave the bin for good."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, Subquery

from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry


def keep_titles(tasks: Sequence[UUID]) -> None:
    """An entry that was told by its task's title alone has it as its own words from now on."""
    title = Task.objects.filter(pk=OuterRef("task")).values("title")
    TimeEntry.objects.filter(task__in=tasks, description="").update(description=Subquery(title))
