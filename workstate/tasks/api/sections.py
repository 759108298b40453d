"""Sections as far as their tasks are concerned, and how far a project is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.accounts.formats import Formats
from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import Invalid
from workstate.projects import actions as project_actions
from workstate.projects.api.among import among
from workstate.projects.api.sections import OneSectionView, SectionChange, SectionShape, shown
from workstate.projects.models import Project, Section
from workstate.tasks import actions
from workstate.tasks.progress import Progress, progress_of
from workstate.workspaces.acts import identifier
from workstate.workspaces.api import WorkspaceAPIView


class SectionTransfer(StrictSerializer):
    project = serializers.UUIDField()


class ProgressShape(serializers.Serializer[Progress]):
    done = serializers.IntegerField(help_text="Tasks.")
    open = serializers.IntegerField(help_text="Tasks.")
    estimated = serializers.IntegerField(help_text="Seconds.")
    tracked = serializers.IntegerField(help_text="Seconds, as far as you may see them.")
    finish_on = serializers.DateField(
        allow_null=True, help_text="At the pace of the last pace_days, counted in tasks; null: it cannot be told."
    )
    finish_by_hours_on = serializers.DateField(allow_null=True, help_text="The same, counted in estimated hours.")
    pace_days = serializers.IntegerField()


@extend_schema(tags=["sections"])
class SectionView(OneSectionView):
    @extend_schema(summary="Show a section", responses=SectionShape)
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(self.section(pk)))

    @extend_schema(summary="Change a section", request=SectionChange, responses=SectionShape)
    def patch(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        section = self.section(pk)
        changed = project_actions.change_section(section, by=self.actor, **parsed(SectionChange, request))
        return Response(shown(changed))

    @extend_schema(
        summary="Delete a section",
        parameters=[
            OpenApiParameter(
                "tasks", OpenApiTypes.STR, description="Where its tasks go: nothing, a section's id, or bin."
            )
        ],
        responses={204: None},
    )
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        section, to = self.section(pk), request.query_params.get("tasks", "")
        others = Section.objects.visible_to(self.actor).filter(project=section.project)
        target = None if to == "bin" else among(others, identifier(to, field="tasks"), field="tasks")
        actions.delete_section(section, by=self.actor, tasks_to="bin" if to == "bin" else target)
        return Response(status=204)


@extend_schema(tags=["sections"])
class SectionRestorationView(OneSectionView):
    @extend_schema(summary="Bring a section back", request=None, responses=SectionShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """With those of its tasks that nobody has moved since, if it was you who deleted it."""
        return Response(shown(actions.restore_section(self.section(pk, with_deleted=True), by=self.actor)))


@extend_schema(tags=["sections"])
class SectionTransferView(OneSectionView):
    @extend_schema(summary="Move a section to another project", request=SectionTransfer, responses=SectionShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        section, values = self.section(pk), parsed(SectionTransfer, request)
        project = among(Project.objects.visible_to(self.actor).kept(), values["project"], field="project")
        if project is None:
            raise Invalid("Choose a project.", field="project")
        return Response(shown(actions.transfer_section(section, by=self.actor, project=project)))


@extend_schema(tags=["projects"])
class ProjectProgressView(WorkspaceAPIView):
    @extend_schema(summary="Show how far a project is", responses=ProgressShape)
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        project = get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=pk)
        how = progress_of(self.actor, project, Formats.of(self.actor.user))
        return Response(
            {
                "done": how.done,
                "open": how.open,
                "estimated": how.estimated,
                "tracked": how.tracked,
                "finish_on": how.finish,
                "finish_by_hours_on": how.finish_by_hours,
                "pace_days": how.pace_days,
            }
        )
