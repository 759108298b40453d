"""Who may make rules of time and decide on weeks, and how a week stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.core.clock import today, week_of
from workstate.timetracking.models import Submission, TimeEntry, TimeRules
from workstate.timetracking.models.locks import SubmissionQuerySet
from workstate.timetracking.rules import rules_for


def can_see_rules(actor: Actor) -> bool:
    return not actor.is_guest


def can_change_rules(actor: Actor) -> bool:
    return actor.administers


def can_lock_periods(actor: Actor) -> bool:
    return actor.administers


def can_decide(actor: Actor, submission: Submission | None = None) -> bool:
    """Administrators decide on weeks, on their own too: in a workspace of one nobody else could."""
    return actor.administers and (submission is None or submission.workspace_id == actor.workspace.pk)


def can_withdraw(actor: Actor, submission: Submission) -> bool:
    return submission.workspace_id == actor.workspace.pk and submission.user_id == actor.user.pk


class Status(StrEnum):
    """How a week that was handed in stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"

    @classmethod
    def of(cls, submission: Submission) -> Status:
        if submission.withdrawn_at:
            return cls.WITHDRAWN
        if submission.returned_at:
            return cls.RETURNED
        return cls.APPROVED if submission.approved_at else cls.WAITING

    @property
    def words(self) -> str:
        return {
            Status.WAITING: _("Waits for approval"),
            Status.APPROVED: _("Approved"),
            Status.RETURNED: _("Returned"),
            Status.WITHDRAWN: _("Taken back"),
        }[self]


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission with how it stands."""

    submission: Submission
    status: Status

    @classmethod
    def of(cls, submission: Submission) -> Handed:
        return cls(submission, Status.of(submission))

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING

    @property
    def is_approved(self) -> bool:
        return self.status == Status.APPROVED

    @property
    def is_returned(self) -> bool:
        return self.status == Status.RETURNED

    @property
    def is_standing(self) -> bool:
        return self.is_waiting or self.is_approved


@dataclass(frozen=True, slots=True)
class Week:
    """A person's week as its header tells it: what was handed in of it, the latest first, and whether more can be."""

    first: date
    last: date
    handed: Sequence[Handed]
    is_asked_for: bool
    is_open: bool
    has_begun: bool

    @property
    def latest(self) -> Handed | None:
        return self.handed[0] if self.handed else None

    @property
    def can_submit(self) -> bool:
        return self.is_asked_for and self.is_open and self.has_begun

    @property
    def is_shown(self) -> bool:
        return self.is_asked_for or bool(self.handed)


def week_in(actor: Actor, day: date, *, rules: TimeRules | None = None) -> Week:
    """The actor's own week that holds the day. Two queries."""
    first, last = week_of(day, actor.first_weekday)
    submissions = list(
        with_people(Submission.objects.visible_to(actor))
        .filter(user=actor.user, first__lte=last, last__gte=first)
        .order_by("-submitted_at", "-pk")
    )
    return Week(
        first,
        last,
        [Handed.of(submission) for submission in submissions],
        is_asked_for=(rules or rules_for(actor)).approves_weeks,
        is_open=days_left(first, last, submissions) is not None,
        has_begun=has_begun(actor, first),
    )


def with_people(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    return submissions.select_related("user", "decided_by")


def of_status(submissions: SubmissionQuerySet, status: Status) -> SubmissionQuerySet:
    match status:
        case Status.WAITING:
            return submissions.waiting()
        case Status.APPROVED:
            return submissions.standing().filter(approved_at__isnull=False)
        case Status.RETURNED:
            return submissions.filter(returned_at__isnull=False, withdrawn_at=None)
    return submissions.filter(withdrawn_at__isnull=False)


def days_left(first: date, last: date, submissions: Sequence[Submission]) -> tuple[date, date] | None:
    """
    What of a week has not been handed in; None when all of it has.

    Weeks overlap when their person has begun to count them from another day of the week meanwhile.
    """
    for submission in sorted(submissions, key=lambda one: one.first):
        if submission.returned_at or submission.withdrawn_at:
            continue
        if submission.first <= first <= submission.last:
            first = submission.last + timedelta(days=1)
        if submission.first <= last <= submission.last:
            last = submission.first - timedelta(days=1)
    return (first, last) if first <= last else None


def has_begun(actor: Actor, first: date) -> bool:
    return first <= today(actor.zone)


def is_tracking(actor: Actor, first: date, last: date) -> bool:
    """Whether the actor's timer runs here into days of the week: it covers those from its start until today."""
    running = TimeEntry.objects.visible_to(actor).of(actor.user).running().filter(day__lte=last)
    return has_begun(actor, first) and running.exists()
