"""The budgets of projects, for programs: as pages show them, to whoever those show them to."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.budgets.actions import change_budget, delete_budget, restore_budget, set_budget
from workstate.budgets.models import Budget, BudgetKind, BudgetPeriod, Counted
from workstate.budgets.policies import can_see_budget
from workstate.budgets.standing import Standing, amount_of, budgets_of, standings
from workstate.core.api import StrictSerializer, parsed
from workstate.core.clock import FIRST_DAY, LAST_DAY
from workstate.core.errors import NotFound, require
from workstate.projects.models import Project
from workstate.workspaces.api import WorkspaceAPIView


class BudgetChange(StrictSerializer):
    seconds = serializers.IntegerField(required=False, min_value=1, help_text="Of a time budget.")
    amount = serializers.DecimalField(
        max_digits=15, decimal_places=4, required=False, help_text="Of a money budget.", coerce_to_string=False
    )
    currency = serializers.CharField(required=False, max_length=3, help_text="ISO 4217; else the workspace's.")
    period = serializers.ChoiceField(choices=BudgetPeriod.choices, required=False)
    counted = serializers.ChoiceField(choices=Counted.choices, required=False, help_text="Of a time budget.")
    starts = serializers.DateField(required=False, allow_null=True, help_text="The first day that counts.")
    ends = serializers.DateField(required=False, allow_null=True, help_text="The last day that counts.")
    warnings = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=1000),
        max_length=5,
        required=False,
        help_text="Percent at which people are told.",
    )


class BudgetBody(BudgetChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    kind = serializers.ChoiceField(choices=BudgetKind.choices)


class BudgetShape(serializers.Serializer[Budget]):
    """How a budget is shown; `shown` prints it."""

    id = serializers.UUIDField()
    project = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=BudgetKind.choices)
    seconds = serializers.IntegerField(allow_null=True)
    amount = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    period = serializers.ChoiceField(choices=BudgetPeriod.choices)
    counted = serializers.ChoiceField(choices=Counted.choices)
    starts = serializers.DateField(allow_null=True)
    ends = serializers.DateField(allow_null=True)
    warnings = serializers.ListField(child=serializers.IntegerField())
    created_at = serializers.DateTimeField()
    first = serializers.DateField(allow_null=True, help_text="Of the present period; null: every day.")
    last = serializers.DateField(allow_null=True)
    used_seconds = serializers.IntegerField(allow_null=True, help_text="Of a time budget, with timers that run.")
    used_amount = serializers.CharField(allow_null=True, help_text="Of a money budget, rounded to its currency.")
    percent = serializers.IntegerField(help_text="Used, never rounded up.")
    unpriced_seconds = serializers.IntegerField(help_text="Billable time that no rate holds for: not counted.")
    foreign_seconds = serializers.IntegerField(help_text="Time that is priced in another currency: not counted.")


def shown(standing: Standing) -> dict[str, Any]:
    budget, span, used = standing.budget, standing.span, standing.used
    spent = amount_of(budget, standing.spent)
    return {
        "id": budget.pk,
        "project": budget.project_id,
        "kind": budget.kind,
        "seconds": budget.seconds,
        "amount": None if budget.amount is None else f"{budget.amount:.4f}",
        "currency": budget.currency,
        "period": budget.period,
        "counted": budget.counted,
        "starts": budget.starts,
        "ends": budget.ends,
        "warnings": sorted(budget.warnings),
        "created_at": budget.created_at,
        "first": None if span.first == FIRST_DAY else span.first,
        "last": None if span.last == LAST_DAY else span.last,
        "used_seconds": None if budget.is_money else int(spent),
        "used_amount": str(spent) if budget.is_money else None,
        "percent": standing.percent,
        "unpriced_seconds": used.unpriced,
        "foreign_seconds": used.foreign,
    }


class BudgetAPIView(WorkspaceAPIView):
    def answer(self, budget: Budget, status: int = 200) -> Response:
        budget.refresh_from_db()
        (standing,) = standings(self.actor, [budget])
        return Response(shown(standing), status=status)

    def budget(self, *, with_bin: bool = False) -> Budget:
        rows = Budget.objects.visible_to(self.actor).select_related("project")
        budget = get_object_or_404(rows if with_bin else rows.kept(), pk=self.kwargs["pk"])
        if not can_see_budget(self.actor, budget.project, budget.kind):
            raise NotFound
        return budget


@extend_schema(tags=["budgets"])
class ProjectBudgetsView(BudgetAPIView):
    def project(self) -> Project:
        project = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=self.kwargs["pk"])
        require(can_see_budget(self.actor, project, BudgetKind.TIME))
        return project

    @extend_schema(summary="List the budgets of a project", responses=BudgetShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """How they stand today: one of time and one of money at most."""
        found = standings(self.actor, budgets_of(self.actor, [self.project()]))
        return Response([shown(one) for one in found])

    @extend_schema(summary="Set a budget", request=BudgetBody, responses={201: BudgetShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.answer(set_budget(self.project(), by=self.actor, **parsed(BudgetBody, request)), 201)


@extend_schema(tags=["budgets"])
class BudgetView(BudgetAPIView):
    @extend_schema(summary="Show a budget", responses=BudgetShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.answer(self.budget())

    @extend_schema(summary="Change a budget", request=BudgetChange, responses=BudgetShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        return self.answer(change_budget(self.budget(), by=self.actor, **parsed(BudgetChange, request)))

    @extend_schema(summary="Delete a budget", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        delete_budget(self.budget(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["budgets"])
class BudgetRestorationView(BudgetAPIView):
    @extend_schema(summary="Bring a deleted budget back", request=None, responses=BudgetShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.answer(restore_budget(self.budget(with_bin=True), by=self.actor))
