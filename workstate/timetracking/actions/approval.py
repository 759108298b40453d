"""A week of a person's time, handed in: by the person, decided on by administrators. While it stands its days are locked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.activity.actions import record_many
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.core.clock import now, require_day, week_of
from workstate.core.errors import Conflict, Invalid, NotFound, require
from workstate.core.ids import new_id
from workstate.core.text import LINE_LENGTH, clean_line
from workstate.core.turns import made_before, take_identifier
from workstate.timetracking.actions.locking import lock_person
from workstate.timetracking.actions.telling import tell_administrators, tell_person, withdraw_notices
from workstate.timetracking.approving import can_decide, can_withdraw, days_left, has_begun, is_tracking
from workstate.timetracking.models import DayShare, Submission, TimeEntry
from workstate.timetracking.models.notices import NoticeKind
from workstate.timetracking.rules import missing_fields, missing_words, required_fields, rules_for

MOST_NAMED = 4
MOST_AT_ONCE = 500


class Incomplete(Conflict):
    """Entries of the week do not say what the workspace wants; `details` name them and the fields."""

    def __init__(self, message: str, entries: list[dict[str, object]]) -> None:
        super().__init__(message)
        self.details = {"entries": entries}


@transaction.atomic
def submit_week(*, by: Actor, day: date, note: str = "", id: UUID | None = None) -> Submission:
    """
    Hand in the actor's week that holds the day, as they count weeks; of one that is handed in partly, the rest.

    Raises Conflict where weeks are not handed in, before the week begins, when it has been handed in, and while a timer
    runs in it; Incomplete while entries lack what is required. The same id again answers with the submission it made.
    """
    require_day(day, field="week")
    note = clean_line(note, field="note", length=LINE_LENGTH)
    take_identifier(id)
    lock_person(by.user)
    if made := made_before(Submission.objects.all(), id, by=by, maker="user"):
        return made
    rules = rules_for(by)
    if not rules.approves_weeks:
        raise Conflict(_("Weeks are not submitted in this workspace."))
    first, last = week_of(day, by.first_weekday)
    if not has_begun(by, first):
        raise Conflict(_("This week has not begun yet."))
    standing = Submission.objects.filter(workspace=by.workspace, user=by.user).standing().holding(first, last)
    left = days_left(first, last, list(standing))
    if left is None:
        raise Conflict(_("This week has been submitted already."))
    first, last = left
    if is_tracking(by, first, last):
        raise Conflict(_("A timer runs in this week. Stop it, then submit the week."))
    shares = DayShare.objects.filter(workspace=by.workspace, user=by.user).between(first, last)
    if required_fields(rules):
        entries = (
            TimeEntry.objects.filter(pk__in=shares.values("entry")).select_related("task").prefetch_related("labels")
        )
        _require_complete([(entry, missing_fields(entry, rules)) for entry in entries.order_by("day", "pk")], by)
    submission = Submission.objects.create(
        id=id or new_id(),
        workspace=by.workspace,
        user=by.user,
        first=first,
        last=last,
        seconds=shares.aggregate(total=Sum("seconds"))["total"] or 0,
        note=note,
        submitted_at=now(),
    )
    _record(Verb.SUBMISSION_CREATED, [submission], by, seconds=submission.seconds)
    tell_administrators(submission, by=by)
    return submission


@transaction.atomic
def withdraw_submission(submission: Submission, *, by: Actor) -> Submission:
    """Take one's own week back while nobody has decided on it; its days are open again. Raises Conflict otherwise."""
    require(can_withdraw(by, submission), _("Only its person takes a week back. You may return it with a comment."))
    submission = _locked([submission.pk], by)[0]
    if submission.withdrawn_at:
        return submission
    _require_undecided(submission)
    submission.withdrawn_at = now()
    submission.save(update_fields=["withdrawn_at"])
    _record(Verb.SUBMISSION_WITHDRAWN, [submission], by)
    withdraw_notices(by.workspace)
    return submission


def approve_submission(submission: Submission, *, by: Actor) -> Submission:
    """Find the week right; its days stay locked. Raises Conflict when it is not waiting any more."""
    approve_submissions([submission.pk], by=by)
    submission.refresh_from_db()
    return submission


@transaction.atomic
def approve_submissions(ids: Collection[UUID], *, by: Actor, batch: UUID | None = None) -> list[Submission]:
    """
    Approve several weeks, all or none; those that somebody has approved already stay as they are.

    Raises NotFound for what the actor does not see, Conflict for a week that was taken back or returned meanwhile.
    """
    require(can_decide(by), _("Only administrators approve weeks."))
    if len(set(ids)) > MOST_AT_ONCE:
        raise Invalid(_("Approve at most 500 weeks at once."), field="submissions")
    submissions = _locked(ids, by)
    at = now()
    approved = []
    for submission in submissions:
        if submission.returned_at or submission.withdrawn_at:
            raise Conflict(_("One of these weeks was taken back or returned meanwhile. Look again."))
        if submission.approved_at is None:
            submission.approved_at, submission.decided_by, submission.comment = at, by.user, ""
            approved.append(submission)
    Submission.objects.bulk_update(approved, ["approved_at", "decided_by", "comment"])
    _record(Verb.SUBMISSION_APPROVED, approved, by, batch=batch)
    withdraw_notices(by.workspace)
    for submission in approved:
        tell_person(NoticeKind.WEEK_APPROVED, submission, by=by)
    return submissions


@transaction.atomic
def reopen_submissions(batch: UUID, *, by: Actor) -> list[Submission]:
    """
    Take back one's approval, of as many weeks as it was given to at once: they wait again.

    Raises NotFound when the actor approved nothing under the batch, Conflict when a week was decided on anew since.
    """
    require(can_decide(by), _("Only administrators approve weeks."))
    events = Event.objects.filter(
        workspace=by.workspace, batch=batch, user=by.user, verb=Verb.SUBMISSION_APPROVED
    ).values_list("subject_id", flat=True)
    ids = [UUID(pk) for pk in events]
    if not ids:
        raise NotFound
    return _reopened(_locked(ids, by), by)


@transaction.atomic
def reopen_submission(submission: Submission, *, by: Actor) -> Submission:
    """Let an approved week wait again. Raises Conflict when it is not approved."""
    require(can_decide(by, submission), _("Only administrators approve weeks."))
    return _reopened(_locked([submission.pk], by), by)[0]


@transaction.atomic
def return_submission(submission: Submission, *, by: Actor, comment: str) -> Submission:
    """
    Give a week back, also one that was approved, and say what is to be mended; its days are open again.

    Raises Invalid without a comment, Conflict when it was taken back or returned.
    """
    require(can_decide(by, submission), _("Only administrators return weeks."))
    comment = clean_line(comment, field="comment", length=LINE_LENGTH)
    if not comment:
        raise Invalid(_("Say what is to be mended."), field="comment", code="required")
    submission = _locked([submission.pk], by)[0]
    if submission.returned_at or submission.withdrawn_at:
        raise Conflict(_("This week was taken back or returned meanwhile. Look again."))
    submission.approved_at, submission.returned_at = None, now()
    submission.decided_by, submission.comment = by.user, comment
    submission.save(update_fields=["approved_at", "returned_at", "decided_by", "comment"])
    _record(Verb.SUBMISSION_RETURNED, [submission], by)
    withdraw_notices(by.workspace)
    tell_person(NoticeKind.WEEK_RETURNED, submission, by=by)
    return submission


def _reopened(submissions: Sequence[Submission], by: Actor) -> list[Submission]:
    for submission in submissions:
        if submission.approved_at is None:
            raise Conflict(_("This has been decided on anew since. Nothing was taken back."))
        submission.approved_at, submission.decided_by = None, None
    Submission.objects.bulk_update(submissions, ["approved_at", "decided_by"])
    _record(Verb.SUBMISSION_REOPENED, submissions, by)
    return list(submissions)


def _locked(ids: Collection[UUID], by: Actor) -> list[Submission]:
    found = list(
        Submission.objects.visible_to(by)
        .filter(pk__in=ids)
        .select_related("user")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(found) != len(set(ids)):
        raise NotFound
    return found


def _require_undecided(submission: Submission) -> None:
    if submission.approved_at:
        raise Conflict(_("This week is approved. Ask an administrator to return it."))
    if submission.returned_at:
        raise Conflict(_("This week was returned already."))


def _require_complete(lacking: Sequence[tuple[TimeEntry, tuple[str, ...]]], by: Actor) -> None:
    incomplete = [(entry, fields) for entry, fields in lacking if fields]
    if not incomplete:
        return
    formats = Formats.of(by.user)
    named = [
        f"{formats.weekday_date(entry.day)} “{str(entry)[:60]}” ({missing_words(fields)})"
        for entry, fields in incomplete[:MOST_NAMED]
    ]
    if more := len(incomplete) - MOST_NAMED:
        named += [_("%(count)d more") % {"count": more}] if more > 0 else []
    raise Incomplete(
        _("Complete these entries first: %(entries)s.") % {"entries": "; ".join(named)},
        [{"entry": str(entry.pk), "missing": list(fields)} for entry, fields in incomplete],
    )


def _record(
    verb: Verb, submissions: Sequence[Submission], by: Actor, *, batch: UUID | None = None, **data: Any
) -> None:
    told = [
        (one, {"person": str(one.user_id), "first": str(one.first), "last": str(one.last), **data})
        for one in submissions
    ]
    record_many(verb, told, by=by, batch=batch or new_id())
