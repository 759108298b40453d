"""Copies and templates for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.blueprints import actions, queries
from workstate.blueprints.body import read, written
from workstate.blueprints.models import Kind, Template
from workstate.blueprints.policies import can_create_template
from workstate.blueprints.tree import Keep
from workstate.core.api import StrictSerializer, page_of, parsed
from workstate.core.errors import Invalid, require
from workstate.projects import api as projects
from workstate.projects.models import Project, Section
from workstate.tasks.api.shapes import TaskShape
from workstate.tasks.api.views import TasksAPIView
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView

CHOSEN = "Chosen by the client, so that a repeated request makes one."


class KeepBody(StrictSerializer):
    done = serializers.BooleanField(required=False, help_text="Tasks that are done, as open ones.")
    assignees = serializers.BooleanField(required=False)
    dates = serializers.BooleanField(required=False, help_text="Dates and repeats.")


class TaskDuplicateBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text=CHOSEN)
    with_children = serializers.BooleanField(required=False)


class ProjectDuplicateBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text=CHOSEN)
    name = serializers.CharField(max_length=120, required=False)
    start = serializers.DateField(
        required=False, allow_null=True, help_text="The earliest date falls on it; null: dates stay."
    )
    workdays = serializers.BooleanField(required=False, help_text="Count from Monday to Friday alone.")
    keep = KeepBody(required=False)


class TemplateBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text=CHOSEN)
    task = serializers.UUIDField(required=False, help_text="What is kept: a task with all that is under it,")
    project = serializers.UUIDField(required=False, help_text="or a project.")
    name = serializers.CharField(max_length=120, required=False)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    keep = KeepBody(required=False)


class TemplateChange(StrictSerializer):
    name = serializers.CharField(max_length=120, required=False)
    description = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)


class TemplateUseBody(StrictSerializer):
    id = serializers.UUIDField(required=False, help_text="Of what is made. " + CHOSEN)
    name = serializers.CharField(max_length=500, required=False, help_text="The project's name or the task's title.")
    start = serializers.DateField(
        required=False, allow_null=True, help_text="The earliest date falls on it; null: today."
    )
    workdays = serializers.BooleanField(required=False)
    project = serializers.UUIDField(required=False, allow_null=True, help_text="For a task. Null: my inbox.")
    section = serializers.UUIDField(required=False, allow_null=True, help_text="For a task.")


class TemplateShape(serializers.Serializer[Template]):
    """How a template is shown; `shown` prints it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.CharField()
    description = serializers.CharField()
    size = serializers.IntegerField(help_text="How many tasks it makes.")
    created_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class WholeTemplateShape(TemplateShape):
    body = serializers.DictField(help_text="What it makes: sections, tasks, links. Days count from the first one.")


class MadeShape(serializers.Serializer[Any]):
    """What was made of a template: one of both."""

    task = serializers.UUIDField(allow_null=True)
    project = serializers.UUIDField(allow_null=True)


def shown(template: Template) -> dict[str, Any]:
    return {
        "id": template.pk,
        "kind": template.kind,
        "name": template.name,
        "description": template.description,
        "size": template.size,
        "created_by": template.created_by_id,
        "created_at": template.created_at,
        "updated_at": template.updated_at,
        "deleted_at": template.deleted_at,
    }


def keep_of(values: dict[str, Any], **otherwise: bool) -> Keep:
    return Keep(**{**otherwise, **values.pop("keep", {})})


@extend_schema(tags=["tasks"])
class TaskDuplicateView(TasksAPIView):
    @extend_schema(summary="Duplicate a task", request=TaskDuplicateBody, responses={201: TaskShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A copy right behind it, open, with all that is under it; without comments, time, files and completions."""
        task = get_object_or_404(self.tasks().select_related("project"), pk=kwargs["pk"])
        copy = actions.duplicate_task(task, by=self.actor, **parsed(TaskDuplicateBody, request))
        return self.shown(copy, status=201)


@extend_schema(tags=["projects"])
class ProjectDuplicateView(WorkspaceAPIView):
    @extend_schema(summary="Duplicate a project", request=ProjectDuplicateBody, responses={201: projects.ProjectShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A copy behind it with its sections and tasks; without comments, time, files and completions."""
        project = get_object_or_404(Project.objects.visible_to(self.actor), pk=kwargs["pk"])
        values = parsed(ProjectDuplicateBody, request)
        copy = actions.duplicate_project(project, by=self.actor, keep=keep_of(values), **values)
        return Response(projects.shown(Project.objects.get(pk=copy.pk)), status=201)


@extend_schema(tags=["templates"])
class TemplatesView(WorkspaceAPIView):
    @extend_schema(summary="List templates", responses=TemplateShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Those of the workspace, by name, without what they hold."""
        return page_of(queries.kept(self.actor), shown, view=self, order=("name", "id"))

    @extend_schema(
        summary="Keep a task or a project as a template",
        request=TemplateBody,
        responses={201: WholeTemplateShape},
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        require(can_create_template(self.actor), _("Guests cannot make templates. Ask a member of the workspace."))
        values = parsed(TemplateBody, request)
        task, project = values.pop("task", None), values.pop("project", None)
        if (task is None) == (project is None):
            raise Invalid(_("Name a task or a project, and not both."), field="task")
        keep = keep_of(values, done=True)
        if task:
            found = get_object_or_404(Task.objects.visible_to(self.actor).select_related("project"), pk=task)
            template = actions.save_task_as_template(found, by=self.actor, keep=keep, **values)
        else:
            there = get_object_or_404(Project.objects.visible_to(self.actor), pk=project)
            template = actions.save_project_as_template(there, by=self.actor, keep=keep, **values)
        return Response(_whole(template), status=201)


@extend_schema(tags=["templates"])
class TemplateView(WorkspaceAPIView):
    def template(self) -> Template:
        return get_object_or_404(Template.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    @extend_schema(summary="Show a template with what it makes", responses=WholeTemplateShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(_whole(self.template()))

    @extend_schema(summary="Change a template", request=TemplateChange, responses=WholeTemplateShape)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        changes = parsed(TemplateChange, request)
        return Response(_whole(actions.change_template(self.template(), by=self.actor, **changes)))

    @extend_schema(summary="Delete a template", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """It can be restored; what was made from it stays."""
        actions.delete_template(self.template(), by=self.actor)
        return Response(status=204)


@extend_schema(tags=["templates"])
class TemplateRestorationView(TemplateView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Bring a deleted template back", request=None, responses=TemplateShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return Response(shown(actions.restore_template(self.template(), by=self.actor)))


@extend_schema(tags=["templates"])
class TemplateUseView(TemplateView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Make what a template holds", request=TemplateUseBody, responses={201: MadeShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        template, values = self.template(), parsed(TemplateUseBody, request)
        name = values.pop("name", "")
        place = {field: values.pop(field, None) for field in ("project", "section")}
        if template.kind == Kind.PROJECT:
            if any(place.values()):
                raise Invalid(_("A project's template makes a project of its own."), field="project")
            made = actions.make_project(template, by=self.actor, name=name, **values)
            return Response({"task": None, "project": made.pk}, status=201)
        doors: dict[str, QuerySet[Any]] = {
            "project": Project.objects.visible_to(self.actor).kept(),
            "section": Section.objects.visible_to(self.actor),
        }
        rows: dict[str, Any] = {field: get_object_or_404(doors[field], pk=pk) for field, pk in place.items() if pk}
        task = actions.make_task(template, by=self.actor, title=name, **rows, **values)
        return Response({"task": task.pk, "project": None}, status=201)


def _whole(template: Template) -> dict[str, Any]:
    """With what it holds as the newest version writes it, whichever version it was kept by."""
    return {**shown(template), "body": written(read(template.body))}
