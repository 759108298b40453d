"""Who may keep reports, and let them out of the workspace."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import require
from workstate.reports.models import ReportSchedule, ReportShare, SavedReport


def can_share_in_workspace(actor: Actor) -> bool:
    """Guests keep reports for themselves alone."""
    return not actor.is_guest


def can_change_report(actor: Actor, report: SavedReport) -> bool:
    """
    Its maker alone, also against administrators: links and schedules show what the maker sees of what the report asks,
    so whoever could change the question could read with the maker's eyes.
    """
    return report.workspace_id == actor.workspace.pk and report.created_by_id == actor.user.pk


def can_delete_report(actor: Actor, report: SavedReport) -> bool:
    """Whoever made it, and administrators those that are shared."""
    return can_change_report(actor, report) or (
        report.workspace_id == actor.workspace.pk and report.is_shared and actor.administers
    )


def can_give_out(actor: Actor, report: SavedReport) -> bool:
    """By link or by mail: its maker, who is no guest."""
    return can_change_report(actor, report) and not actor.is_guest


def can_change_share(actor: Actor, share: ReportShare) -> bool:
    return share.workspace_id == actor.workspace.pk and share.created_by_id == actor.user.pk and not actor.is_guest


def can_revoke_share(actor: Actor, share: ReportShare) -> bool:
    return share.workspace_id == actor.workspace.pk and (actor.administers or share.created_by_id == actor.user.pk)


def can_change_schedule(actor: Actor, schedule: ReportSchedule) -> bool:
    return (
        schedule.workspace_id == actor.workspace.pk and schedule.created_by_id == actor.user.pk and not actor.is_guest
    )


def can_stop_schedule(actor: Actor, schedule: ReportSchedule) -> bool:
    """Pause and delete: administrators too, of anybody's."""
    return schedule.workspace_id == actor.workspace.pk and (
        actor.administers or schedule.created_by_id == actor.user.pk
    )


def require_own_stop(stopped_by: UUID | None, by: Actor) -> None:
    """What an administrator has stopped or thrown away, its maker does not put back; raises NotAllowed."""
    require(
        by.administers or stopped_by in {None, by.user.pk},
        _("An administrator stopped this. Ask them, or make a new one."),
    )


def can_mail_outside(actor: Actor) -> bool:
    """To addresses that are no member's, and to guests."""
    return actor.administers
