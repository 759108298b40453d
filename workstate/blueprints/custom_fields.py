"""What tasks say in custom fields goes along with their copies and stands in templates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from workstate.blueprints.extensions import Carried, Carrier, register_carrier, register_companion
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.customfields.models import CustomField, FieldChoice, FieldProject, FieldValue, Kind
from workstate.customfields.models.value import COLUMNS
from workstate.customfields.queries import values_for
from workstate.customfields.values import Value, checked
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership


def register() -> None:
    """Called once, from apps.py."""
    register_carrier(Carrier("fields", read, write))
    register_companion(ask_as_before)


def ask_as_before(original: Project, copy: Project, by: Actor) -> None:
    """The tasks of a copied project are asked for the same fields."""
    asked = FieldProject.objects.filter(project=original).values_list("field_id", flat=True)
    FieldProject.objects.bulk_create(
        FieldProject(workspace_id=copy.workspace_id, field_id=field, project=copy) for field in asked
    )


def read(tasks: Collection[UUID], by: Actor) -> Carried:
    found = values_for([Task(pk=pk) for pk in tasks], by)
    return {task: {str(field): value for field, value in said.items()} for task, said in found.items()}


def write(carried: Carried, by: Actor) -> None:
    """Five queries. What a field takes no longer, or not of tasks in this place, is left out."""
    wanted = {UUID(field) for said in carried.values() for field in said}
    fields = CustomField.objects.visible_to(by).active().in_bulk(wanted)
    values = list(_values(carried, fields))
    choices = _choices(values, by)
    people = {value for field, _task, value in values if field.kind == Kind.PERSON and isinstance(value, UUID)}
    members = set(Membership.objects.visible_to(by).filter(pk__in=people).values_list("pk", flat=True))
    places = dict(Task.objects.filter(pk__in=carried).values_list("pk", "project_id"))
    scopes = set(FieldProject.objects.filter(field__in=fields).values_list("field_id", "project_id"))
    rows = []
    for field, task, value in values:
        if not field.everywhere and (field.pk, places.get(task)) not in scopes:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            if field.has_choices and choices.get(one) != field.pk:
                continue
            if field.kind == Kind.PERSON and one not in members:
                continue
            column = COLUMNS[Kind(field.kind)]
            said = {f"{column}_id" if column in {"choice", "member"} else column: one}
            rows.append(FieldValue(workspace_id=by.workspace.pk, task_id=task, field=field, kind=field.kind, **said))
    FieldValue.objects.bulk_create(rows)


def _values(carried: Carried, fields: Mapping[UUID, CustomField]) -> Iterator[tuple[CustomField, UUID, Value]]:
    for task, said in carried.items():
        for key, raw in said.items():
            if field := fields.get(UUID(key)):
                try:
                    value = checked(field, raw)
                except Invalid:
                    continue
                if value is not None:
                    yield field, task, value


def _choices(values: list[tuple[CustomField, UUID, Value]], by: Actor) -> dict[Any, UUID]:
    """Those that are still offered, with the field that they are of."""
    named = {
        one
        for field, _task, value in values
        if field.has_choices
        for one in (value if isinstance(value, tuple) else (value,))
        if isinstance(one, UUID)
    }
    offered = FieldChoice.objects.visible_to(by).filter(pk__in=named, archived_at=None)
    return dict(offered.values_list("pk", "field_id"))
