"""Which fields a workspace has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.ordering import between
from workstate.core.text import clean_line
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.customfields.actions.order import position_after
from workstate.customfields.models import CustomField, FieldProject, FieldValue, Kind
from workstate.customfields.models.field import MOST_DECIMALS
from workstate.customfields.policies import can_change_field, can_manage_fields
from workstate.customfields.values import LARGEST
from workstate.projects.models import Project

MOST_FIELDS: Final = 50
LONGEST_NAME: Final = 60
LONGEST_DESCRIPTION: Final = 500
LONGEST_UNIT: Final = 20
OF_NUMBERS: Final = ("decimals", "unit", "minimum", "maximum")


@transaction.atomic
def create_field(
    name: str,
    *,
    kind: str,
    by: Actor,
    id: UUID | None = None,
    projects: Iterable[Project] | None = None,
    choices: Sequence[str] = (),
    **settings: Any,
) -> CustomField:
    """
    Make a field behind the others, with these names of choices if it is one of choices.

    `projects` are those whose tasks have it, None for all tasks. `settings`: description, required, and of a number
    decimals, unit, minimum, maximum. The same id again answers with the field it made the first time. Raises Invalid.
    """
    from workstate.customfields.actions.choices import add_choices

    require(can_manage_fields(by))
    if kind not in Kind.values:
        raise Invalid(_("Choose a kind of field."), field="kind")
    columns = _cleaned({"name": name, **settings}, kind)
    take_identifier(id)
    _take_turn(by)
    if made := made_before(CustomField.objects.all(), id, by=by, maker="created_by"):
        return made
    _require_free(columns["name"], by)
    fields = CustomField.objects.filter(workspace=by.workspace)
    if fields.kept().count() >= MOST_FIELDS:
        raise Invalid(_("A workspace has at most 50 fields. Delete one first."))
    last = fields.order_by("-position").values_list("position", flat=True).first()
    field = CustomField(id=id or new_id(), workspace=by.workspace, kind=kind, created_by=by.user, **columns)
    _require_limits_in_order(field)
    field.position = between(last, None)
    field.everywhere = projects is None
    field.save(force_insert=True)
    _put_projects(field, projects or (), by)
    record(Verb.FIELD_CREATED, field, by=by, name=field.name, kind=kind)
    if choices:
        try:
            add_choices(field, choices, by=by)
        except Invalid as refusal:
            raise Invalid(" ".join(refusal.messages), field="choices") from refusal
    return field


@transaction.atomic
def change_field(
    field: CustomField, *, by: Actor, projects: Iterable[Project] | None | str = "same", **changes: Any
) -> CustomField:
    """
    Change name, description, required, projects (None: on all tasks) and of a number decimals, unit, minimum, maximum.

    Values that stand already stay as they are. The kind never changes. Raises Invalid at the setting.
    """
    require(can_change_field(by, field))
    if "kind" in changes:
        raise Invalid(_("The kind of a field stays as it is. Make another field."), field="kind")
    _take_turn(by)
    field = _kept(_locked(field))
    columns = {name: new for name, new in _cleaned(changes, field.kind).items() if getattr(field, name) != new}
    before = {name: _plain(getattr(field, name)) for name in columns}
    if "name" in columns:
        _require_free(columns["name"], by, but=field)
    for name, value in columns.items():
        setattr(field, name, value)
    _require_limits_in_order(field)
    after = {name: _plain(value) for name, value in columns.items()}
    if not isinstance(projects, str):
        old = _project_ids(field)
        everywhere = projects is None
        _put_projects(field, projects or (), by)
        if field.everywhere != everywhere:
            columns["everywhere"] = field.everywhere = everywhere
        if everywhere != (old is None) or _project_ids(field) != old:
            before["projects"], after["projects"] = old, _project_ids(field)
    if columns:
        field.save(update_fields=list(columns))
    if after:
        record(Verb.FIELD_CHANGED, field, by=by, before=before, after=after)
    return field


@transaction.atomic
def move_field(field: CustomField, *, by: Actor, after: CustomField | None) -> CustomField:
    """Put the field behind another one, or first."""
    require(can_change_field(by, field))
    _take_turn(by)
    field = _kept(_locked(field))
    siblings = CustomField.objects.filter(workspace=by.workspace).kept().exclude(pk=field.pk)
    field.position = position_after(siblings, after.pk if after else None)
    field.save(update_fields=["position"])
    record(Verb.FIELD_MOVED, field, by=by)
    return field


@transaction.atomic
def archive_field(field: CustomField, *, by: Actor) -> CustomField:
    """Take the field off the tasks; what stands in it is kept."""
    require(can_change_field(by, field))
    field = _kept(_locked(field))
    if field.archived_at is None:
        field.archived_at, field.archived_by = now(), by.user
        field.save(update_fields=["archived_at", "archived_by"])
        record(Verb.FIELD_ARCHIVED, field, by=by)
    return field


@transaction.atomic
def unarchive_field(field: CustomField, *, by: Actor) -> CustomField:
    require(can_change_field(by, field))
    field = _kept(_locked(field))
    if field.archived_at is not None:
        field.archived_at, field.archived_by = None, None
        field.save(update_fields=["archived_at", "archived_by"])
        record(Verb.FIELD_UNARCHIVED, field, by=by)
    return field


@transaction.atomic
def delete_field(field: CustomField, *, by: Actor) -> int:
    """Put the field in the bin; answers how many tasks show a value less. They are kept and come back with it."""
    require(can_change_field(by, field))
    field = _locked(field)
    lost = FieldValue.objects.filter(field=field, task__deleted_at=None).values("task").distinct().count()
    if field.deleted_at is None:
        field.deleted_at, field.deleted_by = now(), by.user
        field.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.FIELD_DELETED, field, by=by, name=field.name, tasks=lost)
    return lost


@transaction.atomic
def restore_field(field: CustomField, *, by: Actor) -> CustomField:
    """Take the field out of the bin. Raises Conflict when its name, or its place among fifty, is taken meanwhile."""
    require(can_change_field(by, field))
    _take_turn(by)
    field = _locked(field)
    if field.deleted_at is not None:
        try:
            _require_free(field.name, by)
        except Invalid:
            raise Conflict(
                _("There is another field “%(name)s” now. Rename it, then restore this one.") % {"name": field.name}
            ) from None
        if CustomField.objects.filter(workspace=by.workspace).kept().count() >= MOST_FIELDS:
            raise Conflict(_("A workspace has at most 50 fields. Delete one first."))
        field.deleted_at, field.deleted_by = None, None
        field.save(update_fields=["deleted_at", "deleted_by"])
        record(Verb.FIELD_RESTORED, field, by=by)
    return field


def _cleaned(values: dict[str, Any], kind: str) -> dict[str, Any]:
    """The columns for the given settings, checked; raises Invalid at the first that cannot be."""
    columns: dict[str, Any] = {}
    for setting, value in values.items():
        if setting in OF_NUMBERS and kind != Kind.NUMBER:
            if value in (None, "", 0):
                continue
            raise Invalid(_("Only numbers have this."), field=setting)
        if setting == "name":
            columns[setting] = clean_line(str(value), field=setting, length=LONGEST_NAME, required=True)
        elif setting == "description":
            columns[setting] = clean_line(str(value), field=setting, length=LONGEST_DESCRIPTION)
        elif setting == "unit":
            columns[setting] = clean_line(str(value), field=setting, length=LONGEST_UNIT)
        elif setting == "required":
            columns[setting] = bool(value)
        elif setting == "decimals":
            if not isinstance(value, int) or not 0 <= value <= MOST_DECIMALS:
                raise Invalid(_("Give 0 to 6 digits."), field=setting)
            columns[setting] = value
        elif setting in {"minimum", "maximum"}:
            columns[setting] = _limit(value, setting)
        else:
            raise Invalid(_("This cannot be changed."), field=setting)
    return columns


def _limit(value: Decimal | None, setting: str) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= LARGEST or value != round(value, MOST_DECIMALS):
        raise Invalid(_("Give a number of at most 14 digits, and 6 behind the point."), field=setting)
    return value + 0


def _require_limits_in_order(field: CustomField) -> None:
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        raise Invalid(_("The largest value is less than the smallest."), field="maximum")


def _require_free(name: str, by: Actor, but: CustomField | None = None) -> None:
    # As the database compares names: in Python "İ" and "i" are two, and the second would be refused.
    same = CustomField.objects.filter(workspace=by.workspace).kept().alias(small=Lower("name"))
    same = same.filter(small=Lower(Value(name)))
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Invalid(_("There is a field of that name."), field="name", code="taken")


def _put_projects(field: CustomField, projects: Iterable[Project], by: Actor) -> None:
    """Exactly these; asks whether the actor sees each."""
    wanted = {project.pk for project in projects}
    seen = set(Project.objects.visible_to(by).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    if wanted - seen:
        raise Invalid(_("There is no such project."), field="projects")
    present = dict(FieldProject.objects.filter(field=field).values_list("project_id", "pk"))
    FieldProject.objects.filter(pk__in=[pk for project, pk in present.items() if project not in wanted]).delete()
    FieldProject.objects.bulk_create(
        FieldProject(workspace_id=field.workspace_id, field=field, project_id=pk) for pk in wanted - set(present)
    )


def _project_ids(field: CustomField) -> list[str] | None:
    """None: on all tasks."""
    if field.everywhere:
        return None
    return sorted(str(pk) for pk in FieldProject.objects.filter(field=field).values_list("project_id", flat=True))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _locked(field: CustomField) -> CustomField:
    return CustomField.objects.select_for_update().get(pk=field.pk)


def _kept(field: CustomField) -> CustomField:
    if field.deleted_at:
        raise Conflict(_("This field is in the bin. Restore it first."))
    return field


def _take_turn(by: Actor) -> None:
    """Names, places and the count of fields are looked at by one at a time."""
    take_turn(f"fields:{by.workspace.pk}")
