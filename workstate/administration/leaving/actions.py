"""An account on its way out: asked for, and taken back."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.actions import end_sessions
from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.administration.actions.people import require_another_administrator
from workstate.administration.leaving.statement import statement_of
from workstate.core.actor import Origin, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict

GRACE = timedelta(days=14)


@transaction.atomic
def ask_deletion(user: User, *, via: Via = Via.WEB, origin: Origin | None = None) -> User:
    """
    Have the account deleted in fourteen days, and sign it out everywhere. Signing in before then offers to keep it.

    The caller has asked for the password. Raises Conflict for who owns a team alone and for the last administrator.
    """
    # Administrators leave one after the other: the second sees that the first has gone.
    require_another_administrator(user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.deletion_due_at:
        return user
    statement = statement_of(user)
    if statement.blocking:
        names = ", ".join(str(workspace) for workspace in statement.blocking)
        raise Conflict(
            _("You alone own %(names)s. Make somebody else an owner, or delete it, before you go.") % {"names": names}
        )
    user.deletion_due_at = now() + GRACE
    user.save(update_fields=["deletion_due_at"])
    end_sessions(UserSession.objects.filter(user=user))
    due = user.deletion_due_at.isoformat()
    record_for_account(Verb.ACCOUNT_DELETION_ASKED, user, user=user, via=via, origin=origin, due=due)
    return user


@transaction.atomic
def take_back_deletion(user: User, *, via: Via = Via.WEB, origin: Origin | None = None) -> User:
    """Keep the account after all; one that nobody deletes stays as it is. Raises Conflict once it has begun to go."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.deletion_due_at is None:
        return user
    if not user.is_active or user.deleted_at:
        raise Conflict(_("This account is being deleted and cannot be kept any more."))
    user.deletion_due_at = None
    user.save(update_fields=["deletion_due_at"])
    record_for_account(Verb.ACCOUNT_DELETION_TAKEN_BACK, user, user=user, via=via, origin=origin)
    return user
