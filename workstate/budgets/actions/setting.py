from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.billing.currencies import clean_currency
from workstate.billing.queries import settings_of
from workstate.budgets.actions.warning import forget_unreached
from workstate.budgets.models import Budget, BudgetKind, BudgetPeriod, Counted
from workstate.budgets.policies import can_set_budget
from workstate.core.actor import Actor
from workstate.core.clock import now, require_day
from workstate.core.durations import HOUR
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.projects.models import Project

CHANGEABLE = frozenset({"seconds", "amount", "currency", "period", "counted", "starts", "ends", "warnings"})
LONGEST = 1_000_000 * HOUR
LARGEST = Decimal("99999999999.9999")
MOST_WARNINGS = 5
HIGHEST_WARNING = 1000


@transaction.atomic
def set_budget(project: Project, *, by: Actor, kind: str, id: UUID | None = None, **values: Any) -> Budget:
    """
    Give the project a budget of time (`seconds`) or of money (`amount`, `currency`; else the workspace's).

    `period`, `counted`, `starts`, `ends` and `warnings` (percent) as the model says. One of a kind: raises Conflict for a
    second. The same id again answers with the budget it made the first time. Raises Invalid at the field.
    """
    if kind not in BudgetKind.values:
        raise Invalid(_("Choose a budget of time or of money."), field="kind")
    _require(by, project, kind)
    wanted = _cleaned(values)
    budget = Budget(id=id or new_id(), workspace=by.workspace, project=project, kind=kind, created_by=by.user)
    if budget.is_money:
        budget.counted = Counted.BILLABLE
        budget.currency = settings_of(by.workspace).currency
    for name, value in wanted.items():
        setattr(budget, name, value)
    _require_whole(budget)
    take_identifier(id)
    if made := made_before(Budget.objects.all(), id, by=by, maker="created_by"):
        return made
    take_turn(f"budgets:{project.pk}")
    if project.deleted_at:
        raise Conflict(_("This project is in the bin. Restore it first."))
    _require_only(budget)
    budget.save(force_insert=True)
    record(Verb.BUDGET_SET, budget, by=by, **_told(budget, *CHANGEABLE))
    return budget


@transaction.atomic
def change_budget(budget: Budget, *, by: Actor, **changes: Any) -> Budget:
    """
    Change how much it is, over which days, what counts and when people are warned; it stays one of time, or of money.

    Warnings that it has not reached any more, such as after raising it, come again. Raises Invalid at the field.
    """
    _require(by, budget.project, budget.kind)
    wanted = _cleaned(changes)
    budget = _locked(budget)
    if budget.deleted_at:
        raise Conflict(_("This budget was deleted. Undo that first, or reload the page."))
    columns = {name: value for name, value in wanted.items() if getattr(budget, name) != value}
    if not columns:
        return budget
    before = _told(budget, *columns)
    for name, value in columns.items():
        setattr(budget, name, value)
    _require_whole(budget)
    budget.save(update_fields=list(columns))
    forget_unreached(budget)
    after = _told(budget, *columns)
    about = {"kind": budget.kind, "project": str(budget.project_id)}
    told = {name: {key: some[key] for key in columns} for name, some in (("before", before), ("after", after))}
    record(Verb.BUDGET_CHANGED, budget, by=by, **about, **told)
    return budget


@transaction.atomic
def delete_budget(budget: Budget, *, by: Actor) -> Budget:
    """Take the budget away; Undo brings it back, with what people were told of it."""
    _require(by, budget.project, budget.kind)
    budget = _locked(budget)
    if budget.deleted_at is None:
        budget.deleted_at = now()
        budget.save(update_fields=["deleted_at"])
        record(Verb.BUDGET_DELETED, budget, by=by, kind=budget.kind, project=str(budget.project_id))
    return budget


@transaction.atomic
def restore_budget(budget: Budget, *, by: Actor) -> Budget:
    """Bring it back. Raises Conflict where the project has another of its kind by now."""
    _require(by, budget.project, budget.kind)
    take_turn(f"budgets:{budget.project_id}")
    budget = _locked(budget)
    if budget.deleted_at is not None:
        _require_only(budget)
        budget.deleted_at = None
        budget.save(update_fields=["deleted_at"])
        record(Verb.BUDGET_RESTORED, budget, by=by, kind=budget.kind, project=str(budget.project_id))
    return budget


def _require(by: Actor, project: Project, kind: str) -> None:
    said = _("Budgets of money are set by those who administer the workspace. Ask one of them.")
    if kind == BudgetKind.TIME:
        said = _("Budgets are set by those who administer the project. Ask one of them.")
    require(can_set_budget(by, project, kind), said)


def _require_only(budget: Budget) -> None:
    same = Budget.objects.kept().filter(project=budget.project_id, kind=budget.kind)
    if same.exclude(pk=budget.pk).exists():
        raise Conflict(_("This project has such a budget already. Change that one."))


def _locked(budget: Budget) -> Budget:
    return Budget.objects.select_for_update(of=("self",)).select_related("workspace", "project").get(pk=budget.pk)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(values.keys() - CHANGEABLE):
        raise Invalid(_("This cannot be changed."), field=unknown[0])
    return {name: _clean(name, value) for name, value in values.items()}


def _clean(name: str, value: Any) -> Any:
    match name:
        case "seconds":
            return _clean_seconds(value)
        case "amount":
            return _clean_amount(value)
        case "currency":
            return clean_currency(str(value))
        case "warnings":
            return _clean_warnings(value)
        case "starts" | "ends":
            return require_day(value, field=name) if isinstance(value, date) else None
    choices = BudgetPeriod if name == "period" else Counted
    if value not in choices.values:
        raise Invalid(_("Choose one of what is offered."), field=name)
    return str(value)


def _clean_seconds(value: Any) -> int:
    if not isinstance(value, int) or value <= 0:
        raise Invalid(_("A budget is more than nothing. Write hours, such as 120."), field="seconds")
    if value > LONGEST:
        raise Invalid(_("A budget is a million hours at most."), field="seconds")
    return value


def _clean_amount(value: Any) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite() or value <= 0:
        raise Invalid(_("A budget is more than nothing. Write a number, such as 12000."), field="amount")
    if value > LARGEST:
        raise Invalid(_("A budget is 99,999,999,999 at most."), field="amount")
    kept = value.quantize(Decimal("0.0001"))
    if kept != value:
        raise Invalid(_("Give four decimals at most."), field="amount")
    return kept


def _clean_warnings(value: Collection[int]) -> list[int]:
    shares = sorted(set(value))
    if len(shares) > MOST_WARNINGS:
        raise Invalid(_("Choose five warnings at most."), field="warnings")
    if any(not 1 <= share <= HIGHEST_WARNING for share in shares):
        raise Invalid(_("Warnings come between 1 and 1000 percent."), field="warnings")
    return shares


def _require_whole(budget: Budget) -> None:
    """What the columns say together; each for itself is right already."""
    if budget.is_money:
        if budget.amount is None:
            raise Invalid(_("Write a number, such as 12000."), field="amount", code="required")
        if budget.seconds is not None:
            raise Invalid(_("A budget of money has an amount."), field="seconds")
        if budget.counted != Counted.BILLABLE:
            raise Invalid(_("Only billable time comes to money."), field="counted")
    else:
        if budget.seconds is None:
            raise Invalid(_("Write hours, such as 120."), field="seconds", code="required")
        for name in ("amount", "currency"):
            if getattr(budget, name):
                raise Invalid(_("A budget of time has hours."), field=name)
    if budget.is_monthly and (budget.starts or budget.ends):
        raise Invalid(_("A budget of each month has neither a first nor a last day."), field="starts")
    if budget.starts and budget.ends and budget.ends < budget.starts:
        raise Invalid(_("The last day must not be before the first."), field="ends")


def _told(budget: Budget, *names: str) -> dict[str, Any]:
    """What events say of it; they are for administrators alone (activity.CONFIDENTIAL)."""
    values = {name: getattr(budget, name) for name in sorted(names)}
    plain = {
        name: value if isinstance(value, (int, list)) or value is None else str(value) for name, value in values.items()
    }
    return {**plain, "kind": budget.kind, "project": str(budget.project_id)}
