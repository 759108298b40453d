"""
The places whose lists are views: which tasks stand there, and how each is looked at by whoever has not chosen.

A place says what; a look says how (looks.py); a layout draws (layouts/).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.core.errors import Invalid
from workstate.projects.models import Project
from workstate.projects.policies import can_edit_project
from workstate.savedviews.filters import Node, Term, Value, parse
from workstate.savedviews.filters.tree import every
from workstate.savedviews.looks import Look, Sort
from workstate.savedviews.models import Layout, SavedView
from workstate.tasks import queries
from workstate.tasks.models import Label, Task
from workstate.tasks.rows import Empty
from workstate.tasks.words import days_ahead

BY_DUE = (Sort("due"), Sort("priority"), Sort("hand"))
SPANS = (7, 14, 30)


class Place:
    """One place, for one actor. `subject` is the row that the place is of, when it is of one."""

    name: ClassVar[str]
    icon: ClassVar[str] = "list"
    usual: ClassVar[Look] = Look(sort=BY_DUE)
    layouts: ClassVar[tuple[str, ...]] = tuple(Layout.values)
    adds: ClassVar[bool] = True
    hides_project: ClassVar[bool] = False
    moves_overdue: ClassVar[bool] = False

    def __init__(self, actor: Actor, subject: Any = None) -> None:
        self.actor, self.subject = actor, subject

    @cached_property
    def formats(self) -> Formats:
        return Formats.of(self.actor.user)

    @property
    def today(self) -> date:
        return self.formats.today

    @property
    def key(self) -> str:
        """In addresses and in the API: today, project:<id>."""
        return f"{self.name}:{self.subject.pk}" if self.subject else self.name

    @property
    def columns(self) -> dict[str, Any]:
        """Of the rows of Look that are about it."""
        subjects = dict.fromkeys(("project", "label", "view"))
        return {"place": self.name, **subjects} | ({self.name: self.subject} if self.subject else {})

    @property
    def address(self) -> str:
        return reverse(f"views:{self.name}", args=[self.actor.workspace.slug, *self._arguments()])

    def _arguments(self) -> tuple[Any, ...]:
        return (self.subject.pk,) if self.subject else ()

    @property
    def heading(self) -> str:
        raise NotImplementedError

    @property
    def subtitle(self) -> str:
        return ""

    @property
    def empty(self) -> Empty:
        raise NotImplementedError

    @property
    def line(self) -> str:
        """What quick add takes from the place, as the query of its address."""
        return ""

    @property
    def project(self) -> Project | None:
        return None

    @property
    def can_edit(self) -> bool:
        """Whether the actor may say how the place opens for everybody."""
        return False

    @property
    def filter(self) -> str:
        """The filter that is part of the place itself."""
        return ""

    @property
    def said(self) -> Node | None:
        """The place in the filter language, for a view that is saved from here; None for all tasks."""
        return None

    def tasks(self) -> QuerySet[Task]:
        """What is to be done here and in sight, in no order."""
        raise NotImplementedError

    def everything(self) -> QuerySet[Task]:
        """The same with what is done with, cancelled or put away: for a filter that asks for such. Never the bin."""
        return queries.kept(self.actor)

    def done(self) -> QuerySet[Task] | None:
        """What was completed here, the last first, to stand folded at the foot of a list; None where it does not."""
        return None

    def done_too(self) -> QuerySet[Task] | None:
        """tasks() and done() at once, where few are done: they are fetched together then."""
        return None

    def deferred(self) -> QuerySet[Task] | None:
        """What is out of sight until a day to come; None where it does not stand at the foot."""
        return None


class Inbox(Place):
    name = "inbox"
    icon = "inbox"
    usual = Look(sort=(Sort("hand"),))
    hides_project = True

    @property
    def heading(self) -> str:
        return _("Inbox")

    @property
    def line(self) -> str:
        return "list=inbox"

    @property
    def empty(self) -> Empty:
        return Empty("inbox", _("What has no project yet lands here. Only you see it."), _("Add a task"))

    @property
    def said(self) -> Node:
        return Term("inbox")

    def tasks(self) -> QuerySet[Task]:
        return queries.inbox(self.actor)

    def everything(self) -> QuerySet[Task]:
        return queries.kept(self.actor).in_inbox()

    def deferred(self) -> QuerySet[Task]:
        return queries.deferred(self.actor, None)


class Today(Place):
    name = "today"
    icon = "sun"
    usual = Look(group="due", sort=BY_DUE)
    moves_overdue = True

    @property
    def heading(self) -> str:
        return _("Today")

    @property
    def subtitle(self) -> str:
        return self.formats.full_day(self.today)

    @property
    def line(self) -> str:
        return "due=today"

    @property
    def empty(self) -> Empty:
        return Empty("sun", _("Nothing is due today. Plan something, or look at what is coming."), _("Add a task"))

    @property
    def said(self) -> Node:
        return Term("due", "<", (Value("tomorrow"),))

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor).filter(due_on__lte=self.today)

    def done_too(self) -> QuerySet[Task]:
        """With what the actor completed on the day."""
        return queries.of_the_day(self.actor, self.today)


class Upcoming(Place):
    """Day by day from tomorrow on; `subject` is for how many days."""

    name = "upcoming"
    icon = "calendar-days"
    usual = Look(group="due", sort=BY_DUE)

    def __init__(self, actor: Actor, days: int = SPANS[0]) -> None:
        super().__init__(actor)
        self.days = days

    @property
    def heading(self) -> str:
        return _("Upcoming")

    @property
    def line(self) -> str:
        return "due=tomorrow"

    @property
    def empty(self) -> Empty:
        said = _("Nothing is due in the next %(days)d days.") % {"days": self.days}
        return Empty("calendar-days", said, _("Add a task"))

    @property
    def said(self) -> Node:
        return every([Term("due", ">", (Value("today"),)), Term("due", "<=", (Value(f"in {self.days} days"),))])

    def tasks(self) -> QuerySet[Task]:
        days = days_ahead(self.today + timedelta(days=1), self.days)
        return queries.in_sight(self.actor).filter(due_on__gte=days[0], due_on__lte=days[-1])


class Assigned(Place):
    name = "assigned"
    icon = "user-check"
    adds = False

    @property
    def heading(self) -> str:
        return _("Assigned to me")

    @property
    def empty(self) -> Empty:
        return Empty("user-check", _("Nothing is assigned to you. What people give you to do stands here."))

    @property
    def said(self) -> Node:
        return Term("assigned", ":", (Value("", "me"),))

    def tasks(self) -> QuerySet[Task]:
        return queries.assigned(self.actor)

    def everything(self) -> QuerySet[Task]:
        return queries.kept(self.actor).filter(assignees__user=self.actor.user)


class AllTasks(Place):
    """Every open task in sight: where a filter starts."""

    name = "all"
    icon = "list"

    @property
    def heading(self) -> str:
        return _("All tasks")

    @property
    def empty(self) -> Empty:
        return Empty("list", _("There is nothing to do. Add the first task."), _("Add a task"))

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor)


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
        return Empty("tag", _("No open task carries this label."), _("Add a task"))

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
    def adds(self) -> bool:  # type: ignore[override]
        return self.can_edit and not self.subject.archived_at

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
        return Empty("folder", _("This project has no tasks yet."), _("Add a task"))

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


SIMPLE: Mapping[str, type[Place]] = {place.name: place for place in (Inbox, Today, Upcoming, Assigned, AllTasks)}


def find(key: str, actor: Actor) -> Place:
    """The place with this key; raises Http404 for one that is not there or that the actor does not see."""
    name, _colon, rest = key.partition(":")
    if not rest and name in SIMPLE:
        return SIMPLE[name](actor)
    if name == "priority" and rest in {"1", "2", "3", "4"}:
        return PriorityPlace(actor, int(rest))
    rows: dict[str, tuple[type[Place], QuerySet[Any]]] = {
        "project": (ProjectPlace, Project.objects.visible_to(actor).kept().select_related("client")),
        "label": (LabelPlace, Label.objects.visible_to(actor)),
        "view": (ViewPlace, SavedView.objects.visible_to(actor).kept()),
    }
    try:
        kind, found = rows[name]
        return kind(actor, get_object_or_404(found, pk=UUID(rest)))
    except (KeyError, ValueError) as error:
        raise Http404(_("There is no such list.")) from error


def upcoming(actor: Actor, days: str) -> Upcoming:
    """Raises Invalid for days that are not offered."""
    if days not in map(str, SPANS):
        raise Invalid(_("Choose 7, 14 or 30 days."), field="days")
    return Upcoming(actor, int(days))
