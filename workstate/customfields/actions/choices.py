"""Which answers a field of choices takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.colours import COLOURS
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import many_between
from workstate.core.text import clean_line
from workstate.customfields.actions.order import position_after
from workstate.customfields.models import CustomField, FieldChoice
from workstate.customfields.policies import can_change_field

MOST_CHOICES: Final = 100
LONGEST_NAME: Final = 60


@transaction.atomic
def add_choices(
    field: CustomField, names: Sequence[str], *, by: Actor, colour: str = "", id: UUID | None = None
) -> list[FieldChoice]:
    """
    Add choices behind those that are there, each in a colour of its own unless one is given.

    A name that is in the archive comes back from it. The same id again answers with the choice it made. Raises Invalid.
    """
    require(can_change_field(by, field))
    field = _lock(field)
    if not field.has_choices:
        raise Invalid(_("Only fields of choices have choices."), field="name")
    wanted = [clean_line(name, field="name", length=LONGEST_NAME, required=True) for name in names]
    if id and (made := FieldChoice.objects.filter(pk=id).first()):
        if made.field_id != field.pk:
            raise Conflict(_("This identifier is taken."))
        return [made]
    there = list(FieldChoice.objects.filter(field=field).by_position())
    by_name = dict(zip(_small([choice.name for choice in there]), there, strict=True))
    small = _small(wanted)
    if len(set(small)) < len(small) or any(name in by_name and not by_name[name].archived_at for name in small):
        raise Invalid(_("There is a choice of that name."), field="name", code="taken")
    back = [by_name[name] for name in small if name in by_name]
    new = [name for name, key in zip(wanted, small, strict=True) if key not in by_name]
    if len(there) + len(new) > MOST_CHOICES:
        raise Invalid(_("A field has at most 100 choices, those in the archive counted."), field="name")
    for choice in back:
        unarchive_choice(choice, by=by)
    positions = many_between(there[-1].position if there else None, None, len(new))
    choices = FieldChoice.objects.bulk_create(
        FieldChoice(
            id=id if id and len(new) == 1 else new_id(),
            workspace_id=field.workspace_id,
            field=field,
            name=name,
            colour=_colour(colour) if colour else COLOURS[(len(there) + index) * 5 % len(COLOURS)],
            position=position,
        )
        for index, (name, position) in enumerate(zip(new, positions, strict=True))
    )
    for choice in choices:
        record(Verb.FIELD_CHOICE_ADDED, field, by=by, choice=str(choice.pk), name=choice.name)
    return choices + back


@transaction.atomic
def change_choice(choice: FieldChoice, *, by: Actor, name: str | None = None, colour: str | None = None) -> FieldChoice:
    """Rename or recolour; tasks that chose it show it so. Raises Invalid."""
    choice = _changeable(choice, by)
    before: dict[str, str] = {}
    if name is not None:
        name = clean_line(name, field="name", length=LONGEST_NAME, required=True)
        same = FieldChoice.objects.filter(field=choice.field_id).alias(small=Lower("name"))
        if same.filter(small=Lower(Value(name))).exclude(pk=choice.pk).exists():
            raise Invalid(_("There is a choice of that name."), field="name", code="taken")
        if name != choice.name:
            before["name"], choice.name = choice.name, name
    if colour is not None and _colour(colour) != choice.colour:
        before["colour"], choice.colour = choice.colour, colour
    if before:
        choice.save(update_fields=list(before))
        after = {setting: getattr(choice, setting) for setting in before}
        record(Verb.FIELD_CHOICE_CHANGED, choice.field, by=by, choice=str(choice.pk), before=before, after=after)
    return choice


@transaction.atomic
def move_choice(choice: FieldChoice, *, by: Actor, after: FieldChoice | None) -> FieldChoice:
    """Put the choice behind another one, or first; lists sorted by the field follow this order."""
    choice = _changeable(choice, by)
    siblings = FieldChoice.objects.filter(field=choice.field_id).exclude(pk=choice.pk)
    choice.position = position_after(siblings, after.pk if after else None)
    choice.save(update_fields=["position"])
    record(Verb.FIELD_CHOICE_MOVED, choice.field, by=by, choice=str(choice.pk))
    return choice


@transaction.atomic
def archive_choice(choice: FieldChoice, *, by: Actor) -> FieldChoice:
    """Offer it no more; tasks that chose it keep it."""
    choice = _changeable(choice, by)
    if choice.archived_at is None:
        choice.archived_at = now()
        choice.save(update_fields=["archived_at"])
        record(Verb.FIELD_CHOICE_ARCHIVED, choice.field, by=by, choice=str(choice.pk), name=choice.name)
    return choice


@transaction.atomic
def unarchive_choice(choice: FieldChoice, *, by: Actor) -> FieldChoice:
    choice = _changeable(choice, by)
    if choice.archived_at is not None:
        choice.archived_at = None
        choice.save(update_fields=["archived_at"])
        record(Verb.FIELD_CHOICE_UNARCHIVED, choice.field, by=by, choice=str(choice.pk), name=choice.name)
    return choice


def _small(names: Sequence[str]) -> list[str]:
    """In small letters as the database writes and compares them: in Python "İ" and "i" are two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(name) FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, place) ORDER BY place",
            [list(names)],
        )
        return [row[0] for row in cursor.fetchall()]


def _changeable(choice: FieldChoice, by: Actor) -> FieldChoice:
    """The choice as it is now, its field locked and looked at."""
    require(can_change_field(by, choice.field))
    field = _lock(choice.field)
    choice = FieldChoice.objects.get(pk=choice.pk)
    choice.field = field
    return choice


def _lock(field: CustomField) -> CustomField:
    """What a field offers is changed by one at a time."""
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    if field.deleted_at:
        raise Conflict(_("This field is in the bin. Restore it first."))
    return field


def _colour(colour: str) -> str:
    if colour not in COLOURS:
        raise Invalid(_("Choose one of the colours offered."), field="colour")
    return colour
