"""Which budgets have reached a share of which people are to be told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from workstate.budgets.actions.warning import tell_of
from workstate.budgets.models import Budget, BudgetWarning
from workstate.budgets.periods import spans_watched
from workstate.budgets.standing import Standing
from workstate.budgets.sums import Ask, used_of
from workstate.core.clock import now

logger = logging.getLogger(__name__)


def workspaces_watched() -> Iterator[UUID]:
    """Those with budgets, one after the other."""
    rows = Budget.objects.watched().order_by("workspace").values_list("workspace", flat=True)
    yield from (pk for pk, _rows in groupby(rows.iterator()))


def watch(workspace: UUID) -> int:
    """
    Tell of what the budgets of a workspace have reached and nobody was told of; answers of how many.

    One query where there is no budget, four otherwise, and those of what is new. What cannot be told holds up nothing
    else, and is tried again by the job.
    """
    budgets = list(Budget.objects.watched().filter(workspace=workspace).select_related("workspace"))
    if not budgets:
        return 0
    at = now()
    asks = [Ask(budget, span) for budget in budgets for span in spans_watched(budget, at)]
    found_sums = used_of(budgets[0].workspace, asks)
    standings = [Standing(ask.budget, ask.span, used) for ask, used in zip(asks, found_sums, strict=True)]
    reached = [one for one in standings if one.reached]
    if not reached:
        return 0
    rows = BudgetWarning.objects.filter(budget__in={one.budget.pk for one in reached})
    told = set(rows.values_list("budget", "first", "share"))
    found = 0
    for one in reached:
        if {(one.budget.pk, one.span.first, share) for share in one.reached} - told:
            try:
                found += tell_of(one.budget, one.span)
            except Exception:
                logger.exception("Of budget %s nobody was told.", one.budget.pk)
    return found
