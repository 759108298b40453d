from __future__ import annotations

import re
import secrets
import unicodedata

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record, record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.errors import Invalid, NotFound, require
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import take_turn
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.policies import can_administer, can_delete_workspace

# The first part of an address names a workspace, so these names are taken.
RESERVED_SLUGS = frozenset(
    """
    accounts admin api app assets auth backup blog calendar demo docs download export favicon feeds
    files health healthz help home import invitations legal login logout manifest me media metrics new
    offline ops privacy public readyz register root settings share shared signup static status styleguide
    support sw terms webhooks workspaces workstate ws www
    """.split()
)


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
        slug=_free_slug(slug or name),
        key_prefix=key_prefix or _key_prefix(name),
        personal_to=owner if personal else None,
        is_demo=demo,
    )
    Membership.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    actor = Actor(user=owner, workspace=workspace, role=Role.OWNER, via=via)
    record(Verb.WORKSPACE_CREATED, workspace, by=actor, name=name)
    return actor


@transaction.atomic
def change_workspace(*, by: Actor, name: str) -> Workspace:
    """Give the workspace another name; its address stays. Raises Invalid for a name that cannot be taken."""
    require(can_administer(by), _("Only administrators change the workspace. Ask one of them."))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    workspace = Workspace.objects.select_for_update().get(pk=by.workspace.pk)
    if workspace.name == name:
        return workspace
    was, workspace.name = workspace.name, name
    workspace.save(update_fields=["name"])
    record(Verb.WORKSPACE_CHANGED, workspace, by=by, name=name, before={"name": was}, after={"name": name})
    return workspace


def create_personal_workspace(user: User, *, via: Via) -> Actor:
    """The workspace that every person gets with their account."""
    return create_workspace(user.name, owner=user, via=via, personal=True)


@transaction.atomic
def add_member(user: User, *, role: Role, by: Actor) -> Membership:
    """Let a person into the workspace. Raises Invalid if they are in it already."""
    require(can_administer(by) and (role != Role.OWNER or by.role == Role.OWNER))
    if Membership.objects.filter(workspace=by.workspace, user=user).exists():
        raise Invalid(_("This person is already a member."), field="user")
    membership = Membership.objects.create(workspace=by.workspace, user=user, role=role)
    record(Verb.MEMBER_ADDED, membership, by=by, user=str(user.pk), role=role)
    return membership


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


def _free_slug(wish: str) -> str:
    base = slugify(unicodedata.normalize("NFKD", wish))[:40].strip("-_").replace("_", "-") or "workspace"
    base = re.sub(r"[^a-z0-9-]+|-{2,}", "-", base).strip("-") or "workspace"
    # Two who wish for the same name at once would both find it free.
    take_turn(f"slug:{base}")
    slug = base
    while slug in RESERVED_SLUGS or Workspace.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(3)}"
    return slug


def _key_prefix(name: str) -> str:
    """Letters before a task's number: initials of several words, else the first letters of one."""
    words = re.findall(r"[A-Za-z][A-Za-z0-9]*", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode())
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)[:4]
    return letters.upper()[:5] or "TASK"
