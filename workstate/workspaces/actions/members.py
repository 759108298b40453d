"""Who belongs to a workspace and as what: let in, given another role, removed, brought back, leaving, handing over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.turns import take_turn
from workstate.workspaces.models import Group, GroupMember, Membership
from workstate.workspaces.policies import can_change_member, can_give_role, can_hand_over

# So long somebody who was removed can be brought back without being asked.
SECOND_THOUGHTS = timedelta(days=1)


@transaction.atomic
def add_member(user: User, *, role: Role, by: Actor) -> Membership:
    """Let a person into the workspace. Raises Invalid if they are in it already."""
    require(can_give_role(by, role))
    return join(user, role=role, by=by)


def join(user: User, *, role: Role, by: Actor, **data: Any) -> Membership:
    """What letting somebody in comes to, for actions that have looked whether they may; within their transaction."""
    take_members_turn(by.workspace.pk)
    if Membership.objects.filter(workspace=by.workspace, user=user).exists():
        raise Invalid(_("This person is already a member."), field="user")
    membership = Membership.objects.create(workspace=by.workspace, user=user, role=role)
    record(Verb.MEMBER_ADDED, membership, by=by, user=str(user.pk), role=role, **data)
    return membership


@transaction.atomic
def change_role(member: Membership, role: Role, *, by: Actor) -> Membership:
    """Give somebody another role. Raises Conflict for the last owner, who stays one."""
    by = _as_is(by)
    member = _member(member, by)
    require(can_change_member(by, member) and can_give_role(by, role), _WHO_MAY[member.role == Role.OWNER]())
    if member.role == role:
        return member
    if member.role == Role.OWNER:
        _require_another_owner(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    data = {"user": str(member.user_id), "before": {"role": before}, "after": {"role": role}}
    record(Verb.MEMBER_CHANGED, member, by=by, **data)
    return member


@transaction.atomic
def remove_member(member: Membership, *, by: Actor) -> None:
    """
    Take somebody out of the workspace; restore_member() brings them back for a day.

    What they wrote and their time stay. Their tasks are assigned to nobody any more and what was shared with them is not:
    both hang on the membership. Raises Conflict for the last owner.
    """
    by = _as_is(by)
    member = _member(member, by)
    if member.user_id == by.user.pk:
        raise Invalid(_("To leave yourself, choose “Leave the workspace”."), field="user")
    require(can_change_member(by, member), _WHO_MAY[member.role == Role.OWNER]())
    _take_out(member, Verb.MEMBER_REMOVED, by)


@transaction.atomic
def leave_workspace(*, by: Actor) -> None:
    """Take oneself out of it. Raises Conflict for the last owner, and Invalid in one's own workspace."""
    by = _as_is(by)
    if by.workspace.personal_to_id is not None and by.workspace.personal_to_id == by.user.pk:
        raise Invalid(_("This workspace is your own: it goes with your account alone."))
    _take_out(_own(by), Verb.MEMBER_LEFT, by)


def restore_member(id: UUID, *, by: Actor) -> Membership:
    """
    Bring back whoever was removed a day ago at most, by the id of their membership: with their role and in their groups.

    Tasks are not assigned to them again, nor is shared again what was. Raises NotFound for anybody else.
    """
    return _restore(by, subject_id=str(id))


def restore_person(user: UUID, *, by: Actor) -> Membership:
    """Like restore_member(), by the id of the person."""
    return _restore(by, data__user=str(user))


@transaction.atomic
def _restore(by: Actor, **removed: str) -> Membership:
    by = _as_is(by)
    require(by.administers, _WHO_MAY[False]())
    event = (
        Event.objects.filter(workspace=by.workspace, verb=Verb.MEMBER_REMOVED, **removed)
        .filter(subject_type=Membership._meta.label_lower, happened_at__gt=now() - SECOND_THOUGHTS)
        .order_by("-pk")
        .first()
    )
    user = User.objects.filter(pk=event.data["user"], is_active=True).first() if event else None
    if event is None or user is None:
        raise NotFound
    if there := Membership.objects.filter(workspace=by.workspace, user=user).first():
        return there
    role = Role(event.data["role"])
    require(can_give_role(by, role), _WHO_MAY[True]())
    joined_at = parse_datetime(event.data["joined_at"])
    member = Membership(
        id=UUID(event.subject_id), workspace=by.workspace, user=user, role=role, joined_at=joined_at or now()
    )
    member.save(force_insert=True)
    groups = Group.objects.visible_to(by).filter(pk__in=event.data["groups"])
    GroupMember.objects.bulk_create(GroupMember(workspace=by.workspace, group=group, user=user) for group in groups)
    record(Verb.MEMBER_RESTORED, member, by=by, user=str(user.pk), role=role)
    return member


@transaction.atomic
def hand_over(member: Membership, *, by: Actor) -> Membership:
    """Make somebody an owner in one's own place: one is an administrator from then on. Guests are members first."""
    by = _as_is(by)
    require(can_hand_over(by), _WHO_MAY[True]())
    member = _member(member, by)
    if member.user_id == by.user.pk:
        raise Invalid(_("You are the owner already. Choose somebody else."), field="user")
    if member.role == Role.GUEST:
        raise Invalid(_("A guest cannot own the workspace. Make them a member first."), field="user")
    if by.workspace.personal_to_id is not None:
        raise Invalid(_("This workspace is somebody's own. Make it a team's first."), field="user")
    change_role(member, Role.OWNER, by=by)
    change_role(_own(by), Role.ADMINISTRATOR, by=by)
    return member


def take_members_turn(workspace: UUID) -> None:
    """One after the other: who may do what, and who is the last owner, is looked at by whoever has the turn."""
    take_turn(f"members:{workspace}")


def _as_is(by: Actor) -> Actor:
    """The actor with the role that they have now, in their turn: it may have been taken from them since they asked."""
    take_members_turn(by.workspace.pk)
    role = Membership.objects.filter(workspace=by.workspace, user=by.user).values_list("role", flat=True).first()
    if role is None:
        raise NotFound
    return replace(by, role=Role(role))


def _own(by: Actor) -> Membership:
    return Membership.objects.select_for_update().get(workspace=by.workspace, user=by.user)


def _member(member: Membership, by: Actor) -> Membership:
    found = Membership.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=member.pk).first()
    if found is None:
        raise NotFound
    return found


def _take_out(member: Membership, verb: Verb, by: Actor) -> None:
    if member.role == Role.OWNER:
        _require_another_owner(member)
    groups = GroupMember.objects.filter(workspace=by.workspace, user=member.user_id).values_list("group", flat=True)
    data = {
        "user": str(member.user_id),
        "role": member.role,
        "joined_at": member.joined_at.isoformat(),
        "groups": [str(group) for group in groups],
    }
    record(verb, member, by=by, **data)
    member.delete()


def _require_another_owner(member: Membership) -> None:
    # Whoever has asked for their account to be deleted is on the way out: they are nobody to leave it to.
    staying = {"user__is_active": True, "user__deletion_due_at": None}
    others = Membership.objects.filter(workspace=member.workspace_id, role=Role.OWNER, **staying)
    if not others.exclude(pk=member.pk).exists():
        raise Conflict(_("A workspace needs an owner. Make somebody else an owner first."))


_WHO_MAY = {
    False: lambda: _("Only administrators change who belongs to the workspace. Ask one of them."),
    True: lambda: _("Only owners change who is an owner. Ask one of them."),
}
