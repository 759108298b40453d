"""
Everything of a person's as one ZIP: a JSON file for each kind of row, the files they uploaded, and contents.json, which says
what each file holds.

Only what the person may see now is in it: their own rows in workspaces to which they belong.
"""

from __future__ import annotations

import json
import logging
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from workstate.accounts.models import User
from workstate.administration.exporting.actions import begin_export, fail_export, keep_export, tell_progress
from workstate.administration.holdings import HOLDINGS, Holding, columns_of
from workstate.administration.models import AccountExport
from workstate.attachments.models import Attachment
from workstate.attachments.storage import chunks_of, opened
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.workspaces.models import Membership

logger = logging.getLogger(__name__)

AT_ONCE = 2000
TELL_EVERY = 2.0
"""Seconds."""
FORMAT = "workstate account export, version 1"


class GivenUp(Exception):
    """Nobody waits for it any more."""


class Progress:
    """Tells how far it is: files of rows are half of the way, files that were uploaded the other."""

    def __init__(self, export: AccountExport) -> None:
        self._export = export
        self._told = time.monotonic()

    def tell(self, share: float) -> None:
        if time.monotonic() - self._told >= TELL_EVERY:
            self._told = time.monotonic()
            if not tell_progress(self._export, share):
                raise GivenUp


def make(pk: UUID) -> None:
    """Make one that waits. What goes wrong is told to the person as that alone: the log says what."""
    export = begin_export(pk)
    if export is None:
        return
    if not export.user.is_active:
        fail_export(export)
        return
    try:
        with tempfile.TemporaryFile(suffix=".zip") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                write(export.user, archive, Progress(export))
            out.seek(0)
            keep_export(export, File(out, name="export.zip"))
    except GivenUp:
        logger.info("Export %s was thrown away while it was made.", pk)
    except Exception:
        logger.exception("Export %s failed.", pk)
        fail_export(export)


def write(user: User, archive: zipfile.ZipFile, progress: Progress) -> None:
    actors = actors_of(user)
    contents: dict[str, Any] = {}
    for done, holding in enumerate(HOLDINGS):
        progress.tell(done / len(HOLDINGS) / 2)
        count = 0
        names = [column.name for column in columns_of(holding)]
        with archive.open(f"{holding.file}.json", "w", force_zip64=True) as out:
            out.write(b"[")
            for count, row in enumerate(rows_of(holding, user, actors), start=1):
                out.write((",\n" if count > 1 else "\n").encode() + _json(dict(zip(names, row, strict=True))))
                if count % AT_ONCE == 0:
                    progress.tell(done / len(HOLDINGS) / 2)
            out.write(b"\n]\n")
        contents[f"{holding.file}.json"] = {
            "about": str(holding.about),
            "rows": count,
            "fields": {column.name: _about(column) for column in columns_of(holding)},
        }
    missing = _write_files(user, actors, archive, progress)
    told = {
        "format": FORMAT,
        "person": {"id": str(user.pk), "email": user.email, "name": user.name},
        "made_at": now().isoformat(),
        "instants": "UTC, ISO 8601",
        "durations": "seconds",
        "workspaces": [{"id": str(by.workspace.pk), "name": by.workspace.name, "role": by.role} for by in actors],
        "files": contents,
        "missing": missing,
    }
    archive.writestr("contents.json", json.dumps(told, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))


def actors_of(user: User) -> list[Actor]:
    """The person in each workspace to which they belong."""
    here = Membership.objects.filter(user=user, workspace__deleted_at=None).select_related("workspace")
    return [Actor(user, one.workspace, Role(one.role), Via.SYSTEM) for one in here.order_by("joined_at", "pk")]


def rows_of(holding: Holding, user: User, actors: Iterable[Actor]) -> Iterator[tuple[Any, ...]]:
    """The person's rows of one kind that they may see, by the column, some thousands at a time."""
    names = [column.attname for column in columns_of(holding)]
    for rows in querysets_of(holding, user, actors):
        yield from rows.order_by("pk").values_list(*names).iterator(chunk_size=AT_ONCE)


def querysets_of(holding: Holding, user: User, actors: Iterable[Actor]) -> Iterator[QuerySet[Any]]:
    manager: Any = holding.rows._default_manager
    own = {holding.person: user.pk}
    if holding.by_person:
        yield manager.visible_to(user).filter(**own)
        return
    workspace = next((column for column in holding.rows._meta.concrete_fields if column.name == "workspace"), None)
    if workspace is None:
        yield manager.filter(**own)
        return
    if workspace.null:
        yield manager.filter(**own, workspace=None)
    for by in actors:
        seen = manager.visible_to(by) if hasattr(manager, "visible_to") else manager.filter(workspace=by.workspace)
        yield seen.filter(**own)


def _write_files(user: User, actors: Iterable[Actor], archive: zipfile.ZipFile, progress: Progress) -> list[str]:
    """The bytes of what they uploaded; answers with the names of those that are not to be found."""
    missing = []
    for by in actors:
        mine = Attachment.objects.visible_to(by).filter(uploaded_by=user).order_by("pk")
        for attachment in mine.iterator(chunk_size=AT_ONCE):
            progress.tell(0.75)
            name = f"files/{attachment.pk}-{_plain(attachment.name)}"
            try:
                with opened(attachment.key) as file, archive.open(name, "w", force_zip64=True) as out:
                    for chunk in chunks_of(file):
                        out.write(chunk)
                        progress.tell(0.75)
            except FileNotFoundError:
                missing.append(name)
    return missing


def _plain(name: str) -> str:
    """A name that leads out of no folder."""
    return "".join("_" if char in '/\\:*?"<>|' else char for char in name).lstrip(".") or "file"


def _json(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder).encode("utf-8", "surrogatepass")


def _about(column: Any) -> str:
    kind = str(column.get_internal_type())
    return f"{kind}. {column.help_text}" if column.help_text else kind
