"""Open invitations as administrators see them in the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import current_formats
from workstate.core.actor import Actor, Role
from workstate.workspaces.invitations.links import address_of
from workstate.workspaces.models import Invitation, Membership
from workstate.workspaces.models.invitations import InvitationQuerySet
from workstate.workspaces.policies import can_invite_as

SHOWN = 500


@dataclass(frozen=True, slots=True)
class Line:
    invitation: Invitation
    state: str
    tone: str
    """ "" for what is in order, "warning" for what somebody should look at."""
    link: str
    """Of those that are passed on by hand; "" for what goes into a mailbox alone."""
    can_resend: bool


def lines_of(invitations: InvitationQuerySet, actor: Actor) -> list[Line]:
    """Those that wait, the newest first. Two queries."""
    rows = list(invitations.waiting().select_related("created_by").order_by("-created_at", "-pk")[:SHOWN])
    roles = dict(
        Membership.objects.filter(workspace=actor.workspace, user__in={row.created_by_id for row in rows}).values_list(
            "user", "role"
        )
    )
    return [_line(row, actor, roles.get(row.created_by_id)) for row in rows]


def _line(invitation: Invitation, actor: Actor, role: str | None) -> Line:
    state, tone = _state(invitation, actor, role)
    by_hand = not invitation.email or not (settings.EMAIL_CONFIGURED or invitation.sendings)
    is_usable = tone == ""
    link = address_of(invitation) if by_hand and is_usable else ""
    return Line(invitation, state, tone, link, can_invite_as(actor, invitation))


def _state(invitation: Invitation, actor: Actor, role: str | None) -> tuple[str, str]:
    formats = current_formats()
    inviter = Actor(invitation.created_by, actor.workspace, Role(role)) if role else None
    if invitation.is_expired:
        return _("Expired %(moment)s") % {"moment": formats.moment(invitation.expires_at)}, "warning"
    if inviter is None or not can_invite_as(inviter, invitation):
        words = _("Does not hold: %(name)s may not invite any more. Send it again in your name.")
        return words % {"name": invitation.created_by}, "warning"
    if invitation.failed_at is not None:
        return _("The mail could not be delivered. Check the address."), "warning"
    until = _("until %(day)s") % {"day": formats.moment(invitation.expires_at)}
    if not invitation.email:
        return f"{_used(invitation)}, {until}", ""
    if invitation.sent_at is not None:
        sent = _("Sent %(moment)s") % {"moment": formats.moment(invitation.sent_at)}
        return f"{sent}, {until}", ""
    if invitation.send_after is not None:
        return _("The mail is on its way"), ""
    return _("Pass the link on yourself, %(until)s") % {"until": until}, ""


def _used(invitation: Invitation) -> str:
    if invitation.most_uses is None:
        return ngettext("Used %(count)d time", "Used %(count)d times", invitation.uses) % {"count": invitation.uses}
    return _("Used %(count)d of %(most)d times") % {"count": invitation.uses, "most": invitation.most_uses}
