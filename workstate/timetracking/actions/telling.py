"""Whom a submitted week is told to, and when that is withdrawn: nobody is asked to decide what has been decided."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.timetracking.models import Notice, Submission
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.notices import give
from workstate.workspaces.models import Membership

ADMINISTRATORS = (Role.OWNER, Role.ADMINISTRATOR)


def tell_administrators(submission: Submission, *, by: Actor) -> None:
    """Say to whoever may decide, but for the person themself, that a week waits."""
    deciders = User.objects.filter(
        pk__in=Membership.objects.filter(workspace=submission.workspace, role__in=ADMINISTRATORS).values("user")
    ).exclude(pk=submission.user_id)
    for decider in deciders.order_by("pk"):
        give(
            decider,
            NoticeKind.WEEK_SUBMITTED,
            key=_key(submission),
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


def withdraw_notices(submissions: Sequence[Submission], *, by: Actor) -> None:
    """Put away, for everybody, that these weeks wait."""
    keys = {_key(submission) for submission in submissions}
    deciders = Membership.objects.filter(workspace=by.workspace, role__in=ADMINISTRATORS).values("user")
    notices = list(
        Notice.objects.open().filter(user__in=deciders, key__in=keys).select_for_update(of=("self",)).order_by("pk")
    )
    for notice in notices:
        notice.dismissed_at = now()
    Notice.objects.bulk_update(notices, ["dismissed_at"])
    for notice in notices:
        record_for_account(Verb.NOTICE_DISMISSED, notice, user=notice.user, via=Via.SYSTEM, kind=notice.kind)


def _key(submission: Submission) -> str:
    return f"{NoticeKind.WEEK_SUBMITTED.value}:{submission.pk}"


def _said(submission: Submission) -> dict[str, str]:
    return {"submission": str(submission.pk), "first": str(submission.first), "last": str(submission.last)}
