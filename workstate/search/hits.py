"""What was found, as a line of the page, of the palette and of the API: read anew from the things, for the one who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.clock import day_of
from workstate.core.durations import format_duration
from workstate.projects.models import Project
from workstate.search.asking import Query
from workstate.search.marking import LOOKED_THROUGH, excerpt, marked
from workstate.search.models import Kind, kept
from workstate.tasks.models import Task

NOTHING = Query("", "")
NO_WORDS = SafeString("")


@dataclass(frozen=True, slots=True)
class Hit:
    """A line. `title` and `snippet` are markup with what was asked for marked; `name` is the title as it stands."""

    kind: Kind
    pk: UUID
    url: str
    name: str
    title: SafeString
    icon: str
    snippet: SafeString = NO_WORDS
    key: str = ""
    project: str = ""
    colour: str = ""
    said: str = ""
    """By whom, how long: a few words."""
    dated: date | None = None
    day_words: str = ""
    """The date as the reader writes it."""
    is_done: bool = False
    is_archived: bool = False

    @property
    def hint(self) -> str:
        """What tells it from others of the same name, in one line."""
        return " · ".join(filter(None, [self.key, self.project, self.said]))


class Reading:
    """Makes lines for one person and one question."""

    def __init__(self, actor: Actor, query: Query = NOTHING) -> None:
        self._actor = actor
        self._query = query
        self._slug = actor.workspace.slug
        self._tasks = reverse("tasks:list", args=[self._slug])
        self._formats = Formats.of(actor.user)

    def of(self, kind: Kind, ids: Sequence[UUID]) -> list[Hit]:
        """In the order of the ids; what has gone meanwhile is left out. One query, none for no ids."""
        if not ids:
            return []
        rows = {row.pk: row for row in _ROWS[kind](kept(kind, self._actor), self._actor).filter(pk__in=ids)}
        draw: Callable[[Any], Hit] = getattr(self, f"_{kind.value}")
        return [draw(rows[pk]) for pk in ids if pk in rows]

    def of_tasks(self, tasks: Iterable[Task]) -> list[Hit]:
        return [self._task(task) for task in tasks]

    def _task(self, task: Task) -> Hit:
        done = bool(task.completed_at or task.cancelled_at)
        return Hit(
            kind=Kind.TASK,
            pk=task.pk,
            url=f"{self._tasks}{task.number}/",
            name=task.title,
            title=marked(task.title, self._query),
            snippet=excerpt(getattr(task, "words", ""), self._query),
            icon="circle-check" if done else "circle",
            is_done=done,
            **self._on(task.due_on),
            **self._where(task),
        )

    def _project(self, project: Project) -> Hit:
        return Hit(
            kind=Kind.PROJECT,
            pk=project.pk,
            url=f"{reverse('projects:list', args=[self._slug])}{project.pk}/",
            name=project.name,
            title=marked(project.name, self._query),
            snippet=excerpt(getattr(project, "words", ""), self._query),
            icon=project.icon or "folder",
            colour=project.colour,
            is_archived=project.archived_at is not None,
        )

    def _comment(self, comment: Any) -> Hit:
        return Hit(
            kind=Kind.COMMENT,
            pk=comment.pk,
            url=f"{self._tasks}{comment.task.number}/#comment-{comment.pk}",
            name=comment.task.title,
            title=marked(comment.task.title, NOTHING),
            snippet=excerpt(comment.words, self._query) or marked(comment.words[:120], self._query),
            icon="message-square",
            said=str(comment.author or _("Somebody who has left")),
            **self._on(day_of(comment.created_at, self._actor.zone)),
            **self._where(comment.task),
        )

    def _attachment(self, file: Any) -> Hit:
        return Hit(
            kind=Kind.ATTACHMENT,
            pk=file.pk,
            url=f"{self._tasks}{file.task.number}/",
            name=file.name,
            title=marked(file.name, self._query),
            icon=file.kind.value,
            said=file.task.title,
            **self._on(day_of(file.created_at, self._actor.zone)),
            **self._where(file.task),
        )

    def _entry(self, entry: Any) -> Hit:
        said = [] if entry.user_id == self._actor.user.pk else [str(entry.user)]
        said += [entry.task.title] if entry.sees_task else []
        said += [format_duration(entry.duration) if entry.duration is not None else _("running")]
        return Hit(
            kind=Kind.ENTRY,
            pk=entry.pk,
            url=reverse("timetracking:entry", args=[self._slug, entry.pk]),
            name=entry.description,
            title=marked(entry.description, self._query),
            icon="clock",
            said=" · ".join(said),
            **self._on(entry.day),
            **self._of_project(entry.project if entry.sees_project else None),
        )

    def _where(self, task: Task) -> dict[str, Any]:
        archived = task.archived_at is not None or bool(task.project and task.project.archived_at)
        key = f"{self._actor.workspace.key_prefix}-{task.number}"
        return {"key": key, "is_archived": archived, **self._of_project(task.project)}

    def _on(self, day: date | None) -> dict[str, Any]:
        return {"dated": day, "day_words": self._formats.month_day(day)} if day else {}

    @staticmethod
    def _of_project(project: Project | None) -> dict[str, Any]:
        return {"project": project.name, "colour": project.colour} if project else {}


def _with_words(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """As much of a long text as is looked through."""
    found: QuerySet[Any] = rows.defer(field).annotate(words=Left(field, LOOKED_THROUGH))
    return found


def _with_what_is_seen(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Time may have gone into what its reader does not see, such as a task in another's inbox: that is not named."""
    found: QuerySet[Any] = rows.annotate(
        sees_task=Exists(kept(Kind.TASK, actor).filter(pk=OuterRef("task_id"))),
        sees_project=Exists(kept(Kind.PROJECT, actor).filter(pk=OuterRef("project_id"))),
    )
    return found


_ROWS: Mapping[Kind, Callable[[QuerySet[Any], Actor], QuerySet[Any]]] = {
    Kind.TASK: lambda rows, _actor: _with_words(rows.select_related("project"), "description"),
    Kind.PROJECT: lambda rows, _actor: _with_words(rows, "description"),
    Kind.COMMENT: lambda rows, _actor: _with_words(rows.select_related("task__project", "author"), "text"),
    Kind.ATTACHMENT: lambda rows, _actor: rows.select_related("task__project"),
    Kind.ENTRY: lambda rows, actor: _with_what_is_seen(rows.select_related("task", "project", "user"), actor),
}
