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
from workstate.projects.models import Folder
from workstate.workspaces.api import WorkspaceAPIView


class FolderBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=120)


class FolderChange(StrictSerializer):
    name = serializers.CharField(max_length=120)


class FolderPlace(StrictSerializer):
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The folder ahead; null: first.")


class FolderShape(serializers.Serializer[Folder]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    created_at = serializers.DateTimeField()


def shown(folder: Folder) -> dict[str, Any]:
    return {"id": folder.pk, "name": folder.name, "created_at": folder.created_at}


@extend_schema(tags=["folders"])
class FoldersView(WorkspaceAPIView):
    @extend_schema(summary="List folders", responses=FolderShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Headings over projects, in order. Which project is in which is said by the projects."""
        return page_of(Folder.objects.visible_to(self.actor).kept(), shown, view=self, order=("position", "id"))

    @extend_schema(summary="Make a folder", request=FolderBody, responses={201: FolderShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        folder = actions.create_folder(by=self.actor, **parsed(FolderBody, request))
        folder.refresh_from_db()
        return Response(shown(folder), status=201)


@extend_schema(tags=["folders"])
class FolderView(WorkspaceAPIView):
    http_method_names = ["patch", "delete", "options"]

    def folder(self, pk: UUID, *, with_deleted: bool = False) -> Folder:
        folders = Folder.objects.visible_to(self.actor)
        return get_object_or_404(folders if with_deleted else folders.kept(), pk=pk)

    @extend_schema(summary="Rename a folder", request=FolderChange, responses=FolderShape)
    def patch(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        folder = self.folder(pk)
        return Response(shown(actions.change_folder(folder, by=self.actor, **parsed(FolderChange, request))))

    @extend_schema(summary="Delete a folder", responses={204: None})
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """Its projects stay, in no folder."""
        actions.delete_folder(self.folder(pk), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["folders"])
class FolderPlaceView(FolderView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Put a folder somewhere else", request=FolderPlace, responses=FolderShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        folder, values = self.folder(pk), parsed(FolderPlace, request)
        after = among(Folder.objects.visible_to(self.actor).kept(), values.get("after"), field="after")
        return Response(shown(actions.move_folder(folder, by=self.actor, after=after)))


@extend_schema(tags=["folders"])
class FolderRestorationView(FolderView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Bring a folder back", request=None, responses=FolderShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        """With those of its projects that have not been put elsewhere since."""
        return Response(shown(actions.restore_folder(self.folder(pk, with_deleted=True), by=self.actor)))
