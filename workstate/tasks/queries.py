"""Which tasks stand in which list. Each answers a number of queries that does not depend on how many there are."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from workstate.core.actor import Actor
from workstate.core.clock import start_of_day
from workstate.projects.models import Project
from workstate.tasks.extensions import annotated
from workstate.tasks.models import Label, Task, TaskQuerySet


def listed(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """With everything that a row shows: project, labels, progress of subtasks, and what other rooms add."""
    return annotated(
        tasks.select_related("project", "section")
        .prefetch_related("labels")
        .annotate(subtasks=_children(Q()), subtasks_done=_children(Q(completed_at__isnull=False))),
        actor,
    )


def kept(actor: Actor) -> TaskQuerySet:
    return Task.objects.visible_to(actor).kept()


def of_the_day(actor: Actor, day: date) -> QuerySet[Task]:
    """Open tasks due on the day or before, and those that the actor completed on it."""
    first, end = start_of_day(day, actor.zone), start_of_day(date.fromordinal(day.toordinal() + 1), actor.zone)
    done = Q(completed_by=actor.user, completed_at__gte=first, completed_at__lt=end)
    open_ones = Q(completed_at=None, due_on__lte=day) & (Q(project=None) | Q(project__archived_at=None))
    return listed(kept(actor).filter(open_ones | done).by_urgency(), actor)


def inbox(actor: Actor) -> QuerySet[Task]:
    return listed(Task.objects.visible_to(actor).open().in_inbox().top_level().by_position(), actor)


def upcoming(actor: Actor, first: date, last: date) -> QuerySet[Task]:
    return listed(Task.objects.visible_to(actor).open().filter(due_on__gte=first, due_on__lte=last).by_urgency(), actor)


def of_project(actor: Actor, project: Project) -> QuerySet[Task]:
    """What is to be done in the project, by section and by hand; in an archived one too."""
    return listed(
        kept(actor)
        .filter(project=project, completed_at=None)
        .top_level()
        .order_by("section__position", "position", "id"),
        actor,
    )


def completed(actor: Actor, project: Project | None = None) -> QuerySet[Task]:
    tasks = kept(actor).filter(completed_at__isnull=False).order_by("-completed_at", "-id")
    return listed(tasks.filter(project=project) if project else tasks, actor)


def with_label(actor: Actor, label: Label) -> QuerySet[Task]:
    return listed(Task.objects.visible_to(actor).open().filter(labels=label).by_urgency_dated_first(), actor)


def subtasks(actor: Actor, task: Task) -> QuerySet[Task]:
    return listed(kept(actor).filter(parent=task).by_position(), actor)


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


def _children(condition: Q) -> Coalesce:
    counted = (
        Task.objects.filter(condition, parent=OuterRef("pk"), deleted_at=None)
        .order_by()
        .values("parent")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
