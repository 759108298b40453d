"""A task as a line of a list: what it shows, worked out once, so that the template only prints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workstate.accounts.formats import Formats
from workstate.accounts.models import User
from workstate.core.actor import Actor
from workstate.projects.models import Section
from workstate.tasks import extensions
from workstate.tasks.access import learn_levels_of
from workstate.tasks.extensions import Mark
from workstate.tasks.models import Label, Priority, Task
from workstate.tasks.policies import can_edit_task
from workstate.tasks.words import DueWords, completion_words, deferral_words, due_words


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
    select_words: str
    people: list[User] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    key: str = ""
    """The id of the row in its page; of one time that a repeating task was done, its own."""
    can_edit: bool = True
    """Whether whoever looks may change the task: what they may not do, they are not offered."""
    once: bool = False
    """One time that a repeating task was done: it is told, and not to be acted on."""

    @property
    def is_done(self) -> bool:
        return self.once or bool(self.task.completed_at or self.task.cancelled_at)


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
    section: Section | None = None
    """The section of the project that this is, to be renamed, moved, folded and deleted at its head."""
    adds: str = ""
    """The address of a line that adds a task at the foot of this group."""

    @property
    def sortable(self) -> bool:
        return self.values is not None

    @property
    def values_json(self) -> str:
        return json.dumps(self.values)

    @property
    def count(self) -> int:
        return len(self.rows) if self.total is None else self.total

    @property
    def is_over(self) -> bool:
        """More is at work than its section allows."""
        return bool(self.section and self.section.limit and self.count > self.section.limit)


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
    adds: bool = True
    plan: Plan | None = None
    more: str = ""
    hides_project: bool = False
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(group.count or group.section for group in self.groups)

    @property
    def ahead(self) -> list[Group]:
        """Groups ahead of the sections."""
        return list(takewhile(lambda group: group.section is None, self.groups))

    @property
    def in_sections(self) -> list[Group]:
        return [group for group in self.groups if group.section]

    @property
    def behind(self) -> list[Group]:
        """Groups behind the sections."""
        return self.groups[len(self.ahead) + len(self.in_sections) :]


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
    deferred: bool = False,
    with_parent: bool = False,
) -> list[Row]:
    """
    Tasks that queries.listed() brought, in their order.

    `hide` is the day of the heading that they stand under, `day_only` leaves the time of day to the hint, `done` tells when
    each was completed instead of when it was due, `deferred` until when it is out of sight; `with_parent` names what a
    subtask is part of, where it does not stand under it.
    """
    tasks = list(tasks)
    learn_levels_of(tasks, actor)
    addresses, said = Addresses.of(actor), _Said.now()
    # Many are due on the same day: what that is called is worked out once.
    by_day: dict[tuple[object, ...], DueWords] = {}
    rows = []
    for task in tasks:
        if done:
            words = completion_words(task, formats, hide=hide)
        elif deferred:
            words = deferral_words(task, formats)
        else:
            key = task.due_on, task.due_at, task.completed_at is None and task.cancelled_at is None
            if key not in by_day:
                by_day[key] = due_words(task, formats, hide=hide, day_only=day_only)
            words = by_day[key]
        rows.append(_row(task, actor, formats, addresses, said, words, with_parent))
    return rows


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of every row in the language in force, asked for once a list."""

    complete: str
    more: str
    priorities: dict[int, str]

    @classmethod
    def now(cls) -> _Said:
        return cls(_("Complete: %s"), _("More: %s"), {priority.value: str(priority.label) for priority in Priority})


def _row(
    task: Task, actor: Actor, formats: Formats, addresses: Addresses, said: _Said, words: DueWords, with_parent: bool
) -> Row:
    tracked: int = getattr(task, "tracked", None) or 0
    since: datetime | None = getattr(task, "running_since", None)
    return Row(
        task=task,
        due=words,
        labels=_fetched(task, "labels"),
        subtasks=getattr(task, "subtasks", 0),
        subtasks_done=getattr(task, "subtasks_done", 0),
        tracked=tracked,
        running_since=since,
        seconds=tracked + (max(0, int((formats.now - since).total_seconds())) if since else 0),
        url=f"{addresses.tasks}{task.number}/",
        project_url=f"{addresses.projects}{task.project_id}/" if task.project_id else "",
        complete_words=_complete_words(task, said),
        more_words=said.more % task.title,
        select_words=_("Select: %s") % task.title,
        people=[member.user for member in _fetched(task, "assignees")],
        marks=_marks(task, formats, with_parent),
        key=f"task-{task.number}-row",
        can_edit=can_edit_task(actor, task),
    )


def _marks(task: Task, formats: Formats, with_parent: bool) -> list[Mark]:
    """What is known of the task beside its columns. Only what is so is said."""
    marks = []
    if count := getattr(task, "subtasks", 0):
        marks.append(Mark("list-tree", f"{getattr(task, 'subtasks_done', 0)}/{count}", _("Subtasks done")))
    ended = task.completed_at or task.cancelled_at
    if task.cancelled_at:
        marks.append(Mark("ban", _("cancelled"), _("Cancelled %s") % formats.exact(task.cancelled_at)))
    if getattr(task, "blocked", False) and not ended:
        marks.append(Mark("ban", _("blocked"), _("Another task that is still open blocks this one"), "blocked"))
    if getattr(task, "repeats", False):
        marks.append(Mark("repeat", "", _("Repeats")))
    if task.deadline_on and not ended:
        day = formats.day(task.deadline_on)
        exact = _("Deadline: %s") % formats.exact(task.deadline_on)
        marks.append(Mark("flag", day, exact, "late" if task.deadline_on <= formats.today else ""))
    if task.start_on and task.start_on > formats.today and not ended:
        starts = pgettext("a task", "from %s") % formats.day(task.start_on)
        marks.append(Mark("calendar", starts, _("Starts %s") % formats.exact(task.start_on)))
    if with_parent and (parent := getattr(task, "parent_title", None)):
        marks.append(Mark("corner-left-up", parent, _("Part of: %s") % parent, "part"))
    return [*marks, *extensions.marks_of(task)]


def _complete_words(task: Task, said: _Said) -> str:
    words = said.complete % task.title
    return words if task.priority == Priority.P4 else f"{words}, {said.priorities[task.priority]}"


def _fetched(task: Task, name: str) -> list[Any]:
    """What was fetched ahead for many tasks; to ask for it through the task makes a manager for each."""
    fetched = getattr(task, "_prefetched_objects_cache", {}).get(name)
    return list(getattr(task, name).all() if fetched is None else fetched)
