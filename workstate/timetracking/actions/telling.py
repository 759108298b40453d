"""Whom a submitted week is told to, and when that is withdrawn: nobody is asked to decide what has been decided."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.timetracking.models import Notice, Submission
from workstate.timetracking.models.notices import NoticeKind, NoticeQuerySet
from workstate.timetracking.notices import give
from workstate.workspaces.models import Membership, Workspace

ADMINISTRATORS = (Role.OWNER, Role.ADMINISTRATOR)


def tell_administrators(submission: Submission, *, by: Actor) -> None:
    """
    Say to whoever may decide, but for the person themself, that a week waits.

    Who has been told so of another week and has not put it away is not told again: one word leads to all of them.
    """
    told = _open_notices(submission.workspace).values("user")
    deciders = User.objects.filter(
        pk__in=Membership.objects.filter(workspace=submission.workspace, role__in=ADMINISTRATORS).values("user")
    ).exclude(pk=submission.user_id)
    for decider in deciders.exclude(pk__in=told).order_by("pk"):
        give(
            decider,
            NoticeKind.WEEK_SUBMITTED,
            key=f"{NoticeKind.WEEK_SUBMITTED.value}:{submission.pk}",
            workspace=submission.workspace,
            data={**_said(submission), "person": str(by.user), "seconds": submission.seconds, "note": submission.note},
        )


def tell_person(kind: NoticeKind, submission: Submission, *, by: Actor) -> None:
    """Say how somebody else decided, as long as the person still belongs to the workspace."""
    if submission.user_id == by.user.pk:
        return
    if not Membership.objects.filter(workspace=submission.workspace, user=submission.user_id).exists():
        return
    at = submission.approved_at or submission.returned_at
    give(
        submission.user,
        kind,
        # Decided on anew, it is told anew.
        key=f"{kind.value}:{submission.pk}:{at.isoformat() if at else ''}",
        workspace=submission.workspace,
        data={**_said(submission), "person": str(by.user), "comment": submission.comment},
    )


def withdraw_notices(workspace: Workspace) -> None:
    """Put away that weeks wait, for everybody for whom none does any more."""
    waiting = Submission.objects.filter(workspace=workspace).waiting().exclude(user=OuterRef("user"))
    settled = _open_notices(workspace).filter(~Exists(waiting))
    notices = list(settled.select_related("user").select_for_update(of=("self",)).order_by("pk"))
    for notice in notices:
        notice.dismissed_at = now()
    Notice.objects.bulk_update(notices, ["dismissed_at"])
    for notice in notices:
        record_for_account(Verb.NOTICE_DISMISSED, notice, user=notice.user, via=Via.SYSTEM, kind=notice.kind)


def _open_notices(workspace: Workspace) -> NoticeQuerySet:
    deciders = Membership.objects.filter(workspace=workspace, role__in=ADMINISTRATORS).values("user")
    return Notice.objects.open().filter(user__in=deciders, workspace=workspace, kind=NoticeKind.WEEK_SUBMITTED)


def _said(submission: Submission) -> dict[str, str]:
    return {"submission": str(submission.pk), "first": str(submission.first), "last": str(submission.last)}
