"""What an import will make, said before it makes anything; and what it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.projects.models import Section
from workstate.transfer.choices import Choices
from workstate.transfer.importers.rows import ImportedEntry, ImportedProject, ImportedSection, ImportedTask, Problem
from workstate.transfer.targets import Targets
from workstate.transfer.walk import Item, OpenFile, Person, Walk, open_reading

ERRORS_KEPT = 1000
NOTES_KEPT = 500
NAMES_KEPT = 60
ROWS_SHOWN = 8
PEOPLE_KEPT = 50

OnProgress = Callable[[int], None]  # told the line that was reached


class _Stored:
    """A dataclass that is kept as JSON."""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what to_json() wrote; names that are not known any more are passed over."""
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})  # type: ignore[arg-type]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)  # type: ignore[call-overload, no-any-return]


@dataclass
class Report(_Stored):
    """What an import made. `existing` rows were here already; `left_out` are rows with errors."""

    projects: int = 0
    clients: int = 0
    labels: int = 0
    sections: int = 0
    tasks: int = 0
    entries: int = 0
    seconds: int = 0
    existing: int = 0
    left_out: int = 0
    project_id: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass
class Plan(Report):
    """
    What an import will make: the numbers of a Report, some of the names, the first rows, and what is wrong by line.

    `problems` holds the first of them (as Problem's fields), `errors` and `notes` count all. `people` are the persons of the
    file as [key, name, rows]; `person` is whose rows are taken, None when somebody must say.
    """

    readable: bool = True
    project: str = ""
    lines: int = 0
    person: str | None = ""
    people: list[tuple[str, str, int]] = field(default_factory=list)
    errors: int = 0
    notes: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    new_projects: list[str] = field(default_factory=list)
    known_projects: list[str] = field(default_factory=list)
    new_labels: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def makes_something(self) -> bool:
        return bool(self.projects or self.sections or self.tasks or self.entries)

    @property
    def refusal(self) -> str:
        """Why nothing can be imported, if so; rows with errors apart."""
        if not self.readable:
            return _("The file cannot be read to its end, so nothing of it can be imported.")
        if self.person is None:
            return _("The file holds entries of several people. Choose whose are yours.")
        if not self.makes_something:
            if self.existing and self.errors:
                return _("The rows without errors are here already. Mend the others in the file and choose it again.")
            if self.existing:
                return _("Everything in this file is here already.")
            return _("There is nothing to import in this file.")
        return ""


def make_plan(open_file: OpenFile, source: str, choices: Choices, by: Actor, on_progress: OnProgress) -> Plan:
    """Read the whole file and say what will be made of it. Writes nothing, raises nothing about the file."""

    def attempt(person: str | None) -> tuple[Plan, Walk]:
        plan = Plan()
        planner = _Planner(plan, source, by)
        walk = Walk(open_reading(open_file(), source, choices, by), source, person, by, planner.note)
        for batch in walk.batches():
            planner.take(batch)
            on_progress(walk.line)
        for key, other in walk.people.items():
            if key != walk.person:
                message = _("%(count)d entries of %(person)s from this line on are not imported: you import your own.")
                terms = {"count": other.count, "person": other.name}
                planner.note(Problem(other.first_line, "User", message % terms, "note"))
        planner.finish()
        plan.lines = walk.line
        return plan, walk

    # Nearly every file is of one person, and then the first pass is the last.
    plan, walk = attempt(None)
    person = _whose(walk.people, choices, by)
    if person is not None and person != (walk.person or ""):
        plan, walk = attempt(person)
    if person is None:
        # What stands in the plan so far is of whoever came first, and nobody said that they are meant.
        plan = Plan(lines=plan.lines, readable=plan.readable, errors=plan.errors, problems=plan.problems)
        plan.problems = [problem for problem in plan.problems if problem["severity"] == "error"]
    plan.person = person
    ranked = sorted(walk.people.items(), key=lambda item: -item[1].count)
    plan.people = [(key, other.name, other.count) for key, other in ranked[:PEOPLE_KEPT]]
    return plan


def _whose(people: dict[str, Person], choices: Choices, by: Actor) -> str | None:
    """Whose rows are taken: the chosen person's; the one there is; else the importing person's own; else nobody knows."""
    if choices.person in people:
        return choices.person
    if len(people) <= 1:
        return next(iter(people), "")
    if by.user.email.casefold() in people:
        return by.user.email.casefold()
    named = [key for key, other in people.items() if other.name.casefold() == by.user.name.casefold()]
    return named[0] if len(named) == 1 else None


class _Planner:
    """Counts, batch by batch."""

    def __init__(self, plan: Plan, source: str, by: Actor) -> None:
        self._plan = plan
        self._by = by
        self._targets = Targets(source, by, active_only=source == "todoist")
        self._projects: set[tuple[str, str]] = set()
        self._clients: set[str] = set()
        self._labels: set[str] = set()
        self._tasks: set[tuple[str, str, str]] = set()
        self._sections: set[str] | None = None
        self._errors: list[Problem] = []
        self._notes: list[Problem] = []

    def note(self, problem: Problem) -> None:
        """Count a problem, and keep it if it is among the first."""
        if problem.fatal:
            self._plan.readable = False
        if problem.severity == "error":
            self._plan.errors += 1
            if len(self._errors) < ERRORS_KEPT or problem.fatal:
                self._errors.append(problem)
        else:
            self._plan.notes += 1
            if len(self._notes) < NOTES_KEPT:
                self._notes.append(problem)

    def finish(self) -> None:
        found = sorted(self._errors + self._notes, key=lambda problem: problem.line)
        self._plan.problems = [asdict(problem) for problem in found]

    def take(self, batch: list[Item]) -> None:
        plan = self._plan
        for item in batch:
            row = item.row
            if isinstance(row, ImportedProject):
                plan.project = row.name
                self._project(row.client, row.name)
            elif isinstance(row, ImportedSection):
                self._section(row)
            elif item.made:
                plan.existing += 1
            elif isinstance(row, ImportedTask):
                plan.tasks += 1
                self._label_names(row.labels)
                self._show(item)
            else:
                plan.entries += 1
                self._entry(row)
                self._show(item)

    def _entry(self, row: ImportedEntry) -> None:
        plan = self._plan
        plan.seconds += row.duration
        day = row.day.isoformat()
        plan.first_day = min(plan.first_day or day, day)
        plan.last_day = max(plan.last_day, day)
        self._label_names(row.labels)
        if row.project:
            self._project(row.client, row.project)
        if row.task and (place := (row.client, row.project, row.task)) not in self._tasks:
            self._tasks.add(place)
            if self._targets.task(*place) is None:
                self._new_task(row)

    def _new_task(self, row: ImportedEntry) -> None:
        if row.project and self._targets.project(row.client, row.project) in self._targets.archived:
            message = _("“%(project)s” is archived here, so no task “%(task)s” is made; its time goes to the project.")
            self.note(Problem(row.line, "Task", message % {"project": row.project, "task": row.task}, "note"))
        else:
            self._plan.tasks += 1

    def _project(self, client: str, name: str) -> None:
        if (client, name) in self._projects:
            return
        self._projects.add((client, name))
        plan = self._plan
        shown = f"{name} · {client}" if client else name
        if self._targets.project(client, name):
            if len(plan.known_projects) < NAMES_KEPT:
                plan.known_projects.append(shown)
            return
        plan.projects += 1
        if len(plan.new_projects) < NAMES_KEPT:
            plan.new_projects.append(shown)
        if client and client.casefold() not in self._targets.clients | self._clients:
            self._clients.add(client.casefold())
            plan.clients += 1

    def _section(self, row: ImportedSection) -> None:
        if self._sections is None:
            within = self._targets.project("", row.project)
            named = Section.objects.visible_to(self._by).filter(project=within).values_list("name", flat=True)
            self._sections = {name.casefold() for name in named} if within else set()
        if row.name.casefold() not in self._sections:
            self._sections.add(row.name.casefold())
            self._plan.sections += 1

    def _label_names(self, labels: tuple[str, ...]) -> None:
        for label in labels:
            if label.casefold() not in self._labels:
                self._labels.add(label.casefold())
                if label.casefold() not in self._targets.labels:
                    self._plan.labels += 1
                    if len(self._plan.new_labels) < NAMES_KEPT:
                        self._plan.new_labels.append(label)

    def _show(self, item: Item) -> None:
        if len(self._plan.rows) >= ROWS_SHOWN:
            return
        row = item.row
        shown: dict[str, Any] = {"line": row.line}
        if isinstance(row, ImportedEntry):
            shown |= {
                "title": row.description or row.task,
                "project": row.project,
                "day": row.day.isoformat(),
                "seconds": row.duration,
                "labels": list(row.labels),
            }
        elif isinstance(row, ImportedTask):
            shown |= {
                "title": row.title,
                "project": row.section,
                "day": row.due_on.isoformat() if row.due_on else "",
                "priority": row.priority,
                "under": bool(row.parent_key),
                "labels": list(row.labels),
            }
        self._plan.rows.append(shown)
