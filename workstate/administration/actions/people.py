"""Accounts, as administrators of the server keep them: let in, kept out, trusted. What people write is none of their business."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.actions import end_sessions
from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.administration.operator import Operator
from workstate.core.clock import now
from workstate.core.errors import Conflict, NotFound
from workstate.core.turns import take_turn

ADMINISTRATORS_TURN = "administrators of the server"


@transaction.atomic
def disable_account(user: User, *, by: Operator) -> User:
    """
    Keep a person out: whatever they are signed in on ends at once, and no password, key or link lets them in again.

    Nothing of theirs changes. Raises Conflict for oneself and for the last administrator.
    """
    user = _locked(user, by)
    if user.pk == by.user.pk:
        raise Conflict(_("You cannot disable yourself. Ask another administrator."))
    if not user.is_active:
        return user
    require_another_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = end_sessions(UserSession.objects.filter(user=user))
    _record(Verb.ACCOUNT_DISABLED, user, by, sessions_ended=ended)
    return user


@transaction.atomic
def enable_account(user: User, *, by: Operator) -> User:
    """Let a person in again. Raises Conflict for an account that was deleted."""
    user = _locked(user, by)
    if user.deleted_at:
        raise Conflict(_("This account was deleted. Whoever had it may open another."))
    if user.is_active:
        return user
    if user.deletion_due_at and user.deletion_due_at <= now():
        raise Conflict(_("This account is being deleted and cannot be kept any more."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(Verb.ACCOUNT_ENABLED, user, by)
    return user


@transaction.atomic
def promote_account(user: User, *, by: Operator) -> User:
    """Make a person an administrator of the server. Raises Conflict for somebody who is kept out or leaves."""
    user = _locked(user, by)
    if not user.is_active or user.deletion_due_at:
        raise Conflict(_("This account is disabled or about to be deleted. Enable it first."))
    if user.is_staff:
        return user
    user.is_staff = user.is_superuser = True
    user.save(update_fields=["is_staff", "is_superuser"])
    _record(Verb.ACCOUNT_PROMOTED, user, by)
    return user


@transaction.atomic
def demote_account(user: User, *, by: Operator) -> User:
    """Make an administrator of the server an ordinary person again. Raises Conflict for the last one."""
    user = _locked(user, by)
    if not user.is_staff:
        return user
    require_another_administrator(user)
    user.is_staff = user.is_superuser = False
    user.save(update_fields=["is_staff", "is_superuser"])
    _record(Verb.ACCOUNT_DEMOTED, user, by)
    return user


@transaction.atomic
def tell_of_reset(user: User, *, by: Operator) -> User:
    """Write down that a person is sent a link for a new password. Raises Conflict where no mail can be sent, or to nobody."""
    user = _locked(user, by)
    if not settings.EMAIL_CONFIGURED:
        raise Conflict(_("This server sends no mail. Set EMAIL_HOST, then try again."))
    if not user.is_active:
        raise Conflict(_("This account is disabled. Enable it first."))
    _record(Verb.ACCOUNT_RESET_SENT, user, by)
    return user


def reset_key(user: User) -> tuple[str, str]:
    """The two parts of the address at which the person chooses a new password."""
    return str(user_pk_to_url_str(user)), str(default_token_generator.make_token(user))


def require_another_administrator(user: User) -> None:
    """
    Refuse what would leave the server without an administrator; raises Conflict.

    Waits for others who ask the same: of two administrators who leave at once, one stays.
    """
    take_turn(ADMINISTRATORS_TURN)
    others = User.objects.filter(is_staff=True, is_active=True, deletion_due_at=None).exclude(pk=user.pk)
    if user.is_staff and not others.exists():
        raise Conflict(_("This is the last administrator of the server. Make somebody else one first."))


def _locked(user: User, by: Operator) -> User:
    """The person as they are now; whoever asks is looked at in the same turn."""
    take_turn(ADMINISTRATORS_TURN)
    by.require()
    found = User.objects.select_for_update().filter(pk=user.pk).first()
    if found is None:
        raise NotFound
    return found


def _record(verb: Verb, user: User, by: Operator, **data: object) -> None:
    record_for_account(verb, user, user=by.user, via=by.via, origin=by.origin, **data)
