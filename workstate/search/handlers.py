"""Documents follow what happens. Each is made from its thing as it is now, so that twice, late or out of order is the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.search.indexing import index, index_tasks
from workstate.search.jobs import index_missing_later, refile_project_later
from workstate.search.models import Kind

TASKS = frozenset({Verb.TASK_CREATED, Verb.TASK_CHANGED, Verb.TASK_MOVED, Verb.TASK_RESTORED})
# Whether a thing is in the bin, in the archive or done is asked of the thing when somebody searches.
THINGS = {
    Verb.PROJECT_CREATED: Kind.PROJECT,
    Verb.PROJECT_CHANGED: Kind.PROJECT,
    Verb.COMMENT_CREATED: Kind.COMMENT,
    Verb.COMMENT_EDITED: Kind.COMMENT,
    Verb.ATTACHMENT_CREATED: Kind.ATTACHMENT,
    Verb.ATTACHMENT_CHANGED: Kind.ATTACHMENT,
    Verb.TIMER_STARTED: Kind.ENTRY,
    Verb.TIMER_STOPPED: Kind.ENTRY,
    Verb.ENTRY_CREATED: Kind.ENTRY,
    Verb.ENTRY_CHANGED: Kind.ENTRY,
}
READERS = frozenset({Verb.PROJECT_OPENED, Verb.PROJECT_CLOSED})
MANY = frozenset({Verb.TASKS_CREATED, Verb.ENTRIES_CREATED})


def index_tasks_told(events: Sequence[Event]) -> None:
    for workspace, some in _by_workspace(events).items():
        index_tasks(workspace, {UUID(event.subject_id) for event in some})


def index_told(events: Sequence[Event]) -> None:
    for workspace, some in _by_workspace(events).items():
        things: dict[Kind, set[UUID]] = defaultdict(set)
        for event in some:
            things[THINGS[Verb(event.verb)]].add(UUID(event.subject_id))
        index(workspace, things)


def index_many_later(events: Sequence[Event]) -> None:
    """What was brought in together is found by a worker: it may be a hundred thousand rows."""
    for workspace in _by_workspace(events):
        index_missing_later(workspace)


def refile_later(events: Sequence[Event]) -> None:
    """A project became everyone's or private: what lies in it is found by others, by a worker."""
    for workspace, some in _by_workspace(events).items():
        for project in {UUID(event.subject_id) for event in some}:
            refile_project_later(workspace, project)


def _by_workspace(events: Sequence[Event]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = defaultdict(list)
    for event in events:
        if event.workspace_id:
            found[event.workspace_id].append(event)
    return found
