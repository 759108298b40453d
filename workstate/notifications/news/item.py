from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from workstate.activity.models import Event
from workstate.core.actor import Via
from workstate.notifications.kinds import Kind
from workstate.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Item:
    """
    That a person may be told of something; whether they are depends on what they see and wish (actions.telling).

    `occasion` names what happened: of one occasion a person is told once in a kind.
    """

    user: UUID
    kind: Kind
    occasion: str
    workspace: UUID | None = None
    actor: UUID | None = None
    """Whose act it was; None for what came about by itself."""
    event: int | None = None
    task: UUID | None = None
    comment: UUID | None = None
    project: UUID | None = None
    notice: UUID | None = None
    about: str = ""
    """What it is grouped under if that is neither a task nor a project nor the workspace, such as "file.<id>"."""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        if self.about:
            return self.about
        if self.task:
            return f"task.{self.task}"
        return f"project.{self.project}" if self.project else f"workspace.{self.workspace}"


Reading = Callable[[Sequence[Event]], Iterable[Item]]


def actor_of(event: Event) -> UUID | None:
    return None if event.via == Via.SYSTEM else event.user_id


def of_event(event: Event, user: UUID, kind: Kind, **fields: Any) -> Item:
    """An item of what the event says, of that event alone unless another occasion is named."""
    known = {"occasion": f"event.{event.pk}", "workspace": event.workspace_id, "actor": actor_of(event)}
    return Item(user=user, kind=kind, event=event.pk, **{**known, **fields})


def of_tasks(
    rows: Iterable[tuple[Event, UUID, Task, Mapping[str, Any]]],
    kind: Kind,
    occasions: Mapping[tuple[UUID, UUID], str] | None = None,
) -> list[Item]:
    """
    An item for each person and task of the rows (event, user, task, data). What one act did to several tasks of a
    project is told as one, which says how many they were.

    `occasions` names that of a person and a task where it is not the event.
    """
    occasions = occasions or {}
    together: dict[tuple[UUID, object, UUID | None, str], list[tuple[Event, Task, Mapping[str, Any]]]] = {}
    for event, user, task, data in rows:
        act = str(data.get("act", ""))
        together.setdefault((user, event.batch or event.pk, task.project_id, act), []).append((event, task, data))
    items = []
    for (user, batch, project, act), some in together.items():
        event, task, data = some[0]
        count = len({task.pk for _event, task, _data in some})
        if count == 1 or project is None:
            for event, task, data in some:
                occasion = occasions.get((user, task.pk), f"event.{event.pk}")
                items.append(of_event(event, user, kind, occasion=occasion, task=task.pk, data=data))
        else:
            occasion = ".".join(filter(None, [str(batch), str(project), act]))
            told = {"count": count, **({"act": act} if act else {})}
            items.append(of_event(event, user, kind, occasion=occasion, project=project, data=told))
    return items
