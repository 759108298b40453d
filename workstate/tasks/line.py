"""One typed line, read in the world of who types it: which project is meant, what is new, what the page adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.projects.models import Project
from workstate.tasks.due import Due
from workstate.tasks.models import Label
from workstate.tasks.quickadd import Context, Draft, parse
from workstate.tasks.quickadd.draft import DateOrder, TimeFormat

PAGE_DUE, PAGE_PROJECT, PAGE_LABEL = "page:due", "page:project", "page:label"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the line is typed: what holds unless the line says otherwise."""

    project: Project | None = None
    label: Label | None = None
    due: Due | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line means. `new_project` and `new_labels` name what does not exist yet."""

    draft: Draft
    project: Project | None
    new_project: str
    labels: list[str]
    known_labels: list[Label]
    due: Due | None
    place: Place

    def is_new(self, label: str) -> bool:
        return label.casefold() not in {known.name.casefold() for known in self.known_labels}


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
    dropped = frozenset(ignored)
    projects = list(Project.objects.visible_to(by).active().by_position())
    labels = list(Label.objects.visible_to(by))
    context = context_of(
        by, projects=[p.name for p in projects], labels=[label.name for label in labels], ignored=dropped
    )
    draft = parse(text, context)
    project, new_project = None, ""
    if draft.project:
        wanted = draft.project.casefold()
        project = next((p for p in projects if p.name.casefold() == wanted), None)
        new_project = "" if project else draft.project
    place = Place(
        project=None if draft.project or PAGE_PROJECT in dropped else place.project,
        label=None if PAGE_LABEL in dropped else place.label,
        due=None if draft.due_on or PAGE_DUE in dropped else place.due,
    )
    named = [*draft.labels]
    if place.label and place.label.name.casefold() not in {name.casefold() for name in named}:
        named.append(place.label.name)
    else:
        place = Place(place.project, None, place.due)
    return Reading(
        draft=draft,
        project=project or place.project,
        new_project=new_project,
        labels=named,
        known_labels=labels,
        due=Due(draft.due_on, draft.due_time) if draft.due_on else place.due,
        place=place,
    )
