"""Many tasks brought to another day by one act, and back."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.tasks.actions.tasks import change_task
from workstate.tasks.due import Due
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task


@transaction.atomic
def bring_overdue_to_today(*, by: Actor) -> list[tuple[Task, Due]]:
    """
    Make every open task of an earlier day due today; answers with them and when each was due.

    A time of day stays if it is still to come; one that has passed would be overdue again at once.
    """
    current = now().astimezone(by.zone)
    moved = []
    overdue = Task.objects.visible_to(by).open().due_before(current.date()).select_related("project").order_by("pk")
    for task in overdue:
        if task.due_on is None or not can_edit_task(by, task):
            continue
        before = Due(task.due_on, task.due_time)
        still_to_come = before.time if before.time and before.time > current.time() else None
        moved.append((change_task(task, by=by, due=Due(current.date(), still_to_come)), before))
    return moved


@transaction.atomic
def put_due_back(before: Mapping[int, Due], *, by: Actor) -> None:
    """Give tasks, by number, the days they had."""
    for task in Task.objects.visible_to(by).kept().filter(number__in=list(before)).order_by("pk"):
        change_task(task, by=by, due=before[task.number])
