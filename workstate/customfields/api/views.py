from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import page_of, parsed
from workstate.core.errors import Invalid
from workstate.customfields import actions, queries
from workstate.customfields.actions.fields import MOST_FIELDS
from workstate.customfields.api.shapes import (
    ChoiceBody,
    ChoiceChange,
    DeletedShape,
    FieldBody,
    FieldChange,
    FieldPlace,
    FieldShape,
    ValuesBody,
    WrittenShape,
    ahead,
    shown,
)
from workstate.customfields.models import CustomField, FieldChoice
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView

VALUES = OpenApiTypes.OBJECT


class FieldsAPIView(WorkspaceAPIView):
    """What the views of fields share: looking up whatever a request names through visible_to (law 4)."""

    def field(self) -> CustomField:
        return get_object_or_404(CustomField.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    def shown(self, field: CustomField, status: int = 200) -> Response:
        fields = ahead(CustomField.objects.visible_to(self.actor))
        return Response(shown(get_object_or_404(fields, pk=field.pk)), status=status)

    def resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with the projects that the actor may see in place of their ids; raises Http404."""
        if values.get("projects") is not None:
            wanted = set(values["projects"])
            values["projects"] = list(Project.objects.visible_to(self.actor).kept().filter(pk__in=wanted))
            if len(values["projects"]) < len(wanted):
                raise Http404
        return values


@extend_schema(tags=["fields"])
class FieldsView(FieldsAPIView):
    @extend_schema(
        summary="List custom fields",
        parameters=[OpenApiParameter("archived", bool, description="The archived ones instead.")],
        responses=FieldShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The fields that tasks show, in order, with their choices."""
        wanted = request.query_params.get("archived", "").lower() in {"1", "true"}
        fields = CustomField.objects.visible_to(self.actor).kept().filter(archived_at__isnull=not wanted)
        return page_of(ahead(fields), shown, view=self, order=("position", "id"))

    @extend_schema(
        summary="Make a custom field",
        request=FieldBody,
        responses={201: FieldShape},
        examples=[OpenApiExample("A choice", {"name": "Size", "kind": "choice", "choices": ["S", "M", "L"]})],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = self.resolved(parsed(FieldBody, request))
        return self.shown(actions.create_field(by=self.actor, **values), status=201)


@extend_schema(tags=["fields"])
class FieldView(FieldsAPIView):
    @extend_schema(summary="Show a custom field", responses=FieldShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(self.field())

    @extend_schema(summary="Change a custom field", request=FieldChange, responses=FieldShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Values that stand already stay as they are. The kind never changes."""
        field = self.field()
        return self.shown(
            actions.change_field(field, by=self.actor, **self.resolved(parsed(FieldChange, request, partial=True)))
        )

    @extend_schema(summary="Put a custom field in the bin", responses={200: DeletedShape})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Answers how many tasks no longer show a value; it comes back with the field."""
        return Response({"tasks": actions.delete_field(self.field(), by=self.actor)})


@extend_schema(tags=["fields"])
class FieldPlaceView(FieldsAPIView):
    @extend_schema(summary="Move a custom field", request=FieldPlace, responses=FieldShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        pk = parsed(FieldPlace, request).get("after")
        after = get_object_or_404(CustomField.objects.visible_to(self.actor).kept(), pk=pk) if pk else None
        return self.shown(actions.move_field(self.field(), by=self.actor, after=after))


@extend_schema(tags=["fields"])
class FieldArchiveView(FieldsAPIView):
    @extend_schema(summary="Archive a custom field", request=None, responses=FieldShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Tasks show it no more; what stands in it is kept."""
        return self.shown(actions.archive_field(self.field(), by=self.actor))

    @extend_schema(summary="Take a custom field out of the archive", responses=FieldShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.unarchive_field(self.field(), by=self.actor))


@extend_schema(tags=["fields"])
class FieldRestorationView(FieldsAPIView):
    @extend_schema(summary="Take a custom field out of the bin", request=None, responses=FieldShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.restore_field(self.field(), by=self.actor))


@extend_schema(tags=["fields"])
class FieldChoicesView(FieldsAPIView):
    @extend_schema(summary="Add a choice", request=ChoiceBody, responses={201: FieldShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """One of this name in the archive is offered again instead."""
        field, body = self.field(), parsed(ChoiceBody, request)
        actions.add_choices(field, [body["name"]], by=self.actor, id=body.get("id"), colour=body.get("colour", ""))
        return self.shown(field, status=201)


@extend_schema(tags=["fields"])
class FieldChoiceView(FieldsAPIView):
    def choice(self, field: CustomField) -> FieldChoice:
        choices = FieldChoice.objects.visible_to(self.actor).select_related("field")
        return get_object_or_404(choices, field=field, pk=self.kwargs["choice"])

    @extend_schema(summary="Change a choice", request=ChoiceChange, responses=FieldShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        field = self.field()
        choice, body = self.choice(field), parsed(ChoiceChange, request)
        with transaction.atomic():
            if "archived" in body:
                act = actions.archive_choice if body.pop("archived") else actions.unarchive_choice
                act(choice, by=self.actor)
            actions.change_choice(choice, by=self.actor, **body)
        return self.shown(field)


@extend_schema(tags=["fields"])
class FieldChoicePlaceView(FieldChoiceView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Move a choice", request=FieldPlace, responses=FieldShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        field = self.field()
        pk = parsed(FieldPlace, request).get("after")
        after = get_object_or_404(FieldChoice.objects.visible_to(self.actor), field=field, pk=pk) if pk else None
        actions.move_choice(self.choice(field), by=self.actor, after=after)
        return self.shown(field)


@extend_schema(tags=["fields"])
class FieldValuesView(FieldsAPIView):
    @extend_schema(summary="Set a custom field of many tasks", request=ValuesBody, responses=WrittenShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """All or none; at most 500."""
        body = parsed(ValuesBody, request)
        wanted = set(body["tasks"])
        tasks = list(Task.objects.visible_to(self.actor).filter(pk__in=wanted))
        if len(tasks) < len(wanted):
            raise Http404
        act = actions.set_values(tasks, {self.field(): body["value"]}, by=self.actor)
        return Response({"changed": [task.pk for task in act.tasks], "batch": act.batch})


@extend_schema(tags=["tasks"])
class TaskFieldsView(WorkspaceAPIView):
    def task(self) -> Task:
        return get_object_or_404(Task.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    def shown(self, task: Task) -> Response:
        values = queries.values_for([task], self.actor).get(task.pk, {})
        return Response({str(pk): value for pk, value in values.items()})

    @extend_schema(summary="Show what stands in a task’s custom fields", responses=VALUES)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """By the field's id; fields in which nothing stands are left out."""
        return self.shown(self.task())

    @extend_schema(
        summary="Set a task’s custom fields",
        request=VALUES,
        responses=VALUES,
        examples=[OpenApiExample("A number", {"01a1f4a6-5b5b-7000-8000-000000000000": "12.5"})],
    )
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """
        Only the fields named are set; null empties one. Text and links are strings, numbers are strings or numbers, days are
        ISO 8601, a box is true or false, a choice or a person is an id, many choices are a list of ids.
        """
        task = self.task()
        given = _by_id(request.data)
        fields = CustomField.objects.visible_to(self.actor).kept().in_bulk(given)
        if unknown := [pk for pk in given if pk not in fields]:
            raise Invalid(_("There is no such field."), field=str(unknown[0]))
        values = {fields[pk]: value for pk, value in given.items()}
        actions.set_values([task], values, by=self.actor)
        return self.shown(task)


def _by_id(data: object) -> dict[UUID, object]:
    if not isinstance(data, dict) or len(data) > MOST_FIELDS:
        raise Invalid(_("Give an object of at most 50 fields, by their ids."))
    found: dict[UUID, object] = {}
    for key, value in data.items():
        try:
            found[UUID(key)] = value
        except ValueError:
            raise Invalid(_("There is no such field."), field=str(key)[:60]) from None
    return found
