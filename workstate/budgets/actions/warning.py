from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from workstate.activity.actions import record_of_itself
from workstate.activity.verbs import Verb
from workstate.budgets.models import Budget, BudgetWarning
from workstate.budgets.periods import Span, spans_watched
from workstate.budgets.standing import Standing
from workstate.budgets.sums import Ask, used_of
from workstate.core.clock import now


@transaction.atomic
def tell_of(budget: Budget, span: Span) -> bool:
    """
    Record that shares of the budget are reached in the span, unless that is known: each once, however many ask at a time.

    Of several that are new the highest is told. What is used is counted again once the budget is locked, so that nobody
    hears of what has been taken back, or of a budget that has been raised.
    """
    locked = Budget.objects.select_for_update(of=("self",)).filter(pk=budget.pk, deleted_at=None)
    found = locked.select_related("workspace").first()
    if found is None or span not in set(spans_watched(found, now())):
        return False
    new = sorted(set(_reached(found, span)) - set(_told(found, span)))
    if not new:
        return False
    BudgetWarning.objects.bulk_create(BudgetWarning(budget=found, first=span.first, share=share) for share in new)
    record_of_itself(
        Verb.BUDGET_REACHED,
        found,
        workspace=found.workspace_id,
        project=str(found.project_id),
        kind=found.kind,
        share=new[-1],
        first=str(span.first) if found.is_monthly else None,
    )
    return True


def forget_unreached(budget: Budget) -> None:
    """Let warnings that a changed budget has not reached any more come again. The budget is locked."""
    for span in spans_watched(budget, now()):
        warnings = BudgetWarning.objects.filter(budget=budget, first=span.first)
        warnings.exclude(share__in=_reached(budget, span)).delete()


def _reached(budget: Budget, span: Span) -> Iterable[int]:
    (used,) = used_of(budget.workspace, [Ask(budget, span)])
    return Standing(budget, span, used).reached


def _told(budget: Budget, span: Span) -> Iterable[int]:
    return BudgetWarning.objects.filter(budget=budget, first=span.first).values_list("share", flat=True)
