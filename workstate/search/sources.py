"""What of each thing is indexed, read from the thing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from workstate.attachments.models import Attachment
from workstate.discussions.models import Comment
from workstate.projects.models import Project
from workstate.search.models import Kind
from workstate.search.scopes import ADMINISTRATORS, EVERYBODY, person, scopes_of
from workstate.search.scopes import project as shared
from workstate.search.words import configuration_of
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry


@dataclass(frozen=True, slots=True)
class Text:
    """One document before it is stored. `name` weighs more than `words`."""

    subject: UUID
    workspace: UUID
    dated: date
    scopes: list[int]
    configuration: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Source:
    model: type[Model]
    fields: tuple[str, ...]
    read: Callable[[tuple[Any, ...]], Text]

    @property
    def rows(self) -> QuerySet[Any]:
        """Every row there is, the bin's too: what may be read is decided when it is."""
        return self.model._default_manager.all()

    def texts(self, workspace: UUID, ids: Iterable[UUID]) -> Iterator[Text]:
        """Those of the rows that have anything to find."""
        rows = self.rows.filter(workspace=workspace, pk__in=list(ids)).order_by("pk").values_list(*self.fields)
        return (text for text in map(self.read, rows) if text.name or text.words)


def _readers(project: UUID | None, everyone: str | None, creator: UUID | None) -> list[str]:
    """Of what lies in a project, or in an inbox."""
    if project is None:
        return [person(creator)]
    return [EVERYBODY if everyone else ADMINISTRATORS, shared(project)]


def _made(instant: datetime) -> date:
    return instant.date()


def _task(row: tuple[Any, ...]) -> Text:
    pk, workspace, made, language, project, everyone, creator, title, description = row
    scopes = scopes_of(workspace, Kind.TASK, _readers(project, everyone, creator), _made(made))
    return Text(pk, workspace, _made(made), scopes, configuration_of(language), title, description)


def _project(row: tuple[Any, ...]) -> Text:
    pk, workspace, made, language, everyone, name, description = row
    scopes = scopes_of(workspace, Kind.PROJECT, _readers(pk, everyone, None), _made(made))
    return Text(pk, workspace, _made(made), scopes, configuration_of(language), name, description)


def _comment(row: tuple[Any, ...]) -> Text:
    pk, workspace, made, language, project, everyone, creator, text = row
    scopes = scopes_of(workspace, Kind.COMMENT, _readers(project, everyone, creator), _made(made))
    return Text(pk, workspace, _made(made), scopes, configuration_of(language), "", text)


def _attachment(row: tuple[Any, ...]) -> Text:
    pk, workspace, made, language, project, everyone, creator, name = row
    scopes = scopes_of(workspace, Kind.ATTACHMENT, _readers(project, everyone, creator), _made(made))
    return Text(pk, workspace, _made(made), scopes, configuration_of(language), name, "")


def _entry(row: tuple[Any, ...]) -> Text:
    pk, workspace, day, language, user, description = row
    scopes = scopes_of(workspace, Kind.ENTRY, [person(user), ADMINISTRATORS], day)
    return Text(pk, workspace, day, scopes, configuration_of(language), description, "")


_COMMON = ("pk", "workspace_id", "created_at")
_OF_TASK = ("task__project_id", "task__project__everyone", "task__created_by_id")

SOURCES: Mapping[Kind, Source] = {
    Kind.TASK: Source(
        Task,
        (*_COMMON, "created_by__language", "project_id", "project__everyone", "created_by_id", "title", "description"),
        _task,
    ),
    Kind.PROJECT: Source(Project, (*_COMMON, "created_by__language", "everyone", "name", "description"), _project),
    Kind.COMMENT: Source(Comment, (*_COMMON, "author__language", *_OF_TASK, "text"), _comment),
    Kind.ATTACHMENT: Source(Attachment, (*_COMMON, "uploaded_by__language", *_OF_TASK, "name"), _attachment),
    Kind.ENTRY: Source(TimeEntry, ("pk", "workspace_id", "day", "user__language", "user_id", "description"), _entry),
}
"""In the order in which they are built: what hangs on a task after the task."""
