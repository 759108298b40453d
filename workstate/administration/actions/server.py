"""Acts upon the server itself: events tried again, a mail sent to see whether it arrives, bytes that nothing knows removed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from workstate.accounts.throttles import Throttle
from workstate.activity.actions import record_for_account
from workstate.activity.jobs import wake_relay
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.administration.operator import Operator
from workstate.attachments.clearing import clear_orphans
from workstate.notifications.mail.failing import send_failed_again

TEST_MAILS = Throttle("test mail", amount=10, seconds=600)
AT_ONCE = 1000


@transaction.atomic
def retry_events(*, by: Operator) -> int:
    """Have what could not be relayed tried again now rather than when its time comes; how many."""
    by.require()
    failing = Event.objects.filter(relayed_at=None, relay_attempts__gt=0).order_by("pk")
    pks = list(failing.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
    if pks:
        Event.objects.filter(pk__in=pks).update(relay_after=timezone.now())
        _record(Verb.SERVER_RELAY_RETRIED, by, count=len(pks))
        transaction.on_commit(wake_relay)
    return len(pks)


@transaction.atomic
def retry_mails(*, by: Operator) -> int:
    """Have the mails that were given up sent again; how many."""
    by.require()
    count = send_failed_again()
    if count:
        _record(Verb.SERVER_MAILS_RETRIED, by, count=count)
    return count


@transaction.atomic
def tell_of_test_mail(*, by: Operator, answer: str, arrived: bool) -> None:
    """Write down that a mail was sent to see whether it arrives, and what was answered."""
    by.require()
    _record(Verb.SERVER_MAIL_TESTED, by, answer=answer[:300], accepted=arrived)


def remove_orphans(*, by: Operator) -> int:
    """Remove bytes older than a day that no row knows, as the nightly job does; how many files."""
    by.require()
    cleared = clear_orphans()
    with transaction.atomic():
        _record(Verb.SERVER_ORPHANS_CLEARED, by, count=cleared)
    return cleared


def _record(verb: Verb, by: Operator, **data: object) -> None:
    record_for_account(verb, by.user, user=by.user, via=by.via, origin=by.origin, **data)
