"""An import before it is brought in: uploaded, read, chosen about, begun, given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now, zone_named
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import NAME_LENGTH, clean_line
from workstate.core.turns import made_before, take_identifier
from workstate.transfer.actions.apply import nobody_asks
from workstate.transfer.choices import Choices
from workstate.transfer.importers import IMPORTERS, find_importer
from workstate.transfer.importers.table import Table, UnreadableFileError
from workstate.transfer.models import Import
from workstate.transfer.plan import Plan, make_plan
from workstate.transfer.policies import can_change_import, can_import
from workstate.transfer.storage import open_file, store_file
from workstate.transfer.words import project_named_by

FILE_NAME_LENGTH = 200


@transaction.atomic
def prepare_import(
    chunks: Iterable[bytes],
    *,
    by: Actor,
    file_name: str,
    source: str = "",
    choices: Choices | None = None,
    id: UUID | None = None,
) -> Import:
    """
    Keep an uploaded file, to be read. Without a source it is found by the file's columns.

    The same id again answers with the import it made the first time. Raises Invalid at the field.
    """
    require(can_import(by))
    if source and source not in IMPORTERS:
        raise Invalid(_("Choose one of the programs offered."), field="source")
    file_name = _clean_file_name(file_name)
    choices = _checked(choices or Choices(zone=by.user.time_zone))
    take_identifier(id)
    if made := made_before(Import.objects.all(), id, by=by, maker="user"):
        return made
    incoming = Import.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        source=source,
        file_name=file_name,
        size=0,
        options=choices.to_json(),
    )
    incoming.size = store_file(incoming, chunks)
    if not incoming.size:
        raise Invalid(_("The file is empty."), field="file")
    incoming.source = source or _source_of(incoming)
    if incoming.source == "todoist" and not choices.project:
        incoming.options = replace(choices, project=project_named_by(file_name)).to_json()
    incoming.save(update_fields=["size", "source", "options"])
    record(Verb.IMPORT_PREPARED, incoming, by=by, source=incoming.source, size=incoming.size)
    return incoming


@transaction.atomic
def change_import(incoming: Import, *, by: Actor, source: str, choices: Choices) -> Import:
    """Choose otherwise before it is begun; the file is then read anew."""
    require(can_change_import(by, incoming))
    if source not in IMPORTERS:
        raise Invalid(_("Choose one of the programs offered."), field="source")
    choices = _checked(choices)
    incoming = _locked(incoming)
    _require_open(incoming)
    if incoming.is_running:
        raise Conflict(_("This import has begun. Wait until it is done."))
    if source == "todoist" and not choices.project:
        choices = replace(choices, project=project_named_by(incoming.file_name))
    if incoming.failed_at or (incoming.source, incoming.options) != (source, choices.to_json()):
        incoming.source, incoming.options = source, choices.to_json()
        incoming.plan, incoming.planned_at = {}, None
        incoming.failure, incoming.started_at, incoming.failed_at = "", None, None
        incoming.save(update_fields=["source", "options", "plan", "planned_at", "failure", "started_at", "failed_at"])
        record(Verb.IMPORT_PREPARED, incoming, by=by, source=source, size=incoming.size)
    return incoming


def plan_import(incoming: Import, *, by: Actor, on_progress: Callable[[int], None] = nobody_asks) -> Import:
    """
    Read the file and keep what an import of it would make.

    Nothing comes of it but this plan, so nothing is recorded. A plan of choices that changed meanwhile is thrown away.
    """
    require(can_change_import(by, incoming))
    _require_open(incoming)
    choices = Choices.from_json(incoming.options)
    plan = make_plan(lambda: open_file(incoming), incoming.source, choices, by, on_progress)
    with transaction.atomic():
        current = _locked(incoming)
        if current.is_open and (current.source, current.options) == (incoming.source, incoming.options):
            current.plan, current.planned_at = plan.to_json(), now()
            current.save(update_fields=["plan", "planned_at"])
    return current


@transaction.atomic
def start_import(incoming: Import, *, by: Actor, good_rows_only: bool = False) -> Import:
    """
    Begin to bring the file in; a worker does it. Begun already: answers with it and records nothing.

    Raises Invalid while rows have errors, unless only the good ones are wanted.
    """
    require(can_change_import(by, incoming))
    incoming = _locked(incoming)
    _require_open(incoming)
    if incoming.is_running:
        return incoming
    if incoming.planned_at is None:
        raise Conflict(_("The file is still being read. Wait for the preview."))
    plan = Plan.from_json(incoming.plan)
    if plan.refusal:
        raise Invalid(plan.refusal)
    if plan.errors and not good_rows_only:
        raise Invalid(
            _(
                "Some rows have errors, so nothing was imported. Mend the file, or choose to import the good rows alone."
            ),
            field="good_rows_only",
        )
    choices = replace(Choices.from_json(incoming.options), good_rows_only=good_rows_only)
    incoming.options = choices.to_json()
    incoming.started_at, incoming.failed_at, incoming.failure = now(), None, ""
    incoming.save(update_fields=["options", "started_at", "failed_at", "failure"])
    record(Verb.IMPORT_STARTED, incoming, by=by, source=incoming.source)
    return incoming


@transaction.atomic
def fail_import(incoming: Import, message: str, *, by: Actor) -> Import:
    """Write down why an import came to nothing. It may be begun again."""
    require(can_change_import(by, incoming))
    incoming = _locked(incoming)
    if incoming.is_open and incoming.failed_at is None:
        incoming.failed_at, incoming.failure = now(), message
        incoming.save(update_fields=["failed_at", "failure"])
        record(Verb.IMPORT_FAILED, incoming, by=by, source=incoming.source, message=message)
    return incoming


@transaction.atomic
def discard_import(incoming: Import, *, by: Actor) -> Import:
    """Give the import up and forget the file. What was brought in stays."""
    require(can_change_import(by, incoming))
    incoming = _locked(incoming)
    if incoming.is_running:
        raise Conflict(_("This import has begun. Wait until it is done."))
    if incoming.is_open:
        incoming.discarded_at = now()
        incoming.save(update_fields=["discarded_at"])
        incoming.parts.all().delete()
        record(Verb.IMPORT_DISCARDED, incoming, by=by, source=incoming.source)
    return incoming


def _locked(incoming: Import) -> Import:
    return Import.objects.select_for_update().get(pk=incoming.pk)


def _require_open(incoming: Import) -> None:
    if incoming.applied_at:
        raise Conflict(_("This import is done already."))
    if incoming.discarded_at:
        raise Conflict(_("This import was discarded. Choose the file again."))


def _checked(choices: Choices) -> Choices:
    zone_named(choices.zone, field="zone")
    project = clean_line(choices.project, field="project", length=NAME_LENGTH)
    return replace(choices, project=project, person=clean_line(choices.person, field="person", length=320).casefold())


def _clean_file_name(name: str) -> str:
    """The last part of a path, shortened; names on other systems may hold anything."""
    name = PurePath(name.replace("\\", "/")).name
    name = "".join(char if char.isprintable() else " " for char in name).strip()
    if len(name) > FILE_NAME_LENGTH:
        name = f"{name[: FILE_NAME_LENGTH - 10]}…{name[-9:]}"
    return name or "import.csv"


def _source_of(incoming: Import) -> str:
    try:
        importer = find_importer(Table(open_file(incoming)).columns)
    except UnreadableFileError:
        return ""
    return importer.name if importer else ""
