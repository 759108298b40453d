"""Long work of imports, in a worker. Each may run twice, or beside itself, and then does nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from workstate.core.actor import Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, NotAllowed, NotFound
from workstate.transfer.models import Import

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=2)
KEPT_FOR = timedelta(days=7)


@shared_task
def read_import(import_id: str) -> None:
    """Read an uploaded file and keep the preview."""
    from workstate.transfer.actions import plan_import
    from workstate.transfer.progress import Progress

    incoming = Import.objects.select_related("workspace", "user").filter(pk=import_id).first()
    if incoming is None or not incoming.is_reading:
        return
    at_work(incoming, partial(plan_import, incoming, on_progress=Progress(incoming.pk)))


@shared_task
def bring_import_in(import_id: str) -> None:
    """Bring in a file whose preview was accepted."""
    from workstate.transfer.actions import apply_import
    from workstate.transfer.progress import Progress

    with transaction.atomic():
        # Whoever holds the row is doing it; when they fail they say so.
        free = Import.objects.select_for_update(skip_locked=True, of=("self",)).select_related("workspace", "user")
        incoming = free.filter(pk=import_id).first()
    if incoming is None or not incoming.is_running:
        return
    lines = int(incoming.plan.get("lines", 0))
    at_work(incoming, partial(apply_import, incoming, on_progress=Progress(incoming.pk, lines)))


@shared_task
def tend_imports() -> None:
    """Take up again what a lost worker or broker left lying, and forget files that nobody came back for."""
    from workstate.transfer.actions import discard_import

    moment = now()
    waiting = Import.objects.filter(applied_at=None, discarded_at=None).select_related("workspace", "user")
    for incoming in waiting.filter(failed_at=None, created_at__lt=moment - PATIENCE).order_by("created_at")[:50]:
        if incoming.is_reading:
            read_import.apply_async([str(incoming.pk)], retry=False)
        elif incoming.is_running:
            bring_import_in.apply_async([str(incoming.pk)], retry=False)
    stale = waiting.filter(created_at__lt=moment - KEPT_FOR)
    for incoming in stale.filter(Q(started_at=None) | Q(failed_at__isnull=False)).order_by("created_at")[:50]:
        at_work(incoming, partial(discard_import, incoming))


def at_work(incoming: Import, work: Callable[..., object]) -> None:
    """Do the work as the person whose import it is; what goes wrong is written down in words for them."""
    from workstate.transfer.actions import fail_import
    from workstate.workspaces.queries import actor_in

    try:
        by = actor_in(incoming.workspace.slug, incoming.user, via=Via.IMPORT)
    except NotFound:
        logger.info("Import %s belongs to somebody who left the workspace.", incoming.pk)
        return
    try:
        work(by=by)
    except Invalid as refusal:
        fail_import(incoming, " ".join(refusal.messages), by=by)
    except (Conflict, NotAllowed) as refusal:
        current = Import.objects.get(pk=incoming.pk)
        if current.is_open:
            fail_import(incoming, refusal.message, by=by)
    except Exception:
        logger.exception("Import %s failed.", incoming.pk)
        message = _(
            "Something went wrong on the server, and nothing was imported. Try again, or tell your administrator."
        )
        fail_import(incoming, message, by=by)
