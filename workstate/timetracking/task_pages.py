"""What the time room puts on the pages of tasks: figures on rows, the day's sum, "add and start", the entries of a task."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from workstate.core.actor import Actor
from workstate.tasks import extensions
from workstate.tasks.models import Task
from workstate.timetracking import queries
from workstate.timetracking.actions import log_spent, start_timer
from workstate.timetracking.farewell import keep_titles
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.playing import play_buttons


def register() -> None:
    """Called once, from apps.py."""
    extensions.register_annotation(with_time)
    extensions.register_day_total(queries.tracked_on)
    extensions.register_starter(start)
    extensions.register_farewell(keep_titles)
    extensions.register_row_end(play_buttons)
    extensions.register_project_total(tracked_in)
    extensions.register_time_logger(log)
    extensions.register_panel(_("Time"), "timetracking/_task_entries.html")


def with_time(tasks: QuerySet[Task], actor: Actor) -> QuerySet[Task]:
    """`tracked` seconds, and `running_since`: when the actor's own clock on the task was started, or None."""
    running = TimeEntry.objects.visible_to(actor).of(actor.user).running().filter(task=OuterRef("pk"))
    return queries.with_tracked(tasks, actor).annotate(running_since=Subquery(running.values("started_at")[:1]))


def start(task: Task, actor: Actor) -> None:
    start_timer(task, by=actor)


def log(spent: Sequence[tuple[Task, int]], actor: Actor) -> None:
    log_spent(spent, by=actor)


def tracked_in(actor: Actor, projects: Sequence[UUID]) -> dict[UUID, int]:
    """Finished seconds by project, of the entries that the actor may see."""
    entries = TimeEntry.objects.visible_to(actor).finished().filter(project__in=projects).order_by()
    sums = entries.values("project").annotate(total=Sum("duration")).values_list("project", "total")
    return dict(sums)
