"""Which tasks stand in which list. Each answers a number of queries that does not depend on how many there are."""

from __future__ import annotations

from datetime import date

from django.db.models import BooleanField, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from workstate.core.actor import Actor
from workstate.core.clock import start_of_day, today
from workstate.projects.models import Project
from workstate.tasks.extensions import annotated
from workstate.tasks.models import Completion, LinkKind, Recurrence, Task, TaskLink, TaskQuerySet
from workstate.workspaces.models import Membership


def listed(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """With everything that a row shows: project, labels, people, progress of subtasks, and what other rooms add."""
    return annotated(
        tasks.select_related("project")
        .prefetch_related("labels", Prefetch("assignees", Membership.objects.select_related("user")))
        .annotate(
            subtasks=_children(Q()),
            subtasks_done=_children(Q(completed_at__isnull=False)),
            repeats=Exists(Recurrence.objects.filter(task=OuterRef("pk"))),
            blocked=blocked_by_open(actor),
            parent_title=F("parent__title"),
        ),
        actor,
    )


def kept(actor: Actor) -> TaskQuerySet:
    return Task.objects.visible_to(actor).kept()


def of_the_day(actor: Actor, day: date) -> QuerySet[Task]:
    """Open tasks due on the day or before, and those that the actor completed on it."""
    first, end = start_of_day(day, actor.zone), start_of_day(date.fromordinal(day.toordinal() + 1), actor.zone)
    done = Q(completed_by=actor.user, completed_at__gte=first, completed_at__lt=end)
    waiting = Q(deferred_until=None) | Q(deferred_until__lte=day)
    open_ones = Q(completed_at=None, cancelled_at=None, due_on__lte=day) & waiting
    open_ones &= Q(project=None) | Q(project__archived_at=None)
    return kept(actor).filter(open_ones | done, archived_at=None)


def inbox(actor: Actor) -> TaskQuerySet:
    """What is to be sorted, and in sight."""
    return in_sight(actor).in_inbox().top_level()


def deferred(actor: Actor, project: Project | None) -> QuerySet[Task]:
    """What is out of sight until a day yet to come, in the inbox or a project; the nearest day first."""
    tasks = kept(actor).filter(archived_at=None, completed_at=None, cancelled_at=None, project=project)
    return tasks.filter(deferred_until__gt=today(actor.zone)).order_by("deferred_until", "position", "id")


def of_project(actor: Actor, project: Project) -> TaskQuerySet:
    """What is to be done in the project and in sight; in an archived one too."""
    tasks = kept(actor).filter(project=project, completed_at=None, cancelled_at=None, archived_at=None)
    return tasks.undeferred(today(actor.zone)).top_level()


def completed(actor: Actor, project: Project) -> QuerySet[Task]:
    """What was completed in a project, the last first."""
    tasks = kept(actor).filter(project=project, completed_at__isnull=False, archived_at=None)
    return tasks.order_by("-completed_at", "-id")


def assigned(actor: Actor) -> TaskQuerySet:
    """What is the actor's to do."""
    return in_sight(actor).filter(assignees__user=actor.user)


def subtasks(actor: Actor, task: Task) -> QuerySet[Task]:
    return listed(kept(actor).filter(parent=task).by_position(), actor)


def archived(actor: Actor) -> QuerySet[Task]:
    """Put away one by one, not with their parent; the newest in the archive first."""
    alone = Q(parent=None) | Q(parent__archived_at=None)
    return (
        kept(actor).filter(alone, archived_at__isnull=False).select_related("project").order_by("-archived_at", "-id")
    )


def completions(actor: Actor) -> QuerySet[Completion]:
    """The times that repeating tasks were done, the last first."""
    return Completion.objects.filter(workspace=actor.workspace, task__in=kept(actor)).order_by("-completed_at", "-id")


def in_bin(actor: Actor) -> QuerySet[Task]:
    """Deleted tasks that went on their own: not with their parent, nor with their project."""
    together = Q(parent__deleted_at__isnull=False)
    return (
        Task.objects.visible_to(actor)
        .filter(deleted_at__isnull=False)
        .filter(Q(project=None) | Q(project__deleted_at=None))
        .exclude(together)
        .select_related("project", "deleted_by")
        .order_by("-deleted_at", "-id")
    )


def in_sight(actor: Actor) -> TaskQuerySet:
    """What is to be done and not hidden until a later day."""
    return Task.objects.visible_to(actor).open().undeferred(today(actor.zone))


def blocked_by_open(actor: Actor) -> Exists:
    """Whether an open task that the actor sees blocks this one: what lies in another's inbox is not even hinted at."""
    shown = Q(source__project__deleted_at=None) & Q(source__project__archived_at=None)
    seen = Q(source__project__isnull=False) & shown
    if not actor.administers:
        seen = Q(source__project__in=Project.objects.visible_to(actor).order_by().values("pk")) & shown
    own = Q(source__project=None, source__created_by=actor.user)
    return Exists(
        TaskLink.objects.filter(
            seen | own,
            target=OuterRef("pk"),
            kind=LinkKind.BLOCKS,
            source__completed_at=None,
            source__cancelled_at=None,
            source__archived_at=None,
            source__deleted_at=None,
        ),
        output_field=BooleanField(),
    )


def _children(condition: Q) -> Coalesce:
    counted = (
        Task.objects.filter(condition, parent=OuterRef("pk"), deleted_at=None, cancelled_at=None)
        .order_by()
        .values("parent")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
