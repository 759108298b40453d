"""What tasks were estimated at, beside what they took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from workstate.core.clock import start_of_day
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import Key
from workstate.reports.periods import ONE_DAY
from workstate.reports.reader import Reader
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.timetracking.models.days import DayShareQuerySet

_PATHS = {Grouping.PROJECT: "project_id", Grouping.CLIENT: "project__client_id", Grouping.TASK: "pk"}


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How the estimates of finished tasks held: seconds estimated and seconds it took, all in all."""

    tasks: int
    estimated: int
    taken: int

    @property
    def percent_too_low(self) -> int:
        """Negative: too high."""
        return round(100 * (self.taken - self.estimated) / self.estimated)


def estimates_of(description: Description, tasks: Iterable[Key], reader: Reader) -> dict[tuple[Key, ...], int]:
    """
    What the tasks that have rows in the report were estimated at, each once, by the groups that a task is in alone.

    Part of a task's time (a day's, a label's) has no estimate of its own: nothing where the first grouping is such. Nor
    where tasks have no rows: which ones a year of everybody was spent on is a question many times dearer than the report.
    """
    owning = [grouping for grouping in description.groupings if grouping.owns_tasks]
    if Grouping.TASK not in owning or owning[0] != description.group:
        return {}
    found = (
        Task.objects.visible_to(reader.actor)
        .filter(estimate__isnull=False, pk__in=[key for key in tasks if isinstance(key, UUID)])
        .order_by()
        .values_list(*(F(_PATHS[grouping]) for grouping in owning), "estimate")
    )
    return {tuple(keys): estimate for *keys, estimate in found}


def accuracy_of(description: Description, shares: DayShareQuerySet, reader: Reader) -> Accuracy | None:
    """
    Estimate against the whole time of the tasks that were worked on and finished in the period.

    Only tasks all of whose time the reader may see: of the others the part that they see would look like an estimate that
    was too high, and the rest is not theirs to know.
    """
    actor, period = reader.actor, description.period
    begin, end = start_of_day(period.first, actor.zone), start_of_day(period.last + ONE_DAY, actor.zone)
    finished = (
        Task.objects.visible_to(actor)
        .kept()
        .completed_between(begin, end)
        .filter(Exists(shares.filter(task=OuterRef("pk"))), estimate__gt=0)
        .order_by()
    )
    # What TimeEntry.visible_to leaves out: others' time, unless one administers.
    others = Count("pk", filter=~Q(user=actor.user))
    here = TimeEntry.objects.kept().filter(task__in=finished.values("pk")).order_by()
    taken = here.values("task").annotate(taken=Sum("duration"), others=others)
    held = [
        (estimate or 0, seconds)
        for estimate, seconds, hidden in taken.values_list("task__estimate", "taken", "others")
        if seconds and (actor.administers or not hidden)
    ]
    if not held:
        return None
    return Accuracy(len(held), sum(estimate for estimate, _taken in held), sum(seconds for _estimate, seconds in held))
