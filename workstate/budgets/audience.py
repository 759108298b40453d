"""Who is told that a budget is running out: whoever may set it, as policies.can_set_budget() says of one actor."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from workstate.billing.models import BillingSettings
from workstate.budgets.models import Budget, BudgetKind
from workstate.core.actor import Role
from workstate.projects.access import RUNNING_IT
from workstate.projects.models import Level, ProjectShare
from workstate.workspaces.models import Membership


def people_told(budgets: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """
    By budget, as far as it is kept, the ids of the people: those who run the workspace, and of time the full members who
    administer the project, unless the workspace keeps budgets from members. Five queries, however many budgets.
    """
    found = list(Budget.objects.kept().filter(pk__in=set(budgets)).only("pk", "workspace", "project", "kind"))
    workspaces = {budget.workspace_id for budget in found}
    running: dict[UUID, set[UUID]] = {}
    members: dict[UUID, set[UUID]] = {}
    people = Membership.objects.filter(workspace__in=workspaces).exclude(role=Role.GUEST)
    for workspace, user, role in people.values_list("workspace", "user", "role"):
        (running if role in RUNNING_IT else members).setdefault(workspace, set()).add(user)
    closed = BillingSettings.objects.filter(workspace__in=workspaces, members_see_budgets=False)
    kept_from = set(closed.values_list("workspace", flat=True))
    timed = [one for one in found if one.kind == BudgetKind.TIME and one.workspace_id not in kept_from]
    administering = _administering({one.project_id for one in timed})
    told = {one.pk: set(running.get(one.workspace_id, ())) for one in found}
    for one in timed:
        told[one.pk] |= administering.get(one.project_id, set()) & members.get(one.workspace_id, set())
    return told


def _administering(projects: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Whom a project is shared with so that they administer it, by themselves or in a group."""
    shares = ProjectShare.objects.filter(project__in=projects, level=Level.ADMINISTER)
    found: dict[UUID, set[UUID]] = {}
    alone = shares.filter(member__isnull=False).values_list("project", "member__user")
    together = shares.filter(group__isnull=False, group__deleted_at=None).values_list("project", "group__members__user")
    people: list[tuple[UUID, UUID | None]] = [*alone, *together]
    for project, user in people:
        if user is not None:
            found.setdefault(project, set()).add(user)
    return found
