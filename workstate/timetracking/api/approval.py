"""The rules of time, locked periods and weeks that are handed in, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import require
from workstate.timetracking.actions import approval, periods
from workstate.timetracking.actions.rules import change_time_rules
from workstate.timetracking.approving import Status, can_see_rules, of_status
from workstate.timetracking.models import LockedPeriod, RoundingMode, Submission, TimeRules
from workstate.timetracking.models.locks import SubmissionQuerySet
from workstate.timetracking.rules import rules_of
from workstate.workspaces.api import WorkspaceAPIView

RULES = (
    "rounding",
    "rounding_step",
    "requires_description",
    "requires_task",
    "requires_project",
    "requires_label",
    "approves_weeks",
)


class RulesBody(StrictSerializer):
    rounding = serializers.ChoiceField(choices=RoundingMode.choices, required=False)
    rounding_step = serializers.IntegerField(required=False, help_text="Seconds, whole minutes.")
    requires_description = serializers.BooleanField(required=False)
    requires_task = serializers.BooleanField(required=False)
    requires_project = serializers.BooleanField(required=False)
    requires_label = serializers.BooleanField(required=False)
    approves_weeks = serializers.BooleanField(required=False, help_text="Weeks are submitted for approval.")


class PeriodBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    first = serializers.DateField(required=False, allow_null=True, help_text="All days before, if there is none.")
    last = serializers.DateField()
    note = serializers.CharField(required=False, allow_blank=True, max_length=200)


class PeriodShape(serializers.Serializer[LockedPeriod]):
    id = serializers.UUIDField()
    first = serializers.DateField(allow_null=True)
    last = serializers.DateField()
    note = serializers.CharField()
    locked_by = serializers.UUIDField(allow_null=True)
    locked_at = serializers.DateTimeField()


class SubmissionBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    week = serializers.DateField(help_text="Any day of it.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=1000)


class ReturnBody(StrictSerializer):
    comment = serializers.CharField(max_length=1000, help_text="What is to be mended.")


class SubmissionQuery(StrictSerializer):
    status = serializers.ChoiceField(choices=[status.value for status in Status], required=False)
    user = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(required=False)
    cursor = serializers.CharField(required=False)


class SubmissionShape(serializers.Serializer[Submission]):
    """How a week that was handed in is shown; `shown_submission` prints it."""

    id = serializers.UUIDField()
    user = serializers.UUIDField()
    first = serializers.DateField()
    last = serializers.DateField()
    seconds = serializers.IntegerField(help_text="When it was submitted.")
    note = serializers.CharField()
    status = serializers.ChoiceField(choices=[status.value for status in Status])
    submitted_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.UUIDField(allow_null=True)
    comment = serializers.CharField()


def shown_rules(rules: TimeRules) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in RULES}


def shown_period(period: LockedPeriod) -> dict[str, Any]:
    return {
        "id": period.pk,
        "first": period.first,
        "last": period.last,
        "note": period.note,
        "locked_by": period.locked_by_id,
        "locked_at": period.locked_at,
    }


def shown_submission(submission: Submission) -> dict[str, Any]:
    return {
        "id": submission.pk,
        "user": submission.user_id,
        "first": submission.first,
        "last": submission.last,
        "seconds": submission.seconds,
        "note": submission.note,
        "status": Status.of(submission).value,
        "submitted_at": submission.submitted_at,
        "approved_at": submission.approved_at,
        "returned_at": submission.returned_at,
        "withdrawn_at": submission.withdrawn_at,
        "decided_by": submission.decided_by_id,
        "comment": submission.comment,
    }


@extend_schema(tags=["time rules"])
class TimeRulesView(WorkspaceAPIView):
    @extend_schema(summary="Show the rules of time", responses=RulesBody)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Also for guests: their time is held to them."""
        return Response(shown_rules(rules_of(self.actor.workspace)))

    @extend_schema(summary="Change the rules of time", request=RulesBody, responses=RulesBody)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown_rules(change_time_rules(by=self.actor, **parsed(RulesBody, request))))


@extend_schema(tags=["time rules"])
class LockedPeriodsView(WorkspaceAPIView):
    @extend_schema(summary="List locked periods", responses=PeriodShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        require(can_see_rules(self.actor))
        return page_of(LockedPeriod.objects.visible_to(self.actor), shown_period, view=self, order=("-last", "-id"))

    @extend_schema(summary="Lock days", request=PeriodBody, responses={201: PeriodShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """No time is written or changed on them, by whomever. Without a first day all days up to the last are locked."""
        return Response(shown_period(periods.lock_period(by=self.actor, **parsed(PeriodBody, request))), status=201)


@extend_schema(tags=["time rules"])
class LockedPeriodView(WorkspaceAPIView):
    @extend_schema(summary="Unlock days", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        period = get_object_or_404(LockedPeriod.objects.visible_to(self.actor), pk=self.kwargs["pk"])
        periods.unlock_period(period, by=self.actor)
        return Response(status=204)


class SubmissionAPIView(WorkspaceAPIView):
    def submissions(self) -> SubmissionQuerySet:
        return Submission.objects.visible_to(self.actor)

    def submission(self) -> Submission:
        return get_object_or_404(self.submissions(), pk=self.kwargs["pk"])


@extend_schema(tags=["submitted weeks"])
class SubmissionsAPIView(SubmissionAPIView):
    @extend_schema(
        summary="List submitted weeks",
        parameters=[
            OpenApiParameter("status", str, enum=[status.value for status in Status]),
            OpenApiParameter("user", str, description="Of this person alone."),
            OpenApiParameter("limit", int, description="Rows on a page, at most 200."),
            OpenApiParameter("cursor", str),
        ],
        responses=SubmissionShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """One's own, newest first; administrators see everybody's."""
        query = SubmissionQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        found = self.submissions()
        if status := query.validated_data.get("status"):
            found = of_status(found, Status(status))
        if user := query.validated_data.get("user"):
            found = found.filter(user=user)
        return page_of(found, shown_submission, view=self, order=("-submitted_at", "-id"))

    @extend_schema(summary="Submit a week", request=SubmissionBody, responses={201: SubmissionShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mine that holds the day; its days are locked while it stands."""
        body = parsed(SubmissionBody, request)
        submission = approval.submit_week(by=self.actor, day=body.pop("week"), **body)
        return Response(shown_submission(submission), status=201)


@extend_schema(tags=["submitted weeks"])
class SubmissionDetailView(SubmissionAPIView):
    @extend_schema(summary="Show a submitted week", responses=SubmissionShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown_submission(self.submission()))

    @extend_schema(summary="Take my week back", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """While nobody has decided on it."""
        approval.withdraw_submission(self.submission(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["submitted weeks"])
class SubmissionApprovalView(SubmissionAPIView):
    @extend_schema(summary="Approve a week", request=None, responses=SubmissionShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown_submission(approval.approve_submission(self.submission(), by=self.actor)))

    @extend_schema(summary="Take an approval back", responses=SubmissionShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """The week waits again; its days stay locked."""
        return Response(shown_submission(approval.reopen_submission(self.submission(), by=self.actor)))


@extend_schema(tags=["submitted weeks"])
class SubmissionReturnView(SubmissionAPIView):
    @extend_schema(summary="Return a week", request=ReturnBody, responses=SubmissionShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """With what is to be mended; its days are open again."""
        submission = self.submission()
        comment = parsed(ReturnBody, request)["comment"]
        return Response(shown_submission(approval.return_submission(submission, by=self.actor, comment=comment)))
