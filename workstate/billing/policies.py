"""Who may see and change what time earns and costs."""

from __future__ import annotations

from workstate.billing.models import BillingSettings
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.projects.policies import can_change_project
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task


def can_set_rates(actor: Actor) -> bool:
    return actor.administers


def can_see_amounts(actor: Actor, settings: BillingSettings) -> bool:
    """What time earns: administrators of everybody's; members of their own, where the workspace tells them."""
    return actor.administers or (settings.members_see_amounts and not actor.is_guest)


def can_see_costs(actor: Actor) -> bool:
    return actor.administers


def can_set_billable(actor: Actor, subject: Project | Task) -> bool:
    """Whether new time on it is billable: full members who may edit it."""
    if isinstance(subject, Task):
        return not actor.is_guest and can_edit_task(actor, subject)
    return can_change_project(actor, subject)
