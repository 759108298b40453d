"""Sections. Deleting one and taking one to another project moves tasks: see tasks/api/sections.py."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.projects import actions
from workstate.projects.api.among import among
from workstate.projects.models import Project, Section
from workstate.workspaces.api import WorkspaceAPIView


class SectionBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=120)


class SectionChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    limit = serializers.IntegerField(required=False, allow_null=True, help_text="Open tasks at most; null: no limit.")


class SectionPlace(StrictSerializer):
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The section ahead; null: first.")


class SectionShape(serializers.Serializer[Section]):
    id = serializers.UUIDField()
    project = serializers.UUIDField()
    name = serializers.CharField()
    limit = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()


def shown(section: Section) -> dict[str, Any]:
    return {
        "id": section.pk,
        "project": section.project_id,
        "name": section.name,
        "limit": section.limit,
        "created_at": section.created_at,
    }


@extend_schema(tags=["sections"])
class SectionsView(WorkspaceAPIView):
    def project(self, pk: UUID) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=pk)

    @extend_schema(summary="List the sections of a project", responses=SectionShape(many=True))
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        sections = Section.objects.visible_to(self.actor).filter(project=self.project(pk))
        return page_of(sections, shown, view=self, order=("position", "id"))

    @extend_schema(summary="Add a section to a project", request=SectionBody, responses={201: SectionShape})
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        values = parsed(SectionBody, request)
        (section,) = actions.create_sections(
            [values["name"]], project=self.project(pk), by=self.actor, id=values.get("id")
        )
        section.refresh_from_db()
        return Response(shown(section), status=201)


class OneSectionView(WorkspaceAPIView):
    """A view of one section of a project that the actor sees."""

    def section(self, pk: UUID, *, with_deleted: bool = False) -> Section:
        sections = Section.objects
        rows = sections.in_sight_or_bin_of(self.actor) if with_deleted else sections.visible_to(self.actor)
        return get_object_or_404(rows.filter(project__deleted_at=None).select_related("project"), pk=pk)


@extend_schema(tags=["sections"])
class SectionPlaceView(OneSectionView):
    @extend_schema(summary="Put a section somewhere else", request=SectionPlace, responses=SectionShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        section, values = self.section(pk), parsed(SectionPlace, request)
        others = Section.objects.visible_to(self.actor).filter(project=section.project)
        after = among(others, values.get("after"), field="after")
        return Response(shown(actions.move_section(section, by=self.actor, after=after)))
