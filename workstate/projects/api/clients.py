from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import require
from workstate.projects import actions
from workstate.projects.api.among import among
from workstate.projects.models import Client
from workstate.workspaces.api import WorkspaceAPIView


class ClientChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True)
    address = serializers.CharField(max_length=500, required=False, allow_blank=True, trim_whitespace=False)
    vat_id = serializers.CharField(max_length=40, required=False, allow_blank=True)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True, trim_whitespace=False)
    billable = serializers.BooleanField(
        required=False, allow_null=True, help_text="Of new time on its projects; null: as the workspace says."
    )


class ClientBody(ClientChange):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client program.")
    name = serializers.CharField(max_length=120)


class ClientMerger(StrictSerializer):
    into = serializers.UUIDField(help_text="The client that its projects go to.")


class ClientShape(serializers.Serializer[Client]):
    """How a client is shown; `shown` prints it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField()
    address = serializers.CharField()
    vat_id = serializers.CharField()
    note = serializers.CharField()
    billable = serializers.BooleanField(allow_null=True)
    created_at = serializers.DateTimeField()
    archived_at = serializers.DateTimeField(allow_null=True)


def shown(client: Client) -> dict[str, Any]:
    return {
        "id": client.pk,
        "name": client.name,
        "email": client.email,
        "address": client.address,
        "vat_id": client.vat_id,
        "note": client.note,
        "billable": client.billable,
        "created_at": client.created_at,
        "archived_at": client.archived_at,
    }


class ClientAPIView(WorkspaceAPIView):
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require(not self.actor.is_guest)

    def client(self, *, with_deleted: bool = False) -> Client:
        clients = Client.objects.of(self.actor) if with_deleted else Client.objects.visible_to(self.actor)
        return get_object_or_404(clients, pk=UUID(str(self.kwargs["pk"])))


@extend_schema(tags=["clients"])
class ClientsView(ClientAPIView):
    @extend_schema(summary="List clients", responses=ClientShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Archived ones too, the newest first."""
        clients = Client.objects.visible_to(self.actor)
        return page_of(clients, shown, view=self, order=("-created_at", "-id"))

    @extend_schema(summary="Make a client", request=ClientBody, responses={201: ClientShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Or answer with the one that has the name already, as it stands."""
        client = actions.create_client(by=self.actor, **parsed(ClientBody, request))
        client.refresh_from_db()
        return Response(shown(client), status=201)


@extend_schema(tags=["clients"])
class ClientView(ClientAPIView):
    @extend_schema(summary="Show a client", responses=ClientShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(self.client()))

    @extend_schema(summary="Change a client", request=ClientChange, responses=ClientShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.change_client(self.client(), by=self.actor, **parsed(ClientChange, request))))

    @extend_schema(summary="Delete a client", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Its projects stay, without one. For administrators."""
        actions.delete_client(self.client(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["clients"])
class ClientArchiveView(ClientAPIView):
    @extend_schema(summary="Archive a client", request=None, responses=ClientShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.archive_client(self.client(), by=self.actor)))

    @extend_schema(summary="Take a client out of the archive", responses=ClientShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.unarchive_client(self.client(), by=self.actor)))


@extend_schema(tags=["clients"])
class ClientMergerView(ClientAPIView):
    @extend_schema(summary="Merge a client into another", request=ClientMerger, responses=ClientShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Its projects go to the other, with which it answers. For administrators."""
        client = self.client()
        others = Client.objects.visible_to(self.actor)
        into = among(others, parsed(ClientMerger, request)["into"], field="into")
        assert into is not None
        return Response(shown(actions.merge_client(client, into=into, by=self.actor)))


@extend_schema(tags=["clients"])
class ClientRestorationView(ClientAPIView):
    @extend_schema(summary="Bring back a client that was deleted or merged", request=None, responses=ClientShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.restore_client(self.client(with_deleted=True), by=self.actor)))
