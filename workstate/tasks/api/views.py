from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.projects.models import Project, Section
from workstate.tasks import actions
from workstate.tasks.api.shapes import TaskBody, TaskChange, TaskPlace, TaskShape, shown, with_due
from workstate.tasks.extensions import with_shapes
from workstate.tasks.models import Label, Task, TaskQuerySet
from workstate.workspaces.api import WorkspaceAPIView


class TaskQuery(StrictSerializer):
    project = serializers.UUIDField(required=False)
    inbox = serializers.BooleanField(required=False, default=False)
    completed = serializers.BooleanField(required=False, default=False)
    due_before = serializers.DateField(required=False)
    limit = serializers.IntegerField(required=False)
    cursor = serializers.CharField(required=False)


class TasksAPIView(WorkspaceAPIView):
    """What the views of tasks share: looking up whatever a request names through visible_to (law 4)."""

    def tasks(self) -> TaskQuerySet:
        return Task.objects.visible_to(self.actor)

    def ahead(self, tasks: TaskQuerySet) -> QuerySet[Task]:
        """The tasks with what shown() prints of each."""
        return with_shapes(tasks.prefetch_related("labels"), self.actor)

    def shown(self, task: Task, status: int = 200) -> Response:
        return Response(shown(get_object_or_404(self.ahead(self.tasks()), pk=task.pk)), status=status)

    def resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with identifiers replaced by the rows that the actor may see; raises Http404."""
        doors: dict[str, QuerySet[Any]] = {
            "project": Project.objects.visible_to(self.actor).kept(),
            "section": Section.objects.visible_to(self.actor),
            "parent": self.tasks().kept(),
            "after": self.tasks().kept(),
        }
        return {
            name: get_object_or_404(doors[name], pk=value) if name in doors and value else value
            for name, value in values.items()
        }


@extend_schema(tags=["tasks"])
class TasksView(TasksAPIView):
    @extend_schema(
        summary="List tasks",
        parameters=[
            OpenApiParameter("project", UUID, description="Of this project alone."),
            OpenApiParameter("inbox", bool, description="Of my inbox alone."),
            OpenApiParameter("completed", bool, description="Done instead of open."),
            OpenApiParameter("due_before", str, description="Due earlier than this day."),
            OpenApiParameter("limit", int, description="Rows on a page, at most 200."),
            OpenApiParameter("cursor", str),
        ],
        responses=TaskShape(many=True),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Open tasks that I may see, oldest first."""
        query = TaskQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        tasks = self.tasks().kept().filter(completed_at__isnull=not wanted["completed"])
        if "project" in wanted:
            tasks = tasks.filter(
                project=get_object_or_404(Project.objects.visible_to(self.actor), pk=wanted["project"])
            )
        if wanted["inbox"]:
            tasks = tasks.in_inbox()
        if "due_before" in wanted:
            tasks = tasks.due_before(wanted["due_before"])
        return page_of(self.ahead(tasks), shown, view=self, order=("id",))

    @extend_schema(summary="Make a task", request=TaskBody, responses={201: TaskShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = self.resolved(with_due(parsed(TaskBody, request)))
        return self.shown(actions.create_task(by=self.actor, **values), status=201)


@extend_schema(tags=["tasks"])
class TaskView(TasksAPIView):
    def task(self) -> Task:
        return get_object_or_404(self.tasks(), pk=self.kwargs["pk"])

    @extend_schema(summary="Show a task", responses=TaskShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(self.task())

    @extend_schema(summary="Change a task", request=TaskChange, responses=TaskShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        task = self.task()
        return self.shown(actions.change_task(task, by=self.actor, **with_due(parsed(TaskChange, request), task)))

    @extend_schema(summary="Put a task in the bin", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_task(self.task(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["tasks"])
class TaskCompletionView(TaskView):
    http_method_names = ["post", "delete", "options"]

    @extend_schema(summary="Complete a task", request=None, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.complete_task(self.task(), by=self.actor))

    @extend_schema(summary="Reopen a task", responses=TaskShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.reopen_task(self.task(), by=self.actor))


@extend_schema(tags=["tasks"])
class TaskPlaceView(TaskView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Move a task", request=TaskPlace, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Within its list, or into another project, section or parent with all that is under it."""
        values = self.resolved(parsed(TaskPlace, request))
        return self.shown(actions.move_task(self.task(), by=self.actor, **values))


@extend_schema(tags=["tasks"])
class TaskRestorationView(TaskView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Take a task out of the bin", request=None, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.shown(actions.restore_task(self.task(), by=self.actor))


class LabelShape(serializers.Serializer[Label]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    colour = serializers.CharField()


@extend_schema(tags=["labels"])
class LabelsView(WorkspaceAPIView):
    @extend_schema(summary="List labels", responses=LabelShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        labels = Label.objects.visible_to(self.actor)
        return page_of(
            labels,
            lambda label: {"id": label.pk, "name": label.name, "colour": label.colour},
            view=self,
            order=("name",),
        )
