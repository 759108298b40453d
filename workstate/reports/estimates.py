"""What tasks were estimated at, beside what they took."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum

from workstate.core.actor import Actor
from workstate.core.clock import start_of_day
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import Key, Names
from workstate.reports.periods import ONE_DAY
from workstate.reports.report import Accuracy, Line
from workstate.tasks.models import Task
from workstate.timetracking.models import DayShare, TimeEntry
from workstate.timetracking.models.days import DayShareQuerySet


def put_estimates(
    lines: list[Line],
    description: Description,
    names: Names,
    then_names: Names,
    shares: DayShareQuerySet,
    actor: Actor,
) -> int | None:
    """
    What the tasks with time in the report were estimated at, each once; answers with the sum of all.

    A part of a task's time (a day's, a label's) has no estimate of its own, so such rows get none.
    """
    if not description.group.owns_tasks:
        return None
    owning = [grouping for grouping in description.groupings if grouping.owns_tasks]
    paths = {Grouping.PROJECT: "project_id", Grouping.CLIENT: "project__client_id", Grouping.TASK: "pk"}
    columns = [paths[grouping] for grouping in owning]
    found = (
        Task.objects.visible_to(actor)
        .filter(estimate__isnull=False, pk__in=_tasks_of(shares))
        .order_by()
        .values_list(*columns)
        .annotate(Sum("estimate"))
    )
    by_group: defaultdict[Key, int] = defaultdict(int)
    by_cell: defaultdict[tuple[Key, Key], int] = defaultdict(int)
    for *keys, estimate in found:
        group = names.subject(keys[0]).id
        by_group[group] += estimate
        if len(keys) > 1:
            by_cell[group, then_names.subject(keys[1]).id] += estimate
    for line in lines:
        line.estimate = by_group.get(line.subject.id)
        for inner in line.lines:
            inner.estimate = by_cell.get((line.subject.id, inner.subject.id))
    return sum(by_group.values()) or None


def accuracy_of(description: Description, shares: DayShareQuerySet, actor: Actor) -> Accuracy | None:
    """
    Estimate against the whole time of the tasks that were worked on and finished in the period.

    Only tasks on which nobody else has tracked time: of the others the person's own part would look like an estimate
    that was too high, and the other part is not theirs to see.
    """
    period = description.period
    begin, end = start_of_day(period.first, actor.zone), start_of_day(period.last + ONE_DAY, actor.zone)
    here = TimeEntry.objects.kept().filter(task=OuterRef("pk"))
    own = here.of(actor.user).finished().order_by().values("task").annotate(seconds=Sum("duration")).values("seconds")
    found = (
        Task.objects.visible_to(actor)
        .kept()
        .completed_between(begin, end)
        .filter(~Exists(here.exclude(user=actor.user)), estimate__gt=0, pk__in=_tasks_of(shares))
        .annotate(taken=Subquery(own))
        .filter(taken__gt=0)
        .aggregate(tasks=Count("pk"), estimated=Sum("estimate"), all_taken=Sum("taken"))
    )
    return Accuracy(found["tasks"], found["estimated"], found["all_taken"]) if found["tasks"] else None


def _tasks_of(shares: DayShareQuerySet) -> QuerySet[DayShare, Any]:
    return shares.filter(task__isnull=False).order_by().values("task")
