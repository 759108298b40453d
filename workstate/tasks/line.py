"""A typed line, read in the world of who types it: which project and people are meant, what is new, what the page adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.actor import Actor, Role
from workstate.core.clock import instant_of, now
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.projects.models import Project, Section
from workstate.tasks.due import Due
from workstate.tasks.models import Label
from workstate.tasks.policies import can_create_label
from workstate.tasks.quickadd import Context, Draft, Person, When, many_lines, parse
from workstate.tasks.quickadd.draft import DateOrder, TimeFormat
from workstate.workspaces.models import Membership

PAGE_DUE, PAGE_PROJECT, PAGE_LABEL = "page:due", "page:project", "page:label"
MOST_LINES = 500
LONGEST_LINE = 2000
LONGEST_LIST = 100_000
"""Characters."""
MORNING = time(9)
"""When one is reminded on a day without a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the line is typed: what holds unless the line says otherwise."""

    project: Project | None = None
    label: Label | None = None
    due: Due | None = None
    section: Section | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line means. `new_project`, `new_section` and is_new(label) name what does not exist yet."""

    by: Actor
    draft: Draft
    project: Project | None
    new_project: str
    section: Section | None
    new_section: str
    labels: list[str]
    known_labels: frozenset[str]
    assignees: list[Membership]
    due: Due | None
    reminders: list[int | datetime]
    """Seconds before it is due, or an instant."""
    place: Place

    def is_new(self, label: str) -> bool:
        return label.casefold() not in self.known_labels

    @property
    def place_name(self) -> tuple[object, ...]:
        """Names the list that the task stands in, whether it exists or not."""
        return self.project, self.new_project.casefold(), self.section, self.new_section.casefold()

    @property
    def project_name(self) -> str:
        return self.project.name if self.project else self.new_project


def context_of(
    by: Actor, *, projects: Iterable[str] = (), labels: Iterable[str] = (), ignored: Iterable[str] = ()
) -> Context:
    """The person who types, as the parser wants to know them."""
    user = by.user
    current: datetime = now().astimezone(by.zone)
    return Context(
        now=current,
        language=user.language,
        date_order=cast("DateOrder", user.date_order),
        week_start=user.first_weekday,
        time_format=cast("TimeFormat", user.time_format),
        projects=tuple(projects),
        labels=tuple(labels),
        ignored=frozenset(ignored),
    )


def read_line(text: str, *, by: Actor, ignored: Iterable[str] = (), place: Place = NOWHERE) -> Reading:
    """Never raises: an empty title is for the action to refuse."""
    return Surroundings(by, text).read(text, ignored=ignored, place=place)


@dataclass
class Surroundings:
    """What the actor sees and may name, asked for once for any number of lines; people and sections only if need be."""

    by: Actor
    text: str
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = now().astimezone(self.by.zone)

    @cached_property
    def projects(self) -> dict[str, Project]:
        """By folded name; of two that are called alike the first in the list."""
        found: dict[str, Project] = {}
        for project in Project.objects.visible_to(self.by).active().by_position():
            found.setdefault(project.name.casefold(), project)
        return found

    @cached_property
    def labels(self) -> dict[str, Label]:
        return {label.name.casefold(): label for label in Label.objects.visible_to(self.by)}

    @cached_property
    def members(self) -> dict[str, Membership]:
        """Those who can be given a task, by id: guests see no project."""
        if "+" not in self.text:
            return {}
        people = Membership.objects.visible_to(self.by).select_related("user").order_by("joined_at", "pk")
        return {
            str(member.pk): member
            for member in people
            if member.role != Role.GUEST or member.user_id == self.by.user.pk
        }

    @cached_property
    def sections(self) -> dict[object, dict[str, Section]]:
        """By the project's id and the folded name."""
        found: dict[object, dict[str, Section]] = {}
        if "/" in self.text:
            for section in Section.objects.visible_to(self.by).by_position():
                found.setdefault(section.project_id, {}).setdefault(section.name.casefold(), section)
        return found

    @cached_property
    def _known(self) -> Context:
        user = self.by.user
        people = [
            Person(key, member.user.name, member.user.email, me=member.user_id == user.pk)
            for key, member in self.members.items()
        ]
        return replace(
            context_of(
                self.by,
                projects=[project.name for project in self.projects.values()],
                labels=[label.name for label in self.labels.values()],
            ),
            now=self.now,
            people=tuple(people),
            sections={project.name: names for project in self.projects.values() if (names := self._names(project))},
        )

    def context(self, page_project: Project | None, page_new: str, ignored: frozenset[str]) -> Context:
        """The person who types where they type, as the parser wants to know them."""
        known = replace(self._known, place_project=page_project.name if page_project else page_new, ignored=ignored)
        if page_project and (names := self._names(page_project)):
            return replace(known, sections={**known.sections, page_project.name: names})
        return known

    def _names(self, project: Project) -> tuple[str, ...]:
        return tuple(section.name for section in self.sections.get(project.pk, {}).values())

    def read(
        self, text: str, *, ignored: Iterable[str] = (), place: Place = NOWHERE, under: Reading | None = None
    ) -> Reading:
        """What the line means on a page, or under the task of another line, whose list is its own unless it says so."""
        dropped = frozenset(ignored)
        page_project = None if PAGE_PROJECT in dropped else under.project if under else place.project
        page_new = under.new_project if under else ""
        draft = parse(text, self.context(page_project, page_new, dropped))
        project, new_project = page_project, page_new
        if draft.project:
            project = self.projects.get(draft.project.casefold())
            new_project = "" if project else draft.project
        section, new_section = self._section(draft, project)
        if under and not draft.section and (project, new_project) == (under.project, under.new_project):
            section, new_section = under.section, under.new_section
        page_section = place.section if place.section and project and project.pk == place.section.project_id else None
        if page_section and not draft.section and not draft.project and not under:
            section = page_section
        named = [*draft.labels]
        label = None if PAGE_LABEL in dropped or under else place.label
        if label and label.name.casefold() in {name.casefold() for name in named}:
            label = None
        if label:
            named.append(label.name)
        page_due = None if draft.due_on or PAGE_DUE in dropped or under else place.due
        due = Due(draft.due_on, draft.due_time) if draft.due_on else page_due
        return Reading(
            by=self.by,
            draft=draft,
            project=project,
            new_project=new_project,
            section=section,
            new_section=new_section,
            labels=named,
            known_labels=frozenset(self.labels),
            assignees=[self.members[person.key] for person in draft.assignees],
            due=due,
            reminders=[self._remind(reminder, due) for reminder in draft.reminders],
            place=Place(None if draft.project or under else page_project, label, page_due),
        )

    def _section(self, draft: Draft, project: Project | None) -> tuple[Section | None, str]:
        if not draft.section:
            return None, ""
        known: Mapping[str, Section] = self.sections.get(project.pk, {}) if project else {}
        section = known.get(draft.section.casefold())
        return section, "" if section else draft.section

    def _remind(self, reminder: int | When, due: Due | None) -> int | datetime:
        """
        Without a date "!30m" is half an hour from now, for there is nothing it could come before. A time alone is meant on
        the due day, else it is the next one; a day alone is meant in the morning.
        """
        if isinstance(reminder, int):
            return reminder if due else (self.now + timedelta(seconds=reminder)).replace(second=0, microsecond=0)
        clock = reminder.time or MORNING
        day = reminder.day or (due.day if due else None)
        if day is None:
            day = self.now.date() + timedelta(days=clock <= self.now.time())
        return instant_of(day, clock, self.by.zone)


@dataclass(slots=True)
class Planned:
    """A line of a pasted list that will be a task, under that of another line or none."""

    reading: Reading
    parent: Planned | None
    id: UUID = field(default_factory=new_id)

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0


def read_lines(text: str, *, by: Actor, place: Place = NOWHERE) -> list[Planned]:
    """
    What each line of a list means; one that names another project or section than the line it stands under stands alone.

    Raises Invalid at "text" for a line without a title, for no lines and for too many.
    """
    lines = many_lines(text)
    if not lines:
        raise Invalid(_("Write what is to be done."), field="text", code="required")
    if len(lines) > MOST_LINES:
        raise Invalid(_("Add at most %(most)d tasks at once.") % {"most": MOST_LINES}, field="text")
    surroundings = Surroundings(by, text)
    planned: list[Planned] = []
    above: list[Planned] = []
    for number, (depth, line) in enumerate(lines, start=1):
        del above[depth:]
        parent = above[-1] if above else None
        reading = surroundings.read(line, place=place, under=parent.reading if parent else None)
        if not reading.draft.title:
            problem = _("Line %(number)d: say what is to be done. Every word of it was taken as a detail.")
            raise Invalid(problem % {"number": number}, field="text")
        one = Planned(reading, parent if parent and reading.place_name == parent.reading.place_name else None)
        planned.append(one)
        above.append(one)
    return planned


def new_names(planned: Iterable[Planned]) -> list[tuple[str, str]]:
    """The projects, sections and labels that would be made, each once, with their sign."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for one in planned:
        reading = one.reading
        new = [("#", reading.new_project), ("/", reading.new_section)]
        new += [("@", label) for label in reading.labels if reading.is_new(label)]
        for sign, name in new:
            if name:
                found.setdefault((sign, name.casefold()), (sign, name))
    return list(found.values())


def names(by: Actor) -> dict[str, Any]:
    """What a line can name, for completion: projects and labels with their colours, people, sections by project."""
    around = Surroundings(by, "+/")
    return {
        "projects": [[project.name, project.colour] for project in around.projects.values()],
        "labels": [[label.name, label.colour] for label in around.labels.values()],
        "people": [[member.user.name, member.user.email] for member in around.members.values()],
        "sections": {
            project.name: sections
            for project in around.projects.values()
            if (sections := [section.name for section in around.sections.get(project.pk, {}).values()])
        },
        "makes": can_create_label(by),
    }
