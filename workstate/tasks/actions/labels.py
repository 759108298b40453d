from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.colours import COLOURS, colour_for
from workstate.core.errors import Invalid, NotFound, require
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.tasks.models import Label
from workstate.tasks.policies import can_change_label, can_create_label


@transaction.atomic
def labels_named(names: Iterable[str], *, by: Actor) -> list[Label]:
    """The workspace's labels of these names, made where there are none; case does not matter."""
    wanted: dict[str, str] = {}
    for name in names:
        cleaned = clean_line(name, field="labels", length=NAME_LENGTH, required=True)
        wanted.setdefault(cleaned.casefold(), cleaned)
    found = {label.name.casefold(): label for label in Label.objects.visible_to(by)} if wanted else {}
    missing = [name for key, name in wanted.items() if key not in found]
    if missing:
        require(can_create_label(by))
        made = [Label(workspace=by.workspace, name=name, colour=colour_for(name)) for name in missing]
        # Somebody may make the same label at this moment: theirs is as good.
        Label.objects.bulk_create(made, ignore_conflicts=True)
        ours = {label.pk for label in made}
        for label in Label.objects.visible_to(by):
            found.setdefault(label.name.casefold(), label)
            if label.pk in ours:
                record(Verb.LABEL_CREATED, label, by=by, name=label.name)
        for key, name in wanted.items():
            if key not in found:
                # To the database it is one that is there: "İ" and "i" differ in Python alone.
                found[key] = Label.objects.visible_to(by).alias(small=Lower("name")).get(small=Lower(Value(name)))
    return list({found[key].pk: found[key] for key in wanted}.values())


@transaction.atomic
def create_label(name: str, *, by: Actor, colour: str = "") -> Label:
    """A label of the name; one that is there already is answered with as it is. Raises Invalid at the field."""
    require(can_create_label(by))
    name = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    before = Label.objects.visible_to(by).alias(small=Lower("name")).filter(small=Lower(Value(name))).first()
    if before:
        return before
    [label] = labels_named([name], by=by)
    return change_label(label, by=by, colour=colour) if colour else label


@transaction.atomic
def change_label(label: Label, *, by: Actor, name: str | None = None, colour: str | None = None) -> Label:
    """Rename or recolour it, wherever it stands. Raises Invalid at the field, also for a name that another label has."""
    require(can_change_label(by, label))
    label = _locked(label.pk, by)
    columns: dict[str, str] = {}
    if name is not None:
        columns["name"] = clean_line(name, field="name", length=NAME_LENGTH, required=True)
    if colour is not None:
        if colour not in COLOURS:
            raise Invalid(_("Choose one of the colours."), field="colour")
        columns["colour"] = colour
    before = {field: getattr(label, field) for field, value in columns.items() if getattr(label, field) != value}
    if not before:
        return label
    after = {field: columns[field] for field in before}
    for field, value in after.items():
        setattr(label, field, value)
    try:
        with transaction.atomic():
            label.save(update_fields=list(after))
    except IntegrityError as error:
        raise Invalid(_("There is such a label."), field="name") from error
    record(Verb.LABEL_CHANGED, label, by=by, name=label.name, before=before, after=after)
    return label


@transaction.atomic
def delete_label(label: Label, *, by: Actor) -> None:
    """Take it off everything and away. What it was on is written down, so that restore_label() brings all of it back."""
    require(can_change_label(by, label))
    label = _locked(label.pk, by)
    on = {
        model._meta.label_lower: [
            str(pk) for pk in model._default_manager.filter(label=label).values_list(owner, flat=True)
        ]
        for model, owner in _bearers()
    }
    record(Verb.LABEL_DELETED, label, by=by, name=label.name, colour=label.colour, on=on)
    label.delete()


@transaction.atomic
def restore_label(pk: UUID, *, by: Actor) -> Label:
    """Bring a deleted label back to what it was on and what is still there. Raises NotFound, Invalid for a name taken since."""
    require(can_create_label(by))
    if there := Label.objects.visible_to(by).filter(pk=pk).first():
        return there
    events = Event.objects.filter(workspace=by.workspace, verb=Verb.LABEL_DELETED).about(Label(pk=pk))
    event = events.order_by("-pk").first()
    if event is None:
        raise NotFound
    try:
        with transaction.atomic():
            label = Label.objects.create(
                pk=pk, workspace=by.workspace, name=event.data["name"], colour=event.data["colour"]
            )
    except IntegrityError as error:
        raise Invalid(_("There is such a label."), field="name") from error
    for name, owners in event.data["on"].items():
        model: Any = apps.get_model(name)
        owner = next(field for bearer, field in _bearers() if bearer is model)
        wanted = model._meta.get_field(owner).related_model._default_manager.filter(pk__in=owners)
        model._default_manager.bulk_create(
            model(workspace_id=by.workspace.pk, label=label, **{f"{owner}_id": one})
            for one in wanted.values_list("pk", flat=True)
        )
    record(Verb.LABEL_RESTORED, label, by=by, name=label.name)
    return label


def _locked(pk: UUID, by: Actor) -> Label:
    label = Label.objects.visible_to(by).select_for_update().filter(pk=pk).first()
    if label is None:
        raise NotFound
    return label


def _bearers() -> Iterator[tuple[type[Model], str]]:
    """What ties labels to things, also to those of rooms above: each model with the name of the field of the thing."""
    for relation in Label._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if not isinstance(field, ForeignKey) or field.related_model is not Label:
            continue
        owners = [
            one.name
            for one in field.model._meta.concrete_fields
            if isinstance(one, ForeignKey) and one.name not in {"workspace", field.name}
        ]
        yield field.model, owners[0]
