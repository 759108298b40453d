"""One line makes a task, and a list many, for programs too; a dry run says what would be made."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import Invalid
from workstate.tasks import actions
from workstate.tasks.api.shapes import TaskShape
from workstate.tasks.api.shapes import shown as shown_task
from workstate.tasks.api.views import TasksAPIView
from workstate.tasks.chips import chips
from workstate.tasks.line import LONGEST_LINE, LONGEST_LIST, Place, Reading, new_names, read_line, read_lines
from workstate.tasks.models import Task


class Line(StrictSerializer):
    text = serializers.CharField(max_length=LONGEST_LIST, trim_whitespace=False)
    id = serializers.UUIDField(
        required=False,
        help_text="Chosen by the client, so that a repeated request makes one. Of a list: the first task's.",
    )
    project = serializers.UUIDField(
        required=False, allow_null=True, help_text="Where the task belongs unless the line names another project."
    )
    ignored = serializers.ListField(
        child=serializers.CharField(max_length=300),
        max_length=50,
        required=False,
        help_text="Keys of tokens that stay words. Of one line only.",
    )
    lines = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Each line makes a task, those further in under the one above; all or none.",
    )
    start = serializers.BooleanField(
        required=False, default=False, help_text="Start the timer on the task too. Of one line only."
    )
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Make nothing, only say what would be.")


class TokenShape(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="For `ignored`.")
    kind = serializers.CharField()
    start = serializers.IntegerField(help_text="In code points.")
    end = serializers.IntegerField()
    text = serializers.CharField()


class ChipShape(serializers.Serializer[Any]):
    """What was understood, in the person's words."""

    key = serializers.CharField(help_text="For `ignored`.")
    kind = serializers.CharField()
    text = serializers.CharField()
    hint = serializers.CharField(help_text="What is new or missing; empty if nothing is.")
    exact = serializers.CharField(help_text="The value in full, where the text is short.")
    icon = serializers.CharField()
    colour = serializers.CharField()
    tone = serializers.CharField(help_text="p1 to p4, of a priority.")


class RepeatShape(serializers.Serializer[Any]):
    rule = serializers.CharField(help_text="An RRULE value of RFC 5545, without DTSTART.")
    anchor = serializers.CharField()
    times = serializers.ListField(child=serializers.TimeField())


class ReminderShape(serializers.Serializer[Any]):
    before = serializers.IntegerField(allow_null=True, help_text="Seconds before it is due.")
    at = serializers.DateTimeField(allow_null=True)


class ReadingShape(serializers.Serializer[Any]):
    """What a line would make; `shown` prints it."""

    title = serializers.CharField()
    description = serializers.CharField()
    tokens = TokenShape(many=True)
    chips = ChipShape(many=True)
    project = serializers.UUIDField(allow_null=True)
    new_project = serializers.CharField(help_text="The project that would be made; empty if none.")
    section = serializers.UUIDField(allow_null=True)
    new_section = serializers.CharField(help_text="The section that would be made; empty if none.")
    labels = serializers.ListField(child=serializers.CharField())
    new_labels = serializers.ListField(child=serializers.CharField())
    assignees = serializers.ListField(child=serializers.UUIDField(), help_text="Memberships.")
    priority = serializers.IntegerField(allow_null=True)
    estimate = serializers.IntegerField(allow_null=True, help_text="Seconds.")
    spent = serializers.IntegerField(allow_null=True, help_text="Seconds that would be logged today.")
    due_on = serializers.DateField(allow_null=True)
    due_time = serializers.TimeField(allow_null=True)
    deadline_on = serializers.DateField(allow_null=True)
    repeat = RepeatShape(allow_null=True)
    reminders = ReminderShape(many=True)


class ReadLineShape(ReadingShape):
    depth = serializers.IntegerField(help_text="0: under no other task.")


class NewNameShape(serializers.Serializer[Any]):
    sign = serializers.CharField(help_text="# project, / section, @ label")
    name = serializers.CharField()


class ReadListShape(serializers.Serializer[Any]):
    lines = ReadLineShape(many=True)
    new = NewNameShape(many=True)


class AddedListShape(serializers.Serializer[Any]):
    tasks = TaskShape(many=True)
    batch = serializers.UUIDField(help_text="The name of the act, by which it is taken back as one.")


def shown(reading: Reading) -> dict[str, Any]:
    draft = reading.draft
    repeat = draft.repeat
    return {
        "title": draft.title,
        "description": draft.description,
        "tokens": [
            {"key": token.key, "kind": token.kind, "start": token.start, "end": token.end, "text": token.text}
            for token in draft.tokens
        ],
        "chips": [asdict(chip) for chip in chips(reading)],
        "project": reading.project.pk if reading.project else None,
        "new_project": reading.new_project,
        "section": reading.section.pk if reading.section else None,
        "new_section": reading.new_section,
        "labels": reading.labels,
        "new_labels": [label for label in reading.labels if reading.is_new(label)],
        "assignees": [member.pk for member in reading.assignees],
        "priority": draft.priority,
        "estimate": draft.estimate,
        "spent": draft.spent,
        "due_on": reading.due.day if reading.due else None,
        "due_time": reading.due.time if reading.due else None,
        "deadline_on": draft.deadline_on,
        "repeat": {"rule": repeat.rule, "anchor": repeat.anchor, "times": list(repeat.times)} if repeat else None,
        "reminders": [_reminder(reminder) for reminder in reading.reminders],
    }


def _reminder(reminder: int | datetime) -> dict[str, Any]:
    return {"before": reminder, "at": None} if isinstance(reminder, int) else {"before": None, "at": reminder}


def _shape(name: str, *shapes: type[serializers.Serializer[Any]]) -> PolymorphicProxySerializer:
    return PolymorphicProxySerializer(component_name=name, serializers=list(shapes), resource_type_field_name=None)


@extend_schema(tags=["tasks"])
class QuickAddView(TasksAPIView):
    @extend_schema(
        summary="Add a task by one line, or many by a list",
        request=Line,
        responses={
            201: _shape("QuickAdded", TaskShape, AddedListShape),
            200: _shape("QuickAddRead", ReadingShape, ReadListShape),
        },
        examples=[
            OpenApiExample(
                "A line",
                {
                    "text": "Call Ana tomorrow 2pm p1 #Website /Launch @phone +ana ~45m every friday !30m // bring the draft"
                },
                request_only=True,
            ),
            OpenApiExample(
                "A list", {"text": "- Party friday #Home\n  - Cake p1\n  - Music", "lines": True}, request_only=True
            ),
        ],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Projects, sections and labels that do not exist are made. With dry_run nothing is made: 200 says what would be."""
        line = self.resolved(parsed(Line, request))
        text, dry, lines = line.pop("text"), line.pop("dry_run"), line.pop("lines")
        place = Place(project=line.pop("project", None))
        if lines:
            return self._list(text, place, line, dry=dry)
        if len(text) > LONGEST_LINE:
            raise Invalid(_("A line holds at most %(most)d characters.") % {"most": LONGEST_LINE}, field="text")
        if dry:
            return Response(shown(read_line(text, by=self.actor, ignored=line.get("ignored", ()), place=place)))
        task: Task = actions.add_line(text, by=self.actor, place=place, **line)
        return self.shown(task, status=201)

    def _list(self, text: str, place: Place, line: dict[str, Any], *, dry: bool) -> Response:
        for field in ("ignored", "start"):
            if line.get(field):
                raise Invalid(_("This goes with one line only."), field=field)
        if dry:
            planned = read_lines(text, by=self.actor, place=place)
            new = [{"sign": sign, "name": name} for sign, name in new_names(planned)]
            return Response({"lines": [{"depth": one.depth, **shown(one.reading)} for one in planned], "new": new})
        act = actions.add_lines(text, by=self.actor, id=line.get("id"), place=place)
        rows = {task.pk: task for task in self.ahead(self.tasks().filter(pk__in=[task.pk for task in act.tasks]))}
        tasks = [shown_task(rows[task.pk]) for task in act.tasks if task.pk in rows]
        return Response({"tasks": tasks, "batch": act.batch}, status=201)
