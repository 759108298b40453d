from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import NAME_LENGTH, clean_line, clean_text
from workstate.core.turns import take_identifier, take_turn
from workstate.projects.extensions import move_to_client
from workstate.projects.models import Client, Project
from workstate.projects.policies import can_create_project, can_edit_client, can_remove_client

ADDRESS_LENGTH, NOTE_LENGTH, VAT_LENGTH, EMAIL_LENGTH = 500, 5000, 40, 254
CHANGEABLE = ("name", "email", "address", "vat_id", "note", "billable")


@transaction.atomic
def create_client(name: str, *, by: Actor, id: UUID | None = None, **values: Any) -> Client:
    """
    Make a client, or answer with the one of that name, as it stands. What else is known of it as change_client() takes it.
    Raises Invalid at the field.
    """
    require(can_create_project(by))
    name = clean_line(name, field="client", length=NAME_LENGTH, required=True)
    wanted = {field: _clean(field, value) for field, value in values.items()}
    if there := _named(name, by).first():
        return there
    take_identifier(id)
    take_turn(f"clients:{by.workspace.pk}")
    if there := _named(name, by).first():
        return there
    if id and Client.objects.filter(pk=id).exists():
        raise Conflict(_("This identifier is taken."))
    client = Client.objects.create(id=id or new_id(), workspace=by.workspace, name=name, **wanted)
    record(Verb.CLIENT_CREATED, client, by=by, name=name)
    return client


@transaction.atomic
def change_client(client: Client, *, by: Actor, **changes: Any) -> Client:
    """
    Change name, email, address, VAT id, note, or whether new time for it is `billable` (None: as the workspace says).
    Raises Invalid at the field.
    """
    require(can_edit_client(by, client))
    wanted = {field: _clean(field, value) for field, value in changes.items()}
    take_turn(f"clients:{by.workspace.pk}")
    client = _kept(_locked(client))
    columns = {field: value for field, value in wanted.items() if getattr(client, field) != value}
    if "name" in columns and _named(columns["name"], by).exclude(pk=client.pk).exists():
        raise Invalid(_("There is such a client. Merge the two, or choose another name."), field="name", code="unique")
    if not columns:
        return client
    before = {field: getattr(client, field) for field in columns}
    for field, value in columns.items():
        setattr(client, field, value)
    client.save(update_fields=list(columns))
    record(Verb.CLIENT_CHANGED, client, by=by, before=before, after=columns)
    return client


@transaction.atomic
def archive_client(client: Client, *, by: Actor) -> Client:
    """Put the client away: it is offered no more, and its projects and their time stay as they are."""
    require(can_edit_client(by, client))
    client = _kept(_locked(client))
    if client.archived_at is None:
        client.archived_at, client.archived_by = now(), by.user
        client.save(update_fields=["archived_at", "archived_by"])
        record(Verb.CLIENT_ARCHIVED, client, by=by, name=client.name)
    return client


@transaction.atomic
def unarchive_client(client: Client, *, by: Actor) -> Client:
    require(can_edit_client(by, client))
    client = _kept(_locked(client))
    if client.archived_at is not None:
        client.archived_at, client.archived_by = None, None
        client.save(update_fields=["archived_at", "archived_by"])
        record(Verb.CLIENT_UNARCHIVED, client, by=by, name=client.name)
    return client


@transaction.atomic
def delete_client(client: Client, *, by: Actor) -> Client:
    """Take the client away. Its projects stay, without one; the event says which they were, for Undo."""
    _require_removing(client, by)
    take_turn(f"clients:{by.workspace.pk}")
    client = _locked(client)
    if client.deleted_at is None:
        projects = _hand_over(client, None)
        _remove(client)
        record(Verb.CLIENT_DELETED, client, by=by, name=client.name, projects=projects)
    return client


@transaction.atomic
def merge_client(client: Client, *, into: Client, by: Actor) -> Client:
    """Give the projects of a client, and what else hangs on it, to another, and take it away. Answers with the other."""
    _require_removing(client, by)
    require(into.workspace_id == by.workspace.pk)
    if client.pk == into.pk:
        raise Invalid(_("Choose another client to merge this one into."), field="into")
    take_turn(f"clients:{by.workspace.pk}")
    rows = {
        row.pk: row
        for row in Client.objects.select_for_update(of=("self",)).filter(pk__in=[client.pk, into.pk]).order_by("pk")
    }
    client, into = _kept(rows[client.pk]), _kept(rows[into.pk])
    projects = _hand_over(client, into)
    moved = move_to_client(client, into, by)
    _remove(client)
    record(
        Verb.CLIENT_MERGED,
        client,
        by=by,
        name=client.name,
        projects=projects,
        into=str(into.pk),
        other=into.name,
        **moved,
    )
    return into


@transaction.atomic
def restore_client(client: Client, *, by: Actor) -> Client:
    """
    Bring a client back that was deleted or merged, with those of its projects that have not been given to another since.
    Raises Conflict where another has its name by now.
    """
    _require_removing(client, by)
    take_turn(f"clients:{by.workspace.pk}")
    client = _locked(client)
    if client.deleted_at is None:
        return client
    if _named(client.name, by).exists():
        raise Conflict(_("There is another client of this name now. Rename that one first."))
    removed = Event.objects.filter(workspace=by.workspace, verb__in=[Verb.CLIENT_DELETED, Verb.CLIENT_MERGED])
    gone = removed.about(client).latest("pk")
    went_to = gone.data.get("into")
    client.deleted_at = None
    client.save(update_fields=["deleted_at"])
    left = Project.objects.filter(workspace=by.workspace, pk__in=gone.data["projects"], client=went_to)
    left.update(client=client)
    if went_to and (other := Client.objects.filter(pk=went_to).first()):
        move_to_client(other, client, by, only=gone.data)
    record(Verb.CLIENT_RESTORED, client, by=by, name=client.name)
    return client


def _require_removing(client: Client, by: Actor) -> None:
    said = _("Only administrators delete and merge clients: they may have projects that you do not see.")
    require(can_remove_client(by, client), said)


def _hand_over(client: Client, to: Client | None) -> list[str]:
    projects = Project.objects.filter(client=client)
    ids = [str(pk) for pk in projects.order_by("pk").select_for_update().values_list("pk", flat=True)]
    projects.update(client=to)
    return ids


def _remove(client: Client) -> None:
    client.deleted_at = now()
    client.save(update_fields=["deleted_at"])


def _named(name: str, by: Actor) -> QuerySet[Client]:
    # As the database compares names: in Python "İ" and "i" are two, and the second would be refused.
    return Client.objects.visible_to(by).alias(small=Lower("name")).filter(small=Lower(Value(name)))


def _locked(client: Client) -> Client:
    return Client.objects.select_for_update().get(pk=client.pk)


def _kept(client: Client) -> Client:
    if client.deleted_at:
        raise Conflict(_("This client was deleted. Undo that first, or reload the page."))
    return client


def _clean(field: str, value: Any) -> Any:
    match field:
        case "name":
            return clean_line(str(value), field=field, length=NAME_LENGTH, required=True)
        case "email":
            return _clean_email(str(value))
        case "address":
            return clean_text(str(value), field=field, length=ADDRESS_LENGTH)
        case "note":
            return clean_text(str(value), field=field, length=NOTE_LENGTH)
        case "vat_id":
            return clean_line(str(value), field=field, length=VAT_LENGTH)
        case "billable":
            return None if value is None else bool(value)
    raise Invalid(_("This cannot be changed."), field=field)


def _clean_email(value: str) -> str:
    email = clean_line(value, field="email", length=EMAIL_LENGTH)
    if email:
        try:
            validate_email(email)
        except ValidationError as refused:
            raise Invalid(_("Write an e-mail address, such as bills@example.org."), field="email") from refused
    return email
