"""Inviting people, by mail or by link; taking that back; and accepting it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.accounts.throttles import Throttle, TooMany
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.ids import new_id
from workstate.core.text import clean_line
from workstate.core.turns import take_turn
from workstate.workspaces.actions.members import join, take_members_turn
from workstate.workspaces.grants import cleaned_grants, give_grants
from workstate.workspaces.invitations.links import hash_of, new_salt, token_of
from workstate.workspaces.invitations.worth import Unusable, Worth, proves_address, worth_of
from workstate.workspaces.jobs import wake_sending
from workstate.workspaces.models import Invitation
from workstate.workspaces.policies import can_give_role, can_give_role_by_link, can_invite, can_invite_as
from workstate.workspaces.queries import actor_of

DAYS = 7
MOST_DAYS = 90
MOST_AT_ONCE = 50
MOST_WAITING = 500
MOST_USES = 1000
# A server that anybody may join must not become somebody's mailer.
MAILS_OF_PERSON = Throttle("invitations", amount=200, seconds=24 * 3600)


@dataclass
class Invited:
    """What came of inviting some addresses."""

    made: list[Invitation] = field(default_factory=list)
    renewed: list[Invitation] = field(default_factory=list)
    """Who had been invited before: their invitation goes out again, as it is wished for now."""
    members: list[User] = field(default_factory=list)
    """Who belongs to the workspace already."""


@transaction.atomic
def invite(
    addresses: Iterable[str], *, role: Role, by: Actor, days: int = DAYS, grants: Mapping[str, Any] | None = None
) -> Invited:
    """
    Invite people by mail, each by a link of their own that holds once and for `days`.

    Raises Invalid at "addresses" naming what is no address, and then invites nobody.
    """
    _require_inviting(by)
    require(can_give_role(by, role), _("Only owners invite owners."))
    wanted = _clean_addresses(addresses)
    expires_at = now() + timedelta(days=_clean_days(days))
    kept = cleaned_grants(grants or {}, by)
    take_turn(f"invitations:{by.workspace.pk}")
    invited = Invited()
    members = User.objects.filter(memberships__workspace=by.workspace, email__in=wanted).in_bulk(field_name="email")
    before = _open_by_address(by, wanted)
    if Invitation.objects.filter(workspace=by.workspace).waiting().count() + len(wanted) > MOST_WAITING:
        raise Invalid(_("Too many invitations wait for an answer. Withdraw some first."), field="addresses")
    for email in wanted:
        if member := members.get(email):
            invited.members.append(member)
        elif there := before.get(email):
            there.role, there.grants = role, kept
            _send_again(there, by, expires_at)
            there.save()
            record(Verb.INVITATION_SENT, there, by=by, role=role)
            invited.renewed.append(there)
        else:
            made = _new(by, email=email, role=role, grants=kept, expires_at=expires_at, most_uses=1)
            _send_again(made, by, expires_at)
            made.save(force_insert=True)
            record(Verb.INVITATION_CREATED, made, by=by, role=role)
            invited.made.append(made)
    transaction.on_commit(wake_sending)
    return invited


@transaction.atomic
def create_invitation_link(
    *,
    role: Role,
    by: Actor,
    days: int = DAYS,
    most_uses: int | None = None,
    grants: Mapping[str, Any] | None = None,
) -> Invitation:
    """A link by which whoever has it joins, `most_uses` times or as often as anybody likes, for `days`."""
    _require_inviting(by)
    require(can_give_role_by_link(by, role), _("A link lets members and guests in. Invite others by mail."))
    if most_uses is not None and not 1 <= most_uses <= MOST_USES:
        raise Invalid(_("Choose a number from 1 to %(most)d.") % {"most": MOST_USES}, field="most_uses")
    expires_at = now() + timedelta(days=_clean_days(days))
    kept = cleaned_grants(grants or {}, by)
    take_turn(f"invitations:{by.workspace.pk}")
    if Invitation.objects.filter(workspace=by.workspace).waiting().count() >= MOST_WAITING:
        raise Invalid(_("Too many invitations wait for an answer. Withdraw some first."))
    made = _new(by, email="", role=role, grants=kept, expires_at=expires_at, most_uses=most_uses)
    made.save(force_insert=True)
    record(Verb.INVITATION_CREATED, made, by=by, role=role, by_link=True)
    return made


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Send the mail again, or let a link hold again: for a week from now, in the name of whoever does so."""
    _require_inviting(by)
    found = _locked(invitation, by)
    require(can_invite_as(by, found), _("Only owners invite owners."))
    if found.revoked_at is not None or found.is_used_up:
        raise Conflict(_("This invitation was used or withdrawn meanwhile. Invite anew."))
    _send_again(found, by, now() + timedelta(days=DAYS))
    found.save()
    record(Verb.INVITATION_SENT, found, by=by, role=found.role)
    transaction.on_commit(wake_sending)
    return found


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Its link opens nothing from now on. reinstate_invitation() takes that back."""
    _require_administering(by)
    found = _locked(invitation, by)
    if found.revoked_at is not None:
        return found
    found.revoked_at, found.revoked_by = now(), by.user
    found.save(update_fields=["revoked_at", "revoked_by"])
    record(Verb.INVITATION_REVOKED, found, by=by, role=found.role)
    return found


@transaction.atomic
def reinstate_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Take a withdrawal back; raises Conflict where the address was invited anew."""
    _require_inviting(by)
    take_turn(f"invitations:{by.workspace.pk}")
    found = _locked(invitation, by)
    # It holds in the name of whoever wrote it, so nobody lets one hold again that they could not write themselves.
    require(can_invite_as(by, found), _("Only owners invite owners."))
    if found.revoked_at is None:
        return found
    if found.email and _open_by_address(by, [found.email]):
        raise Conflict(_("This address was invited anew meanwhile."))
    found.revoked_at = found.revoked_by = None
    found.save(update_fields=["revoked_at", "revoked_by"])
    record(Verb.INVITATION_REINSTATED, found, by=by, role=found.role)
    transaction.on_commit(wake_sending)
    return found


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User, via: Via) -> Actor:
    """
    Join the workspace. One invitation that holds once lets one person in, however many come at the same moment.

    Raises Unusable, which says why not; for a member it answers with who they are there and uses nothing up.
    """
    take_members_turn(invitation.workspace_id)
    rows = Invitation.objects.select_related("workspace", "created_by").select_for_update(of=("self",))
    found = rows.filter(pk=invitation.pk, workspace__deleted_at=None).first()
    if found is None:
        raise NotFound
    worth = worth_of(found, user)
    if worth == Worth.MEMBER:
        there = actor_of(user, found.workspace_id, via=via)
        if there is None:
            raise NotFound
        return there
    inviter = actor_of(found.created_by, found.workspace_id)
    if worth != Worth.OPEN or inviter is None:
        raise Unusable(worth)
    by = Actor(user=user, workspace=found.workspace, role=Role(found.role), via=via)
    member = join(user, role=by.role, by=by, invitation=str(found.pk), invited_by=str(found.created_by_id))
    found.uses += 1
    found.accepted_at, found.accepted_by, found.send_after = now(), user, None
    found.save(update_fields=["uses", "accepted_at", "accepted_by", "send_after"])
    record(Verb.INVITATION_ACCEPTED, found, by=by, role=found.role, invited_by=str(found.created_by_id))
    give_grants(found.grants, member, inviter)
    if proves_address(found, user.email):
        EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)
    return by


def _new(by: Actor, **columns: Any) -> Invitation:
    made = Invitation(id=new_id(), workspace=by.workspace, created_by=by.user, **columns)
    _give_link(made)
    return made


def _give_link(invitation: Invitation) -> None:
    invitation.salt = new_salt()
    invitation.token_hash = hash_of(token_of(invitation))


def _send_again(invitation: Invitation, by: Actor, expires_at: Any) -> None:
    """In the name of whoever wishes so now, since an invitation is worth what its writer may do."""
    invitation.created_by, invitation.expires_at = by.user, expires_at
    if not invitation.email:
        return
    if not settings.EMAIL_CONFIGURED:
        return  # the link is shown instead, to be passed on by hand
    try:
        MAILS_OF_PERSON.take(str(by.user.pk))
    except TooMany as refusal:
        raise Invalid(
            _("You have sent many invitations today. Send the others tomorrow."), field="addresses"
        ) from refusal
    if not invitation.sendings:
        # It may have been shown while there was no mail: what goes into the mailbox is to be in no other place.
        _give_link(invitation)
    invitation.token_hash = hash_of(token_of(invitation))
    invitation.send_after, invitation.failed_at = now(), None
    invitation.sendings += 1
    invitation.attempts = 0


def _locked(invitation: Invitation, by: Actor) -> Invitation:
    found = Invitation.objects.visible_to(by).select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise NotFound
    return found


def _open_by_address(by: Actor, addresses: list[str]) -> dict[str, Invitation]:
    rows = Invitation.objects.filter(workspace=by.workspace, email__in=addresses, accepted_at=None, revoked_at=None)
    return {invitation.email: invitation for invitation in rows.select_for_update().order_by("pk")}


def _require_administering(by: Actor) -> None:
    require(can_invite(by), _("Only administrators invite people. Ask one of them."))


def _require_inviting(by: Actor) -> None:
    _require_administering(by)
    if by.workspace.personal_to_id is not None:
        raise Invalid(_("This workspace is your own. Open it to a team first, or make another one."), field="addresses")


def _clean_days(days: int) -> int:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("Choose a number of days from 1 to %(most)d.") % {"most": MOST_DAYS}, field="days")
    return days


def _clean_addresses(addresses: Iterable[str]) -> list[str]:
    """In small letters, each once; raises Invalid that names those which are none."""
    cleaned: dict[str, None] = {}
    wrong = []
    for given in addresses:
        try:
            email = clean_line(given, field="addresses", length=254, required=True).lower()
            validate_email(email)
        except (Invalid, ValidationError):
            wrong.append(given[:80])
        else:
            cleaned[email] = None
    if wrong:
        named = ", ".join(
            text.encode("ascii", "replace").decode() if not text.isprintable() else text for text in wrong[:5]
        )
        raise Invalid(_("Not an e-mail address: %(wrong)s") % {"wrong": named}, field="addresses")
    if not cleaned:
        raise Invalid(_("Write at least one e-mail address."), field="addresses", code="required")
    if len(cleaned) > MOST_AT_ONCE:
        words = _("Invite at most %(most)d people at once.") % {"most": MOST_AT_ONCE}
        raise Invalid(words, field="addresses")
    return list(cleaned)
