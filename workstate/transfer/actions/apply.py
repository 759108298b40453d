"""Bringing a file in: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, require
from workstate.core.turns import take_turn
from workstate.transfer.actions.bringing import Bringing
from workstate.transfer.actions.entries import EntryBringing
from workstate.transfer.actions.tasks import TaskBringing
from workstate.transfer.models import Import
from workstate.transfer.policies import can_change_import


def nobody_asks(line: int) -> None:
    """Tell nobody how far it is."""


@transaction.atomic
def apply_import(incoming: Import, *, by: Actor, on_progress: Callable[[int], None] = nobody_asks) -> Import:
    """
    Bring the file in. Done already: answers with it and makes nothing; what earlier imports made is passed over.

    Raises Invalid when a row cannot be imported and not only the good ones are wanted; then nothing was written.
    """
    require(can_change_import(by, incoming))
    incoming = Import.objects.select_for_update().get(pk=incoming.pk)
    if incoming.applied_at:
        return incoming
    if not (incoming.is_running and incoming.planned_at):
        raise Conflict(_("This import was not begun, or has been stopped."))
    # Two files with the same rows, brought in at once, would each find that nobody brought them yet.
    take_turn(f"import:{by.workspace.pk}")

    kind: type[Bringing] = TaskBringing if incoming.source == "todoist" else EntryBringing
    report = kind(incoming, by.through(Via.IMPORT), on_progress).bring_in()
    incoming.report = report.to_json()
    incoming.applied_at = now()
    incoming.save(update_fields=["report", "applied_at"])
    incoming.parts.all().delete()
    record(Verb.IMPORT_APPLIED, incoming, by=by, source=incoming.source, tasks=report.tasks, entries=report.entries)
    return incoming
