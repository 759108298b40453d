"""What tasks say in fields, set for one task or for many in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.errors import Conflict, Invalid
from workstate.core.ids import new_id
from workstate.customfields.models import CustomField, FieldChoice, FieldProject, FieldValue, Kind
from workstate.customfields.models.value import COLUMNS
from workstate.customfields.values import Value, checked, plain, value_of
from workstate.tasks.actions.acts import Act, Change, lock_tasks, tell
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership

# By task, then by field.
Wanted = Mapping[UUID, Mapping[UUID, object]]


@transaction.atomic
def set_value(task: Task, field: CustomField, value: object, *, by: Actor) -> Task:
    """Have the task say the value in the field, or nothing (None). Raises Invalid at the field's id."""
    return set_values([task], {field: value}, by=by).tasks[0]


@transaction.atomic
def set_values(
    tasks: Iterable[Task], values: Mapping[CustomField, object], *, by: Actor, batch: UUID | None = None
) -> Act:
    """
    Have each of the tasks say these values; as JSON or as what values.py calls a value, None to empty the field.

    Records what was there before. Raises Invalid at the field's id, Conflict for a field that is archived or in the bin;
    changes nothing then.
    """
    rows = lock_tasks(tasks, by=by)
    given = {field.pk: value for field, value in values.items()}
    act = Act(rows, batch or new_id())
    _write(rows, {task.pk: given for task in rows}, by=by, batch=act.batch)
    return act


@transaction.atomic
def set_each(values: Mapping[Task, Mapping[UUID, object]], *, by: Actor, batch: UUID | None = None) -> list[Task]:
    """
    Have each task say its own values, by the field's id, in a constant number of queries. Answers those that changed; raises
    as set_values() does.
    """
    rows = lock_tasks(values, by=by)
    return _write(rows, {task.pk: given for task, given in values.items()}, by=by, batch=batch or new_id())


@transaction.atomic
def put_values(
    values: Mapping[Task, Mapping[UUID, object]],
    *,
    by: Actor,
    batch: UUID | None = None,
    unless_not: Mapping[Task, Mapping[UUID, object]] | None = None,
) -> list[Task]:
    """
    Have each task say its own values, by the field's id: for what is put back or copied. Answers those that changed.

    Fields, choices and people that are gone meanwhile, and what a field takes no longer, are left out; so is what does not
    say now, as JSON, what `unless_not` has for it.
    """
    rows = lock_tasks(values, by=by, with_bin=True)
    wanted = {task.pk: given for task, given in values.items()}
    expected = {task.pk: given for task, given in (unless_not or {}).items()}
    return _write(rows, wanted, by=by, batch=batch or new_id(), lenient=True, expected=expected)


def _write(
    rows: list[Task],
    wanted: Wanted,
    *,
    by: Actor,
    batch: UUID,
    lenient: bool = False,
    expected: Wanted | None = None,
) -> list[Task]:
    fields = _fields(wanted, by, lenient=lenient)
    known = _Known(fields, wanted, by, lenient=lenient)
    present: dict[tuple[UUID, UUID], list[FieldValue]] = defaultdict(list)
    for row in FieldValue.objects.filter(task__in=rows, field__in=fields.values()):
        present[row.task_id, row.field_id].append(row)
    gone: list[int] = []
    new: list[FieldValue] = []
    changes: list[Change] = []
    for task in rows:
        change = Change(task, {})
        for pk, raw in wanted[task.pk].items():
            if pk not in fields or isinstance(value := known.value(pk, raw), _LeftOut):
                continue
            there = present[task.pk, pk]
            before = value_of(there)
            if value == before or _is_other(before, pk, (expected or {}).get(task.pk, {})):
                continue
            try:
                known.require(fields[pk], task, before, value)
            except Invalid:
                if not lenient:
                    raise
                continue
            change.notice(fields[pk].key, plain(before), plain(value))
            gone += [row.pk for row in there]
            new += _rows(task, fields[pk], value)
        if change.before:
            changes.append(change)
    FieldValue.objects.filter(pk__in=gone).delete()
    FieldValue.objects.bulk_create(new)
    tell(Verb.TASK_CHANGED, changes, by=by, batch=batch)
    return [change.task for change in changes]


def _is_other(present: Value, field: UUID, expected: Mapping[UUID, object]) -> bool:
    return field in expected and plain(present) != expected[field]


def _fields(wanted: Wanted, by: Actor, *, lenient: bool) -> dict[UUID, CustomField]:
    """The fields as they are now, whatever the caller knew of them."""
    ids = {pk for given in wanted.values() for pk in given}
    fields = CustomField.objects.visible_to(by).kept().in_bulk(ids)
    if lenient:
        return {pk: field for pk, field in fields.items() if field.archived_at is None}
    for pk in ids:
        if pk not in fields:
            raise Invalid(_("There is no such field."), field=str(pk))
        if fields[pk].archived_at:
            raise Conflict(_("This field is archived. Take it out of the archive first."))
    return fields


def _rows(task: Task, field: CustomField, value: Value) -> Iterator[FieldValue]:
    column = COLUMNS[Kind(field.kind)]
    if column in {"choice", "member"}:
        column = f"{column}_id"
    for one in value if isinstance(value, tuple) else [value]:
        if one is not None:
            yield FieldValue(workspace_id=task.workspace_id, task=task, field=field, kind=field.kind, **{column: one})


class _LeftOut:
    """What a lenient write passes over."""


_LEFT_OUT = _LeftOut()


@dataclass(frozen=True, slots=True)
class _Offered:
    choices: dict[UUID, FieldChoice]
    members: set[UUID]
    places: set[tuple[UUID, UUID]]


class _Known:
    """What the values name, looked up once: choices, members, and the projects of fields that are not everywhere."""

    def __init__(self, fields: dict[UUID, CustomField], wanted: Wanted, by: Actor, *, lenient: bool) -> None:
        self._fields = fields
        self._lenient = lenient
        self._values: dict[tuple[UUID, str], Value | _LeftOut] = {}
        for given in wanted.values():
            for pk, raw in given.items():
                if pk in fields and (pk, repr(raw)) not in self._values:
                    self._values[pk, repr(raw)] = self._checked(fields[pk], raw)
        self._offered = self._look_up(by)
        for (pk, key), value in self._values.items():
            self._values[pk, key] = self._existing(fields[pk], value)

    def value(self, field: UUID, raw: object) -> Value | _LeftOut:
        return self._values[field, repr(raw)]

    def require(self, field: CustomField, task: Task, before: Value, after: Value) -> None:
        """Refuse what the field does not take on this task."""
        if after is None and field.required:
            raise Invalid(_("This field is not left empty. Give another value."), field=str(field.pk))
        if after is None:
            return
        if before is None and not field.everywhere and (field.pk, task.project_id) not in self._offered.places:
            raise Invalid(_("This field is not used in the task’s project."), field=str(field.pk))
        if field.has_choices:
            new = set(_ids(after)) - set(_ids(before))
            if any(self._offered.choices[pk].archived_at for pk in new):
                raise Invalid(_("This choice is no longer offered. Choose another one."), field=str(field.pk))

    def _checked(self, field: CustomField, raw: object) -> Value | _LeftOut:
        try:
            return checked(field, raw)
        except Invalid:
            if self._lenient:
                return _LEFT_OUT
            raise

    def _look_up(self, by: Actor) -> _Offered:
        ids: dict[str, set[UUID]] = {"choice": set(), "member": set()}
        for (pk, _raw), value in self._values.items():
            column = COLUMNS[Kind(self._fields[pk].kind)]
            if column in ids and not isinstance(value, _LeftOut):
                ids[column] |= set(_ids(value))
        scoped = [pk for pk, field in self._fields.items() if not field.everywhere]
        choices = FieldChoice.objects.visible_to(by).in_bulk(ids["choice"]) if ids["choice"] else {}
        members = Membership.objects.visible_to(by).filter(pk__in=ids["member"]).values_list("pk", flat=True)
        places = FieldProject.objects.filter(field__in=scoped).values_list("field_id", "project_id")
        return _Offered(choices, set(members) if ids["member"] else set(), set(places) if scoped else set())

    def _existing(self, field: CustomField, value: Value | _LeftOut) -> Value | _LeftOut:
        """The value without, or refused for, what there is not."""
        if value is None or isinstance(value, _LeftOut):
            return value
        if field.kind == Kind.PERSON:
            there = {pk for pk in _ids(value) if pk in self._offered.members}
        elif field.has_choices:
            known = self._offered.choices
            there = {pk for pk in _ids(value) if pk in known and known[pk].field_id == field.pk}
        else:
            return value
        if len(there) == len(_ids(value)):
            return value
        if not self._lenient:
            raise Invalid(_("Choose one of those offered."), field=str(field.pk))
        return tuple(sorted(there)) if isinstance(value, tuple) and there else _LEFT_OUT


def _ids(value: Any) -> tuple[UUID, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, UUID) else ()
