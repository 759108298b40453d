"""What a place is."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.savedviews.filters import Node
from workstate.savedviews.looks import Look, Sort
from workstate.savedviews.models import Layout
from workstate.tasks import queries
from workstate.tasks.models import Task
from workstate.tasks.rows import Empty

BY_DUE = (Sort("due"), Sort("priority"), Sort("hand"))


class Place:
    """One place, for one actor. `subject` is the row that the place is of, when it is of one."""

    name: ClassVar[str]
    icon: ClassVar[str] = "list"
    usual: ClassVar[Look] = Look(sort=BY_DUE)
    layouts: ClassVar[tuple[str, ...]] = tuple(Layout.values)
    hides_project: ClassVar[bool] = False
    moves_overdue: ClassVar[bool] = False

    def __init__(self, actor: Actor, subject: Any = None) -> None:
        self.actor, self.subject = actor, subject

    @property
    def adds(self) -> bool:
        """Whether tasks are added here."""
        return not self.actor.reads_only

    @property
    def offer(self) -> str:
        """What the empty place offers to do."""
        return _("Add a task") if self.adds else ""

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
