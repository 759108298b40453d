"""Whatever changes sums is followed by a look at the budgets of its workspace, so that warnings come within a second or two."""

from __future__ import annotations

from collections.abc import Sequence

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.budgets.watching import watch

# What else may change them (a task that moves, a project that comes back) is found by the job within five minutes.
COUNTED = (
    Verb.TIMER_STOPPED,
    Verb.ENTRY_CREATED,
    Verb.ENTRIES_CREATED,
    Verb.ENTRY_CHANGED,
    Verb.ENTRY_RESTORED,
    Verb.BUDGET_SET,
    Verb.BUDGET_CHANGED,
    Verb.BUDGET_RESTORED,
    Verb.RATE_SET,
    Verb.RATE_CHANGED,
    Verb.RATE_DELETED,
    Verb.RATE_RESTORED,
)


def watch_those(events: Sequence[Event]) -> None:
    for workspace in sorted({event.workspace_id for event in events if event.workspace_id}):
        watch(workspace)
