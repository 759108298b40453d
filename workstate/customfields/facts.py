"""The fields of a task as rows of its facts: what each shows, worked out once, so that the template only prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.customfields import queries
from workstate.customfields.models import CustomField, FieldChoice, FieldValue, Kind
from workstate.customfields.values import Value, number_words, value_of
from workstate.tasks.models import Task
from workstate.tasks.policies import can_edit_task
from workstate.workspaces.models import Membership

ICONS: Final = {
    Kind.TEXT: "type",
    Kind.NUMBER: "hash",
    Kind.DATE: "calendar",
    Kind.CHOICE: "circle-dot",
    Kind.CHOICES: "list-checks",
    Kind.CHECKBOX: "square-check",
    Kind.PERSON: "user",
    Kind.LINK: "link",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a task. `id` changes with the value: a part that keeps a state of its own is drawn anew with it."""

    field: CustomField
    url: str
    id: str
    value: Value
    words: str
    exact: str = ""
    chosen: Sequence[FieldChoice] = ()
    offered: Sequence[FieldChoice] = ()
    person: User | None = None
    options: Sequence[Mapping[str, object]] = ()
    can_edit: bool = True
    error: str = ""
    typed: str = ""
    is_new: bool = False

    @property
    def row_id(self) -> str:
        return f"field-{self.field.pk.hex}"

    @property
    def chosen_ids(self) -> set[UUID]:
        return {choice.pk for choice in self.chosen}

    @property
    def colour(self) -> str:
        return self.chosen[0].colour if self.chosen else ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A field that the task does not show yet."""

    field: CustomField
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Sheet:
    facts: list[Fact]
    offers: list[Offer]


@dataclass(slots=True)
class _Around:
    """What the fields of a task are drawn with, looked up once."""

    task: Task
    formats: Formats
    address: str
    can_edit: bool
    rows: dict[UUID, list[FieldValue]]
    choices: dict[UUID, list[FieldChoice]] = field(default_factory=dict)
    members: list[Membership] = field(default_factory=list)


def facts_of(task: Task, actor: Actor) -> dict[str, Any]:
    """The fields that are filled or asked for, and those that can be added; a constant number of queries."""
    around = _around(task, actor)
    fields = list(queries.active(actor).for_task(task) | queries.active(actor).filter(pk__in=list(around.rows)))
    shown = [one for one in fields if one.required or one.pk in around.rows]
    _look_up(around, shown, actor)
    offers = [
        Offer(one, f"{around.address}{one.pk}/", ICONS[Kind(one.kind)])
        for one in fields
        if one not in shown and around.can_edit
    ]
    return {"sheet": Sheet([_fact(one, around) for one in shown], offers)}


def fact_of(
    task: Task, one: CustomField, actor: Actor, *, error: str = "", typed: str = "", is_new: bool = False
) -> Fact:
    """One of them, to be filled or refused."""
    around = _around(task, actor)
    _look_up(around, [one], actor)
    return _fact(one, around, error=error, typed=typed, is_new=is_new)


def _around(task: Task, actor: Actor) -> _Around:
    rows: dict[UUID, list[FieldValue]] = defaultdict(list)
    said = FieldValue.objects.filter(task=task).shown().select_related("choice", "member__user")
    for row in said.order_by("choice__position", "choice"):
        rows[row.field_id].append(row)
    address = f"{reverse('tasks:list', args=[actor.workspace.slug])}{task.number}/fields/"
    return _Around(task, Formats.of(actor.user), address, can_edit_task(actor, task), dict(rows))


def _look_up(around: _Around, fields: Iterable[CustomField], actor: Actor) -> None:
    fields = list(fields)
    around.choices = queries.choices_by_field(fields) if around.can_edit else {}
    if around.can_edit and any(one.kind == Kind.PERSON for one in fields):
        members = Membership.objects.visible_to(actor).select_related("user").order_by("user__name", "pk")
        around.members = list(members)


def _fact(one: CustomField, around: _Around, *, error: str = "", typed: str = "", is_new: bool = False) -> Fact:
    rows = around.rows.get(one.pk, [])
    value = value_of(rows)
    chosen = [row.choice for row in rows if row.choice]
    offered = [choice for choice in around.choices.get(one.pk, []) if choice.archived_at is None or choice in chosen]
    member = rows[0].member if rows else None
    options: list[Mapping[str, object]] = []
    if one.kind == Kind.CHOICE:
        options = [{"value": choice.pk, "text": choice.name, "colour": choice.colour} for choice in offered]
    elif one.kind == Kind.PERSON:
        members = around.members if member is None or member in around.members else [member, *around.members]
        options = [{"value": one_of.pk, "text": str(one_of.user)} for one_of in members]
    shown = f"-{value.hex}" if isinstance(value, UUID) else ""
    return Fact(
        field=one,
        url=f"{around.address}{one.pk}/",
        id=f"fact-{one.pk.hex}{shown}",
        value=value,
        words=_words(one, value, around.formats),
        exact=around.formats.exact(rows[0].day) if rows and rows[0].day else "",
        chosen=chosen,
        offered=offered,
        person=member.user if member else None,
        options=options,
        can_edit=around.can_edit,
        error=error,
        typed=typed,
        is_new=is_new,
    )


def _words(one: CustomField, value: Value, formats: Formats) -> str:
    """What stands in the row, or in its input: without the unit, which stands behind it."""
    if value is None:
        return ""
    if one.kind == Kind.DATE:
        return formats.weekday_date(value)  # type: ignore[arg-type]
    if one.kind == Kind.NUMBER:
        return number_words(CustomField(decimals=one.decimals), value)  # type: ignore[arg-type]
    return str(value)
