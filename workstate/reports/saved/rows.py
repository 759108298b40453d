"""Saved reports as the list shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.reports.models import ReportSchedule, ReportShare, SavedReport
from workstate.reports.models.saved import SavedReportQuerySet
from workstate.reports.periods import Preset
from workstate.reports.policies import can_change_report, can_delete_report, can_give_out
from workstate.reports.saved.keeping import address_of
from workstate.reports.saved.rhythm_words import rhythm_words


@dataclass(frozen=True, slots=True)
class SavedRow:
    saved: SavedReport
    url: str
    asks: str
    rhythms: list[str]
    can_change: bool
    can_delete: bool
    can_give_out: bool


def shown_rows(reports: list[SavedReport], actor: Actor) -> list[SavedRow]:
    """One query for the schedules of all of them."""
    formats = Formats.of(actor.user)
    rhythms: dict[object, list[str]] = defaultdict(list)
    mine = ReportSchedule.objects.filter(report__in=reports, created_by=actor.user, paused_at=None).kept()
    for schedule in mine.order_by("id"):
        rhythms[schedule.report_id].append(rhythm_words(schedule, formats))
    return [
        SavedRow(
            saved,
            address_of(saved, actor.workspace.slug),
            _asks(saved, formats),
            rhythms[saved.pk],
            can_change_report(actor, saved),
            can_delete_report(actor, saved),
            can_give_out(actor, saved),
        )
        for saved in reports
    ]


def with_links(reports: SavedReportQuerySet, actor: Actor) -> SavedReportQuerySet:
    """With the number of `links` that open, of those that the actor made, or that an administrator may end."""
    working = ReportShare.objects.visible_to(actor).working(now()).filter(report=OuterRef("pk")).order_by()
    count = working.values("report").annotate(count=Count("pk")).values("count")
    return reports.annotate(links=Coalesce(Subquery(count), 0))


def let_out_by_others(actor: Actor) -> list[SavedReport]:
    """For administrators: what colleagues keep for themselves but let out of the workspace, by links or by mail."""
    if not actor.administers:
        return []
    kept = (
        SavedReport.objects.filter(workspace=actor.workspace)
        .kept()
        .exclude(pk__in=SavedReport.objects.visible_to(actor).values("pk"))
    )
    mails = ReportSchedule.objects.filter(report=OuterRef("pk"), next_at__isnull=False)
    found = with_links(kept, actor).annotate(mails=Exists(mails)).filter(Q(links__gt=0) | Q(mails=True))
    return list(found.select_related("created_by").by_name()[:500])


def _asks(saved: SavedReport, formats: Formats) -> str:
    """Summary · Last week. Read from what is kept: a description of each would ask the database for each."""
    kind, asked = str(saved.get_kind_display()), saved.parameters
    if (named := asked.get("period", "")) in Preset.values:
        return f"{kind} · {Preset(named).label}"
    try:
        first, last = (date.fromisoformat(asked[name]) for name in ("from", "to"))
    except (KeyError, ValueError):
        return kind
    return f"{kind} · {formats.days(first, last)}"
