"""Exports of everything of a person's: asked for, begun, told of, kept, given up, thrown away."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account
from workstate.activity.verbs import Verb
from workstate.administration.models import AccountExport, AccountExportQuerySet
from workstate.attachments import shelves
from workstate.attachments.storage import remove
from workstate.core.actor import Origin, Via
from workstate.core.clock import now
from workstate.core.errors import Invalid, NotFound
from workstate.core.turns import take_turn

SHELF = "exports"
KEPT_FOR = timedelta(days=7)
REMEMBERED_FOR = timedelta(days=60)
MOST_A_DAY = 3
MOST_ATTEMPTS = 3
# A worker tells how far it is every few seconds; one that has told nothing for so long is gone.
PATIENCE = timedelta(minutes=30)
AT_ONCE = 50


@transaction.atomic
def ask_export(user: User, *, via: Via = Via.WEB, origin: Origin | None = None) -> AccountExport:
    """
    Have everything of the person's put into a file by a worker. One that is being made already is the answer.

    The caller has asked for the password. Raises Invalid for the fourth in a day.
    """
    take_turn(f"account export:{user.pk}")
    own = AccountExport.objects.of(user)
    if waiting := own.open().first():
        return waiting
    if own.filter(created_at__gt=now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Invalid(_("You had %(most)d exports made today. Come back tomorrow.") % {"most": MOST_A_DAY})
    export = AccountExport.objects.create(user=user)
    _record(Verb.EXPORT_ASKED, export, user=user, via=via, origin=origin)
    return export


@transaction.atomic
def discard_export(export: AccountExport, *, user: User, via: Via = Via.WEB, origin: Origin | None = None) -> None:
    """Throw it away; one that is being made is given up. Raises NotFound for somebody else's."""
    current = AccountExport.objects.of(user).select_for_update().filter(pk=export.pk).first()
    if current is None:
        raise NotFound
    if current.expired_at is None:
        _expire(current, now())
        _record(Verb.EXPORT_DISCARDED, current, user=user, via=via, origin=origin)


@transaction.atomic
def begin_export(pk: UUID) -> AccountExport | None:
    """Take a waiting one up; None when there is nothing to do, or another worker has it."""
    waiting = AccountExport.objects.open().filter(pk=pk, started_at=None)
    export = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("user").first()
    if export is None:
        return None
    export.started_at, export.progress, export.attempts = now(), 0, export.attempts + 1
    export.save(update_fields=["started_at", "progress", "attempts"])
    return export


def tell_progress(export: AccountExport, share: float) -> bool:
    """Note how far it is, from 0 to 1; False when nobody waits for it any more."""
    return bool(_held(export).update(progress=max(0, min(99, int(share * 100)))))


@transaction.atomic
def keep_export(export: AccountExport, file: File[bytes]) -> bool:
    """Keep what was made, unless it was thrown away meanwhile; whether it was kept."""
    current = _held(export).select_for_update().first()
    if current is None:
        return False
    key = shelves.keep(SHELF, file)
    try:
        current.key, current.size, current.progress, current.made_at = key, file.size, 100, now()
        current.save(update_fields=["key", "size", "progress", "made_at"])
        _record(Verb.EXPORT_MADE, current, user=export.user, via=Via.SYSTEM)
    except BaseException:
        with suppress(Exception):  # what is left goes with its day
            remove(key)
        raise
    return True


@transaction.atomic
def fail_export(export: AccountExport) -> None:
    current = _held(export).select_for_update().first()
    if current is not None:
        current.failed_at = now()
        current.save(update_fields=["failed_at"])
        _record(Verb.EXPORT_FAILED, current, user=export.user, via=Via.SYSTEM)


def waiting() -> list[UUID]:
    """Those that nobody has taken up, the oldest first."""
    rows = AccountExport.objects.open().filter(started_at=None).order_by("created_at", "id")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def take_back_lost() -> int:
    """Let those wait again whose worker is gone, three times at most; how many."""
    lost = AccountExport.objects.open().filter(started_at__lt=now() - PATIENCE).order_by("pk")
    taken = 0
    for export in lost.select_for_update(skip_locked=True)[:AT_ONCE]:
        if export.attempts >= MOST_ATTEMPTS:
            export.failed_at = now()
            export.save(update_fields=["failed_at"])
        else:
            export.started_at = None
            export.save(update_fields=["started_at"])
            taken += 1
    return taken


def clear_old() -> int:
    """Remove those whose week is over, and later what is known of them; how many."""
    moment, cleared = now(), 0
    while some := _clear_some(moment):
        cleared += some
    AccountExport.objects.filter(expired_at__lt=moment - REMEMBERED_FOR).delete()
    shelves.clear_older(SHELF, KEPT_FOR + timedelta(days=2))
    return cleared


@transaction.atomic
def _clear_some(moment: datetime) -> int:
    old = AccountExport.objects.filter(expired_at=None, created_at__lt=moment - KEPT_FOR).order_by("pk")
    exports = list(old.select_for_update(skip_locked=True)[:AT_ONCE])
    for export in exports:
        _expire(export, moment)
    return len(exports)


def _expire(export: AccountExport, moment: datetime) -> None:
    if export.key:
        transaction.on_commit(partial(shelves.remove_quietly, export.key))
    export.key, export.expired_at = "", moment
    export.save(update_fields=["key", "expired_at"])


def _held(export: AccountExport) -> AccountExportQuerySet:
    """The row, as long as it is this attempt's."""
    return AccountExport.objects.open().filter(pk=export.pk, started_at=export.started_at)


def _record(verb: Verb, export: AccountExport, *, user: User, via: Via, origin: Origin | None = None) -> None:
    record_for_account(verb, user, user=user, via=via, origin=origin, export=str(export.pk))
