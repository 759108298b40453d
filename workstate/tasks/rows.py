"""A task as a line of a list: what it shows, worked out once, so that the template only prints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.tasks.models import Label, Priority, Task
from workstate.tasks.words import DueWords, completion_words, due_words


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
    url: str
    project_url: str
    complete_words: str
    more_words: str


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
    wide_due: bool = False

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


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where rows lead, worked out once a page: a list of a hundred asks for three hundred addresses."""

    tasks: str
    projects: str

    @classmethod
    def of(cls, actor: Actor) -> Addresses:
        slug = actor.workspace.slug
        return cls(reverse("tasks:list", args=[slug]), reverse("projects:list", args=[slug]))


def rows_of(
    tasks: Iterable[Task],
    actor: Actor,
    formats: Formats,
    *,
    hide: date | None = None,
    day_only: bool = False,
    done: bool = False,
) -> list[Row]:
    """
    Tasks that queries.listed() brought, in their order.

    `hide` is the day of the heading that they stand under, `day_only` leaves the time of day to the hint, `done` tells when
    each was completed instead of when it was due.
    """
    addresses = Addresses.of(actor)
    return [_row(task, formats, addresses, _words(task, formats, hide, day_only, done)) for task in tasks]


def _row(task: Task, formats: Formats, addresses: Addresses, words: DueWords) -> Row:
    tracked: int = getattr(task, "tracked", None) or 0
    since: datetime | None = getattr(task, "running_since", None)
    return Row(
        task=task,
        due=words,
        labels=list(task.labels.all()),
        subtasks=getattr(task, "subtasks", 0),
        subtasks_done=getattr(task, "subtasks_done", 0),
        tracked=tracked,
        running_since=since,
        seconds=tracked + (max(0, int((formats.now - since).total_seconds())) if since else 0),
        url=f"{addresses.tasks}{task.number}/",
        project_url=f"{addresses.projects}{task.project_id}/" if task.project_id else "",
        complete_words=_complete_words(task),
        more_words=_("More: %s") % task.title,
    )


def _complete_words(task: Task) -> str:
    words = _("Complete: %s") % task.title
    return words if task.priority == Priority.P4 else f"{words}, {task.get_priority_display()}"


def _words(task: Task, formats: Formats, hide: date | None, day_only: bool, done: bool) -> DueWords:
    if done:
        return completion_words(task, formats, hide=hide)
    return due_words(task, formats, hide=hide, day_only=day_only)
