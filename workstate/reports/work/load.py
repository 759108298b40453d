"""How much each of a team has done and has to do in a period, against the hours that they work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.core.actor import Role
from workstate.core.clock import today
from workstate.focus.capacity import planned_in
from workstate.reports.asking import Sums, ask
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import Key
from workstate.reports.periods import ONE_DAY, Period
from workstate.reports.reader import Reader
from workstate.reports.work.people import members_asked
from workstate.timetracking.approving import Status
from workstate.timetracking.models import Submission, TimeEntry
from workstate.timetracking.rules import rules_of
from workstate.workspaces.models import Membership


@dataclass(slots=True)
class PersonLine:
    """
    Seconds of a person in the period; `member` None: who has left. `capacity` is what they work on its days by their present
    working hours, days off left out, None where there is no telling. `planned` is what is left of the estimates of open
    tasks due in it; what is overdue counts today, and of past days nothing is planned.
    """

    user: UUID
    member: Membership | None = None
    tracked: int = 0
    billable: int = 0
    capacity: int | None = None
    planned: int = 0
    last: date | None = None
    approval: str | None = None
    by_project: dict[Key, int] = field(default_factory=dict)

    @property
    def load(self) -> Decimal | None:
        """What was tracked and what is left to do, of capacity; in percent."""
        return Decimal(100 * (self.tracked + self.planned)) / self.capacity if self.capacity else None

    @property
    def over(self) -> int:
        """Seconds more than the person works."""
        return max(0, self.tracked + self.planned - self.capacity) if self.capacity else 0

    @property
    def has_worked_over(self) -> bool:
        return bool(self.capacity) and self.tracked > (self.capacity or 0)


@dataclass(frozen=True, slots=True)
class Load:
    """
    `approves`: the workspace approves weeks, so that each line says how the person's stand. `so_far`: the capacity of all up
    to today, today included.
    """

    lines: list[PersonLine]
    sums: Sums
    approves: bool
    is_own: bool
    so_far: int

    @property
    def over(self) -> list[PersonLine]:
        """Those who have worked more than their hours, most of it first."""
        worked_over = [line for line in self.lines if line.has_worked_over]
        return sorted(worked_over, key=lambda line: -(line.tracked - (line.capacity or 0)))

    @property
    def overplanned(self) -> list[PersonLine]:
        """Those who have not, but whose plan does not fit in what is left."""
        return [line for line in self.lines if line.over and not line.has_worked_over]


def load_of(description: Description, reader: Reader) -> Load:
    """A constant number of queries, however many people, tasks and entries there are."""
    actor, period = reader.actor, description.period
    members = members_asked(description, reader)
    sums = ask(description, reader.without_rates(), (Grouping.PERSON, Grouping.PROJECT))
    planned = planned_in(actor, period.first, period.last)
    lines: dict[UUID, PersonLine] = {}
    for user, member in members.items():
        line = PersonLine(user, member)
        if member.role != Role.GUEST:
            line.capacity = capacity_in(member, period)
            line.planned = planned.get(user, 0)
        lines[user] = line
    for cell in sums.cells:
        [[whose], [project]] = cell.keys
        user = cast("UUID", whose)
        line = lines.setdefault(user, PersonLine(user))
        line.tracked += cell.amount.raw
        line.billable += cell.amount.billable
        line.by_project[project] = line.by_project.get(project, 0) + cell.amount.raw
    _put_last_days(lines, reader, period)
    approves = rules_of(actor.workspace).approves_weeks
    if approves:
        _put_approval(lines, reader, period)
    shown = [line for line in lines.values() if _is_shown(line, reader)]
    shown.sort(key=lambda line: (-line.tracked, -line.planned, str(line.member.user).casefold() if line.member else ""))
    return Load(shown, sums, approves, list(members) == [actor.user.pk], _so_far(shown, description))


def capacity_in(member: Membership, period: Period) -> int:
    """Seconds that the person works on the days of the period. They are counted by weekday, so a century takes no longer."""
    week = member.user.working_week
    whole, rest = divmod(period.days, 7)
    return whole * week.seconds + sum(week.seconds_on(period.first + timedelta(days=day)) for day in range(rest))


def _so_far(lines: Sequence[PersonLine], description: Description) -> int:
    if description.today < description.period.first:
        return 0
    period = description.period.until(description.today)
    return sum(capacity_in(line.member, period) for line in lines if line.member and line.capacity is not None)


def _is_shown(line: PersonLine, reader: Reader) -> bool:
    """Whoever has time or a plan, and of the others whoever is here to work."""
    if line.tracked or line.planned or line.user == reader.actor.user.pk:
        return True
    return line.member is not None and line.member.user.is_active and line.member.role != Role.GUEST


def _put_last_days(lines: Mapping[UUID, PersonLine], reader: Reader, period: Period) -> None:
    """The last day up to the end of the period on which each tracked time."""
    entries = TimeEntry.objects.visible_to(reader.actor).finished().filter(user=OuterRef("pk"), day__lte=period.last)
    newest = entries.order_by("-day", F("last_day").desc(nulls_last=True)).values(last=Coalesce("last_day", "day"))
    found = User.objects.filter(pk__in=list(lines)).order_by().values_list("pk", Subquery(newest[:1]))
    for user, last in found:
        lines[user].last = min(last, period.last) if last else None


def _put_approval(lines: Mapping[UUID, PersonLine], reader: Reader, period: Period) -> None:
    """How the days of the period stand that have begun."""
    rows = Submission.objects.visible_to(reader.actor).filter(user__in=list(lines), withdrawn_at=None)
    handed: defaultdict[UUID, list[Submission]] = defaultdict(list)
    for submission in rows.holding(period.first, period.last).order_by("submitted_at", "pk"):
        handed[submission.user_id].append(submission)
    for user, line in lines.items():
        if line.member is None:
            continue
        end = min(period.last, today(line.member.user.zone))
        if end >= period.first:
            line.approval = approval_of(handed[user], period.first, end, bool(line.tracked))


def approval_of(submissions: Sequence[Submission], first: date, last: date, tracked: bool) -> str | None:
    """How days of a person stand whose weeks are to be approved; None where there is nothing to submit."""
    standing = [one for one in submissions if not one.returned_at]
    days = (last - first).days + 1
    if _covered([one for one in standing if one.approved_at], first, last) == days:
        return Status.APPROVED.words
    covered = _covered(standing, first, last)
    if covered == days:
        return Status.WAITING.words
    if covered:
        return _("Submitted in part")
    if len(standing) < len(submissions):
        return Status.RETURNED.words
    return _("Not submitted") if tracked else None


def _covered(submissions: Sequence[Submission], first: date, last: date) -> int:
    """How many of the days they hold, each once: weeks overlap for who has changed the day on which theirs begin."""
    days, free = 0, first
    for one in sorted(submissions, key=lambda one: one.first):
        begin, end = max(one.first, free), min(one.last, last)
        if begin <= end:
            days += (end - begin).days + 1
            free = end + ONE_DAY
    return days
