from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import Invalid
from workstate.projects.models import Project, Section
from workstate.tasks import actions, queries
from workstate.tasks.actions import Act
from workstate.tasks.api.shapes import TaskBody, TaskChange, TaskPlace, TaskShape, read_repeat, shown, with_due
from workstate.tasks.due import Due
from workstate.tasks.extensions import filtered, with_shapes
from workstate.tasks.forms import read_member
from workstate.tasks.models import Task, TaskAssignee, TaskQuerySet
from workstate.workspaces.api import WorkspaceAPIView

BATCH = "Workstate-Batch"
"""The header that names an act, so that it can be taken back."""


class TaskQuery(StrictSerializer):
    project = serializers.UUIDField(required=False)
    inbox = serializers.BooleanField(required=False, default=False)
    completed = serializers.BooleanField(required=False)
    filter = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    due_before = serializers.DateField(required=False)
    limit = serializers.IntegerField(required=False)
    cursor = serializers.CharField(required=False)


class TasksAPIView(WorkspaceAPIView):
    """What the views of tasks share: looking up whatever a request names through visible_to (law 4)."""

    def tasks(self) -> TaskQuerySet:
        return Task.objects.visible_to(self.actor)

    def ahead(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """The tasks with what shown() prints of each."""
        people = TaskAssignee.objects.filter(task=OuterRef("pk")).order_by("pk")
        found = tasks.select_related("recurrence").prefetch_related("labels")
        found = found.annotate(
            blocked=queries.blocked_by_open(self.actor),
            people=ArraySubquery(people.values(told=JSONObject(id="member_id", name="member__user__name"))),
        )
        return with_shapes(found, self.actor)

    def shown(self, task: Task, status: int = 200) -> Response:
        return Response(shown(get_object_or_404(self.ahead(self.tasks()), pk=task.pk)), status=status)

    def acted(self, act: Act) -> Response:
        """The task that an act was done to, and in a header the name under which `changes/<batch>/undo/` takes it back."""
        response = self.shown(act.tasks[0])
        response[BATCH] = str(act.batch)
        return response

    def planned(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with people looked up and the repeat checked; raises Invalid."""
        if "assignees" in values:
            values["assignees"] = [read_member(one, by=self.actor) for one in dict.fromkeys(values["assignees"])]
        if "repeat" in values:
            values["repeat"] = read_repeat(values["repeat"])
        return values

    def resolved(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with identifiers replaced by the rows that the actor may see; raises Http404."""
        doors: dict[str, QuerySet[Any]] = {
            "project": Project.objects.visible_to(self.actor).kept(),
            "section": Section.objects.visible_to(self.actor),
            "parent": self.tasks().kept(),
            "after": self.tasks().kept(),
            "before": self.tasks().kept(),
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
            OpenApiParameter(
                "filter",
                str,
                description="In the filter language: `(p1 | overdue) & #Website & !@waiting`. One that speaks of what has "
                "ended (`done`, `completed after: last monday`) finds that too, unless `completed` says otherwise.",
                examples=[OpenApiExample("Mine, by friday", value="assigned: me & due before: next friday")],
            ),
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
        tasks: QuerySet[Task] = self.tasks().kept()
        if "completed" in wanted or not wanted.get("filter"):
            tasks = tasks.filter(completed_at__isnull=not wanted.get("completed", False))
        if "project" in wanted:
            tasks = tasks.filter(
                project=get_object_or_404(Project.objects.visible_to(self.actor), pk=wanted["project"])
            )
        if wanted["inbox"]:
            tasks = tasks.filter(project=None)
        if "due_before" in wanted:
            tasks = tasks.filter(due_on__lt=wanted["due_before"])
        if wanted.get("filter"):
            tasks = filtered(tasks, wanted["filter"], self.actor, as_it_is="completed" in wanted)
        return page_of(self.ahead(tasks), shown, view=self, order=("id",))

    @extend_schema(summary="Make a task", request=TaskBody, responses={201: TaskShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        values = self.planned(self.resolved(with_due(parsed(TaskBody, request))))
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
        changes = self.planned(with_due(parsed(TaskChange, request), task))
        return self.acted(actions.change_tasks([task], by=self.actor, **changes))

    @extend_schema(summary="Put a task in the bin", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        act = actions.delete_tasks([self.task()], by=self.actor)
        return Response(status=204, headers={BATCH: str(act.batch)})


class CompletionBody(StrictSerializer):
    children = serializers.BooleanField(required=False, default=False, help_text="What is open under it too.")
    seen_due_on = serializers.DateField(required=False, allow_null=True)
    seen_due_time = serializers.TimeField(required=False, allow_null=True)


@extend_schema(tags=["tasks"])
class TaskCompletionView(TaskView):
    http_method_names = ["post", "delete", "options"]

    @extend_schema(summary="Complete a task", request=CompletionBody, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """
        A repeating task moves on to its next time; with `seen_due_on` only if it is still due as seen, so that two devices
        complete it once.
        """
        body = parsed(CompletionBody, request)
        seen = Due(body["seen_due_on"], body.get("seen_due_time")) if body.get("seen_due_on") else None
        if body.get("seen_due_time") and not seen:
            raise Invalid("Give the day too.", field="seen_due_on")
        return self.acted(actions.complete_tasks([self.task()], by=self.actor, children=body["children"], seen=seen))

    @extend_schema(summary="Reopen a task", responses=TaskShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.acted(actions.reopen_tasks([self.task()], by=self.actor))


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
        return self.acted(actions.restore_tasks([self.task()], by=self.actor))
