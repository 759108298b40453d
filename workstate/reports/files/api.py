"""Files of reports for programs: asked for, waited for, fetched. One's own alone."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.reports.files.actions import discard_file, make_file
from workstate.reports.files.serving import handed_out
from workstate.reports.models import MadeFormat, ReportFile
from workstate.reports.models.files import NOTE_LENGTH, TITLE_LENGTH, ReportFileQuerySet
from workstate.reports.shapes import ReportKind
from workstate.workspaces.api import WorkspaceAPIView

SHOWN = (
    *("kind", "parameters", "format", "title", "note", "with_rates"),
    *("stage", "progress", "failure", "name", "size", "created_at", "made_at"),
)
STAGES = ("waiting", "making", "made", "failed", "expired")


class ReportFileBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    parameters = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=8000),
        required=False,
        default=dict,
        help_text="As in the address of the report.",
    )
    format = serializers.ChoiceField(choices=MadeFormat.choices, required=False)
    title = serializers.CharField(required=False, allow_blank=True, max_length=TITLE_LENGTH)
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LENGTH)
    with_rates = serializers.BooleanField(
        required=False, help_text="Amounts are in it, if I see them: true unless said otherwise."
    )


class ReportFileShape(serializers.Serializer[ReportFile]):
    """How a file is shown; `shown` prints it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ReportKind.choices)
    parameters = serializers.DictField(child=serializers.CharField())
    format = serializers.ChoiceField(choices=MadeFormat.choices)
    title = serializers.CharField()
    note = serializers.CharField()
    with_rates = serializers.BooleanField()
    stage = serializers.ChoiceField(choices=STAGES)
    progress = serializers.IntegerField(help_text="Percent.")
    failure = serializers.CharField(help_text="Why there is none, in words.")
    name = serializers.CharField(help_text="Of the file.")
    size = serializers.IntegerField(allow_null=True, help_text="Bytes.")
    created_at = serializers.DateTimeField()
    made_at = serializers.DateTimeField(allow_null=True)


def shown(file: ReportFile) -> dict[str, Any]:
    return {"id": file.pk, **{name: getattr(file, name) for name in SHOWN}}


class _FilesAPIView(WorkspaceAPIView):
    def files(self) -> ReportFileQuerySet:
        return ReportFile.objects.visible_to(self.actor)

    def file(self) -> ReportFile:
        return get_object_or_404(self.files(), pk=self.kwargs["pk"])


@extend_schema(tags=["reports"])
class ReportFilesView(_FilesAPIView):
    @extend_schema(summary="List my files of reports", responses=ReportFileShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Newest first. Each is kept for a week."""
        return page_of(self.files(), shown, view=self, order=("-created_at", "-id"))

    @extend_schema(summary="Have a report made into a file", request=ReportFileBody, responses={201: ReportFileShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A worker makes it: ask for it again until its stage is made or failed, then fetch its content."""
        values = parsed(ReportFileBody, request)
        kind, parameters = ReportKind(values.pop("kind")), values.pop("parameters")
        if "format" in values:
            values["format"] = MadeFormat(values["format"])
        return Response(shown(make_file(kind, parameters, by=self.actor, **values)), status=201)


@extend_schema(tags=["reports"])
class ReportFileView(_FilesAPIView):
    @extend_schema(summary="Show how a file stands", responses=ReportFileShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(self.file()))

    @extend_schema(summary="Throw a file away", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """One that is being made is given up."""
        discard_file(self.file(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["reports"])
class ReportFileContentView(_FilesAPIView):
    @extend_schema(
        summary="Fetch a file",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, (302, "text/html"): OpenApiTypes.STR},
    )
    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """404 unless its stage is made."""
        return handed_out(self.file(), request._request)
