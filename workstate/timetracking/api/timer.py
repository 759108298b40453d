"""The one timer, for programs: what may be asked of it and what it answers, the same by REST and by socket."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from rest_framework.serializers import Serializer

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import NotFound
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking import actions
from workstate.timetracking.actions.instants import Overlap
from workstate.timetracking.actions.running import change_timer, discard_timer
from workstate.timetracking.api.shapes import (
    TimerChange,
    TimerContinue,
    TimerDiscard,
    TimerStart,
    TimerStop,
    shown,
)
from workstate.timetracking.models import Clock, EntryLabel, TimeEntry
from workstate.workspaces.models import Membership

Answer = dict[str, Any]


def timer_of(by: Actor) -> Answer:
    """
    What runs, in whichever workspace.

    The version is read ahead of the entry: whoever acts on the two knows at worst of too little, and is refused.
    """
    version = _versions(by).first() or 0
    return _answer(by, TimeEntry.objects.of(by.user).running().first(), version=version)


@transaction.atomic
def start(by: Actor, body: Any) -> Answer:
    values = resolved(by, _read(TimerStart, body))
    entry = actions.start_timer(values.pop("task", None), by=by, **values)
    return _answer(by, entry, entry.replaced)


@transaction.atomic
def stop(by: Actor, body: Any) -> Answer:
    values = _read(TimerStop, body)
    entry = actions.stop_timer(by=by, **values)
    if entry is None and "entry" in values:
        # Nothing to stop: it was discarded, or stopped in another workspace. It is shown as it is.
        entry = TimeEntry.objects.of(by.user).filter(pk=values["entry"]).first()
        if entry is None:
            raise NotFound
    return _answer(by, entry)


@transaction.atomic
def change(by: Actor, body: Any) -> Answer:
    entry = change_timer(by=by, **resolved(by, _read(TimerChange, body)))
    return _answer(by, entry)


@transaction.atomic
def discard(by: Actor, body: Any) -> Answer:
    entry = discard_timer(by=by, **_read(TimerDiscard, body))
    return _answer(by, entry)


@transaction.atomic
def go_on(by: Actor, body: Any, *, entry: UUID) -> Answer:
    """Start the timer on what an entry was about."""
    before = get_object_or_404(TimeEntry.objects.visible_to(by), pk=entry)
    again = actions.continue_entry(before, by=by, **_read(TimerContinue, body))
    return _answer(by, again, again.replaced)


def conflict_of(error: Exception, by: Actor) -> Answer:
    """What is said of the timer to whoever is refused because of what happened meanwhile, beside the problem itself."""
    code = "stale" if isinstance(error, actions.Stale) else "overlap" if isinstance(error, Overlap) else ""
    return {"timer": timer_of(by), **({"code": code} if code else {})}


def resolved(by: Actor, values: dict[str, Any]) -> dict[str, Any]:
    """The values with identifiers replaced by the rows that the actor may see; raises Http404."""
    doors: dict[str, QuerySet[Any]] = {
        "task": Task.objects.visible_to(by).kept(),
        "project": Project.objects.visible_to(by).kept(),
    }
    return {
        name: get_object_or_404(doors[name], pk=value) if name in doors and value else value
        for name, value in values.items()
    }


def _read(shape: type[Serializer[Any]], body: Any) -> dict[str, Any]:
    asked = shape(data=body)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def _versions(by: Actor) -> QuerySet[Clock, int]:
    return Clock.objects.filter(user=by.user).values_list("version", flat=True)


def _answer(
    by: Actor, entry: TimeEntry | None, replaced: TimeEntry | None = None, *, version: int | None = None
) -> Answer:
    """
    What every request about the timer is answered with, in one query.

    Without a version it is read with the entries, by an act that still has the person's lock: nothing comes in between.
    """
    labels = EntryLabel.objects.filter(entry=OuterRef("pk")).order_by("label__name").values("label__name")
    wanted = [one.pk for one in (entry, replaced) if one is not None]
    rows = (
        TimeEntry.objects.of(by.user)
        .filter(pk__in=wanted)
        .select_related("workspace")
        .annotate(label_names=ArraySubquery(labels), version=Subquery(_versions(by)))
    )
    told = {row.pk: row for row in rows} if wanted else {}
    if version is None:
        version = told[entry.pk].version if entry else _versions(by).first()  # type: ignore[attr-defined]
    return {
        "version": version or 0,
        "now": now(),
        "entry": _told(told[entry.pk], by) if entry else None,
        "replaced": _told(told[replaced.pk], by) if replaced else None,
    }


def _told(row: TimeEntry, by: Actor) -> dict[str, Any]:
    names: list[str] = row.label_names  # type: ignore[attr-defined]
    told = {**shown(row, labels=names), "workspace": row.workspace.slug}
    if row.workspace_id != by.workspace.pk and not Membership.objects.filter(user=by.user, workspace=row.workspace_id):
        # The time stays the person's own in a workspace that they have left; what it was spent on is not theirs to know.
        told |= {"task": None, "project": None, "labels": []}
    return told
