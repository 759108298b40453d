"""
Reading fields: on one task, on a page of tasks, and what lists need to filter by a field, sort by it and show it.

Whoever calls has found the field through CustomField.objects.visible_to(actor) and the tasks through theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, OrderBy, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from workstate.core.actor import Actor
from workstate.customfields.models import CustomField, CustomFieldQuerySet, FieldChoice, FieldValue, Kind
from workstate.customfields.values import Value, plain, value_of
from workstate.tasks.models import Task

_FETCHED: Final = "shown_field_values"

# What a list is sorted by: people and choices by what they are called and where they stand, not by their ids.
_SORTED_BY: Final = {
    Kind.TEXT: Lower("text"),
    Kind.NUMBER: F("number"),
    Kind.DATE: F("day"),
    Kind.CHOICE: F("choice__position"),
    Kind.CHOICES: F("choice__position"),
    Kind.CHECKBOX: F("checked"),
    Kind.PERSON: Lower("member__user__name"),
    Kind.LINK: Lower("link"),
}


def active(actor: Actor) -> CustomFieldQuerySet:
    """The fields that tasks show, in their order."""
    return CustomField.objects.visible_to(actor).active().by_position()


def column(field: CustomField) -> str:
    """What with_field() calls its annotation."""
    return f"field_{field.pk.hex}"


def with_field(tasks: QuerySet[Task], field: CustomField) -> QuerySet[Task]:
    """
    The tasks with what they are sorted by in the field, None for those that say nothing; one subquery, no join.

    Of many choices the first counts. What to show comes from values_for().
    """
    by = _SORTED_BY[Kind(field.kind)]
    value = FieldValue.objects.filter(task=OuterRef("pk"), field=field).annotate(sorted_by=by).order_by("sorted_by")
    return tasks.annotate(**{column(field): Subquery(value.values("sorted_by")[:1])})


_GROUPED_BY: Final = {Kind.TEXT: "text", Kind.NUMBER: "number", Kind.DATE: "day", Kind.CHOICE: "choice", Kind.CHOICES: "choice",
                      Kind.CHECKBOX: "checked", Kind.PERSON: "member", Kind.LINK: "link"}  # fmt: skip


def first_value(field: CustomField) -> Subquery:
    """What stands in the field of a task, for annotate(): of many choices the first, by its id as all that is chosen."""
    by: Any = _SORTED_BY[Kind(field.kind)]
    value = FieldValue.objects.filter(task=OuterRef("pk"), field=field).order_by(by)
    return Subquery(value.values(_GROUPED_BY[Kind(field.kind)])[:1])


def ordering(field: CustomField, *, descending: bool = False) -> OrderBy:
    """For order_by() behind with_field(); tasks that say nothing come last either way."""
    by = F(column(field))
    return by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)


def filled(field: CustomField) -> Q:
    """Tasks that say something in the field; ~filled(field) are the others."""
    return Q(Exists(FieldValue.objects.filter(task=OuterRef("pk"), field=field)))


def matching(field: CustomField, value: Value) -> Q:
    """
    Tasks that say this: the choice or all of these choices, the person, the day, the number, the text (small or large letters).

    A box that nobody has touched is not ticked; None finds the tasks that say nothing.
    """
    if value is None:
        return ~filled(field)
    if value is False:
        return ~_saying(field, Q(checked=True))
    if isinstance(value, tuple):
        return Q(*(_saying(field, Q(choice=one)) for one in value))
    said: dict[Kind, Q] = {
        Kind.TEXT: Q(text__iexact=value),
        Kind.NUMBER: Q(number=value),
        Kind.DATE: Q(day=value),
        Kind.CHOICE: Q(choice=value),
        Kind.CHOICES: Q(choice=value),
        Kind.CHECKBOX: Q(checked=value),
        Kind.PERSON: Q(member=value),
        Kind.LINK: Q(link__iexact=value),
    }
    return _saying(field, said[Kind(field.kind)])


def any_of(field: CustomField, values: Iterable[UUID]) -> Q:
    """Tasks that say one of these choices, or people."""
    name = "member__in" if field.kind == Kind.PERSON else "choice__in"
    return _saying(field, Q(**{name: list(values)}))


def within(field: CustomField, low: Decimal | date | None = None, high: Decimal | date | None = None) -> Q:
    """Tasks whose number or day lies between, both ends counted; None leaves an end open."""
    name = "number" if field.kind == Kind.NUMBER else "day"
    said = Q(**{f"{name}__isnull": False})
    if low is not None:
        said &= Q(**{f"{name}__gte": low})
    if high is not None:
        said &= Q(**{f"{name}__lte": high})
    return _saying(field, said)


def containing(field: CustomField, text: str) -> Q:
    """Tasks whose text or link holds these words, in small or large letters."""
    name = "link" if field.kind == Kind.LINK else "text"
    return _saying(field, Q(**{f"{name}__icontains": text}))


def values_for(tasks: Iterable[Task], actor: Actor) -> dict[UUID, dict[UUID, Any]]:
    """By task, then by field: what stands in it as JSON (see values.py), choices in their order. One query."""
    rows = _in_order(actor).filter(task__in=[task.pk for task in tasks])
    found: dict[UUID, list[FieldValue]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return {pk: _by_field(of_task) for pk, of_task in found.items()}


def with_values(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """The tasks with what fetched_values() tells of each; one query more, however many they are."""
    return tasks.prefetch_related(Prefetch("field_values", queryset=_in_order(actor), to_attr=_FETCHED))


def fetched_values(task: Task) -> dict[str, Any]:
    """What stands in the fields of a task that with_values() brought."""
    rows: list[FieldValue] | None = getattr(task, _FETCHED, None)
    return {} if rows is None else {"fields": {str(pk): value for pk, value in _by_field(rows).items()}}


def choices_by_field(fields: Iterable[CustomField]) -> dict[UUID, list[FieldChoice]]:
    """In their order, those in the archive too. One query."""
    found: dict[UUID, list[FieldChoice]] = defaultdict(list)
    ids = [field.pk for field in fields if field.has_choices]
    for choice in FieldChoice.objects.filter(field__in=ids).by_position() if ids else []:
        found[choice.field_id].append(choice)
    return found


def with_uses(fields: QuerySet[CustomField]) -> QuerySet[CustomField]:
    """With `uses`: how many tasks, the bin's not counted, say something in the field."""
    used = (
        FieldValue.objects.filter(field=OuterRef("pk"), task__deleted_at=None)
        .order_by()
        .values("field")
        .annotate(count=Count("task", distinct=True))
        .values("count")
    )
    return fields.annotate(uses=Subquery(used))


def _in_order(actor: Actor) -> QuerySet[FieldValue]:
    rows = FieldValue.objects.filter(workspace=actor.workspace, field__in=active(actor).order_by())
    return rows.order_by("field__position", "field", "choice__position", "choice")


def _by_field(rows: Iterable[FieldValue]) -> dict[UUID, Any]:
    by_field: dict[UUID, list[FieldValue]] = defaultdict(list)
    for row in rows:
        by_field[row.field_id].append(row)
    # A person reads choices in the order in which they are offered; values.py keeps them in no order of meaning.
    return {
        pk: [str(row.choice_id) for row in said] if said[0].kind == Kind.CHOICES else plain(value_of(said))
        for pk, said in by_field.items()
    }


def _saying(field: CustomField, said: Q) -> Q:
    return Q(Exists(FieldValue.objects.filter(said, task=OuterRef("pk"), field=field)))
