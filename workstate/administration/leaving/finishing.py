"""
Accounts whose days of grace are over go for good. In small steps, each of which may be done again: what fails tonight is gone
on with the next night.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.administration.actions.people import require_another_administrator
from workstate.administration.holdings import HOLDINGS, LEFT_OUT, Fate
from workstate.administration.leaving.statement import statement_of
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, NotFound
from workstate.tasks.models import Task
from workstate.workspaces.actions import leave_workspace
from workstate.workspaces.clearing import clear_workspace
from workstate.workspaces.models import Membership, Workspace
from workstate.workspaces.models.workspaces import GRACE as GRACE_OF_WORKSPACES

logger = logging.getLogger(__name__)

NAME = "Former member"
STEP = 500
# These go by actions of their own.
_BY_ACTION = frozenset({"workspaces.workspace", "workspaces.membership", "workspaces.groupmember"})


def finish_due() -> int:
    """Delete every account whose time has come; how many. One that cannot go does not keep others."""
    due = User.objects.filter(deletion_due_at__lte=now(), deleted_at=None).order_by("deletion_due_at", "pk")
    gone = 0
    for pk in due.values_list("pk", flat=True):
        try:
            gone += finish(pk)
        except Conflict as refusal:
            logger.warning("Account %s cannot be deleted yet: %s", pk, refusal)
        except Exception:
            logger.exception("Account %s could not be deleted, and is tried again tomorrow.", pk)
    return gone


def finish(pk: UUID) -> bool:
    """Delete one account; False if it was taken back, or has gone. Raises Conflict where it is needed by now."""
    user = _close(pk)
    if user is None:
        return False
    for amount in statement_of(user).gone:
        _remove_workspace(amount.workspace)
    for member in Membership.objects.filter(user=user, workspace__deleted_at=None).select_related("workspace"):
        _leave(user, member)
    for rows in _rows_of(user):
        while _delete_step(rows):
            pass
    while _forget_origins(user):
        pass
    return _anonymise(pk)


@transaction.atomic
def _close(pk: UUID) -> User | None:
    """From here on there is no way back: nobody signs in, and nobody takes it back. None if there is nothing to do."""
    person = User.objects.filter(pk=pk).first()
    if person is None:
        return None
    if person.is_active:
        require_another_administrator(person)
    user = User.objects.select_for_update().get(pk=pk)
    if user.deletion_due_at is None or user.deletion_due_at > now() or user.deleted_at:
        return None
    if blocking := statement_of(user).blocking:
        raise Conflict(f"They alone own {len(blocking)} workspaces.")
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "is_staff", "is_superuser", "password"])
    return user


def _remove_workspace(workspace: Workspace) -> None:
    """At once: their own days of grace are over."""
    over = now() - GRACE_OF_WORKSPACES
    Workspace.objects.filter(pk=workspace.pk).update(deleted_at=over)
    clear_workspace(workspace.pk)


def _leave(user: User, member: Membership) -> None:
    """What lies in their inbox there goes, for nobody else has ever seen it; what they wrote in projects stays."""
    inbox = Task.objects.filter(workspace=member.workspace_id, project=None, created_by=user)
    while _delete_step(inbox):
        pass
    try:
        leave_workspace(by=Actor(user, member.workspace, Role(member.role), Via.SYSTEM))
    except NotFound:
        logger.info("Somebody took %s out of their workspace meanwhile.", user.pk)


def _rows_of(user: User) -> Iterator[QuerySet[Any]]:
    """What goes with the account, table by table."""
    for one in HOLDINGS:
        if one.fate is Fate.GONE and one.model not in _BY_ACTION:
            yield one.rows._base_manager.filter(**{one.person: user.pk}, **one.where)
    for left in LEFT_OUT:
        if left.fate is Fate.GONE:
            yield apps.get_model(left.model)._base_manager.filter(**{left.person: user.pk})


@transaction.atomic
def _delete_step(rows: QuerySet[Any]) -> bool:
    """Delete some rows with what hangs on them; False when none is left."""
    step = list(rows.order_by("pk").values_list("pk", flat=True)[:STEP])
    if step:
        rows.model._base_manager.filter(pk__in=step).delete()
    return len(step) == STEP


@transaction.atomic
def _forget_origins(user: User) -> bool:
    """From where they acted is nobody's business any more; what they did is their workspaces'."""
    acts = Event.objects.filter(user=user).exclude(address=None, device=None)
    step = list(acts.order_by("-pk").values_list("pk", flat=True)[:STEP])
    Event.objects.filter(pk__in=step).update(address=None, device=None)
    return len(step) == STEP


@transaction.atomic
def _anonymise(pk: UUID) -> bool:
    user = User.objects.select_for_update().get(pk=pk)
    if user.deleted_at:
        return False
    fresh = User(pk=pk, email=f"former-{pk}@deleted.invalid", name=NAME, is_active=False, deleted_at=now())
    fresh.joined_at = user.joined_at
    fresh.set_unusable_password()
    fresh.save(force_update=True)
    record_for_account(Verb.ACCOUNT_DELETED, fresh, user=None, via=Via.SYSTEM)
    return True
