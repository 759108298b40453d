"""What an invitation is worth to whoever holds it, at this moment."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.errors import Conflict
from workstate.workspaces.models import Invitation, Membership
from workstate.workspaces.policies import can_invite_as
from workstate.workspaces.queries import actor_of


class Worth(StrEnum):
    OPEN = "open"
    MEMBER = "member"  # they belong to the workspace
    REVOKED = "revoked"
    USED = "used"  # by somebody else, or as often as it may be
    EXPIRED = "expired"
    VOID = "void"  # whoever invited could not do so today, or the workspace is archived
    ELSEWHERE = "elsewhere"  # it was sent to another address than theirs

    @property
    def words(self) -> str:
        """What is the matter, and what to do."""
        return {
            Worth.OPEN: "",
            Worth.MEMBER: _("You are in this workspace already."),
            Worth.REVOKED: _("This invitation was withdrawn. Ask whoever invited you for a new one."),
            Worth.USED: _("This invitation was used before. If that was you, sign in; otherwise ask for a new one."),
            Worth.EXPIRED: _("This invitation has expired. Ask whoever invited you to send it again."),
            Worth.VOID: _(
                "This invitation does not hold any more. Ask an administrator of the workspace for a new one."
            ),
            Worth.ELSEWHERE: _(
                "This invitation was sent to another address than yours. Sign in with the address it was sent to, or ask"
                " to be invited at yours."
            ),
        }[self]


class Unusable(Conflict):
    """The invitation cannot be accepted, or not by them; `worth` says why."""

    def __init__(self, worth: Worth) -> None:
        self.worth = worth
        self.details = {"reason": worth.value}
        super().__init__(worth.words)


def worth_of(invitation: Invitation, user: User | None) -> Worth:
    """To somebody who is signed in, or to nobody yet. Three queries at most."""
    if user and Membership.objects.filter(workspace=invitation.workspace_id, user=user).exists():
        return Worth.MEMBER
    if invitation.revoked_at is not None:
        return Worth.REVOKED
    if invitation.is_used_up:
        return Worth.USED
    if invitation.is_expired:
        return Worth.EXPIRED
    if not holds(invitation):
        return Worth.VOID
    if user and not is_meant(invitation, user.email):
        return Worth.ELSEWHERE
    return Worth.OPEN


def holds(invitation: Invitation) -> bool:
    """
    Whether whoever wrote it could write it today: an invitation is worth no more than the rights behind it.

    So who is removed from a workspace cannot come back by a link of their own.
    """
    inviter = actor_of(invitation.created_by, invitation.workspace_id)
    return inviter is not None and inviter.workspace.archived_at is None and can_invite_as(inviter, invitation)


def is_meant(invitation: Invitation, email: str) -> bool:
    """Whether it may be accepted under that address."""
    return not invitation.email or not invitation.workspace.binds_invitations or invitation.email == email.lower()


def proves_address(invitation: Invitation, email: str) -> bool:
    """Whether its link was in that mailbox and nowhere else, so that who has it reads the mailbox."""
    return bool(invitation.email) and invitation.email == email.lower() and invitation.sent_at is not None
