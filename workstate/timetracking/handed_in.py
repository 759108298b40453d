"""A week that was handed in, to be read by whoever decides on it: its hours by what they were spent on, and its entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.approving import Handed, with_people
from workstate.timetracking.models import DayShare, Submission, TimeEntry
from workstate.timetracking.rules import missing_fields, rules_of

MOST_DECIDED = 30
MOST_WAITING = 200

Subject = tuple[UUID | None, UUID | None]


@dataclass(slots=True)
class SheetRow:
    """Seconds of one task, or of one project without a task, on each day."""

    name: str
    project: str
    colour: str
    seconds: list[int]

    @property
    def total(self) -> int:
        return sum(self.seconds)


@dataclass(slots=True)
class SheetEntry:
    """One entry's part of a day."""

    entry: TimeEntry
    name: str
    project: str
    colour: str
    seconds: int
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class SheetDay:
    day: date
    seconds: int = 0
    entries: list[SheetEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    handed: Handed
    days: Sequence[SheetDay]
    rows: Sequence[SheetRow]

    @property
    def total(self) -> int:
        return sum(day.seconds for day in self.days)

    @property
    def has_changed(self) -> bool:
        """Whether there is more or less than when it was handed in: it was open in between."""
        return self.total != self.handed.submission.seconds


def sheet_of(submission: Submission, actor: Actor) -> Sheet:
    """
    What the submission holds, in a constant number of queries.

    Names come through what the reader may see: of a task in somebody's inbox its person's words alone are shown.
    """
    shares = list(
        DayShare.objects.visible_to(actor)
        .filter(user=submission.user_id)
        .between(submission.first, submission.last)
        .values_list("entry_id", "day", "seconds", "task_id", "project_id")
    )
    entries = (
        TimeEntry.objects.visible_to(actor).filter(pk__in={share[0] for share in shares}).prefetch_related("labels")
    ).in_bulk()
    tasks = Task.objects.visible_to(actor).in_bulk({share[3] for share in shares} - {None})
    projects = Project.objects.visible_to(actor).in_bulk({share[4] for share in shares} - {None})
    rules = rules_of(actor.workspace)

    def named(task: UUID | None, project: UUID | None) -> tuple[str, str, str]:
        there = None if project is None else projects.get(project)
        name = "" if task is None else tasks[task].title if task in tasks else _("A task that you do not see")
        where = "" if project is None else there.name if there else _("A project that you do not see")
        return name, where, there.colour if there else "none"

    count = (submission.last - submission.first).days + 1
    days = [SheetDay(submission.first + timedelta(days=number)) for number in range(count)]
    by_subject: defaultdict[Subject, list[int]] = defaultdict(lambda: [0] * count)
    for pk, day, seconds, task, project in shares:
        at = (day - submission.first).days
        days[at].seconds += seconds
        by_subject[task, project][at] += seconds
        if entry := entries.get(pk):
            missing = missing_fields(entry, rules)
            days[at].entries.append(SheetEntry(entry, *named(task, project), seconds, missing))
    for each in days:
        each.entries.sort(key=lambda one: (one.entry.started_at is None, one.entry.started_at or 0, str(one.entry.pk)))
    rows = [SheetRow(*named(*subject), seconds) for subject, seconds in by_subject.items()]
    rows.sort(key=lambda row: (not row.project, row.project.casefold(), row.name.casefold()))
    return Sheet(Handed.of(submission), days, rows)


def waiting_for(actor: Actor) -> list[Submission]:
    """The weeks that wait, the ones that wait longest first."""
    waiting = with_people(Submission.objects.visible_to(actor).waiting()).order_by("submitted_at", "pk")
    return list(waiting[:MOST_WAITING])


def decided_lately(actor: Actor) -> list[Handed]:
    """What was decided on last, whoever did it."""
    decided = with_people(Submission.objects.visible_to(actor).filter(withdrawn_at=None)).annotate(
        decided_at=Coalesce("returned_at", "approved_at")
    )
    lately = decided.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")
    return [Handed.of(submission) for submission in lately[:MOST_DECIDED]]
