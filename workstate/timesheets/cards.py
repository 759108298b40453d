"""One cell looked at closely: the entries in it, its hours and its note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.durations import format_duration
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timesheets.actions.subjects import Subjects
from workstate.timesheets.holding import Held, held_in, locks_in
from workstate.timesheets.keys import RowKey
from workstate.timesheets.queries import name_of
from workstate.timetracking.models import TimeEntry


@dataclass(frozen=True, slots=True)
class CardLine:
    """An entry, with the seconds of it that fall on the day."""

    entry: TimeEntry
    seconds: int
    is_part: bool


@dataclass(frozen=True, slots=True)
class Card:
    key: RowKey
    day: date
    task: Task | None
    project: Project | None
    held: Held
    lines: list[CardLine]
    lock: str
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return name_of(self.key, self.task, self.project)

    @property
    def value(self) -> str:
        return format_duration(self.held.total) if self.held.total else ""

    @property
    def note(self) -> str:
        return self.held.note

    @property
    def shown_value(self) -> str:
        return self.typed.get("value", self.value)

    @property
    def shown_note(self) -> str:
        return self.typed.get("note", self.note)


def card_of(
    key: RowKey, day: date, actor: Actor, *, error: str = "", typed: Mapping[str, str] | None = None
) -> Card | None:
    """The actor's own cell; None of a row that the actor neither sees nor has time on."""
    held = held_in(actor, day, day, now()).get((key, day), Held())
    seconds = {part.entry: part.seconds for part in held.parts}
    own = TimeEntry.objects.visible_to(actor).of(actor.user).kept().select_related("task__project", "project")
    entries = list(own.filter(pk__in=seconds).order_by("started_at", "pk"))
    if held.is_running or held.running:
        entries += list(own.running())
        seconds |= {entry.pk: held.running for entry in entries if entry.is_running}
    subjects = Subjects.named({key}, actor)
    task = subjects.tasks.get(key.task) if key.task else None
    project = next((entry.project for entry in entries), subjects.projects.get(key.project) if key.project else None)
    if not entries and ((key.task and task is None) or (key.project and project is None)):
        return None
    lines = [CardLine(entry, seconds[entry.pk], entry.last_day is not None) for entry in entries]
    lock = locks_in(actor, day, day).get(day, "")
    home = (task.project if task else None) if key.task else project
    return Card(key, day, task, home, held, lines, lock, error, typed or {})
