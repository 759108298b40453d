"""Taking back all that one act did to however many entries: wholly, or not at all when one of them has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import Conflict
from workstate.core.ids import new_id
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.actions.locking import advance, lock_person
from workstate.timetracking.actions.timer import require_no_timer
from workstate.timetracking.actions.writing import Act, Edit, store
from workstate.timetracking.models import TimeEntry

_TAKEN_BACK = frozenset(
    {
        Verb.ENTRY_CREATED,
        Verb.ENTRY_CHANGED,
        Verb.ENTRY_DELETED,
        Verb.ENTRY_RESTORED,
        Verb.TIMER_STARTED,
        Verb.TIMER_STOPPED,
    }
)

_RUNS_ON = {"stopped_at": None, "last_day": None, "duration": None}


@transaction.atomic
def take_back(batch: UUID, *, by: Actor) -> Act:
    """
    Undo what an act of the actor did to entries: what it made goes to the bin, what it changed is put back, what it
    binned returns, a timer that it stopped runs on and one that it started is discarded.

    Raises Conflict, and does nothing, when there is nothing to take back or one of the entries has changed since: half of
    a split or of a merge taken back would invent time or lose it.
    """
    clock = lock_person(by.user)
    events = list(
        Event.objects.filter(workspace=by.workspace, batch=batch, user=by.user, verb__in=_TAKEN_BACK).order_by("pk")
    )
    if not events:
        raise Conflict(_("There is nothing to take back any more."))
    entries = _locked(events, by)
    _require_untouched(events)

    verbs: dict[str, set[Verb]] = {}
    for event in events:
        verbs.setdefault(event.subject_id, set()).add(Verb(event.verb))
    made = {pk for pk, some in verbs.items() if some & {Verb.ENTRY_CREATED, Verb.TIMER_STARTED}}
    removed = [entries[pk] for pk, some in verbs.items() if pk in made or Verb.ENTRY_RESTORED in some]
    restored = [entries[pk] for pk, some in verbs.items() if Verb.ENTRY_DELETED in some and pk not in made]
    edits = _edits([event for event in events if event.subject_id not in made], entries)
    edits += [
        Edit(entries[pk], dict(_RUNS_ON)) for pk, some in verbs.items() if Verb.TIMER_STOPPED in some and pk not in made
    ]
    ran = {entry.pk for entry in entries.values() if entry.is_running and entry.deleted_at is None}
    act = store(
        by, changed=[edit for edit in edits if not _runs_again(edit)], removed=removed, batch=new_id(), undoes=batch
    )
    # What ran is out of the way by now; another timer that was started meanwhile is not.
    if any(_runs_again(edit) for edit in edits) or any(entry.is_running for entry in restored):
        require_no_timer(by)
    again = [edit for edit in edits if _runs_again(edit)]
    act.entries += store(by, changed=again, restored=restored, batch=act.batch, undoes=batch).entries
    if ran != {entry.pk for entry in entries.values() if entry.is_running and entry.deleted_at is None}:
        advance(clock, now())
    return act


def _runs_again(edit: Edit) -> bool:
    """Whether it lets a timer that was stopped run on, as if it had not been."""
    return not edit.entry.is_running and edit.columns.get("duration", 0) is None


def _locked(events: Sequence[Event], by: Actor) -> dict[str, TimeEntry]:
    ids = {UUID(event.subject_id) for event in events}
    rows = TimeEntry.objects.visible_to(by).of(by.user).filter(pk__in=ids).select_for_update().order_by("pk")
    entries = {str(entry.pk): entry for entry in rows}
    if len(entries) != len(ids):
        raise Conflict(_("There is nothing to take back any more."))
    return entries


def _require_untouched(events: Sequence[Event]) -> None:
    """Refuse what has changed since, but for what was itself taken back: acts are undone one after the other."""
    ids = {event.subject_id for event in events}
    since = Event.objects.filter(
        subject_type=TimeEntry._meta.label_lower, subject_id__in=ids, pk__gt=events[-1].pk, verb__in=_TAKEN_BACK
    )
    acts = {str(event.batch or event.pk): event.data.get("undoes") for event in since.order_by("pk")}
    void: set[str] = set()
    for batch, undoes in reversed(acts.items()):
        if undoes in acts and batch not in void:
            void |= {batch, undoes}
    if acts.keys() - void:
        raise Conflict(_("This has been changed since. Nothing was taken back."))


def _edits(events: Sequence[Event], entries: Mapping[str, TimeEntry]) -> list[Edit]:
    """For each entry that was changed, the values that it had before the first of the changes."""
    before: dict[str, dict[str, Any]] = {}
    for event in reversed(events):
        if event.verb == Verb.ENTRY_CHANGED:
            before.setdefault(event.subject_id, {}).update(event.data["before"])
    tasks = Task.objects.in_bulk({value["task"] for value in before.values() if value.get("task")})
    projects = Project.objects.in_bulk({value["project"] for value in before.values() if value.get("project")})
    edits = []
    for pk, values in before.items():
        labels = values.pop("labels", None)
        columns = {name: _typed(name, value, tasks, projects) for name, value in values.items()}
        edits.append(Edit(entries[pk], columns, labels))
    return edits


def _typed(name: str, value: Any, tasks: Mapping[Any, Task], projects: Mapping[Any, Project]) -> Any:
    if name == "task":
        return tasks.get(UUID(value)) if value else None
    if name == "project":
        return projects.get(UUID(value)) if value else None
    column: Any = TimeEntry._meta.get_field(name)
    return column.to_python(value)
