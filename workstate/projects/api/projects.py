from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.actor import Actor
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.colours import COLOURS
from workstate.core.icons import ICONS
from workstate.projects import actions
from workstate.projects.api.among import among
from workstate.projects.models import Client, Folder, Project
from workstate.workspaces.api import WorkspaceAPIView


class ProjectBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=120)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    colour = serializers.ChoiceField(choices=COLOURS, required=False)
    icon = serializers.ChoiceField(choices=ICONS, required=False, allow_blank=True)
    folder = serializers.UUIDField(required=False, allow_null=True)
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]
    client = serializers.UUIDField(required=False, allow_null=True)


class ProjectChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    colour = serializers.ChoiceField(choices=COLOURS, required=False)
    icon = serializers.ChoiceField(choices=ICONS, required=False, allow_blank=True)
    client = serializers.UUIDField(required=False, allow_null=True)


class ProjectPlace(StrictSerializer):
    """What is not said stays as it is; a folder takes the project from under another one, and the other way round."""

    folder = serializers.UUIDField(required=False, allow_null=True)
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The sibling ahead; null: first.")


class ProjectShape(serializers.Serializer[Project]):
    """How a project is shown; `shown` prints it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    colour = serializers.ChoiceField(choices=COLOURS)
    icon = serializers.CharField(help_text="The name of a Lucide icon, or nothing.")
    folder = serializers.UUIDField(allow_null=True)
    parent = serializers.UUIDField(allow_null=True)  # type: ignore[assignment]
    client = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True)


def projects_of(actor: Actor) -> QuerySet[Project]:
    return Project.objects.visible_to(actor).kept()


def folders_of(actor: Actor) -> QuerySet[Folder]:
    return Folder.objects.visible_to(actor).kept()


def shown(project: Project) -> dict[str, Any]:
    return {
        "id": project.pk,
        "name": project.name,
        "description": project.description,
        "colour": project.colour,
        "icon": project.icon,
        "folder": project.folder_id,
        "parent": project.parent_id,
        "client": project.client_id,
        "created_at": project.created_at,
        "archived_at": project.archived_at,
        "deleted_at": project.deleted_at,
    }


@extend_schema(tags=["projects"])
class ProjectsView(WorkspaceAPIView):
    @extend_schema(summary="List projects", responses=ProjectShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Projects that are not archived and not in the bin, in order."""
        projects = Project.objects.visible_to(self.actor).active()
        return page_of(projects, shown, view=self, order=("position", "id"))

    @extend_schema(summary="Make a project", request=ProjectBody, responses={201: ProjectShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = parsed(ProjectBody, request)
        for name, rows in (
            ("folder", folders_of(self.actor)),
            ("parent", projects_of(self.actor)),
            ("client", Client.objects.visible_to(self.actor)),
        ):
            if name in values:
                values[name] = among(rows, values[name], field=name)
        project = actions.create_project(by=self.actor, **values)
        project.refresh_from_db()
        return Response(shown(project), status=201)


@extend_schema(tags=["projects"])
class ProjectDetailView(WorkspaceAPIView):
    def project(self, pk: UUID) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor), pk=pk)

    @extend_schema(summary="Show a project", responses=ProjectShape)
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(self.project(pk)))

    @extend_schema(summary="Change a project", request=ProjectChange, responses=ProjectShape)
    def patch(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        project, values = self.project(pk), parsed(ProjectChange, request)
        if "client" in values:
            values["client"] = among(Client.objects.visible_to(self.actor), values["client"], field="client")
        return Response(shown(actions.change_project(project, by=self.actor, **values)))

    @extend_schema(summary="Put a project in the bin", responses={204: None})
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        actions.delete_project(self.project(pk), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["projects"])
class ProjectRestorationView(ProjectDetailView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Take a project out of the bin", request=None, responses=ProjectShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(actions.restore_project(self.project(pk), by=self.actor)))


@extend_schema(tags=["projects"])
class ProjectArchiveView(ProjectDetailView):
    http_method_names = ["post", "delete", "options"]

    @extend_schema(summary="Archive a project", request=None, responses=ProjectShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(actions.archive_project(self.project(pk), by=self.actor)))

    @extend_schema(summary="Take a project out of the archive", responses=ProjectShape)
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        return Response(shown(actions.unarchive_project(self.project(pk), by=self.actor)))


@extend_schema(tags=["projects"])
class ProjectPlaceView(ProjectDetailView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Put a project somewhere else", request=ProjectPlace, responses=ProjectShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """Into a folder, under another project, behind a sibling. Never under itself."""
        project, values = self.project(pk), parsed(ProjectPlace, request)
        for name, rows in (
            ("folder", folders_of(self.actor)),
            ("parent", projects_of(self.actor)),
            ("after", projects_of(self.actor)),
        ):
            if name in values:
                values[name] = among(rows, values[name], field=name)
        return Response(shown(actions.move_project(project, by=self.actor, **values)))
