"""Telling a person something about their time, once, on all of their open pages, until they put it away on one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.core.clock import now
from workstate.timetracking.models import Notice
from workstate.timetracking.models.notices import NoticeKind
from workstate.workspaces.models import Workspace


@transaction.atomic
def give(
    user: User,
    kind: NoticeKind,
    *,
    key: str,
    workspace: Workspace | None = None,
    data: dict[str, Any] | None = None,
    batch: UUID | None = None,
) -> Notice | None:
    """
    Tell the person; None if they have been told of this occasion (`key`) before, whether or not they put it away since.

    `data` is JSON that the words need, `batch` the act that the notice's Undo takes back.
    """
    notice, is_new = Notice.objects.get_or_create(
        user=user, key=key, defaults={"kind": kind, "workspace": workspace, "data": data or {}, "batch": batch}
    )
    if not is_new:
        return None
    record_for_account(Verb.NOTICE_GIVEN, notice, user=user, via=Via.SYSTEM, kind=kind.value)
    return notice


@transaction.atomic
def dismiss(notice: Notice, *, by: Actor) -> Notice:
    """Put the actor's notice away on all devices; a second time changes nothing."""
    notice = Notice.objects.of(by.user).select_for_update().get(pk=notice.pk)
    if notice.dismissed_at is None:
        notice.dismissed_at = now()
        notice.save(update_fields=["dismissed_at"])
        record_for_account(Verb.NOTICE_DISMISSED, notice, user=by.user, via=by.via, kind=notice.kind)
    return notice
