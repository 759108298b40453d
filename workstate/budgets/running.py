"""What timers that run have added so far: shown on pages, but nobody is warned of it before it is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from workstate.billing.models import Rate, RateKind
from workstate.billing.pricing import rate_on
from workstate.budgets.models import Counted
from workstate.budgets.sums import NOTHING, Ask, Used
from workstate.timetracking.days import shares_of
from workstate.timetracking.models import TimeEntry
from workstate.workspaces.models import Workspace


def running_of(workspace: Workspace, asks: Sequence[Ask], at: datetime) -> list[Used]:
    """Of each of what is asked, up to the instant. One query, and another for rates where something runs on money."""
    found = [NOTHING] * len(asks)
    projects = {ask.budget.project_id for ask in asks}
    entries = list(TimeEntry.objects.running().filter(workspace=workspace, project__in=projects).select_related("user"))
    if not entries:
        return found
    rates = _rates(workspace, entries) if any(ask.budget.is_money for ask in asks) else []
    for entry in entries:
        assert entry.started_at is not None
        for share in shares_of(entry.started_at, max(at, entry.started_at), entry.user.zone):
            for place, ask in enumerate(asks):
                if _counts(ask, entry, share.day):
                    found[place] += _priced(ask, entry, share.day, share.seconds, rates)
    return found


def _counts(ask: Ask, entry: TimeEntry, day: date) -> bool:
    budget = ask.budget
    return (
        entry.project_id == budget.project_id
        and day in ask.span
        and (entry.billable or budget.counted != Counted.BILLABLE)
    )


def _priced(ask: Ask, entry: TimeEntry, day: date, seconds: int, rates: Sequence[Rate]) -> Used:
    if not ask.budget.is_money:
        return Used(seconds)
    rate = rate_on(rates, day, project=entry.project_id, task=entry.task_id, user=entry.user_id, kind=RateKind.BILLABLE)
    if rate is None:
        return Used(seconds, unpriced=seconds)
    if rate.currency != ask.budget.currency:
        return Used(seconds, foreign=seconds)
    return Used(seconds, earned=Decimal(seconds) * rate.amount)


def _rates(workspace: Workspace, entries: Sequence[TimeEntry]) -> list[Rate]:
    """Those that may hold for what runs."""
    tasks = {entry.task_id for entry in entries if entry.task_id}
    return list(
        Rate.objects.filter(workspace=workspace, kind=RateKind.BILLABLE).filter(
            Q(task=None) | Q(task__in=tasks),
            Q(project=None) | Q(project__in={entry.project_id for entry in entries}),
            Q(user=None) | Q(user__in={entry.user_id for entry in entries}),
        )
    )
