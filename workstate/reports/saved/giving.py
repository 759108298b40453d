"""
Reports for others: by link and by mail they are made as the person who made the link or the schedule, at that moment.

Whoever has left, is no longer active or became a guest gives nothing out any more, and whoever no longer sees amounts
gives none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from workstate.accounts.models import User
from workstate.core.actor import Actor, Via
from workstate.core.errors import Invalid, NotAllowed, NotFound
from workstate.reports.description import Description, read_description
from workstate.reports.kinds import make_report
from workstate.reports.models import SavedReport
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.shapes import ReportKind
from workstate.workspaces.models import Workspace
from workstate.workspaces.queries import actor_in


def giver(user: User, workspace: Workspace) -> Actor | None:
    """The person as they are now in the workspace; None if they give nothing out any more."""
    if not user.is_active:
        return None
    try:
        actor = actor_in(workspace.slug, user, via=Via.SYSTEM)
    except NotFound:
        return None
    return None if actor.is_guest else actor


def reader_for(actor: Actor, *, with_rates: bool) -> Reader:
    """What others see of what the person sees: costs never, amounts if that was wished for."""
    reader = replace(Reader.of(actor), is_for_others=True)
    return reader.without_costs() if with_rates else reader.without_rates()


def description_of(saved: SavedReport, actor: Actor, *, on: date | None = None) -> Description:
    """
    What the saved report asks, for this person. Raises Invalid if that means nothing any more.

    `on`: the day from which named days count, instead of today.
    """
    description = read_description(ReportKind(saved.kind), saved.parameters, actor)
    if on is None or on == description.today:
        return description
    description = replace(description, today=on)
    return description.about(description.preset) if description.preset else description


def report_for_others(saved: SavedReport, actor: Actor, *, with_rates: bool, on: date | None = None) -> Report | None:
    """The report as others get it; None if its question has become meaningless or may not be asked."""
    try:
        return make_report(description_of(saved, actor, on=on), reader_for(actor, with_rates=with_rates))
    except (Invalid, NotAllowed, NotFound):
        return None
