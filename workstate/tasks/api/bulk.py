"""One act on many tasks, by programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from workstate.core.api import StrictSerializer, parsed
from workstate.core.errors import Invalid
from workstate.tasks.actions import Act
from workstate.tasks.actions.acts import MOST
from workstate.tasks.api.shapes import TaskChange, TaskShape, shown, with_due
from workstate.tasks.api.views import BATCH, TasksAPIView
from workstate.tasks.forms import read_member
from workstate.tasks.selecting import ACTS, act_on, tasks_named

PLACE = {"project", "section", "parent", "after", "before"}
PEOPLE = ("add_assignees", "remove_assignees")


class BulkValues(TaskChange):
    """
    What the act takes: `change` the fields of a task, `move` the place, `complete` alone `children`.

    A day without `due_time` leaves each task its time of day.
    """

    add_labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    remove_labels = serializers.ListField(child=serializers.CharField(max_length=120), max_length=50, required=False)
    add_assignees = serializers.ListField(child=serializers.CharField(max_length=40), max_length=50, required=False)
    remove_assignees = serializers.ListField(child=serializers.CharField(max_length=40), max_length=50, required=False)
    project = serializers.UUIDField(required=False, allow_null=True, help_text="Null: my inbox.")
    section = serializers.UUIDField(required=False, allow_null=True)
    parent = serializers.UUIDField(required=False, allow_null=True)  # type: ignore[assignment]
    after = serializers.UUIDField(required=False, allow_null=True, help_text="The sibling ahead.")
    before = serializers.UUIDField(required=False, allow_null=True, help_text="The sibling behind.")
    children = serializers.BooleanField(required=False, help_text="Complete what is open under them too.")


class BulkBody(StrictSerializer):
    tasks = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=MOST, help_text="Ids or numbers."
    )
    act = serializers.ChoiceField(choices=list(ACTS))
    values = BulkValues(required=False)


class BulkShape(serializers.Serializer[Act]):
    batch = serializers.UUIDField(help_text="`changes/<batch>/undo/` takes all of it back.")
    tasks = TaskShape(many=True)


@extend_schema(tags=["tasks"])
class BulkView(TasksAPIView):
    @extend_schema(summary="Do one act to many tasks", request=BulkBody, responses=BulkShape)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """To all of at most 500 tasks or, where one of them does not allow it, to none. They are answered in their order."""
        body = parsed(BulkBody, request)
        name = body["act"]
        tasks = tasks_named(body["tasks"], by=self.actor, with_bin=name == "restore")
        act = act_on(tasks, name, by=self.actor, **self.values(name, dict(body.get("values") or {})))
        rows = {task.pk: task for task in self.ahead(self.tasks().filter(pk__in=[task.pk for task in tasks]))}
        told = {"batch": act.batch, "tasks": [shown(rows[task.pk]) for task in tasks]}
        return Response(told, headers={BATCH: str(act.batch)})

    def values(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        """What the action takes; raises Invalid for what this act does not know."""
        places = set(values) & (PLACE | {"children"})
        known = {"move": places - {"children"}, "complete": places & {"children"}}
        wrong = sorted(set(values) - (set(values) - places if name == "change" else known.get(name, set())))
        if wrong:
            raise Invalid("This act does not take that.", field=wrong[0])
        if name == "move":
            return self.moved(self.resolved(values))
        if name != "change":
            return values
        if not values:
            raise Invalid("Say what is to change.", field="values")
        if values.get("due_on") and "due_time" not in values:
            values["due_day"] = values.pop("due_on")
        for people in PEOPLE:
            if people in values:
                values[people] = [read_member(one, by=self.actor) for one in dict.fromkeys(values[people])]
        return self.planned(with_due(values))

    def moved(self, values: dict[str, Any]) -> dict[str, Any]:
        """The project may be left to be that of the section or of the parent."""
        known = [values[name] for name in ("parent", "section") if values.get(name)]
        if "project" not in values:
            if not known:
                raise Invalid("Say where: a project, a section or a parent.", field="project")
            values["project"] = known[0].project
        if values.get("parent") and "section" not in values:
            values["section"] = values["parent"].section
        return values
