"""Of budgets: whoever administers the project hears that a share of one is reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Role
from workstate.notifications.kinds import Kind
from workstate.notifications.news.item import Item, of_event
from workstate.projects.access import RUNNING_IT
from workstate.projects.models import Level, ProjectShare
from workstate.workspaces.models import Membership

VERBS = [Verb.BUDGET_REACHED]


def items_of(events: Sequence[Event]) -> Iterable[Item]:
    """Three queries, however many budgets there are."""
    if not events:
        return
    people = _administrators({UUID(event.data["project"]): event.workspace_id for event in events})
    for event in events:
        project = UUID(event.data["project"])
        for user in sorted(people[project], key=str):
            yield of_event(event, user, Kind.BUDGET, project=project, data={"share": event.data["share"]})


def _administrators(projects: dict[UUID, UUID | None]) -> defaultdict[UUID, set[UUID]]:
    """By project who administers it: whoever runs the workspace, and whom it is given to; a guest never does."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    members = Membership.objects.filter(workspace__in=set(projects.values())).exclude(role=Role.GUEST)
    full: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for workspace, user, role in members.values_list("workspace", "user", "role"):
        full[workspace].add(user)
        if role in RUNNING_IT:
            for project in (pk for pk, here in projects.items() if here == workspace):
                found[project].add(user)
    shares = ProjectShare.objects.filter(project__in=projects, level=Level.ADMINISTER)
    kept = shares.exclude(group__deleted_at__isnull=False)
    for pk, workspace, person, in_group in kept.values_list(
        "project", "workspace", "member__user", "group__members__user"
    ):
        found[pk] |= {user for user in (person, in_group) if user in full[workspace]}
    return found
