"""Saved reports follow when what their filters name gets another name, as saved views do."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.reports.models import SavedReport
from workstate.savedviews.filters import TIME
from workstate.savedviews.filters.renaming import NewName, renamed
from workstate.workspaces.models import Membership, Workspace


@transaction.atomic
def follow_new_name(new: NewName, *, workspace: Workspace) -> int:
    """
    Write the new name into the filters of the workspace's saved reports; answers in how many. Done twice it does nothing more.

    Each is changed in the name of whoever saved it. Without this a report would be refused from then on, and its schedule
    would send nothing.
    """
    reports = SavedReport.objects.filter(workspace=workspace, parameters__has_key="filter")
    roles = {row.user_id: Role(row.role) for row in Membership.objects.filter(workspace=workspace)}
    changed = 0
    for report in reports.select_for_update(of=("self",)).select_related("created_by").order_by("pk"):
        before = report.parameters
        with translation.override(report.created_by.language):
            text = renamed(before["filter"], new, TIME)
        # Whoever has left or sees no projects any more keeps the words that they knew.
        if text == before["filter"] or roles.get(report.created_by_id, Role.GUEST) == Role.GUEST:
            continue
        by = Actor(report.created_by, workspace, roles[report.created_by_id], Via.SYSTEM)
        report.parameters = {**before, "filter": text}
        report.save(update_fields=["parameters"])
        record(
            Verb.SAVED_REPORT_CHANGED,
            report,
            by=by,
            shared=report.is_shared,
            before={"parameters": before},
            after={"parameters": report.parameters},
        )
        changed += 1
    return changed
