"""
What a public link shows: as much of a project or view as its maker may let out at this moment, and nothing of people.

Titles, states, dates, priorities and labels; descriptions if that was chosen. No names, no addresses, no time, no amounts, no
comments, no files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.markdown import render
from workstate.projects.access import levels_of
from workstate.projects.models import Level, Project
from workstate.publishing.models import PublicLink
from workstate.publishing.policies import can_publish
from workstate.savedviews import places
from workstate.savedviews.models import SavedView
from workstate.savedviews.scenes import look_at
from workstate.tasks import queries
from workstate.tasks.models import Task
from workstate.tasks.words import DueWords, due_words
from workstate.workspaces.queries import actor_of

MOST = 1000
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class PublicTask:
    title: str
    depth: int
    priority: int
    priority_words: str
    due: DueWords
    starts: str
    deadline: str
    labels: list[tuple[str, str]]
    """Names and colours."""
    is_done: bool
    is_cancelled: bool
    description: SafeString | str


@dataclass(frozen=True, slots=True)
class PublicGroup:
    title: str
    tasks: list[PublicTask]


@dataclass(frozen=True, slots=True)
class PublicPage:
    title: str
    description: SafeString | str
    groups: list[PublicGroup]
    more: int
    """How many tasks there are beyond those shown."""


def maker_of(link: PublicLink) -> Actor | None:
    """Whoever made the link, as they are now; None if they may not give it any more, and then it opens nothing."""
    maker = actor_of(link.created_by, link.workspace)
    return maker if maker is not None and can_publish(maker, link.subject) else None


def page_of(link: PublicLink, maker: Actor) -> PublicPage:
    """A constant number of queries, however many tasks there are."""
    formats = Formats.of(maker.user)
    subject = link.subject
    if isinstance(subject, Project):
        rows = _of_project(subject, maker, with_done=link.with_done)
    else:
        rows = _of_view(link, subject, maker)
    tasks = list(rows.select_related("section", "project").prefetch_related("labels")[: MOST + 1])
    more = rows.count() - MOST if len(tasks) > MOST else 0
    key = _section_of if isinstance(subject, Project) else _project_of
    grouped: dict[tuple[Any, str], list[Task]] = {}
    for task in tasks[:MOST]:
        grouped.setdefault(key(task), []).append(task)
    return PublicPage(
        title=subject.name,
        description=render(subject.description) if link.with_descriptions and isinstance(subject, Project) else "",
        groups=[
            PublicGroup(title, [_shown(task, depth, formats, link) for task, depth in _nested(found)])
            for (_order, title), found in grouped.items()
        ],
        more=more,
    )


def _of_project(project: Project, maker: Actor, *, with_done: bool) -> QuerySet[Task]:
    rows = queries.kept(maker).filter(project=project, archived_at=None)
    if not with_done:
        rows = rows.filter(completed_at=None, cancelled_at=None)
    return rows.order_by(F("section__position").asc(nulls_first=True), "section", "position", "id")


def _of_view(link: PublicLink, view: SavedView, maker: Actor) -> QuerySet[Task]:
    """
    What the view finds, without what is private and not the maker's to let out.

    Nothing of their inbox once somebody else has changed what the view finds: they did not let that out.
    """
    scene = look_at(places.find(f"view:{view.pk}", maker), {})
    rows = scene.narrowed(scene.place.everything()) if link.with_done else scene.tasks
    private = list(Project.objects.visible_to(maker).filter(everyone=""))
    levels = levels_of(maker, private)
    closed = [project.pk for project in private if levels.get(project.pk) != Level.ADMINISTER]
    # A filter may join to many rows, so what it found is asked for by its keys.
    found = queries.kept(maker).filter(pk__in=rows.order_by().values("pk"), archived_at=None)
    found = found.filter(Q(project=None) | ~Q(project__in=closed))
    if _was_changed_by_others(link, view):
        found = found.exclude(project=None)
    return found.order_by(F("project__position").asc(nulls_first=True), "project", "due_on", "position", "id")


def _was_changed_by_others(link: PublicLink, view: SavedView) -> bool:
    """Administrators too change views that are shared, since the link was made."""
    changes = Event.objects.about(view).filter(verb=Verb.SAVED_VIEW_CHANGED, data__before__has_key="filter")
    changes = changes.filter(happened_at__gte=link.created_at).exclude(user=link.created_by_id)
    return changes.exists()


def _section_of(task: Task) -> tuple[Any, str]:
    return task.section_id, task.section.name if task.section else ""


def _project_of(task: Task) -> tuple[Any, str]:
    return task.project_id, task.project.name if task.project else _("No project")


def _nested(tasks: Iterable[Task]) -> list[tuple[Task, int]]:
    """Each behind what it is part of, with how deep it stands; what hangs on nothing here stands at the top."""
    tasks = list(tasks)
    here = {task.pk for task in tasks}
    under: dict[UUID | None, list[Task]] = {}
    for task in tasks:
        under.setdefault(task.parent_id if task.parent_id in here else None, []).append(task)
    found: list[tuple[Task, int]] = []
    waiting = [(task, 0) for task in reversed(under.get(None, []))]
    while waiting:
        task, depth = waiting.pop()
        found.append((task, min(depth, DEEPEST)))
        waiting.extend((child, depth + 1) for child in reversed(under.get(task.pk, [])))
    return found


def _shown(task: Task, depth: int, formats: Formats, link: PublicLink) -> PublicTask:
    ended = bool(task.completed_at or task.cancelled_at)
    return PublicTask(
        title=task.title,
        depth=depth,
        priority=task.priority,
        priority_words=str(task.get_priority_display()),
        due=due_words(task, formats),
        starts=formats.day(task.start_on) if task.start_on and not ended else "",
        deadline=formats.day(task.deadline_on) if task.deadline_on and not ended else "",
        labels=[(label.name, label.colour) for label in task.labels.all()],
        is_done=task.completed_at is not None,
        is_cancelled=task.cancelled_at is not None,
        description=render(task.description) if link.with_descriptions and task.description else "",
    )
