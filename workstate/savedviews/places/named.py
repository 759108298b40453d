"""The places that are of something: a priority, a label, a project, a saved view."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.projects.models import Project
from workstate.projects.policies import can_edit_project
from workstate.savedviews.filters import Node, Term, Value, parse
from workstate.savedviews.looks import Look, Sort
from workstate.savedviews.models import SavedView
from workstate.savedviews.places.base import Place
from workstate.tasks import queries
from workstate.tasks.models import Label, Task
from workstate.tasks.rows import Empty


class PriorityPlace(Place):
    """The open tasks of one priority; `subject` is the number."""

    name = "priority"
    icon = "flag"

    @property
    def key(self) -> str:
        return f"{self.name}:{self.subject}"

    @property
    def columns(self) -> dict[str, Any]:
        return {"place": f"{self.name}-{self.subject}", "project": None, "label": None, "view": None}

    def _arguments(self) -> tuple[Any, ...]:
        return (self.subject,)

    @property
    def heading(self) -> str:
        return str(_("Priority %d") % self.subject)

    @property
    def empty(self) -> Empty:
        return Empty("flag", _("No open task has this priority."))

    @property
    def said(self) -> Node:
        return Term("priority", ":", (Value(str(self.subject)),))

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor).filter(priority=self.subject)

    def everything(self) -> QuerySet[Task]:
        return queries.kept(self.actor).filter(priority=self.subject)


class LabelPlace(Place):
    name = "label"
    icon = "tag"
    subject: Label

    @property
    def heading(self) -> str:
        return self.subject.name

    @property
    def subtitle(self) -> str:
        return _("Label")

    @property
    def line(self) -> str:
        return f"label={self.subject.pk}"

    @property
    def empty(self) -> Empty:
        return Empty("tag", _("No open task carries this label."), self.offer)

    @property
    def said(self) -> Node:
        return Term("label", ":", (Value(self.subject.name),))

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor).filter(labels=self.subject)

    def everything(self) -> QuerySet[Task]:
        return queries.kept(self.actor).filter(labels=self.subject)


class ProjectPlace(Place):
    name = "project"
    icon = "folder"
    usual = Look(group="section", sort=(Sort("hand"),))
    hides_project = True
    subject: Project

    @property
    def heading(self) -> str:
        return self.subject.name

    @property
    def subtitle(self) -> str:
        return self.subject.client.name if self.subject.client else ""

    @property
    def adds(self) -> bool:
        return super().adds and self.can_edit and not self.subject.archived_at

    @property
    def line(self) -> str:
        return f"project={self.subject.pk}"

    @property
    def project(self) -> Project:
        return self.subject

    @cached_property
    def can_edit(self) -> bool:
        return can_edit_project(self.actor, self.subject)

    @property
    def empty(self) -> Empty:
        return Empty("folder", _("This project has no tasks yet."), self.offer)

    @property
    def said(self) -> Node:
        return Term("project", ":", (Value(self.subject.name),))

    def tasks(self) -> QuerySet[Task]:
        return queries.of_project(self.actor, self.subject)

    def everything(self) -> QuerySet[Task]:
        return queries.kept(self.actor).filter(project=self.subject)

    def done(self) -> QuerySet[Task]:
        return queries.completed(self.actor, self.subject)

    def deferred(self) -> QuerySet[Task]:
        return queries.deferred(self.actor, self.subject)


class ViewPlace(Place):
    """A saved view."""

    name = "view"
    icon = "list-filter"
    adds = False
    subject: SavedView

    @property
    def heading(self) -> str:
        return self.subject.name

    @property
    def subtitle(self) -> str:
        return _("View")

    @property
    def filter(self) -> str:
        return self.subject.filter

    @property
    def can_edit(self) -> bool:
        return self.subject.created_by_id == self.actor.user.pk

    @property
    def empty(self) -> Empty:
        return Empty("list-filter", _("No task matches this view."))

    @property
    def said(self) -> Node | None:
        return parse(self.subject.filter, self.formats)

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor)
