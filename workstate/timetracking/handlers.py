"""A timer ends with the right to track: who left a workspace times nothing in it, nor does anybody in one that is closed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.timetracking.actions import stop_timer
from workstate.timetracking.models import TimeEntry

STOPPING = (Verb.MEMBER_REMOVED, Verb.MEMBER_LEFT, Verb.WORKSPACE_ARCHIVED, Verb.WORKSPACE_DELETED)


def stop_timers(events: Sequence[Event]) -> None:
    """Stop what ran in the workspace when it happened, at that moment; what was started since goes on."""
    for event in events:
        for entry in _running(event):
            assert entry.started_at is not None
            at = max(event.happened_at.replace(microsecond=0), entry.started_at)
            by = Actor(entry.user, entry.workspace, Role.GUEST, Via.SYSTEM)
            stop_timer(by=by, entry=entry.pk, at=at)


def _running(event: Event) -> QuerySet[TimeEntry]:
    running = TimeEntry.objects.running().filter(workspace=event.workspace_id, started_at__lte=event.happened_at)
    if event.verb in {Verb.MEMBER_REMOVED, Verb.MEMBER_LEFT}:
        running = running.filter(user=event.data["user"])
    return running.select_related("user", "workspace").order_by("pk")
