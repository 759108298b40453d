"""Files of reports: asked for, begun, told of, kept, given up, thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.attachments import shelves
from workstate.attachments.storage import remove
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import clean_line, clean_text
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.reports.description import read_description
from workstate.reports.models import MadeFormat, ReportFile
from workstate.reports.models.files import NOTE_LENGTH, TITLE_LENGTH, ReportFileQuerySet
from workstate.reports.shapes import ReportKind

SHELF = "reports"
MOST_WAITING = 5
MOST_ATTEMPTS = 3
# Longer than any file takes: whoever began is gone. The renderer is ended after eight minutes.
PATIENCE = timedelta(minutes=12)
KEPT_FOR = timedelta(days=7)
REMEMBERED_FOR = timedelta(days=60)
AT_ONCE = 100


@transaction.atomic
def make_file(
    kind: ReportKind,
    parameters: Mapping[str, str],
    *,
    by: Actor,
    title: str = "",
    note: str = "",
    with_rates: bool = True,
    format: MadeFormat = MadeFormat.PDF,
    id: UUID | None = None,
) -> ReportFile:
    """
    Have a report made into a file by a worker. The same id again answers with the first.

    What its owner may see of it is looked at when it is made. Raises Invalid at title, note or the parameter that means
    nothing, and for whoever has five that wait.
    """
    title = clean_line(title, field="title", length=TITLE_LENGTH)
    note = clean_text(note, field="note", length=NOTE_LENGTH)
    kept = read_description(kind, parameters, by).parameters
    take_identifier(id)
    take_turn(_turn(by.user.pk))
    if made := made_before(ReportFile.objects.all(), id, by=by, maker="user"):
        return made
    if ReportFile.objects.filter(user=by.user).open().count() >= MOST_WAITING:
        words = _("%(most)d files are being made for you already. Wait for one of them.")
        raise Invalid(words % {"most": MOST_WAITING}, code="too_many")
    file = ReportFile.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        kind=kind,
        parameters=kept,
        format=format,
        title=title,
        note=note,
        with_rates=with_rates,
    )
    record(Verb.REPORT_FILE_CREATED, file, by=by, kind=kind.value, format=format.value)
    return file


@transaction.atomic
def discard_file(file: ReportFile, *, by: Actor) -> ReportFile:
    """Throw it away; one that is being made is given up."""
    require(file.workspace_id == by.workspace.pk and file.user_id == by.user.pk)
    current = ReportFile.objects.select_for_update().get(pk=file.pk)
    if current.expired_at is None:
        _expire(current, now())
        record(Verb.REPORT_FILE_DISCARDED, current, by=by, kind=current.kind, format=current.format)
    return current


@transaction.atomic
def begin_file(pk: UUID) -> ReportFile | None:
    """
    Take a waiting file up; None when there is nothing to do: it is made, another worker has it, or another file of the same
    person is being made, whose end brings this one's turn.
    """
    waiting = ReportFile.objects.open().filter(pk=pk, started_at=None)
    file = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("workspace", "user").first()
    if file is None:
        return None
    take_turn(f"begin {_turn(file.user_id)}")
    moment = now()
    if ReportFile.objects.open().filter(user=file.user_id, started_at__gte=moment - PATIENCE).exists():
        return None
    file.started_at, file.progress, file.attempts = moment, 0, file.attempts + 1
    file.save(update_fields=["started_at", "progress", "attempts"])
    return file


def tell_progress(file: ReportFile, share: float) -> bool:
    """Note how far it is, from 0 to 1; False when nobody waits for it any more."""
    progress = max(0, min(99, int(share * 100)))
    return bool(_held(file).update(progress=progress))


@transaction.atomic
def keep_file(file: ReportFile, content: bytes, name: str, *, by: Actor) -> bool:
    """Keep what was made, unless somebody else made it meanwhile or it was thrown away; whether it was kept."""
    current = _held(file).select_for_update().first()
    if current is None:
        return False
    key = shelves.keep(SHELF, ContentFile(content))
    try:
        current.key, current.name, current.size, current.progress = key, name, len(content), 100
        current.made_at = now()
        current.save(update_fields=["key", "name", "size", "progress", "made_at"])
        record(Verb.REPORT_FILE_MADE, current, by=by, kind=current.kind, format=current.format)
    except BaseException:
        with suppress(Exception):  # what is left goes with its day
            remove(key)
        raise
    return True


@transaction.atomic
def fail_file(file: ReportFile, words: str, *, by: Actor | None) -> None:
    """Note why there will be none; `by` is None for whoever has left, of whom nothing is told."""
    current = _held(file).select_for_update().first()
    if current is None:
        return
    current.failure, current.failed_at = words[:500], now()
    current.save(update_fields=["failure", "failed_at"])
    if by is not None:
        record(Verb.REPORT_FILE_FAILED, current, by=by, kind=current.kind, format=current.format)


@transaction.atomic
def take_back_lost() -> int:
    """Let files wait again whose worker is gone, three times at most; how many."""
    lost = ReportFile.objects.open().filter(started_at__lt=now() - PATIENCE).order_by("pk")
    taken = 0
    for file in lost.select_for_update(skip_locked=True)[:AT_ONCE]:
        if file.attempts >= MOST_ATTEMPTS:
            file.failed_at = now()
            file.failure = _("This took too long, three times. Narrow the report, or tell your administrator.")
            file.save(update_fields=["failed_at", "failure"])
        else:
            file.started_at = None
            file.save(update_fields=["started_at"])
            taken += 1
    return taken


def clear_old() -> int:
    """Remove files whose week is over, and later what is known of them; how many."""
    moment, cleared = now(), 0
    while some := _clear_some(moment):
        cleared += some
    ReportFile.objects.filter(expired_at__lt=moment - REMEMBERED_FOR).delete()
    # What a fault left behind, and what an owner who is gone has left.
    shelves.clear_older(SHELF, KEPT_FOR + timedelta(days=2))
    return cleared


@transaction.atomic
def _clear_some(moment: datetime) -> int:
    old = ReportFile.objects.filter(expired_at=None, created_at__lt=moment - KEPT_FOR).order_by("pk")
    files = list(old.select_for_update(skip_locked=True)[:AT_ONCE])
    for file in files:
        _expire(file, moment)
    return len(files)


def _expire(file: ReportFile, moment: datetime) -> None:
    if file.key:
        transaction.on_commit(partial(shelves.remove_quietly, file.key))
    file.key, file.expired_at = "", moment
    file.save(update_fields=["key", "expired_at"])


def _held(file: ReportFile) -> ReportFileQuerySet:
    """The row, as long as it is this attempt's."""
    return ReportFile.objects.open().filter(pk=file.pk, started_at=file.started_at)


def _turn(user: UUID | int) -> str:
    return f"report files:{user}"
