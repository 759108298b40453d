"""
What comes due is sent once: the schedule is claimed, put in the ledger and moved on in one transaction; then the mails go.

Whatever dies in between is taken up again from the ledger. A mail that was accepted at the moment of a crash may go out
twice, with the same Message-ID, by which programs know it for one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from workstate.accounts.throttles import Throttle
from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role, Via
from workstate.core.clock import now
from workstate.core.errors import Conflict, require
from workstate.core.ids import new_id
from workstate.reports.models import ReportDelivery, ReportMail, ReportSchedule
from workstate.reports.policies import can_change_schedule
from workstate.reports.saved.giving import giver
from workstate.reports.saved.occasions import Rhythm

logger = logging.getLogger(__name__)

# The first try and those that follow it, each after twice the wait: the last about 21 hours after the first.
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=10)
TESTS = Throttle("report test", amount=10, seconds=3600)

Letter = Callable[[ReportMail], EmailMultiAlternatives | None]
"""Makes the mail for its recipient; None if they get none."""


@transaction.atomic
def follow_zones() -> int:
    """Where somebody lives by another clock now, let their schedules follow: the same occasion, at the same wall time."""
    moved = (
        ReportSchedule.objects.filter(next_at__isnull=False)
        .exclude(zone=F("created_by__time_zone"))
        .select_related("created_by")
        .select_for_update(of=("self",), skip_locked=True)
    )
    count = 0
    for schedule in moved.order_by("pk")[:500]:
        assert schedule.next_at is not None
        zone = schedule.created_by.zone
        day = schedule.next_at.astimezone(ZoneInfo(schedule.zone)).date()
        schedule.zone, schedule.next_at = zone.key, Rhythm.of(schedule).moment(day, zone)
        schedule.save(update_fields=["zone", "next_at"])
        count += 1
    return count


@transaction.atomic
def claim_due() -> ReportSchedule | None:
    """
    Take the schedule that waits longest, put its latest occasion in the ledger and move it on. None when nothing is due.

    Several may claim at once: each gets another. Occasions that were missed while nothing ran are one mail, not many.
    """
    due = ReportSchedule.objects.due(now()).select_for_update(of=("self",), skip_locked=True)
    schedule = due.select_related("created_by", "workspace", "report").first()
    if schedule is None:
        return None
    assert schedule.next_at is not None
    at, zone, rhythm = now(), schedule.created_by.zone, Rhythm.of(schedule)
    occasion = max(schedule.next_at, rhythm.last_until(at, zone))
    if giver(schedule.created_by, schedule.workspace) is None:
        # Whoever made it has left: it stops, and goes on only by their own hand.
        schedule.paused_at, schedule.next_at = at, None
        schedule.save(update_fields=["paused_at", "next_at"])
        record(Verb.REPORT_SCHEDULE_PAUSED, schedule, by=_system(schedule))
        return schedule
    schedule.next_at, schedule.zone = rhythm.next_after(max(at, occasion), zone), zone.key
    schedule.save(update_fields=["next_at", "zone"])
    if schedule.report.deleted_at is None:
        _put_in_ledger(schedule, occasion, at)
    return schedule


@transaction.atomic
def send_test(schedule: ReportSchedule, *, by: Actor) -> ReportDelivery:
    """Send it now, to the maker alone. Raises Conflict without mail, TooMany after ten in an hour."""
    require(can_change_schedule(by, schedule))
    if not settings.EMAIL_CONFIGURED:
        raise Conflict(_("This server sends no mail yet. Ask whoever runs it to set EMAIL_HOST."))
    TESTS.take(str(by.user.pk))
    at = now()
    delivery, is_new = ReportDelivery.objects.get_or_create(
        schedule=schedule, due_at=at, is_test=True, defaults={"workspace": by.workspace, "next_attempt_at": at}
    )
    if is_new:
        _make_mails(delivery, [None])
        _wake(delivery)
    return delivery


@transaction.atomic
def send_again(schedule: ReportSchedule, *, by: Actor) -> ReportDelivery:
    """
    Send now what was given up of the latest time, to whoever did not get it. Raises Conflict where there is nothing to send
    or no mail, TooMany after ten in an hour.
    """
    require(can_change_schedule(by, schedule))
    if not settings.EMAIL_CONFIGURED:
        raise Conflict(_("This server sends no mail yet. Ask whoever runs it to set EMAIL_HOST."))
    latest = ReportDelivery.objects.filter(schedule=schedule, is_test=False).order_by("-due_at")
    delivery = latest.select_for_update(of=("self",)).first()
    if delivery is None or delivery.finished_at is None or not delivery.failure:
        raise Conflict(_("There is nothing left to send. Reload the page."))
    TESTS.take(str(by.user.pk))
    at = now()
    delivery.mails.filter(sent_at=None).update(refused_at=None, failure="")
    delivery.finished_at, delivery.next_attempt_at, delivery.attempts, delivery.failure = None, at, 0, ""
    delivery.save(update_fields=["finished_at", "next_attempt_at", "attempts", "failure"])
    record(Verb.REPORT_DELIVERY_RETRIED, delivery, by=by, schedule=str(schedule.pk))
    _wake(delivery)
    return delivery


@transaction.atomic
def take_delivery(delivery_id: UUID) -> ReportDelivery | None:
    """
    Begin an attempt, unless there is nothing left to do or somebody else is at it.

    The next attempt is written down with it: should this one die, that one comes.
    """
    at = now()
    rows = ReportDelivery.objects.waiting(at).select_for_update(of=("self",), skip_locked=True)
    delivery = (
        rows.filter(pk=delivery_id).select_related("schedule__created_by", "schedule__report", "workspace").first()
    )
    if delivery is None:
        return None
    delivery.attempts += 1
    delivery.next_attempt_at = at + FIRST_WAIT * 2 ** (delivery.attempts - 1)
    delivery.save(update_fields=["attempts", "next_attempt_at"])
    return delivery


@transaction.atomic
def send_mail(mail_id: UUID, letter: Letter) -> bool:
    """
    Send one mail while its row is held, so that nobody else sends it; whether the server took it or refused it for good.

    What can be tried again leaves its words on the row.
    """
    mail = (
        ReportMail.objects.unsent()
        .filter(pk=mail_id)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("recipient__user", "delivery")
        .first()
    )
    if mail is None:
        return True
    message = letter(mail)
    if message is None:
        mail.refused_at = now()
        mail.save(update_fields=["refused_at"])
        return True
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()), (450, b""))[0]
        mail.failure = _("The mail server refused the address (%(code)s).") % {"code": code}
        mail.refused_at = now() if code >= 500 else None
        mail.save(update_fields=["failure", "refused_at"])
        return mail.refused_at is not None
    except Exception as error:
        # Whatever a server answers: the next attempt may find it well.
        logger.warning("Mail %s of a report was not sent: %s", mail.pk, error)
        mail.failure = _("The mail server did not take it (%(error)s).") % {"error": type(error).__name__}
        mail.save(update_fields=["failure"])
        return False
    mail.sent_at, mail.failure = now(), ""
    mail.save(update_fields=["sent_at", "failure"])
    return True


@transaction.atomic
def finish_delivery(delivery: ReportDelivery, *, failure: str = "", is_final: bool = False) -> ReportDelivery:
    """
    Close the delivery if every mail is sent or given up, or with `is_final` whatever is left; tell what became of it.

    After the last attempt what is left is given up. `failure` is why nothing could be sent, in words for the maker.
    """
    delivery = (
        ReportDelivery.objects.select_for_update(of=("self",))
        .select_related("schedule__created_by")
        .get(pk=delivery.pk)
    )
    if delivery.finished_at is not None:
        return delivery
    left = delivery.mails.unsent()
    at = now()
    if left.exists():
        if not (is_final or delivery.attempts >= MOST_ATTEMPTS):
            delivery.failure = failure[:300]
            delivery.save(update_fields=["failure"])
            return delivery
        left.update(refused_at=at)
    refused = list(delivery.mails.filter(sent_at=None).exclude(failure="").values_list("failure", flat=True))
    delivery.finished_at, delivery.next_attempt_at = at, None
    delivery.failure = (failure or (refused[0] if refused else ""))[:300]
    delivery.save(update_fields=["finished_at", "next_attempt_at", "failure"])
    sent = delivery.mails.filter(sent_at__isnull=False).count()
    verb = Verb.REPORT_DELIVERY_FAILED if delivery.failure else Verb.REPORT_DELIVERY_SENT
    record(verb, delivery, by=_system(delivery.schedule), schedule=str(delivery.schedule_id), sent=sent)
    return delivery


def _put_in_ledger(schedule: ReportSchedule, occasion: datetime, at: datetime) -> None:
    recipients = list(schedule.recipients.filter(stopped_at=None).values_list("pk", flat=True))
    if not recipients:
        return
    delivery, is_new = ReportDelivery.objects.get_or_create(
        schedule=schedule,
        due_at=occasion,
        is_test=False,
        defaults={"workspace": schedule.workspace, "next_attempt_at": at},
    )
    if not is_new:
        return
    _make_mails(delivery, recipients)
    if settings.EMAIL_CONFIGURED:
        _wake(delivery)
    else:
        finish_delivery(delivery, failure=_("This server sends no mail yet."), is_final=True)


def _make_mails(delivery: ReportDelivery, recipients: Sequence[UUID | None]) -> None:
    mails = []
    for recipient in recipients:
        pk = new_id()
        mails.append(
            ReportMail(
                id=pk,
                workspace=delivery.workspace,
                delivery=delivery,
                recipient_id=recipient,
                message_id=f"<{pk.hex}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>",
            )
        )
    ReportMail.objects.bulk_create(mails)


def _wake(delivery: ReportDelivery) -> None:
    from workstate.reports.jobs import wake_delivery

    transaction.on_commit(lambda: wake_delivery(delivery.pk))


def _system(schedule: ReportSchedule) -> Actor:
    """The log says for whom it was done; the person need not belong to the workspace any more."""
    return Actor(schedule.created_by, schedule.workspace, Role.MEMBER, Via.SYSTEM)
