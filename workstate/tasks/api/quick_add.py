"""One line makes a task, for programs too; a dry run says what the line would make."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, parsed
from workstate.tasks import actions
from workstate.tasks.api.shapes import TaskShape
from workstate.tasks.api.views import TasksAPIView
from workstate.tasks.line import Reading, read_line
from workstate.tasks.models import Task

LONGEST_LINE = 2000


class Line(StrictSerializer):
    text = serializers.CharField(max_length=LONGEST_LINE)
    id = serializers.UUIDField(required=False, help_text="Chosen by the client, so that a repeated request makes one.")
    ignored = serializers.ListField(
        child=serializers.CharField(max_length=300),
        max_length=50,
        required=False,
        help_text="Keys of tokens that stay words.",
    )
    start = serializers.BooleanField(required=False, default=False, help_text="Start the timer on the task too.")
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Make nothing, only say what would be.")


class TokenShape(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="For `ignored`.")
    kind = serializers.CharField()
    start = serializers.IntegerField(help_text="In code points.")
    end = serializers.IntegerField()
    text = serializers.CharField()


class ReadingShape(serializers.Serializer[Any]):
    """What a line would make; `shown` prints it."""

    title = serializers.CharField()
    tokens = TokenShape(many=True)
    project = serializers.UUIDField(allow_null=True)
    new_project = serializers.CharField(help_text="The project that would be made; empty if none.")
    labels = serializers.ListField(child=serializers.CharField())
    priority = serializers.IntegerField(allow_null=True)
    estimate = serializers.IntegerField(allow_null=True, help_text="Seconds.")
    due_on = serializers.DateField(allow_null=True)
    due_time = serializers.TimeField(allow_null=True)


def shown(reading: Reading) -> dict[str, Any]:
    draft = reading.draft
    return {
        "title": draft.title,
        "tokens": [
            {"key": token.key, "kind": token.kind, "start": token.start, "end": token.end, "text": token.text}
            for token in draft.tokens
        ],
        "project": reading.project.pk if reading.project else None,
        "new_project": reading.new_project,
        "labels": reading.labels,
        "priority": draft.priority,
        "estimate": draft.estimate,
        "due_on": reading.due.day if reading.due else None,
        "due_time": reading.due.time if reading.due else None,
    }


@extend_schema(tags=["tasks"])
class QuickAddView(TasksAPIView):
    @extend_schema(
        summary="Add a task by one line",
        request=Line,
        responses={
            201: TaskShape,
            200: ReadingShape,
        },
        examples=[
            OpenApiExample("A line", {"text": "Call Ana tomorrow 2pm p1 #Website @phone ~45m"}, request_only=True)
        ],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Projects and labels that do not exist are made. With dry_run nothing is made: 200 says what would be."""
        line = parsed(Line, request)
        if line.pop("dry_run"):
            return Response(shown(read_line(line["text"], by=self.actor, ignored=line.get("ignored", ()))))
        task: Task = actions.add_line(line.pop("text"), by=self.actor, **line)
        return self.shown(task, status=201)
