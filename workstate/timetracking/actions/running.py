"""Changing and discarding what runs, for whoever knows it as the timer rather than as an entry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.errors import Conflict
from workstate.timetracking.actions.entries import change_entry, delete_entry
from workstate.timetracking.actions.locking import Stale, lock_person, require_version, running_entry
from workstate.timetracking.models import TimeEntry


@transaction.atomic
def change_timer(
    *, by: Actor, entry: UUID | None = None, version: int | None = None, batch: UUID | None = None, **changes: Any
) -> TimeEntry:
    """
    Change the running entry as change_entry does.

    With `entry`, that one alone: a late edit changes no other timer. Raises Stale where it does not run (any more), and
    where `version` is not the present one.
    """
    running = _meant(by, entry, version)
    return change_entry(running, by=by, batch=batch, **changes)


@transaction.atomic
def discard_timer(
    *, by: Actor, entry: UUID | None = None, version: int | None = None, batch: UUID | None = None
) -> TimeEntry:
    """
    Put the running entry into the bin, from where it comes back running. The same again answers with the same entry.

    Raises Stale as change_timer does: time that was stopped meanwhile is not thrown away.
    """
    if entry is not None:
        lock_person(by.user)
        if gone := TimeEntry.objects.visible_to(by).of(by.user).filter(pk=entry, deleted_at__isnull=False).first():
            return gone
    return delete_entry(_meant(by, entry, version), by=by, batch=batch)


def _meant(by: Actor, entry: UUID | None, version: int | None) -> TimeEntry:
    clock = lock_person(by.user)
    running = running_entry(by.user)
    require_version(clock, version, running)
    if running is None or (entry is not None and running.pk != entry):
        raise Stale(clock.version, running)
    if running.workspace_id != by.workspace.pk:
        name = running.workspace.name
        raise Conflict(_("This timer runs in “%(name)s”. Go there to change it.") % {"name": name})
    return running
