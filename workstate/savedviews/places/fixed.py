"""The places that every person has: inbox, today, what is coming, what is theirs, everything."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import start_of_day
from workstate.savedviews.filters import Node, Term, Value
from workstate.savedviews.filters.tree import every
from workstate.savedviews.looks import Look, Sort
from workstate.savedviews.places.base import BY_DUE, Place
from workstate.tasks import queries
from workstate.tasks.models import Task
from workstate.tasks.rows import Empty
from workstate.tasks.words import days_ahead

SPANS = (7, 14, 30)


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
        return Empty("inbox", _("What has no project yet lands here. Only you see it."), self.offer)

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
        return Empty("sun", _("Nothing is due today. Plan something, or look at what is coming."), self.offer)

    @property
    def said(self) -> Node:
        return Term("due", "<", (Value("tomorrow"),))

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor).filter(due_on__lte=self.today)

    def everything(self) -> QuerySet[Task]:
        first, end = (start_of_day(day, self.actor.zone) for day in (self.today, self.today + timedelta(days=1)))
        done = Q(completed_by=self.actor.user, completed_at__gte=first, completed_at__lt=end)
        return queries.kept(self.actor).filter(Q(due_on__lte=self.today) | done)

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
        return Empty("calendar-days", said, self.offer)

    @property
    def said(self) -> Node:
        return every([Term("due", ">", (Value("today"),)), Term("due", "<=", (Value(f"in {self.days} days"),))])

    def tasks(self) -> QuerySet[Task]:
        return self._within(queries.in_sight(self.actor))

    def everything(self) -> QuerySet[Task]:
        return self._within(queries.kept(self.actor))

    def _within(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        days = days_ahead(self.today + timedelta(days=1), self.days)
        return tasks.filter(due_on__gte=days[0], due_on__lte=days[-1])


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
        return Empty("list", _("There is nothing to do. Add the first task."), self.offer)

    def tasks(self) -> QuerySet[Task]:
        return queries.in_sight(self.actor)
