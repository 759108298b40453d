"""Moving planned work to another day or another person. Written by the actions of the room of tasks, with their history and Undo."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Invalid, require
from workstate.savedviews.planning import can_plan
from workstate.savedviews.scheduling import schedule
from workstate.tasks.actions import Act, change_tasks
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership


@transaction.atomic
def replan(
    task: Task, *, by: Actor, day: date, given_from: Membership | None = None, given_to: Membership | None = None
) -> Act:
    """
    Let the task be due on the day and go from one person to another, None for nobody; the other assignees stay.

    With the same person twice only the day changes. One act, taken back by one Undo. Raises Invalid at the field.
    """
    require(can_plan(by, task))
    if given_to != given_from and task.project_id is None:
        raise Invalid(
            _("This task is in your inbox, which nobody else sees. Put it into a project first."), field="member"
        )
    act = schedule(task, by=by, day=day)
    if given_to != given_from:
        change_tasks(
            [task],
            by=by,
            batch=act.batch,
            add_assignees=[given_to] if given_to else [],
            remove_assignees=[given_from] if given_from else [],
        )
    return act
