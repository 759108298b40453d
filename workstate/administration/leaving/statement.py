"""What is said before an account is deleted: what goes, what stays and why, and what must be settled first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from workstate.accounts.models import User
from workstate.core.actor import Role
from workstate.discussions.models import Comment
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Membership, Workspace


@dataclass(frozen=True, slots=True)
class Amount:
    """What the person has written in one workspace."""

    workspace: Workspace
    tasks: int
    comments: int
    entries: int


@dataclass(frozen=True, slots=True)
class Statement:
    gone: list[Amount]
    """Workspaces that go with the account: their own, and sample data that is theirs alone."""
    kept: list[Amount]
    """Where what they wrote stays under “Former member”."""
    blocking: list[Workspace]
    """Teams that would have no owner."""
    is_last_administrator: bool

    @property
    def may_go(self) -> bool:
        return not self.blocking and not self.is_last_administrator


def statement_of(user: User) -> Statement:
    """Six queries, however much there is."""
    here = list(Membership.objects.filter(user=user, workspace__deleted_at=None).select_related("workspace"))
    owned = [one.workspace_id for one in here if one.role == Role.OWNER]
    others = Membership.objects.filter(
        workspace__in=owned, role=Role.OWNER, user__is_active=True, user__deletion_due_at=None
    ).exclude(user=user)
    with_another = set(others.values_list("workspace", flat=True))
    gone, kept, blocking = [], [], []
    for one in here:
        alone = one.role == Role.OWNER and one.workspace_id not in with_another
        if one.workspace.personal_to_id == user.pk or (alone and one.workspace.is_demo):
            gone.append(one.workspace)
        elif alone:
            blocking.append(one.workspace)
        else:
            kept.append(one.workspace)
    amounts = _amounts(user, [*gone, *kept])
    return Statement(
        gone=[amounts[workspace.pk] for workspace in gone],
        kept=[amounts[workspace.pk] for workspace in kept],
        blocking=blocking,
        is_last_administrator=user.is_staff and not _other_administrators(user),
    )


def _other_administrators(user: User) -> bool:
    return User.objects.filter(is_staff=True, is_active=True, deletion_due_at=None).exclude(pk=user.pk).exists()


def _amounts(user: User, workspaces: Iterable[Workspace]) -> dict[UUID, Amount]:
    places = {workspace.pk: workspace for workspace in workspaces}
    tasks = Task.objects.filter(workspace__in=places, created_by=user).order_by().values_list("workspace")
    comments = Comment.objects.filter(workspace__in=places, author=user).order_by().values_list("workspace")
    entries = TimeEntry.objects.filter(workspace__in=places, user=user).order_by().values_list("workspace")
    counts = [dict(rows.annotate(count=Count("pk"))) for rows in (tasks, comments, entries)]
    return {pk: Amount(workspace, *(count.get(pk, 0) for count in counts)) for pk, workspace in places.items()}
