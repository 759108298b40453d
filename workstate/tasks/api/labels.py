from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.colours import COLOURS
from workstate.tasks import actions
from workstate.tasks.models import Label
from workstate.workspaces.api import WorkspaceAPIView


class LabelShape(serializers.Serializer[Label]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    colour = serializers.CharField()


class LabelBody(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    colour = serializers.ChoiceField(choices=[(colour, colour) for colour in COLOURS], required=False)


class NewLabel(LabelBody):
    name = serializers.CharField(max_length=120)


def shown(label: Label) -> dict[str, Any]:
    return {"id": label.pk, "name": label.name, "colour": label.colour}


@extend_schema(tags=["labels"])
class LabelsView(WorkspaceAPIView):
    @extend_schema(summary="List labels", responses=LabelShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return page_of(Label.objects.visible_to(self.actor), shown, view=self, order=("name",))

    @extend_schema(summary="Make a label", request=NewLabel, responses={201: LabelShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A label of that name that is there already is answered with."""
        body = parsed(NewLabel, request)
        return Response(shown(actions.create_label(body.pop("name"), by=self.actor, **body)), status=201)


@extend_schema(tags=["labels"])
class LabelView(WorkspaceAPIView):
    def label(self) -> Label:
        return get_object_or_404(Label.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    @extend_schema(summary="Show a label", responses=LabelShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(self.label()))

    @extend_schema(summary="Change a label", request=LabelBody, responses=LabelShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.change_label(self.label(), by=self.actor, **parsed(LabelBody, request))))

    @extend_schema(summary="Delete a label", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """It leaves all tasks and all time; `restoration/` of its id brings it back to those that it was on."""
        actions.delete_label(self.label(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["labels"])
class LabelRestorationView(WorkspaceAPIView):
    @extend_schema(summary="Bring a deleted label back", request=None, responses=LabelShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.restore_label(self.kwargs["pk"], by=self.actor)))
