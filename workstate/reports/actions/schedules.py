"""Schedules of saved reports: made, changed, paused, deleted and brought back; and who wants no more mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from workstate.accounts.throttles import Throttle, TooMany
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, Invalid, require
from workstate.core.ids import new_id
from workstate.core.text import clean_text, is_clean
from workstate.core.turns import made_before, take_identifier, take_turn
from workstate.reports.models import FileFormat, Frequency, ReportRecipient, ReportSchedule, SavedReport
from workstate.reports.policies import (
    can_change_schedule,
    can_give_out,
    can_mail_outside,
    can_stop_schedule,
    require_own_stop,
)
from workstate.reports.reader import Reader
from workstate.reports.saved.occasions import Rhythm
from workstate.workspaces.models import Membership

MOST_RECIPIENTS = 20
MOST_SCHEDULES = 20
LONGEST_NOTE = 2000
# Each change may make a mail due: nobody fills others' mailboxes by moving a time on and on.
CHANGES = Throttle("report schedules", amount=30, seconds=3600)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a schedule: days, time on the maker's wall clock, files, words, and to whom (ids and addresses)."""

    frequency: Frequency
    at: time = time(8)
    weekday: int | None = None
    day_of_month: int | None = None
    formats: tuple[FileFormat, ...] = ()
    with_rates: bool = False
    note: str = ""
    people: tuple[UUID, ...] = ()
    addresses: tuple[str, ...] = ()


@transaction.atomic
def create_schedule(report: SavedReport, plan: Plan, *, by: Actor, id: UUID | None = None) -> ReportSchedule:
    """Mail the report from now on. The same id again answers with the first. Raises Invalid at the field."""
    require(can_give_out(by, report), _("Only whoever saved a report schedules it. Save it under a name of yours."))
    _count_change(by)
    values = _cleaned(plan, by)
    take_identifier(id)
    take_turn(f"report:{report.pk}")
    if made := made_before(ReportSchedule.objects.all(), id, by=by, maker="created_by"):
        return made
    report = SavedReport.objects.select_for_update().get(pk=report.pk)
    if report.deleted_at:
        raise Conflict(_("This report was deleted. Undo that first, or reload the page."))
    if ReportSchedule.objects.filter(report=report).kept().count() >= MOST_SCHEDULES:
        raise Invalid(_("This report has 20 schedules already. Delete one that is no longer needed."))
    schedule = ReportSchedule(id=id or new_id(), workspace=by.workspace, report=report, created_by=by.user, **values)
    _set_next(schedule)
    schedule.save(force_insert=True)
    _set_recipients(schedule, plan, by)
    record(Verb.REPORT_SCHEDULE_CREATED, schedule, by=by, report=str(report.pk), frequency=plan.frequency.value)
    return schedule


@transaction.atomic
def change_schedule(schedule: ReportSchedule, plan: Plan, *, by: Actor) -> ReportSchedule:
    """Give it a new plan, whole. Those who asked for no more mails get none, also when they are named again."""
    require(can_change_schedule(by, schedule))
    _count_change(by)
    values = _cleaned(plan, by)
    schedule = _kept(_locked(schedule))
    differing = {name for name, value in values.items() if getattr(schedule, name) != value}
    for name in differing:
        setattr(schedule, name, values[name])
    if differing & {"frequency", "at", "weekday", "day_of_month"} and schedule.paused_at is None:
        _set_next(schedule)
    schedule.save(update_fields=[*differing, "next_at", "zone"])
    _set_recipients(schedule, plan, by)
    record(Verb.REPORT_SCHEDULE_CHANGED, schedule, by=by, fields=sorted(differing))
    return schedule


@transaction.atomic
def pause_schedule(schedule: ReportSchedule, *, by: Actor) -> ReportSchedule:
    require(can_stop_schedule(by, schedule))
    schedule = _kept(_locked(schedule))
    if schedule.paused_at is None:
        schedule.paused_at, schedule.paused_by, schedule.next_at = now(), by.user, None
        schedule.save(update_fields=["paused_at", "paused_by", "next_at"])
        record(Verb.REPORT_SCHEDULE_PAUSED, schedule, by=by)
    return schedule


@transaction.atomic
def resume_schedule(schedule: ReportSchedule, *, by: Actor) -> ReportSchedule:
    """
    Go on with the next occasion; what came due while it was paused is not made up for.

    Whoever made it does so, unless an administrator paused it: then one of them.
    """
    require(can_stop_schedule(by, schedule))
    schedule = _kept(_locked(schedule))
    if schedule.paused_by_id in {None, schedule.created_by_id}:
        require(can_change_schedule(by, schedule), _("Only whoever made this schedule lets it go on."))
    else:
        require_own_stop(schedule.paused_by_id, by)
    if schedule.paused_at is not None:
        schedule.paused_at = schedule.paused_by = None
        _set_next(schedule)
        schedule.save(update_fields=["paused_at", "paused_by", "next_at", "zone"])
        record(Verb.REPORT_SCHEDULE_RESUMED, schedule, by=by)
    return schedule


@transaction.atomic
def delete_schedule(schedule: ReportSchedule, *, by: Actor) -> ReportSchedule:
    require(can_stop_schedule(by, schedule))
    schedule = _locked(schedule)
    if schedule.deleted_at is None:
        schedule.deleted_at, schedule.deleted_by, schedule.next_at = now(), by.user, None
        schedule.save(update_fields=["deleted_at", "deleted_by", "next_at"])
        record(Verb.REPORT_SCHEDULE_DELETED, schedule, by=by)
    return schedule


@transaction.atomic
def restore_schedule(schedule: ReportSchedule, *, by: Actor) -> ReportSchedule:
    require(can_stop_schedule(by, schedule))
    schedule = _locked(schedule)
    if schedule.deleted_at is not None:
        require_own_stop(schedule.deleted_by_id, by)
        schedule.deleted_at = schedule.deleted_by = None
        if schedule.paused_at is None:
            _set_next(schedule)
        schedule.save(update_fields=["deleted_at", "deleted_by", "next_at", "zone"])
        record(Verb.REPORT_SCHEDULE_RESTORED, schedule, by=by)
    return schedule


@transaction.atomic
def stop_mails(recipient: ReportRecipient) -> ReportRecipient:
    """Send this recipient no more: they asked for it with the link in a mail, signed in or not. Again changes nothing."""
    recipient = ReportRecipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.stopped_at is None:
        recipient.stopped_at = now()
        recipient.save(update_fields=["stopped_at"])
        schedule = ReportSchedule.objects.select_related("workspace", "created_by").get(pk=recipient.schedule_id)
        # Whoever holds a mail is believed to have got it; the log names the person if it is one.
        who = Actor(recipient.user or schedule.created_by, schedule.workspace, Role.GUEST, Via.SYSTEM)
        record(Verb.REPORT_SCHEDULE_LEFT, schedule, by=who, recipient=str(recipient.pk))
    return recipient


@transaction.atomic
def want_mails(recipient: ReportRecipient, *, by: Actor) -> ReportRecipient:
    """A person of the workspace takes it back that they wanted no more."""
    require(recipient.user_id == by.user.pk and recipient.workspace_id == by.workspace.pk)
    recipient = ReportRecipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.stopped_at is not None:
        recipient.stopped_at = None
        recipient.save(update_fields=["stopped_at"])
        record(Verb.REPORT_SCHEDULE_REJOINED, recipient.schedule, by=by, recipient=str(recipient.pk))
    return recipient


def _count_change(by: Actor) -> None:
    try:
        CHANGES.take(str(by.user.pk))
    except TooMany as refusal:
        raise Invalid(refusal.message, code="too_many") from None


def _cleaned(plan: Plan, by: Actor) -> dict[str, object]:
    weekly, monthly = plan.frequency == Frequency.WEEKLY, plan.frequency == Frequency.MONTHLY
    if weekly and not (plan.weekday is not None and 0 <= plan.weekday <= 6):
        raise Invalid(_("Choose a day of the week."), field="weekday")
    if monthly and not (plan.day_of_month is not None and 1 <= plan.day_of_month <= 31):
        raise Invalid(_("Choose a day of the month, 1 to 31."), field="day_of_month")
    require(
        not plan.with_rates or Reader.of(by).amounts,
        _("You do not see amounts here, so you cannot send them. Send it without rates."),
    )
    return {
        "frequency": plan.frequency,
        "at": plan.at.replace(second=0, microsecond=0, tzinfo=None),
        "weekday": plan.weekday if weekly else None,
        "day_of_month": plan.day_of_month if monthly else None,
        "formats": [one.value for one in FileFormat if one in plan.formats],
        "with_rates": plan.with_rates,
        "note": clean_text(plan.note, field="note", length=LONGEST_NOTE),
    }


def _set_next(schedule: ReportSchedule) -> None:
    zone = schedule.created_by.zone
    schedule.zone, schedule.next_at = zone.key, Rhythm.of(schedule).next_after(now(), zone)


def _set_recipients(schedule: ReportSchedule, plan: Plan, by: Actor) -> None:
    """Members by id, others by address; an address of a member is that member. Kept is whoever stopped the mails."""
    there = Membership.objects.filter(workspace=by.workspace, user__is_active=True)
    addresses = dict.fromkeys(_address(text) for text in plan.addresses)
    people = dict.fromkeys(plan.people)
    for user, email in there.filter(user__email__in=addresses).values_list("user", "user__email"):
        people[user] = None
        addresses.pop(email)
    roles = dict(there.filter(user__in=people).values_list("user", "role"))
    if len(roles) != len(people):
        raise Invalid(_("Somebody you named is no longer a member. Choose again."), field="people")
    if not people and not addresses:
        raise Invalid(_("Choose who gets it."), field="people")
    if len(people) + len(addresses) > MOST_RECIPIENTS:
        raise Invalid(_("That is too many. Send it to 20 at most."), field="people")
    before = {one.user_id or one.email.lower(): one for one in schedule.recipients.all()}
    wanted = {*people, *addresses}
    outside = {*addresses, *(user for user, role in roles.items() if role == Role.GUEST and user != by.user.pk)}
    if outside - set(before):
        require(can_mail_outside(by), _("Only administrators send reports to guests and to people outside."))
    leaving = [one.pk for key, one in before.items() if key not in wanted and one.stopped_at is None]
    ReportRecipient.objects.filter(pk__in=leaving).delete()
    new = [ReportRecipient(workspace=by.workspace, schedule=schedule, user_id=pk) for pk in people if pk not in before]
    new += [
        ReportRecipient(workspace=by.workspace, schedule=schedule, email=one) for one in addresses if one not in before
    ]
    ReportRecipient.objects.bulk_create(new)


def _address(text: str) -> str:
    text = text.strip().lower()
    try:
        validate_email(text)
    except ValidationError:
        text = ""
    if not text or not is_clean(text) or len(text) > 254:
        raise Invalid(_("Write addresses such as name@example.org, with commas between them."), field="addresses")
    return text


def _locked(schedule: ReportSchedule) -> ReportSchedule:
    return ReportSchedule.objects.select_for_update(of=("self",)).select_related("created_by").get(pk=schedule.pk)


def _kept(schedule: ReportSchedule) -> ReportSchedule:
    if schedule.deleted_at:
        raise Conflict(_("This schedule was deleted. Undo that first, or reload the page."))
    return schedule
