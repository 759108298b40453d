"""Saved reports: kept, renamed, asked anew, shared with the workspace, deleted and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.reports.description import read_description
from workstate.reports.filtering import filtered
from workstate.reports.models import SavedReport
from workstate.reports.policies import can_change_report, can_delete_report, can_share_in_workspace, require_own_stop
from workstate.reports.shapes import ReportKind
from workstate.timetracking.models import DayShare

MOST = 200


@transaction.atomic
def save_report(
    name: str,
    *,
    kind: ReportKind,
    parameters: Mapping[str, str],
    by: Actor,
    is_shared: bool = False,
    id: UUID | None = None,
) -> SavedReport:
    """
    Keep the address of a report under a name. The same id again answers with the first.

    Raises Invalid at the name, or at the parameter that means nothing.
    """
    require(not is_shared or can_share_in_workspace(by), _("Guests cannot share reports."))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    parameters = _asked(kind, parameters, by)
    take_identifier(id)
    take_turn(f"saved reports:{by.user.pk}")
    if made := made_before(SavedReport.objects.all(), id, by=by, maker="created_by"):
        return made
    if SavedReport.objects.filter(workspace=by.workspace, created_by=by.user, deleted_at=None).count() >= MOST:
        raise Invalid(_("You keep 200 reports already. Delete one that you no longer need."), field="name")
    report = SavedReport.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        name=name,
        kind=kind,
        parameters=parameters,
        is_shared=is_shared,
        created_by=by.user,
    )
    record(Verb.SAVED_REPORT_CREATED, report, by=by, shared=is_shared, name=name, kind=kind.value)
    return report


@transaction.atomic
def change_report(
    report: SavedReport,
    *,
    by: Actor,
    name: str | None = None,
    is_shared: bool | None = None,
    kind: ReportKind | None = None,
    parameters: Mapping[str, str] | None = None,
) -> SavedReport:
    """Change what is given. Links and schedules show what it asks from then on."""
    require(
        can_change_report(by, report), _("Only whoever saved this report changes it. Save it under a name of yours.")
    )
    if is_shared:
        require(can_share_in_workspace(by), _("Guests cannot share reports."))
    wanted: dict[str, Any] = {"is_shared": is_shared}
    if name is not None:
        wanted["name"] = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    report = _kept(_locked(report))
    if kind is not None or parameters is not None:
        kind = kind or ReportKind(report.kind)
        asked = parameters if parameters is not None else report.parameters
        wanted |= {"kind": kind.value, "parameters": _asked(kind, asked, by)}
    differing = {
        field: value for field, value in wanted.items() if value is not None and getattr(report, field) != value
    }
    if differing:
        before = {field: getattr(report, field) for field in differing}
        was_shared = report.is_shared
        for field, value in differing.items():
            setattr(report, field, value)
        report.save(update_fields=list(differing))
        shared = was_shared or report.is_shared
        record(Verb.SAVED_REPORT_CHANGED, report, by=by, shared=shared, before=before, after=differing)
    return report


@transaction.atomic
def delete_report(report: SavedReport, *, by: Actor) -> SavedReport:
    """Take it away; its links open nothing and its schedules send nothing until it is brought back."""
    require(can_delete_report(by, report))
    report = _locked(report)
    if report.deleted_at is None:
        report.deleted_at, report.deleted_by = now(), by.user
        report.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.SAVED_REPORT_DELETED, report, by=by, shared=report.is_shared, name=report.name)
    return report


@transaction.atomic
def restore_report(report: SavedReport, *, by: Actor) -> SavedReport:
    require(can_delete_report(by, report))
    report = _locked(report)
    if report.deleted_at is not None:
        require_own_stop(report.deleted_by_id, by)
        report.deleted_at = report.deleted_by = None
        report.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.SAVED_REPORT_RESTORED, report, by=by, shared=report.is_shared)
    return report


def _asked(kind: ReportKind, parameters: Mapping[str, str], by: Actor) -> dict[str, str]:
    """As they are kept; raises Invalid, or FilterError, for what means nothing to the person."""
    description = read_description(kind, parameters, by)
    filtered(DayShare.objects.none(), description.filter, by)
    return description.parameters


def _locked(report: SavedReport) -> SavedReport:
    return SavedReport.objects.select_for_update().get(pk=report.pk)


def _kept(report: SavedReport) -> SavedReport:
    if report.deleted_at:
        raise Conflict(_("This report was deleted. Undo that first, or reload the page."))
    return report
