"""A workspace is archived and taken out again, deleted and, for a month, brought back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Invalid, NotFound, require
from workstate.workspaces.actions.workspaces import locked_workspace, save_workspace
from workstate.workspaces.models import Workspace
from workstate.workspaces.policies import can_archive_workspace, can_delete_workspace


@transaction.atomic
def archive_workspace(*, by: Actor) -> Workspace:
    """
    Make everything in it read-only for everybody, until unarchive_workspace(); timers that run there are stopped.

    It is activity.record() that refuses: no act gets past it. Raises Invalid for somebody's own workspace.
    """
    require(can_archive_workspace(by), _("Only owners archive a workspace. Ask one of them."))
    workspace = locked_workspace(by)
    _require_team(workspace, _("This workspace is your own: it cannot be archived."))
    if workspace.archived_at is not None:
        return workspace
    save_workspace(workspace, {"archived_at": now(), "archived_by": by.user})
    record(Verb.WORKSPACE_ARCHIVED, workspace, by=by, name=workspace.name)
    return workspace


@transaction.atomic
def unarchive_workspace(*, by: Actor) -> Workspace:
    require(can_archive_workspace(by), _("Only owners take a workspace out of the archive. Ask one of them."))
    workspace = locked_workspace(by)
    if workspace.archived_at is None:
        return workspace
    save_workspace(workspace, {"archived_at": None, "archived_by": None})
    record(Verb.WORKSPACE_UNARCHIVED, workspace, by=by, name=workspace.name)
    return workspace


@transaction.atomic
def delete_workspace(*, by: Actor) -> Workspace:
    """
    Away with it for everybody. Its owners can bring it back for thirty days; then it goes for good.

    Raises Invalid for somebody's own workspace, which goes with the account.
    """
    require(can_delete_workspace(by), _("Only owners delete a workspace. Ask one of them."))
    workspace = locked_workspace(by)
    _require_team(workspace, _("This workspace is your own: it goes with your account alone."))
    save_workspace(workspace, {"deleted_at": now(), "deleted_by": by.user})
    record(Verb.WORKSPACE_DELETED, workspace, by=by, name=workspace.name)
    return workspace


@transaction.atomic
def restore_workspace(workspace: Workspace, *, user: User, via: Via = Via.WEB) -> Actor:
    """
    Bring back what an owner of it deleted; one that is there stays. Raises NotFound for anybody else, and when it is too
    late. It takes the person, for nobody is an Actor in a deleted workspace.
    """
    found = Workspace.objects.select_for_update(no_key=True).filter(pk=workspace.pk).first()
    mine = Workspace.objects.filter(pk=workspace.pk, memberships__user=user, memberships__role=Role.OWNER)
    if found is None or not mine.exists():
        raise NotFound
    by = Actor(user=user, workspace=found, role=Role.OWNER, via=via)
    if found.deleted_at is None:
        return by
    if not Workspace.objects.restorable_by(user).filter(pk=found.pk).exists():
        raise NotFound
    save_workspace(found, {"deleted_at": None, "deleted_by": None})
    record(Verb.WORKSPACE_RESTORED, found, by=by, name=found.name)
    return by


def _require_team(workspace: Workspace, words: str) -> None:
    if workspace.personal_to_id is not None:
        raise Invalid(words)
