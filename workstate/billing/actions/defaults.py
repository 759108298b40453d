from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.billing.models import BillableDefault
from workstate.billing.policies import can_set_billable
from workstate.core.actor import Actor
from workstate.core.errors import require
from workstate.core.turns import take_turn
from workstate.projects.models import Project
from workstate.tasks.models import Task


@transaction.atomic
def set_billable(subject: Project | Task, billable: bool | None, *, by: Actor) -> bool | None:
    """
    Say whether new time on the project or task is billable; None leaves that to what is above it: a task's project, a
    project's client, the workspace. Time that stands stays as it is.
    """
    require(can_set_billable(by, subject), _("Whether time is billable is said by full members who may edit this."))
    take_turn(f"billable:{subject.pk}")
    about: dict[str, Any] = {"task" if isinstance(subject, Task) else "project": subject}
    found = BillableDefault.objects.filter(workspace=by.workspace, **about).first()
    before = found.billable if found else None
    if before == billable:
        return billable
    if billable is None and found:
        found.delete()
    elif found:
        found.billable = bool(billable)
        found.save(update_fields=["billable"])
    else:
        BillableDefault.objects.create(workspace=by.workspace, billable=bool(billable), **about)
    record(Verb.BILLABLE_CHANGED, subject, by=by, before=before, after=billable)
    return billable
