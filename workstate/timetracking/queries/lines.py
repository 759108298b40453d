"""Rows of time: the person's own entries, what lies over what, what is missing, and the gaps between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from workstate.accounts.models import User
from workstate.core.actor import Actor, Role
from workstate.core.clock import now
from workstate.projects.access import RUNNING_IT
from workstate.projects.models import Project, ProjectShare
from workstate.tasks.models import Task
from workstate.timetracking.gaps import TOUCHING, Gap, Overlap, overlaps_among
from workstate.timetracking.models import TimeEntry, TimeEntryQuerySet, TimeRules
from workstate.timetracking.rules import missing_fields, rules_for
from workstate.workspaces.models import Membership


@dataclass
class Line:
    """An entry in a list. `gap` is what lies between it and the one that is listed below it, which is the earlier one."""

    entry: TimeEntry
    overlaps: bool = False
    missing: tuple[str, ...] = ()
    gap: Gap[TimeEntry] | None = None


@dataclass(frozen=True)
class Neighbours:
    """Those right before and right after an entry, on its day or touching it."""

    before: TimeEntry | None = None
    after: TimeEntry | None = None


def own_entries(actor: Actor) -> TimeEntryQuerySet:
    """
    The actor's own kept entries in the workspace, with what a row shows of them.

    `sees_task` and `sees_project` are false where these have gone out of their sight since: then they are not named.
    """
    entries = TimeEntry.objects.visible_to(actor).of(actor.user).kept().select_related("task", "project", "workspace")
    return entries.annotate(sees_task=task_in_sight(actor), sees_project=project_in_sight(actor))


def task_in_sight(actor: Actor) -> Exists:
    """Whether the actor sees the task of an entry of the workspace."""
    return Exists(Task.objects.visible_to(actor).filter(pk=OuterRef("task")))


def project_in_sight(actor: Actor) -> Exists:
    """Whether the actor sees the project of an entry of the workspace."""
    return Exists(Project.objects.visible_to(actor).filter(pk=OuterRef("project")).order_by())


def running_timer(user: User) -> TimeEntry | None:
    """
    The person's running timer, in whichever workspace, with what the header shows of it.

    `sees_task` and `sees_project` as own_entries() has them, in the workspace where it runs: the rules are those of
    Task.visible_to and Project.visible_to.
    """
    mine = Membership.objects.filter(user=user, workspace=OuterRef("workspace"))
    running = Exists(mine.filter(role__in=RUNNING_IT))
    member = Exists(mine.filter(role=Role.MEMBER))

    def shared(project: str) -> Exists:
        return Exists(ProjectShare.objects.of_person(user.pk).filter(project=OuterRef(project)))

    in_project = Q(project__isnull=False) & (running | (~Q(project__everyone="") & member) | shared("project"))
    seen = Q(project=None, created_by=user) | in_project
    seen_project = running | (~Q(everyone="") & member) | shared("pk")
    entries = TimeEntry.objects.of(user).running().select_related("task", "project", "workspace")
    return entries.annotate(
        sees_task=Exists(Task.objects.filter(seen, pk=OuterRef("task"))),
        sees_project=Exists(Project.objects.filter(seen_project, pk=OuterRef("project"))),
    ).first()


def line_of(entry: TimeEntry, actor: Actor) -> Line:
    """One entry as the list shows it, but for the gap beside it."""
    row = own_entries(actor).prefetch_related("labels").get(pk=entry.pk)
    return Line(row, overlaps=overlapping(row, actor).exists(), missing=missing_in(row, rules_for(actor)))


def lines_of(entries: Sequence[TimeEntry], rules: TimeRules, *, current: datetime) -> list[Line]:
    """Entries with their labels fetched ahead, each told whether it lies over another or lacks something."""
    over = {one.pk for overlap in overlaps_among(entries, current=current) for one in (overlap.first, overlap.second)}
    return [Line(entry, entry.pk in over, missing_in(entry, rules)) for entry in entries]


def missing_in(entry: TimeEntry, rules: TimeRules) -> tuple[str, ...]:
    """What the workspace wants of the entry and it does not say; of a running one nothing is wanted yet."""
    return () if entry.is_running else missing_fields(entry, rules)


def overlapping(entry: TimeEntry, actor: Actor) -> TimeEntryQuerySet:
    """The other entries of the actor that lie over it."""
    others = own_entries(actor).exclude(pk=entry.pk)
    if entry.started_at is None:
        return others.none()
    if entry.stopped_at is not None:
        others = others.filter(started_at__lt=entry.stopped_at)
    return others.filter(Q(stopped_at=None) | Q(stopped_at__gt=entry.started_at), started_at__isnull=False)


def overlaps_of(entry: TimeEntry, actor: Actor) -> list[Overlap[TimeEntry]]:
    """Where the entry lies over others, by pairs that each hold it, in the order of time."""
    found = [
        overlap for other in overlapping(entry, actor)[:50] for overlap in overlaps_among([entry, other], current=now())
    ]
    return sorted(found, key=lambda overlap: (overlap.start, overlap.end))


def neighbours_of(entry: TimeEntry, actor: Actor) -> Neighbours:
    """What one would merge the entry with: the clocked ones beside it on its day, or that touch it over midnight."""
    if entry.started_at is None or entry.stopped_at is None:
        return Neighbours()
    clocked = own_entries(actor).filter(stopped_at__isnull=False).exclude(pk=entry.pk)
    earlier = clocked.filter(
        Q(day=entry.day) | Q(stopped_at__gte=entry.started_at - TOUCHING, day__gte=entry.day - timedelta(days=2)),
        started_at__lte=entry.started_at,
        day__lte=entry.day,
    )
    later = clocked.filter(
        Q(day=entry.day) | Q(started_at__lte=entry.stopped_at + TOUCHING),
        started_at__gte=entry.started_at,
        day__gte=entry.day,
        day__lte=entry.day + timedelta(days=2),
    )
    before = earlier.order_by("-started_at", "-pk").first()
    after = later.exclude(pk__in=[before.pk] if before else []).order_by("started_at", "pk").first()
    return Neighbours(before, after)


def put_gaps(lines: Iterable[Line], gaps: Iterable[Gap[TimeEntry]]) -> None:
    """Give each gap to the line of the entry that follows it: in a list newest first it is shown below that line."""
    clocked = sorted(
        (line for line in lines if line.entry.started_at), key=lambda line: (line.entry.started_at, line.entry.pk)
    )
    for gap in gaps:
        later = [line for line in clocked if line.entry.started_at and line.entry.started_at >= gap.end]
        if later:
            later[0].gap = gap
