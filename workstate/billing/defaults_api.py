"""Whether new time on a project or a task is billable, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.billing.actions import set_billable
from workstate.billing.defaults import inherited_by, said_of
from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import require
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.api import WorkspaceAPIView


class BillableBody(StrictSerializer):
    billable = serializers.BooleanField(allow_null=True, help_text="null: as what is above it says.")


class BillableShape(serializers.Serializer[Any]):
    billable = serializers.BooleanField(allow_null=True, help_text="What it says itself.")
    inherited = serializers.BooleanField(help_text="What holds where it says nothing.")


class BillableView(WorkspaceAPIView):
    def subject(self) -> Project | Task:
        raise NotImplementedError

    def answer(self, subject: Project | Task) -> Response:
        return Response({"billable": said_of(subject), "inherited": inherited_by(subject, self.actor)})

    def get(self, request: Request, **kwargs: Any) -> Response:
        subject = self.subject()
        require(not self.actor.is_guest)
        return self.answer(subject)

    def put(self, request: Request, **kwargs: Any) -> Response:
        """Time that stands already stays as it is."""
        subject = self.subject()
        set_billable(subject, parsed(BillableBody, request)["billable"], by=self.actor)
        return self.answer(subject)


@extend_schema(tags=["projects"], request=BillableBody, responses=BillableShape, summary="Whether new time is billable")
class ProjectBillableView(BillableView):
    def subject(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor).kept(), pk=self.kwargs["pk"])


@extend_schema(tags=["tasks"], request=BillableBody, responses=BillableShape, summary="Whether new time is billable")
class TaskBillableView(BillableView):
    def subject(self) -> Task:
        tasks = Task.objects.visible_to(self.actor).kept().select_related("project")
        return get_object_or_404(tasks, pk=self.kwargs["pk"])
