"""
Who sees and changes budgets.

A bar adds up everybody's time, and who may not see all of it could take their own away from it. So of time it is shown to
whoever administers the workspace, and to full members who may edit the project unless the workspace turns that off: the
sum, never whose it is. What money comes to is for those who administer the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from workstate.billing.models import BillingSettings
from workstate.billing.queries import settings_of
from workstate.budgets.models import BudgetKind
from workstate.core.actor import Actor
from workstate.projects.access import allows, levels_of
from workstate.projects.models import Level, Project
from workstate.projects.policies import can_administer_project


def can_see_money(actor: Actor) -> bool:
    return actor.administers


def can_see_budget(actor: Actor, project: Project, kind: str, settings: BillingSettings | None = None) -> bool:
    if actor.administers:
        return project.workspace_id == actor.workspace.pk
    if kind == BudgetKind.MONEY or actor.is_guest or not allows(actor, project, Level.EDIT):
        return False
    return (settings or settings_of(actor.workspace)).members_see_budgets


def can_set_budget(actor: Actor, project: Project, kind: str) -> bool:
    """Whoever administers the project and sees the budget."""
    return can_administer_project(actor, project) and can_see_budget(actor, project, kind)


def projects_shown(actor: Actor, projects: Iterable[Project]) -> set[UUID]:
    """Of which of the projects the actor sees how much time is used: can_see_budget(), of many. At most three queries."""
    wanted = list(projects)
    if actor.administers:
        return {project.pk for project in wanted if project.workspace_id == actor.workspace.pk}
    if actor.is_guest or not wanted or not settings_of(actor.workspace).members_see_budgets:
        return set()
    return {pk for pk, level in levels_of(actor, wanted).items() if level.includes(Level.EDIT)}
