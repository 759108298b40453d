"""Rates and the settings of money, for programs. Rates are administrators' alone: others get 403, strangers 404."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.billing import actions
from workstate.billing.amounts import DECIMALS, MOST
from workstate.billing.models import BillingSettings, Rate, RateKind
from workstate.billing.policies import can_set_rates
from workstate.billing.pricing import Scope
from workstate.billing.queries import settings_of
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import require
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView
from workstate.workspaces.models import Membership

FILTERS = ("project", "task", "user", "kind")


def _amount(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=12, decimal_places=DECIMALS, min_value=0, max_value=MOST, help_text="Of an hour.", **options
    )


class RateChange(StrictSerializer):
    amount = _amount(required=False)
    currency = serializers.CharField(required=False, max_length=3, help_text="ISO 4217.")
    starts = serializers.DateField(
        required=False, allow_null=True, help_text="The first day on which it holds; null: it always has."
    )


class RateBody(RateChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    amount = _amount()
    currency = serializers.CharField(required=False, max_length=3, help_text="ISO 4217; else the workspace's.")
    kind = serializers.ChoiceField(choices=RateKind.choices, required=False)
    project = serializers.UUIDField(required=False, allow_null=True)
    task = serializers.UUIDField(
        required=False, allow_null=True, help_text="Names neither project nor person beside it."
    )
    user = serializers.UUIDField(
        required=False, allow_null=True, help_text="With a project: of this person on it. A member of the workspace."
    )


class RateQuery(StrictSerializer):
    project = serializers.UUIDField(required=False)
    task = serializers.UUIDField(required=False)
    user = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=RateKind.choices, required=False)
    limit = serializers.IntegerField(required=False)
    cursor = serializers.CharField(required=False)


class RateShape(serializers.Serializer[Rate]):
    """How a rate is shown; `shown_rate` prints it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RateKind.choices)
    scope = serializers.ChoiceField(choices=[scope.value for scope in Scope])
    project = serializers.UUIDField(allow_null=True)
    task = serializers.UUIDField(allow_null=True)
    user = serializers.UUIDField(allow_null=True)
    amount = _amount()
    currency = serializers.CharField()
    starts = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    created_by = serializers.UUIDField(allow_null=True)


class BillingSettingsBody(StrictSerializer):
    currency = serializers.CharField(required=False, max_length=3, help_text="ISO 4217; of rates that name no other.")
    members_see_amounts = serializers.BooleanField(
        required=False, help_text="Members see what their own time earns. Costs are never theirs to see."
    )
    members_see_budgets = serializers.BooleanField(
        required=False, help_text="Members see how much of the time budget of a project that they may edit is used."
    )
    billable_by_default = serializers.BooleanField(
        required=False, help_text="New time is billable, where neither task, project nor client says otherwise."
    )


def shown_rate(rate: Rate) -> dict[str, Any]:
    return {
        "id": rate.pk,
        "kind": rate.kind,
        "scope": Scope.of(rate.project_id, rate.task_id, rate.user_id).value,
        "project": rate.project_id,
        "task": rate.task_id,
        "user": rate.user_id,
        "amount": f"{rate.amount:.{DECIMALS}f}",
        "currency": rate.currency,
        "starts": rate.starts,
        "created_at": rate.created_at,
        "created_by": rate.created_by_id,
    }


def shown_settings(settings: BillingSettings) -> dict[str, Any]:
    return {
        "currency": settings.currency,
        "members_see_amounts": settings.members_see_amounts,
        "members_see_budgets": settings.members_see_budgets,
        "billable_by_default": settings.billable_by_default,
    }


class RateAPIView(WorkspaceAPIView):
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(can_set_rates(self.actor))

    def rate(self) -> Rate:
        return get_object_or_404(Rate.objects.visible_to(self.actor), pk=self.kwargs["pk"])


@extend_schema(tags=["rates"])
class RatesView(RateAPIView):
    @extend_schema(
        summary="List rates",
        parameters=[
            *(OpenApiParameter(name, str, description=f"Of this {name} alone.") for name in FILTERS[:3]),
            OpenApiParameter("kind", str, enum=RateKind.values),
            OpenApiParameter("limit", int, description="Rows on a page, at most 200."),
            OpenApiParameter("cursor", str),
        ],
        responses=RateShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """All that were ever set, the last set first. Of those of one scope the one with the latest day holds from it."""
        query = RateQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        wanted = {name: query.validated_data[name] for name in FILTERS if name in query.validated_data}
        rates = Rate.objects.visible_to(self.actor).filter(**wanted)
        return page_of(rates, shown_rate, view=self, order=("-created_at", "-id"))

    @extend_schema(summary="Set a rate", request=RateBody, responses={201: RateShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Of a task, a person on a project, a project or a person; of the workspace where none is named."""
        values = parsed(RateBody, request)
        doors: dict[str, Any] = {
            "project": Project.objects.visible_to(self.actor).kept(),
            "task": Task.objects.visible_to(self.actor).kept(),
        }
        for name, door in doors.items():
            if values.get(name):
                values[name] = get_object_or_404(door, pk=values[name])
        if values.get("user"):
            members = Membership.objects.visible_to(self.actor).select_related("user")
            values["user"] = get_object_or_404(members, user=values["user"]).user
        return Response(shown_rate(actions.set_rate(by=self.actor, **values)), status=201)


@extend_schema(tags=["rates"])
class RateView(RateAPIView):
    @extend_schema(summary="Show a rate", responses=RateShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown_rate(self.rate()))

    @extend_schema(summary="Change a rate", request=RateChange, responses=RateShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """What time of its days has earned or cost changes with it; to keep that, set another from a day on."""
        return Response(shown_rate(actions.change_rate(self.rate(), by=self.actor, **parsed(RateChange, request))))

    @extend_schema(summary="Delete a rate", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_rate(self.rate(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["rates"])
class RateRestorationView(RateAPIView):
    @extend_schema(summary="Bring a deleted rate back", request=None, responses=RateShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown_rate(actions.restore_rate(self.kwargs["pk"], by=self.actor)))


@extend_schema(tags=["rates"])
class BillingSettingsView(WorkspaceAPIView):
    @extend_schema(summary="Show the settings of money", responses=BillingSettingsBody)
    def get(self, request: Request, **kwargs: Any) -> Response:
        require(not self.actor.is_guest)
        return Response(shown_settings(settings_of(self.actor.workspace)))

    @extend_schema(summary="Change the settings of money", request=BillingSettingsBody, responses=BillingSettingsBody)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(BillingSettingsBody, request)
        return Response(shown_settings(actions.change_billing_settings(by=self.actor, **values)))
