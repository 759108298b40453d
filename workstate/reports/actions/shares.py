"""Links to saved reports: made, changed, revoked, put back into force."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.links import hash_of, hashed_password, new_token, require_future
from workstate.core.turns import take_turn
from workstate.reports.models import ReportShare, ReportShareVisits, SavedReport
from workstate.reports.policies import can_change_share, can_give_out, can_revoke_share
from workstate.reports.reader import Reader

# Of one report, revoked and expired ones not counted.
MOST = 50


@transaction.atomic
def create_share(
    report: SavedReport,
    *,
    by: Actor,
    password: str = "",
    expires_at: datetime | None = None,
    with_rates: bool = False,
    with_files: bool = False,
) -> tuple[ReportShare, str]:
    """
    Make a link by which anybody sees the report as its maker does; answers with it and its token, which is told this once.

    Raises Invalid at the password or the moment of expiry.
    """
    require(can_give_out(by, report), _("Only whoever saved a report shares it. Save it under a name of yours."))
    _require_rates(by, with_rates)
    hashed = hashed_password(password)
    take_turn(f"report:{report.pk}")
    report = SavedReport.objects.select_for_update().get(pk=report.pk)
    if report.deleted_at:
        raise Conflict(_("This report was deleted. Undo that first, or reload the page."))
    at = now()
    require_future(expires_at, at)
    if ReportShare.objects.filter(report=report).working(at).count() >= MOST:
        raise Invalid(_("This report has 50 links already. Revoke one that is no longer needed."))
    token = new_token()
    share = ReportShare.objects.create(
        id=new_id(),
        workspace=by.workspace,
        report=report,
        token_hash=hash_of(token),
        password=hashed,
        with_rates=with_rates,
        with_files=with_files,
        expires_at=expires_at,
        created_by=by.user,
    )
    ReportShareVisits.objects.create(share=share)
    record(Verb.REPORT_SHARE_CREATED, share, by=by, report=str(report.pk), **_said(share))
    return share, token


@transaction.atomic
def change_share(
    share: ReportShare,
    *,
    by: Actor,
    password: str | None = None,
    expires_at: datetime | None = None,
    never_expires: bool = False,
    with_rates: bool | None = None,
    with_files: bool | None = None,
) -> ReportShare:
    """
    Change what is given; an empty password takes it away. A new password is asked also of those who knew the old one.

    Never brings back what has expired or was revoked before.
    """
    require(can_change_share(by, share))
    if with_rates:
        _require_rates(by, with_rates)
    hashed = None if password is None else hashed_password(password)
    share = _locked(share)
    at = now()
    if not share.works(at):
        raise Conflict(_("This link does not open any more. Make a new one."))
    require_future(expires_at, at)
    before = _said(share)
    if hashed is not None:
        share.password = hashed
    if expires_at is not None or never_expires:
        share.expires_at = expires_at
    share.with_rates = share.with_rates if with_rates is None else with_rates
    share.with_files = share.with_files if with_files is None else with_files
    share.save(update_fields=["password", "expires_at", "with_rates", "with_files"])
    if hashed is not None or before != _said(share):
        record(Verb.REPORT_SHARE_CHANGED, share, by=by, before=before, after=_said(share))
    return share


@transaction.atomic
def revoke_share(share: ReportShare, *, by: Actor) -> ReportShare:
    """From now on the link opens nothing."""
    require(can_revoke_share(by, share))
    share = _locked(share)
    if share.revoked_at is None:
        share.revoked_at, share.revoked_by = now(), by.user
        share.save(update_fields=["revoked_at", "revoked_by"])
        record(Verb.REPORT_SHARE_REVOKED, share, by=by, report=str(share.report_id))
    return share


@transaction.atomic
def reinstate_share(share: ReportShare, *, by: Actor) -> ReportShare:
    """Let a revoked link open again: whoever made it takes the revocation back."""
    require(can_change_share(by, share), _("Only whoever made this link lets it open again."))
    share = _locked(share)
    if share.revoked_at is not None:
        require(share.revoked_by_id in {None, by.user.pk}, _("An administrator revoked this link. Make a new one."))
        share.revoked_at = share.revoked_by = None
        share.save(update_fields=["revoked_at", "revoked_by"])
        record(Verb.REPORT_SHARE_REINSTATED, share, by=by, report=str(share.report_id))
    return share


def count_visit(share_id: UUID) -> None:
    """That somebody looked: no act, and nothing that anybody is told of."""
    ReportShareVisits.objects.filter(share=share_id).update(count=F("count") + 1, last_at=now())


def _require_rates(by: Actor, with_rates: bool) -> None:
    require(
        not with_rates or Reader.of(by).amounts,
        _("You do not see amounts here, so you cannot show them. Share without rates."),
    )


def _locked(share: ReportShare) -> ReportShare:
    return ReportShare.objects.select_for_update().get(pk=share.pk)


def _said(share: ReportShare) -> dict[str, object]:
    """For the log: nothing that opens anything."""
    return {
        "with_rates": share.with_rates,
        "with_files": share.with_files,
        "has_password": bool(share.password),
        "expires_at": share.expires_at.isoformat() if share.expires_at else None,
    }
