"""
The newest of what happened, as far as its reader may see the subjects of it now.

An act on many is one line. Each source is read backwards along an index, so that a page costs the same however much happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from workstate.activity.models import Event
from workstate.core.actor import Actor
from workstate.feeds.kinds import OPEN, PLACED, Kind, verbs_of
from workstate.feeds.things import PROJECT
from workstate.projects.models import Project
from workstate.tasks.models import Task

PAGE = 50
# Who sees a few projects gets the newest of each; who sees many, of the workspace.
FEW_PROJECTS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which project, by whom, of what kind, and before which event."""

    project: Project | None = None
    person: UUID | None = None
    kind: Kind | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and how many more the same act made in the same place."""

    event: Event
    more: int


@dataclass(frozen=True, slots=True)
class Feed:
    told: list[Told]
    next: int | None
    """Before which event the next page begins; None on the last."""


def feed_of(actor: Actor, asked: Asked, *, most: int = PAGE) -> Feed:
    """Newest first; the caller has looked the project up. At most six queries."""
    found: set[int] = set()
    for source in _sources(actor, asked):
        found |= set(source[: most + 1])
    newest = sorted(found, reverse=True)
    shown = newest[:most]
    events = {event.pk: event for event in Event.objects.filter(pk__in=shown).select_related("user")}
    counts = _counts(events.values(), actor)
    told = [
        Told(events[pk], counts.get((events[pk].batch, events[pk].verb, events[pk].project_id), 1) - 1) for pk in shown
    ]
    return Feed(told, shown[-1] if len(newest) > most else None)


def _sources(actor: Actor, asked: Asked) -> list[QuerySet[Event, int]]:
    placed, unplaced = verbs_of(PLACED, asked.kind), verbs_of(OPEN, asked.kind)
    events = Event.objects.filter(workspace=actor.workspace)
    if asked.person:
        events = events.filter(user=asked.person)
    if asked.before is not None:
        events = events.filter(pk__lt=asked.before)
    sources: list[QuerySet[Event]] = []
    if placed:
        happened = _first_of_each_act(_on_tasks_in_sight(events.filter(verb__in=placed), actor))
        if asked.project:
            # What was written down before events knew their place is found by its subject alone.
            old = Q(subject_type=PROJECT, subject_id=str(asked.project.pk), project_id=None)
            sources += [happened.filter(project_id=asked.project.pk), events.filter(old, verb__in=placed)]
        else:
            sources += [_of_projects(happened, actor), _of_the_inbox(events.filter(verb__in=placed), actor)]
    if unplaced and not asked.project and not actor.is_guest:
        sources.append(events.filter(verb__in=unplaced))
    return [source.order_by("-pk").values_list("pk", flat=True) for source in sources]


def _of_projects(events: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    projects = list(Project.objects.visible_to(actor).values_list("pk", flat=True)[: FEW_PROJECTS + 1])
    if len(projects) > FEW_PROJECTS:
        return events.filter(project_id__in=Project.objects.visible_to(actor).values("pk"))
    # The newest of each project, so that whoever sees little does not walk past what others do.
    rows = Event.objects.none()
    if projects:
        each = [events.filter(project_id=pk).order_by("-pk").values("pk")[: PAGE * 2 + 1] for pk in projects]
        rows = Event.objects.filter(pk__in=each[0].union(*each[1:], all=True) if len(each) > 1 else each[0])
    return rows


def _of_the_inbox(events: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    """What the reader did in their own."""
    own = Task.objects.visible_to(actor).filter(pk=OuterRef("task_id"))
    mine = events.filter(Exists(own), project_id=None, task_id__isnull=False, user=actor.user)
    later = Event.objects.filter(batch=OuterRef("batch"), verb=OuterRef("verb"), project_id=None, pk__gt=OuterRef("pk"))
    return mine.filter(Q(batch=None) | ~Exists(later))


def _on_tasks_in_sight(events: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    """A task may have gone to where the reader does not see it, whatever they saw when it happened."""
    seen = Task.objects.visible_to(actor).filter(pk=OuterRef("task_id"))
    return events.filter(Q(task_id=None) | Exists(seen))


def _first_of_each_act(events: QuerySet[Event]) -> QuerySet[Event]:
    """Of what one act did to many in one project the newest event; the others are counted."""
    later = Event.objects.filter(
        batch=OuterRef("batch"), verb=OuterRef("verb"), project_id=OuterRef("project_id"), pk__gt=OuterRef("pk")
    )
    return events.filter(Q(batch=None) | ~Exists(later))


def _counts(events: Iterable[Event], actor: Actor) -> dict[tuple[UUID | None, str, UUID | None], int]:
    """How many events each act has in each place, as far as the reader sees their tasks. One query."""
    batches = {event.batch for event in events if event.batch}
    if not batches:
        return {}
    rows = _on_tasks_in_sight(Event.objects.filter(workspace=actor.workspace, batch__in=batches), actor)
    counted = rows.values_list("batch", "verb", "project_id").annotate(number=Count("pk")).order_by()
    return {(batch, verb, project): number for batch, verb, project, number in counted}
