"""Saved reports, their links and their schedules, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import page_of, parsed
from workstate.core.clock import now
from workstate.reports.actions import saved as saving
from workstate.reports.actions import schedules as scheduling
from workstate.reports.actions import shares as sharing
from workstate.reports.actions.schedules import Plan
from workstate.reports.models import FileFormat, Frequency, ReportSchedule, ReportShare, SavedReport
from workstate.reports.saved.api_shapes import (
    NewShareShape,
    ReportShareBody,
    SavedReportBody,
    SavedReportChange,
    SavedReportShape,
    ScheduleBody,
    ScheduleShape,
    ShareShape,
)
from workstate.reports.shapes import ReportKind
from workstate.workspaces.api import WorkspaceAPIView


@extend_schema(tags=["reports"])
class SavedReportsAPIView(WorkspaceAPIView):
    @extend_schema(summary="List saved reports", responses=SavedReportShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """My own and those shared with the workspace, the oldest first."""
        rows = SavedReport.objects.visible_to(self.actor).kept()
        return page_of(rows, self.shown, view=self, order=("id",))

    @extend_schema(summary="Save a report", request=SavedReportBody, responses={201: SavedReportShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(SavedReportBody, request)
        values["kind"] = ReportKind(values["kind"])
        return Response(self.shown(saving.save_report(by=self.actor, **values)), status=201)

    def shown(self, saved: SavedReport) -> dict[str, Any]:
        names = ("name", "kind", "parameters", "is_shared", "created_at")
        mine = saved.created_by_id == self.actor.user.pk
        return {"id": saved.pk, **{name: getattr(saved, name) for name in names}, "is_mine": mine}

    def saved(self, *, with_bin: bool = False) -> SavedReport:
        rows = SavedReport.objects.visible_to(self.actor)
        found: SavedReport = get_object_or_404(rows if with_bin else rows.kept(), pk=self.kwargs["saved"])
        return found


@extend_schema(tags=["reports"])
class SavedReportAPIView(SavedReportsAPIView):
    http_method_names = ["get", "patch", "delete", "options"]

    @extend_schema(summary="Show a saved report", responses=SavedReportShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.shown(self.saved()))

    @extend_schema(summary="Change a saved report", request=SavedReportChange, responses=SavedReportShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Only whoever saved it does. Its links and schedules show what it asks from then on."""
        values = parsed(SavedReportChange, request)
        if "kind" in values:
            values["kind"] = ReportKind(values["kind"])
        return Response(self.shown(saving.change_report(self.saved(), by=self.actor, **values)))

    @extend_schema(summary="Delete a saved report", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        saving.delete_report(self.saved(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["reports"])
class SavedReportRestorationAPIView(SavedReportsAPIView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Bring a saved report back", request=None, responses=SavedReportShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.shown(saving.restore_report(self.saved(with_bin=True), by=self.actor)))


@extend_schema(tags=["reports"])
class SharesAPIView(SavedReportsAPIView):
    http_method_names = ["get", "post", "options"]

    @extend_schema(summary="List the links to a saved report", responses=ShareShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """My own; an administrator's are everybody's. Links themselves are told only when they are made."""
        rows = self.shares().select_related("visits")
        return page_of(rows, self.share_shown, view=self, order=("-id",))

    @extend_schema(summary="Share a saved report by link", request=ReportShareBody, responses={201: NewShareShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever has the link sees the report as I see it at that moment."""
        share, token = sharing.create_share(self.saved(), by=self.actor, **parsed(ReportShareBody, request))
        url = f"{settings.SITE_URL}{reverse('shared-report', args=[token])}"
        return Response({**self.share_shown(share), "url": url}, status=201)

    def shares(self) -> Any:
        return ReportShare.objects.visible_to(self.actor).filter(report=self.saved())

    def share(self) -> ReportShare:
        found: ReportShare = get_object_or_404(self.shares(), pk=self.kwargs["share"])
        return found

    def share_shown(self, share: ReportShare) -> dict[str, Any]:
        names = ("expires_at", "with_rates", "with_files", "created_at", "revoked_at")
        return {
            "id": share.pk,
            "has_password": bool(share.password),
            **{name: getattr(share, name) for name in names},
            "works": share.works(now()),
            "created_by": share.created_by_id,
            "views": share.visits.count,
            "last_seen_at": share.visits.last_at,
        }


@extend_schema(tags=["reports"])
class ShareAPIView(SharesAPIView):
    http_method_names = ["get", "patch", "delete", "options"]

    @extend_schema(summary="Show a link", responses=ShareShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.share_shown(self.share()))

    @extend_schema(summary="Change a link", request=ReportShareBody, responses=ShareShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """A new password is asked also of those who gave the old one."""
        share, values = self.share(), parsed(ReportShareBody, request, partial=True)
        never = "expires_at" in values and values["expires_at"] is None
        return Response(self.share_shown(sharing.change_share(share, by=self.actor, never_expires=never, **values)))

    @extend_schema(summary="Revoke a link", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """It opens nothing from then on."""
        sharing.revoke_share(self.share(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["reports"])
class SchedulesAPIView(SavedReportsAPIView):
    http_method_names = ["get", "post", "options"]

    @extend_schema(summary="List the schedules of a saved report", responses=ScheduleShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = self.schedules().kept().prefetch_related("recipients")
        return page_of(rows, self.schedule_shown, view=self, order=("id",))

    @extend_schema(summary="Send a saved report by mail", request=ScheduleBody, responses={201: ScheduleShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(ScheduleBody, request)
        pk: UUID | None = values.pop("id", None)
        schedule = scheduling.create_schedule(self.saved(), _plan(values), by=self.actor, id=pk)
        return Response(self.schedule_shown(schedule), status=201)

    def schedules(self) -> Any:
        return ReportSchedule.objects.visible_to(self.actor).filter(report=self.saved())

    def schedule(self, *, with_deleted: bool = False) -> ReportSchedule:
        rows = self.schedules()
        found: ReportSchedule = get_object_or_404(rows if with_deleted else rows.kept(), pk=self.kwargs["schedule"])
        return found

    def schedule_shown(self, schedule: ReportSchedule) -> dict[str, Any]:
        names = ("frequency", "weekday", "day_of_month", "formats", "with_rates", "note", "next_at")
        return {
            "id": schedule.pk,
            **{name: getattr(schedule, name) for name in names},
            "at": f"{schedule.at:%H:%M}",
            "recipients": [
                {"user": one.user_id, "email": one.email, "is_stopped": one.stopped_at is not None}
                for one in schedule.recipients.all()
            ],
            "is_paused": schedule.paused_at is not None,
            "created_by": schedule.created_by_id,
        }


@extend_schema(tags=["reports"])
class ScheduleAPIView(SchedulesAPIView):
    http_method_names = ["get", "put", "delete", "options"]

    @extend_schema(summary="Show a schedule", responses=ScheduleShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.schedule_shown(self.schedule()))

    @extend_schema(summary="Give a schedule another plan", request=ScheduleBody, responses=ScheduleShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Whole. Who asked for no more mails gets none, also when named again."""
        schedule, values = self.schedule(), parsed(ScheduleBody, request)
        values.pop("id", None)
        return Response(self.schedule_shown(scheduling.change_schedule(schedule, _plan(values), by=self.actor)))

    @extend_schema(summary="Delete a schedule", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        scheduling.delete_schedule(self.schedule(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["reports"])
class SchedulePauseAPIView(SchedulesAPIView):
    http_method_names = ["post", "delete", "options"]

    @extend_schema(summary="Pause a schedule", request=None, responses=ScheduleShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.schedule_shown(scheduling.pause_schedule(self.schedule(), by=self.actor)))

    @extend_schema(summary="Let a schedule go on", responses=ScheduleShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """What came due meanwhile is not made up for."""
        return Response(self.schedule_shown(scheduling.resume_schedule(self.schedule(), by=self.actor)))


@extend_schema(tags=["reports"])
class ScheduleRestorationAPIView(SchedulesAPIView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Bring a schedule back", request=None, responses=ScheduleShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        schedule = self.schedule(with_deleted=True)
        return Response(self.schedule_shown(scheduling.restore_schedule(schedule, by=self.actor)))


def _plan(values: dict[str, Any]) -> Plan:
    return Plan(
        **{
            **values,
            "frequency": Frequency(values["frequency"]),
            "formats": tuple(map(FileFormat, values["formats"])),
            "people": tuple(values["people"]),
            "addresses": tuple(values["addresses"]),
        }
    )
