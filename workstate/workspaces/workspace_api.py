"""Workspaces for programs: listed, made, changed, archived, deleted and brought back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from workstate.accounts.models import User
from workstate.accounts.throttles import TooMany
from workstate.core.actor import Role, Via
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import NotFound
from workstate.workspaces import actions
from workstate.workspaces.actions.logos import put_logo, remove_logo
from workstate.workspaces.api import WorkspaceAPIView
from workstate.workspaces.models import Membership, Workspace, WorkspaceLogo
from workstate.workspaces.places import NEW_WORKSPACES

WEEK_HELP = "With which weeks begin in reports, timesheets and capacity, Monday is 0; null: each person's own."


class WorkspaceShape(serializers.Serializer[Workspace]):
    id = serializers.UUIDField()
    slug = serializers.CharField(help_text="The first part of its addresses.")
    name = serializers.CharField()
    key_prefix = serializers.CharField(help_text="The letters before the numbers of its tasks.")
    role = serializers.ChoiceField(choices=Role.choices, help_text="Yours.")
    is_personal = serializers.BooleanField()
    binds_invitations = serializers.BooleanField(help_text="Whether an invitation by mail is for its address alone.")
    first_weekday = serializers.IntegerField(allow_null=True, help_text=WEEK_HELP)
    archived_at = serializers.DateTimeField(allow_null=True)
    deleted_at = serializers.DateTimeField(allow_null=True, help_text="Given where deleted ones are asked for.")


class WorkspaceBody(StrictSerializer):
    name = serializers.CharField(max_length=120)


class WorkspaceChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    slug = serializers.CharField(max_length=100, required=False, help_text="The old one leads on.")
    key_prefix = serializers.CharField(max_length=100, required=False)
    binds_invitations = serializers.BooleanField(required=False)
    first_weekday = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=6, help_text=WEEK_HELP
    )


class LogoBody(StrictSerializer):
    logo = serializers.FileField(max_length=1000, help_text="PNG, JPEG or WebP, 5 MB at most. It is drawn anew.")


def workspace_shown(workspace: Workspace, role: str) -> dict[str, Any]:
    return {
        "id": workspace.pk,
        "slug": workspace.slug,
        "name": workspace.name,
        "key_prefix": workspace.key_prefix,
        "role": role,
        "is_personal": workspace.personal_to_id is not None,
        "binds_invitations": workspace.binds_invitations,
        "first_weekday": workspace.first_weekday,
        "archived_at": workspace.archived_at,
        "deleted_at": workspace.deleted_at,
    }


def person_of(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


@extend_schema(tags=["workspaces"])
class WorkspacesView(APIView):
    @extend_schema(summary="List my workspaces", responses=WorkspaceShape(many=True))
    def get(self, request: Request) -> Response:
        """Archived ones too; with `?deleted=true` instead those that one owns and can still bring back."""
        user = person_of(request)
        rows: QuerySet[Workspace]
        if request.query_params.get("deleted") == "true":
            rows = Workspace.objects.restorable_by(user)
        else:
            rows = Workspace.objects.of(user)
        own = Membership.objects.filter(workspace=OuterRef("pk"), user=user).values("role")[:1]
        found: Any = rows.annotate(role=Subquery(own))
        return page_of(found, lambda row: workspace_shown(row, row.role), view=self, order=("name", "id"))

    @extend_schema(
        summary="Make a workspace",
        request=WorkspaceBody,
        responses={201: WorkspaceShape},
        examples=[OpenApiExample("A team", {"name": "Northwind Studio"})],
    )
    def post(self, request: Request) -> Response:
        """Whoever makes it owns it."""
        user, name = person_of(request), parsed(WorkspaceBody, request)["name"]
        try:
            NEW_WORKSPACES.take(str(user.pk))
        except TooMany as refusal:
            raise Throttled(refusal.seconds) from refusal
        by = actions.create_workspace(name, owner=user, via=Via.API)
        return Response(workspace_shown(by.workspace, by.role), status=201)


@extend_schema(tags=["workspaces"])
class WorkspaceView(WorkspaceAPIView):
    @extend_schema(summary="Show a workspace", responses=WorkspaceShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(workspace_shown(self.actor.workspace, self.actor.role))

    @extend_schema(summary="Change a workspace", request=WorkspaceChange, responses=WorkspaceShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        changed = actions.change_workspace(by=self.actor, **parsed(WorkspaceChange, request))
        return Response(workspace_shown(changed, self.actor.role))

    @extend_schema(summary="Delete a workspace", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """For everybody, at once. For thirty days its owners can bring it back, by its id."""
        actions.delete_workspace(by=self.actor)
        return Response(status=204)


@extend_schema(tags=["workspaces"])
class WorkspaceArchivalView(WorkspaceAPIView):
    @extend_schema(summary="Archive a workspace", request=None, responses=WorkspaceShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """It can be read as before; writing is answered 403."""
        return Response(workspace_shown(actions.archive_workspace(by=self.actor), self.actor.role))

    @extend_schema(summary="Take a workspace out of the archive", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.unarchive_workspace(by=self.actor)
        return Response(status=204)


@extend_schema(tags=["workspaces"])
class WorkspaceRestorationView(APIView):
    @extend_schema(summary="Bring a deleted workspace back", request=None, responses=WorkspaceShape)
    def post(self, request: Request, gone: UUID) -> Response:
        user = person_of(request)
        workspace = Workspace.objects.filter(pk=gone, memberships__user=user).first()
        if workspace is None:
            raise NotFound
        by = actions.restore_workspace(workspace, user=user, via=Via.API)
        return Response(workspace_shown(by.workspace, by.role))


@extend_schema(tags=["workspaces"])
class WorkspaceLogoView(WorkspaceAPIView):
    parser_classes = (MultiPartParser,)

    @extend_schema(summary="Show the logo", responses={(200, "image/png"): OpenApiResponse(bytes)})
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        logo = WorkspaceLogo.objects.filter(workspace=self.actor.workspace).first()
        if logo is None:
            raise NotFound
        return HttpResponse(bytes(logo.png), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})

    @extend_schema(summary="Set the logo", request={"multipart/form-data": LogoBody}, responses=WorkspaceShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        changed = put_logo(parsed(LogoBody, request)["logo"].chunks(), by=self.actor)
        return Response(workspace_shown(changed, self.actor.role))

    @extend_schema(summary="Remove the logo", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        remove_logo(by=self.actor)
        return Response(status=204)
