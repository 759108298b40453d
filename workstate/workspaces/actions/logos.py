from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import require
from workstate.core.pictures import picture_of
from workstate.workspaces.actions.workspaces import locked_workspace, save_workspace
from workstate.workspaces.models import Workspace, WorkspaceLogo
from workstate.workspaces.policies import can_administer

LARGEST = (128, 128)  # pixels: sharp where it is drawn largest


def put_logo(chunks: Iterable[bytes], *, by: Actor) -> Workspace:
    """Draw the picture anew, small, and show it beside the workspace's name; raises Invalid at "logo"."""
    _require(by)
    picture = picture_of(chunks, field="logo", largest=LARGEST)  # takes a moment: before anybody has to wait for us
    with transaction.atomic():
        workspace = locked_workspace(by)
        WorkspaceLogo.objects.update_or_create(workspace=workspace, defaults={"png": picture.png})
        save_workspace(workspace, {"logo_at": now()})
        record(Verb.WORKSPACE_CHANGED, workspace, by=by, name=workspace.name, before={}, after={"logo": True})
    return workspace


@transaction.atomic
def remove_logo(*, by: Actor) -> Workspace:
    _require(by)
    workspace = locked_workspace(by)
    if workspace.logo_at is not None:
        WorkspaceLogo.objects.filter(workspace=workspace).delete()
        save_workspace(workspace, {"logo_at": None})
        record(Verb.WORKSPACE_CHANGED, workspace, by=by, name=workspace.name, before={"logo": True}, after={})
    return workspace


def _require(by: Actor) -> None:
    require(can_administer(by), _("Only administrators change the workspace. Ask one of them."))
