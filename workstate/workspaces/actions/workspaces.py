from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record, record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.errors import Invalid, NotFound, require
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.workspaces.actions.addresses import (
    former_prefixes,
    free_slug,
    keep_former_slug,
    prefix_of,
    wished_prefix,
    wished_slug,
)
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.policies import can_administer, can_delete_workspace

Same = Literal["same"]


@transaction.atomic
def create_workspace(
    name: str,
    *,
    owner: User,
    via: Via,
    slug: str = "",
    key_prefix: str = "",
    personal: bool = False,
    demo: bool = False,
) -> Actor:
    """Make a workspace; answers with its owner as the first Actor in it."""
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    workspace = Workspace.objects.create(
        name=name,
        slug=free_slug(slug or name),
        key_prefix=key_prefix or prefix_of(name),
        personal_to=owner if personal else None,
        is_demo=demo,
    )
    Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    actor = Actor(user=owner, workspace=workspace, role=Role.OWNER, via=via)
    record(Verb.WORKSPACE_CREATED, workspace, by=actor, name=name)
    return actor


@transaction.atomic
def change_workspace(
    *,
    by: Actor,
    name: str | None = None,
    slug: str | None = None,
    key_prefix: str | None = None,
    binds_invitations: bool | None = None,
    first_weekday: int | Same | None = "same",
) -> Workspace:
    """
    Change what is given. Addresses and numbers of before lead on: old links open and old numbers are understood.

    `binds_invitations` says whether an invitation by mail is for its address alone; `first_weekday` with which day weeks begin
    in reports, timesheets and capacity, Monday is 0, None for each person's own. Raises Invalid at the field.
    """
    require(can_administer(by), _("Only administrators change the workspace. Ask one of them."))
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    if slug is not None:
        wanted["slug"] = wished_slug(slug, by.workspace)
    if key_prefix is not None:
        wanted["key_prefix"] = wished_prefix(key_prefix)
    if binds_invitations is not None:
        wanted["binds_invitations"] = binds_invitations
    if first_weekday != "same":
        if first_weekday is not None and not 0 <= first_weekday <= 6:
            raise Invalid(_("Choose a day of the week."), field="first_weekday")
        wanted["first_weekday"] = first_weekday
    workspace = locked_workspace(by)
    before = {field: getattr(workspace, field) for field, value in wanted.items() if getattr(workspace, field) != value}
    if not before:
        return workspace
    after = {field: wanted[field] for field in before}
    columns = dict(after)
    if "key_prefix" in after:
        columns["former_prefixes"] = former_prefixes(workspace, after["key_prefix"])
    if "slug" in after:
        keep_former_slug(workspace, workspace.slug, after["slug"])
    save_workspace(workspace, columns)
    record(Verb.WORKSPACE_CHANGED, workspace, by=by, name=workspace.name, before=before, after=after)
    return workspace


def create_personal_workspace(user: User, *, via: Via) -> Actor:
    """The workspace that every person gets with their account."""
    return create_workspace(user.name, owner=user, via=via, personal=True)


@transaction.atomic
def open_to_team(*, by: Actor) -> Workspace:
    """
    Make one's own workspace a team's, into which others can be invited; one gets a new one of one's own.

    Raises Invalid for one that is a team's already.
    """
    require(can_delete_workspace(by), _("Only its owner can open this workspace to a team."))
    workspace = locked_workspace(by)
    if workspace.personal_to_id is None:
        raise Invalid(_("This workspace is a team's already."))
    save_workspace(workspace, {"personal_to_id": None})
    record(Verb.WORKSPACE_CHANGED, workspace, by=by, name=workspace.name, before={"personal": True}, after={})
    create_personal_workspace(by.user, via=by.via)
    return workspace


@transaction.atomic
def delete_demo(*, by: Actor) -> None:
    """
    Remove sample data for good, with everything in it: nobody typed it, and `workstate demo` makes the same again.

    Raises Invalid for any other workspace.
    """
    require(can_delete_workspace(by))
    workspace = Workspace.objects.select_for_update().filter(pk=by.workspace.pk).first()
    if workspace is None:
        raise NotFound  # a second click came after the first had removed it
    if not workspace.is_demo:
        raise Invalid(_("Only a workspace of sample data can be removed here."))
    # The workspace's own log goes with it, so this is told of the account.
    record_for_account(Verb.WORKSPACE_DELETED, workspace, user=by.user, via=by.via, name=workspace.name, demo=True)
    workspace.delete()


def locked_workspace(by: Actor) -> Workspace:
    """The actor's workspace for a change of its own columns: rows that hang on it are written meanwhile."""
    found = Workspace.objects.select_for_update(no_key=True).filter(pk=by.workspace.pk, deleted_at=None).first()
    if found is None:
        raise NotFound
    return found


def save_workspace(workspace: Workspace, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(workspace, name, value)
    workspace.save(update_fields=[name.removesuffix("_id") for name in columns])
