"""Saved views and looks, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.colours import COLOURS
from workstate.core.errors import Invalid
from workstate.core.icons import ICONS
from workstate.projects.api.among import among
from workstate.savedviews import actions, places
from workstate.savedviews.looks import MOST_COLUMNS, MOST_SORTS, SPANS, Look
from workstate.savedviews.models import FavouriteView, Layout, SavedView
from workstate.savedviews.scenes import look_at
from workstate.workspaces.api import WorkspaceAPIView


class LookBody(StrictSerializer):
    """What is not said stays as it is."""

    layout = serializers.ChoiceField(choices=Layout.choices, required=False)
    group = serializers.CharField(max_length=60, required=False, help_text="A field, or none.")
    sort = serializers.ListField(
        child=serializers.CharField(max_length=61), required=False, allow_empty=False, max_length=MOST_SORTS,
        help_text="Fields; with a minus ahead the other way round.",
    )  # fmt: skip
    columns = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=MOST_COLUMNS)
    completed = serializers.BooleanField(required=False)
    span = serializers.ChoiceField(choices=SPANS, required=False)
    for_everyone = serializers.BooleanField(default=False, help_text="How it opens for whoever has not chosen.")


class LookShape(serializers.Serializer[Look]):
    layout = serializers.ChoiceField(choices=Layout.choices)
    group = serializers.CharField()
    sort = serializers.ListField(child=serializers.CharField())
    columns = serializers.ListField(child=serializers.CharField())
    completed = serializers.BooleanField()
    span = serializers.ChoiceField(choices=SPANS)
    widths = serializers.DictField(child=serializers.IntegerField(), help_text="Of columns, in pixels.")


class SavedViewBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    name = serializers.CharField(max_length=120)
    filter = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    colour = serializers.ChoiceField(choices=COLOURS, required=False)
    icon = serializers.ChoiceField(choices=ICONS, required=False, allow_blank=True)
    is_shared = serializers.BooleanField(required=False)


class SavedViewChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    filter = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    colour = serializers.ChoiceField(choices=COLOURS, required=False)
    icon = serializers.ChoiceField(choices=ICONS, required=False, allow_blank=True)
    is_shared = serializers.BooleanField(required=False)
    is_favourite = serializers.BooleanField(required=False, help_text="For me.")


class SavedViewPlace(StrictSerializer):
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The view ahead; null: first.")


class SavedViewShape(serializers.Serializer[SavedView]):
    """How a saved view is shown; `shown` prints it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    filter = serializers.CharField(help_text="In the filter language; list tasks with it as ?filter=.")
    colour = serializers.ChoiceField(choices=COLOURS)
    icon = serializers.CharField()
    is_shared = serializers.BooleanField()
    is_mine = serializers.BooleanField()
    is_favourite = serializers.BooleanField()
    created_at = serializers.DateTimeField()


@extend_schema(tags=["views"])
class SavedViewsView(WorkspaceAPIView):
    @extend_schema(summary="List saved views", responses=SavedViewShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """My own and those shared with the workspace, in order."""
        return page_of(self.views().kept(), self.shown, view=self, order=("position", "id"))

    @extend_schema(summary="Save a view", request=SavedViewBody, responses={201: SavedViewShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        view = actions.create_view(by=self.actor, **parsed(SavedViewBody, request))
        return Response(self.shown(self.views().get(pk=view.pk)), status=201)

    def views(self) -> Any:
        kept = FavouriteView.objects.filter(user=self.actor.user, view=OuterRef("pk"))
        return SavedView.objects.visible_to(self.actor).annotate(is_favourite=Exists(kept))

    def shown(self, view: SavedView) -> dict[str, Any]:
        names = ("name", "filter", "colour", "icon", "is_shared", "created_at")
        mine = {"is_mine": view.created_by_id == self.actor.user.pk, "is_favourite": view.is_favourite}  # type: ignore[attr-defined]
        return {"id": view.pk, **{name: getattr(view, name) for name in names}, **mine}


@extend_schema(tags=["views"])
class SavedViewView(SavedViewsView):
    http_method_names = ["get", "patch", "delete", "options"]

    def found(self, pk: UUID, *, with_bin: bool = False) -> SavedView:
        rows = self.views()
        view: SavedView = get_object_or_404(rows if with_bin else rows.kept(), pk=pk)
        return view

    @extend_schema(summary="Show a saved view", responses=SavedViewShape)
    def get(self, request: Request, pk: UUID, **kwargs: Any) -> Response:  # type: ignore[override]
        return Response(self.shown(self.found(pk)))

    @extend_schema(summary="Change a saved view", request=SavedViewChange, responses=SavedViewShape)
    def patch(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        view, values = self.found(pk), parsed(SavedViewChange, request)
        favourite = values.pop("is_favourite", None)
        if values:
            actions.change_view(view, by=self.actor, **values)
        if favourite is not None:
            (actions.favour_view if favourite else actions.unfavour_view)(view, by=self.actor)
        return Response(self.shown(self.found(pk)))

    @extend_schema(summary="Delete a saved view", responses={204: None})
    def delete(self, request: Request, pk: UUID, **kwargs: Any) -> Response:
        actions.delete_view(self.found(pk), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["views"])
class SavedViewPlaceView(SavedViewView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Put a saved view somewhere else", request=SavedViewPlace, responses=SavedViewShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:  # type: ignore[override]
        after = among(self.views().kept(), parsed(SavedViewPlace, request).get("after"), field="after")
        actions.move_view(self.found(pk), by=self.actor, after=after)
        return Response(self.shown(self.found(pk)))


@extend_schema(tags=["views"])
class SavedViewRestorationView(SavedViewView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Bring a saved view back", request=None, responses=SavedViewShape)
    def post(self, request: Request, pk: UUID, **kwargs: Any) -> Response:  # type: ignore[override]
        actions.restore_view(self.found(pk, with_bin=True), by=self.actor)
        return Response(self.shown(self.found(pk)))


@extend_schema(tags=["views"])
class LookView(WorkspaceAPIView):
    http_method_names = ["get", "put", "options"]

    @extend_schema(summary="Show how I look at a place", responses=LookShape)
    def get(self, request: Request, place: str, **kwargs: Any) -> Response:
        """As I last chose, else as everybody sees it. Places: today, inbox, all, project:<id>, label:<id>, view:<id>, …"""
        return Response(look_at(places.find(place, self.actor), {}).look.choices())

    @extend_schema(summary="Keep how I look at a place", request=LookBody, responses=LookShape)
    def put(self, request: Request, place: str, **kwargs: Any) -> Response:
        where, values = places.find(place, self.actor), parsed(LookBody, request)
        everyone = values.pop("for_everyone")
        wanted = {name: value for name, value in values.items() if isinstance(value, str)}
        wanted |= {name: ",".join(values[name]) for name in ("sort", "columns") if name in values}
        if "completed" in values:
            wanted["completed"] = "1" if values["completed"] else "0"
        look = look_at(where, wanted).look
        if missing := [key for key in values.get("columns", []) if key not in look.columns]:
            raise Invalid(_("There is no column “%s”.") % missing[0], field="columns")
        actions.keep_look(where, look, by=self.actor, for_everyone=everyone)
        return Response(look.choices())
