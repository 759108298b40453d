"""What programs do to a task beside changing it: cancel, archive, skip, link, remind, look at its history, take acts back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.accounts.formats import Formats
from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import require
from workstate.tasks import actions
from workstate.tasks.actions import Remind
from workstate.tasks.actions.reminding import MOST_REMINDERS
from workstate.tasks.api.shapes import TaskShape
from workstate.tasks.api.views import BATCH, TasksAPIView, TaskView
from workstate.tasks.choices import BLOCKED_BY, LinkLine, links_of
from workstate.tasks.history import change_of, history
from workstate.tasks.models import LinkKind, Reminder, TaskLink
from workstate.tasks.policies import can_edit_task


@extend_schema(tags=["tasks"])
class TaskCancellationView(TaskView):
    http_method_names = ["post", "delete", "options"]

    @extend_schema(summary="Cancel a task", request=None, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """It will not be done, nor what is open under it."""
        return self.acted(actions.cancel_tasks([self.task()], by=self.actor))

    @extend_schema(summary="Take a cancellation back", responses=TaskShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.acted(actions.reopen_tasks([self.task()], by=self.actor))


@extend_schema(tags=["tasks"])
class TaskArchivalView(TaskView):
    http_method_names = ["post", "delete", "options"]

    @extend_schema(summary="Put a task in the archive", request=None, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.acted(actions.archive_tasks([self.task()], by=self.actor))

    @extend_schema(summary="Take a task out of the archive", responses=TaskShape)
    def delete(self, request: Request, **kwargs: Any) -> Response:
        return self.acted(actions.unarchive_tasks([self.task()], by=self.actor))


class SkipBody(StrictSerializer):
    days = serializers.ListField(
        child=serializers.DateField(), required=False, max_length=200, help_text="To leave out for good."
    )


@extend_schema(tags=["tasks"])
class TaskSkipView(TaskView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Skip a repeating task", request=SkipBody, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """To its next time without doing it; or `days` are left out of the series."""
        days = parsed(SkipBody, request).get("days")
        if days:
            return self.shown(actions.skip_days(self.task(), days, by=self.actor))
        return self.acted(actions.skip_occurrence(self.task(), by=self.actor))


class LinkBody(StrictSerializer):
    kind = serializers.ChoiceField(choices=[BLOCKED_BY, *LinkKind.values])
    task = serializers.UUIDField(help_text="The other task.")


class LinkShape(serializers.Serializer[LinkLine]):
    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="blocked_by, blocks, relates, duplicates, duplicated_by")
    task = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    open = serializers.BooleanField()


def link_shown(line: LinkLine) -> dict[str, Any]:
    return {
        "id": line.pk,
        "kind": line.kind,
        "task": line.other.pk,
        "number": line.other.number,
        "title": line.other.title,
        "open": line.is_open,
    }


@extend_schema(tags=["tasks"])
class TaskLinksView(TaskView):
    http_method_names = ["get", "post", "options"]

    @extend_schema(summary="List the links of a task", responses=LinkShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response([link_shown(line) for line in links_of(self.task(), self.actor)])

    @extend_schema(summary="Link a task with another", request=LinkBody, responses={201: LinkShape})
    def post(self, request: Request, **kwargs: Any) -> Response:
        task, body = self.task(), parsed(LinkBody, request)
        other = get_object_or_404(self.tasks().kept(), pk=body["task"])
        backwards = body["kind"] == BLOCKED_BY
        source, target = (other, task) if backwards else (task, other)
        kind = LinkKind.BLOCKS if backwards else body["kind"]
        link = actions.link_tasks(source, target, kind=kind, by=self.actor)
        [line] = [one for one in links_of(task, self.actor) if one.pk == link.pk]
        return Response(link_shown(line), status=201)


@extend_schema(tags=["tasks"])
class TaskLinkView(TaskView):
    http_method_names = ["delete", "options"]

    @extend_schema(summary="Take a link away", responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        task = self.task()
        links = TaskLink.objects.visible_to(self.actor).filter(Q(source=task) | Q(target=task))
        link = get_object_or_404(links.select_related("source__project", "target__project"), pk=self.kwargs["link"])
        actions.unlink_tasks(link, by=self.actor)
        return Response(status=204)


class RemindBody(StrictSerializer):
    before = serializers.IntegerField(required=False, allow_null=True, help_text="Seconds before the task is due.")
    at = serializers.DateTimeField(required=False, allow_null=True)


class RemindersBody(StrictSerializer):
    reminders = serializers.ListField(child=RemindBody(), max_length=MOST_REMINDERS)


@extend_schema(tags=["tasks"])
class TaskRemindersView(TaskView):
    http_method_names = ["get", "put", "options"]

    @extend_schema(summary="List my reminders of a task", responses=RemindersBody)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = Reminder.objects.visible_to(self.actor).filter(task=self.task()).order_by("at", "-before")
        return Response({"reminders": [{"before": row.before, "at": row.at} for row in rows]})

    @extend_schema(summary="Set my reminders of a task", request=RemindersBody, responses=RemindersBody)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """These and no others; mine alone."""
        wanted = parsed(RemindersBody, request)["reminders"]
        reminders = [Remind(one.get("before"), one.get("at")) for one in wanted]
        actions.set_reminders(self.task(), reminders, by=self.actor)
        return self.get(request)


class HappeningShape(serializers.Serializer[Any]):
    words = serializers.CharField()
    at = serializers.DateTimeField()
    event = serializers.IntegerField(allow_null=True, help_text="To put the change back; null where it cannot be.")


@extend_schema(tags=["tasks"])
class TaskHistoryView(TaskView):
    http_method_names = ["get", "options"]

    @extend_schema(summary="What happened to a task", responses=HappeningShape(many=True))
    def get(self, request: Request, **kwargs: Any) -> Response:
        """The newest first, at most the last fifty events."""
        lines = history(self.task(), formats=Formats.of(self.actor.user), actor=self.actor)
        return Response([{"words": line.words, "at": line.at, "event": line.event or None} for line in lines])


@extend_schema(tags=["tasks"])
class TaskPutBackView(TaskView):
    http_method_names = ["post", "options"]

    @extend_schema(summary="Put a change back", request=None, responses=TaskShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The task gets the values that it had before one change of its history."""
        task = self.task()
        require(can_edit_task(self.actor, task))
        event = change_of(task, self.kwargs["event"], actor=self.actor)
        if event is None:
            raise NotFound
        return self.acted(actions.put_back(event, by=self.actor))


class UndoneShape(serializers.Serializer[Any]):
    batch = serializers.UUIDField(help_text="Under which the undoing itself is taken back.")
    tasks = serializers.ListField(child=serializers.UUIDField())


@extend_schema(tags=["tasks"])
class UndoView(TasksAPIView):
    @extend_schema(summary="Take an act back", request=None, responses=UndoneShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """All that one act of mine did to one task or to many; what somebody has changed since stays."""
        batch: UUID = self.kwargs["batch"]
        act = actions.undo(batch, by=self.actor)
        return Response({"batch": act.batch, "tasks": [task.pk for task in act.tasks]}, headers={BATCH: str(act.batch)})
