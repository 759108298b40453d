"""What tasks have beside their columns (labels, people, a rule), now that a change of it is to be taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from workstate.activity.models import Event
from workstate.tasks.actions.acts import Change
from workstate.tasks.actions.repeating import as_json
from workstate.tasks.models import Recurrence, Task, TaskAssignee, TaskLabel


class Present:
    """Of the tasks that the events are about; at most three queries."""

    def __init__(self, events: Sequence[Event], rows: Mapping[UUID, Task]) -> None:
        told = {name for event in events for name in event.data.get("before", {})}
        about = [pk for event in events if (pk := UUID(event.subject_id)) in rows]
        self._sets: dict[str, dict[UUID, list[str]]] = {"labels": defaultdict(list), "assignees": defaultdict(list)}
        if "labels" in told:
            on = TaskLabel.objects.filter(task__in=about).order_by("pk")
            for pk, name in on.values_list("task_id", "label__name"):
                self._sets["labels"][pk].append(name)
        if "assignees" in told:
            people = TaskAssignee.objects.filter(task__in=about).order_by("pk")
            for pk, member in people.values_list("task_id", "member_id"):
                self._sets["assignees"][pk].append(str(member))
        self._rules: dict[UUID, dict[str, Any]] = {}
        if "repeat" in told or any(name.startswith("due_") for name in told):
            self._rules = {row.pk: as_json(row) for row in Recurrence.objects.filter(task__in=about)}

    def put_back(self, event: Event, change: Change, *, although_changed: bool) -> None:
        """
        Note in the change what the task has now and what it is to have.

        Of labels and people only what the event put on comes off, and the other way round; a rule that somebody has changed
        since stays.
        """
        before, after = event.data.get("before", {}), event.data.get("after", {})
        for name, present in self._sets.items():
            if name not in before:
                continue
            has = present[change.task.pk]
            wanted = before[name] if although_changed else _without(has, before[name], after.get(name) or [])
            if set(wanted) != set(has):
                change.notice(name, list(has), list(wanted))
        self._rule(change, before, after, although_changed=although_changed)

    def _rule(
        self, change: Change, before: Mapping[str, Any], after: Mapping[str, Any], *, although_changed: bool
    ) -> None:
        has = self._rules.get(change.task.pk)
        wanted = has
        if "repeat" in before and (although_changed or has == after.get("repeat")):
            wanted = before["repeat"]
        if wanted and change.columns.get("due_on", change.task.due_on) is None:
            # What comes back has a day from which it does.
            if has and not although_changed and "due_on" in change.columns:
                for name in [name for name in change.columns if name.startswith("due_")]:
                    del change.columns[name]
                wanted = has
            else:
                wanted = None
        if wanted != has:
            change.notice("repeat", has, wanted)


def _without(has: Sequence[str], before: Iterable[str], after: Iterable[str]) -> list[str]:
    before, after = list(before), list(after)
    kept = [one for one in has if one in before or one not in after]
    return kept + [one for one in before if one not in after and one not in kept]
