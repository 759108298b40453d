"""What the frame around every page shows: the sidebar and the running timer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from workstate.accounts.formats import current_formats
from workstate.core.actor import Actor
from workstate.core.clock import today
from workstate.focus.glance import Glance, glance_column
from workstate.focus.goal_words import Card
from workstate.focus.ring import ring_alone, ring_columns, ring_of
from workstate.notifications.bell import bell_columns
from workstate.projects.models import Favourite, FoldedBranch, Folder, Project
from workstate.projects.tree import Tree, grow
from workstate.savedviews.models import FavouriteView, SavedView
from workstate.tasks.models import Label, Task, TaskQuerySet
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.queries import running_timer
from workstate.timetracking.signs import ClockState, NoticeLine, signs_of
from workstate.workspaces.models import Workspace
from workstate.workspaces.models.workspaces import LOGO_VERSION
from workstate.workspaces.views import last_actor

# A number beside a name says "many" no better when it is exact, and counting on takes time.
MOST_COUNTED = 1000
MOST_LISTED = 500

# As the lists count: what stands under another open task is shown with it.
TOP = Q(parent=None) | Q(parent__completed_at__isnull=False) | Q(parent__cancelled_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A line of the sidebar: no more of a row than is drawn."""

    name: str
    pk: str = ""
    slug: str = ""
    colour: str = ""
    icon: str = ""
    is_shared: bool = False
    is_favourite: bool = False
    logo_version: int = 0

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


@dataclass
class Shell:
    """The frame, for one actor. Each part is read when the template asks for it, once."""

    actor: Actor
    path: str

    @property
    def workspace(self) -> Workspace:
        return self.actor.workspace

    @cached_property
    def _small(self) -> dict[str, Any]:
        """
        What is little and stands on every page, in one request: counts, workspaces, labels, saved views, clock, notices.

        Each count goes by its own index: one pass over all open tasks would take longer the more there are.
        """
        tasks = Task.objects.visible_to(self.actor).open().undeferred(today(self.actor.zone))
        inbox = tasks.in_inbox().filter(TOP, created_by=self.actor.user)
        due = tasks.filter(due_on__lte=today(self.actor.zone))
        views = SavedView.objects.visible_to(self.actor).kept().by_position()
        kept = Exists(FavouriteView.objects.filter(user=self.actor.user, view=OuterRef("pk")))
        row: Any = (
            Workspace.objects.filter(pk=self.workspace.pk)
            .values(
                inbox=_counted(inbox),
                today=_counted(due),
                focus=glance_column(self.actor.user),
                workspaces=_listed(self._in_use, name="name", slug="slug", logo_version=LOGO_VERSION),
                labels=_listed(Label.objects.visible_to(self.actor), pk="id", name="name", colour="colour"),
                views=_listed(
                    views, pk="id", name="name", colour="colour", icon="icon", is_shared="is_shared", is_favourite=kept
                ),
                **signs_of(self.actor.user),
                **ring_columns(self.actor),
                **bell_columns(self.actor.user),
            )
            .get()
        )
        return dict(row)

    @property
    def _in_use(self) -> QuerySet[Workspace]:
        """Archived ones are listed apart; the one that is open stands there in any case."""
        return Workspace.objects.of(self.actor.user).filter(Q(archived_at=None) | Q(pk=self.workspace.pk))

    @property
    def counts(self) -> dict[str, int]:
        return {"inbox": self._small["inbox"], "today": self._small["today"]}

    @cached_property
    def focus(self) -> Glance | None:
        """The person's last interval of focus or rest, in whichever workspace."""
        return Glance.parsed(self._small["focus"]) if self._small["focus"] else None

    @cached_property
    def workspaces(self) -> list[Named]:
        """Those of the person, their own first."""
        return [Named(**one) for one in self._small["workspaces"] or []]

    @cached_property
    def _all_projects(self) -> list[Project]:
        """Those that are active, and those that are not but have others under them, which the tree is to know of."""
        day = today(self.actor.zone)
        open_tasks = (
            Task.objects.filter(TOP, project=OuterRef("pk"), completed_at=None, deleted_at=None)
            .filter(cancelled_at=None, archived_at=None)
            .undeferred(day)
            .order_by()
        )
        here = Project.objects.visible_to(self.actor)
        above = Exists(here.active().filter(parent=OuterRef("pk")).order_by())
        folded = FoldedBranch.objects.filter(user=self.actor.user, project=OuterRef("pk"))
        return list(
            here.filter(Q(archived_at=None, deleted_at=None) | above)
            .annotate(
                open_tasks=Func(
                    ArraySubquery(open_tasks.values("pk")[:MOST_COUNTED]),
                    function="cardinality",
                    output_field=IntegerField(),
                ),
                is_favourite=Exists(Favourite.objects.filter(user=self.actor.user, project=OuterRef("pk"))),
                is_folded=Exists(folded),
            )
            .by_position()
        )

    @cached_property
    def tree(self) -> Tree:
        """Active projects in folders and under each other."""
        folded = FoldedBranch.objects.filter(user=self.actor.user, folder=OuterRef("pk"))
        folders = Folder.objects.visible_to(self.actor).kept().annotate(is_folded=Exists(folded)).by_position()
        return grow(self._all_projects, list(folders))

    @cached_property
    def projects(self) -> list[Project]:
        """Active projects as the tree is read, with `open_tasks` (as far as they are counted), `is_favourite`, `is_folded`."""
        return [branch.project for branch in self.tree.walk() if branch.project]

    @property
    def favourites(self) -> list[Project]:
        return [project for project in self.projects if project.is_favourite]  # type: ignore[attr-defined]

    @cached_property
    def labels(self) -> list[Named]:
        return [Named(**one) for one in self._small["labels"] or []]

    @cached_property
    def views(self) -> list[Named]:
        """Saved views, the person's own and those shared."""
        return [Named(**one) for one in self._small["views"] or []]

    @cached_property
    def running(self) -> TimeEntry | None:
        """The person's running timer, in whichever workspace: there is one."""
        return running_timer(self.actor.user)

    @cached_property
    def _signs(self) -> dict[str, Any]:
        """Out of the request for the whole frame where one is drawn; an answer that draws the timer alone asks for these."""
        if "_small" in self.__dict__:
            return self._small
        row: Any = Workspace.objects.filter(pk=self.workspace.pk).values(**signs_of(self.actor.user)).get()
        return dict(row)

    @cached_property
    def _bell(self) -> dict[str, Any]:
        if "_small" in self.__dict__:
            return self._small
        row: Any = Workspace.objects.filter(pk=self.workspace.pk).values(**bell_columns(self.actor.user)).get()
        return dict(row)

    @property
    def unread(self) -> int:
        """Notifications that the person has not read, of all their workspaces."""
        return int(self._bell["unread"])

    @property
    def reminders(self) -> list[dict[str, Any]]:
        """Those that have come and are not seen to yet."""
        return self._bell["reminders"] or []

    @property
    def bell_sound(self) -> str:
        return self._bell["bell_sound"] or ""

    @cached_property
    def goal(self) -> Card | None:
        """The person's first goal in this workspace, for the ring beside the timer."""
        formats = current_formats()
        if "_small" in self.__dict__:
            return ring_of(self._small["goal"], self.actor, formats, self.running)
        return ring_alone(self.actor, formats, self.running)

    @cached_property
    def clock(self) -> ClockState:
        """The person's clock: `version`, `asked_at` and what else a page needs to know of it."""
        return ClockState.read(self._signs)

    @cached_property
    def notices(self) -> list[NoticeLine]:
        """What the person has not put away yet, newest first, as far as it is shown."""
        return [NoticeLine(**one) for one in self._signs["notices"] or []]

    @property
    def is_asked(self) -> bool:
        """Whether “Still working?” waits for an answer about the timer that runs."""
        asked, running = self.clock.asked_at, self.running
        return bool(asked and running and running.started_at and asked >= running.started_at)

    @property
    def wants_signs(self) -> bool:
        """Whether pages are to say that somebody is there: a timer runs, or a reminder was wished for."""
        return self.running is not None or self.clock.remind_after is not None


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazily: a page that draws no frame asks nothing. Outside of a workspace it is the one the person was last in."""

    def make() -> Shell | None:
        actor: Actor | None = getattr(request, "actor", None) or last_actor(request)
        return Shell(actor, request.path) if actor else None

    return {"shell": SimpleLazyObject(make)}


def _listed(rows: QuerySet[Any], **columns: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(line=JSONObject(**columns))[:MOST_LISTED])


def _counted(tasks: TaskQuerySet) -> Coalesce:
    counted = tasks.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
