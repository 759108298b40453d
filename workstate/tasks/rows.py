"""A task as a line of a list: what it shows, worked out once, so that the template only prints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from workstate.tasks.models import Label, Task
from workstate.tasks.words import DueWords, Reader, due_words


@dataclass(frozen=True, slots=True)
class Row:
    task: Task
    due: DueWords
    labels: list[Label]
    subtasks: int
    subtasks_done: int
    tracked: int
    running_since: datetime | None
    seconds: int
    """Tracked, with the clock that runs."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading. `values` go along when a row is dropped here; None: rows have no order of their own."""

    key: str
    title: str
    rows: list[Row]
    total: int | None = None
    folded: bool = False
    tracked: int = 0
    values: dict[str, str] | None = None
    move_to_today: bool = False
    more: str = ""
    note: str = ""

    @property
    def sortable(self) -> bool:
        return self.values is not None

    @property
    def values_json(self) -> str:
        return json.dumps(self.values)

    @property
    def count(self) -> int:
        return len(self.rows) if self.total is None else self.total


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds of a day: planned, tracked, and what the day has."""

    planned: int
    tracked: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty place teaches."""

    icon: str
    text: str
    action: str = ""


@dataclass(slots=True)
class Page:
    """A list of tasks."""

    name: str
    heading: str
    groups: list[Group]
    empty: Empty
    subtitle: str = ""
    place: str = ""
    adds: bool = True
    plan: Plan | None = None
    more: str = ""
    hides_project: bool = False
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(group.count for group in self.groups)


def rows_of(tasks: Iterable[Task], reader: Reader, *, hide: date | None = None) -> list[Row]:
    """Tasks that queries.listed() brought, in their order."""
    return [
        Row(
            task=task,
            due=due_words(task, reader, hide=hide),
            labels=list(task.labels.all()),
            subtasks=getattr(task, "subtasks", 0),
            subtasks_done=getattr(task, "subtasks_done", 0),
            tracked=getattr(task, "tracked", None) or 0,
            running_since=(since := getattr(task, "running_since", None)),
            seconds=(getattr(task, "tracked", None) or 0)
            + (max(0, int((reader.now - since).total_seconds())) if since else 0),
        )
        for task in tasks
    ]
