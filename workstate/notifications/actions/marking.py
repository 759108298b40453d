"""What a person does with what they were told: read it, keep it for later, be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workstate.accounts.models import User
from workstate.activity.actions import record_for_account, record_for_accounts
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.errors import Invalid
from workstate.core.ids import new_id
from workstate.notifications.actions.again import send_again
from workstate.notifications.kinds import Kind
from workstate.notifications.models import Notification
from workstate.notifications.models.notification import NotificationQuerySet

LONGEST_SNOOZE: Final = timedelta(days=366)
AT_ONCE: Final = 500


@transaction.atomic
def mark_read(notifications: NotificationQuerySet, *, user: User, via: Via = Via.WEB) -> datetime:
    """Read those of the person's that are not; answers with the instant, by which the act is taken back."""
    at = timezone.now()
    _change(notifications.unread(), user, via, read_at=at)
    return at


@transaction.atomic
def mark_unread(notifications: NotificationQuerySet, *, user: User, via: Via = Via.WEB) -> int:
    """Leave them for another look: what was done with comes back too."""
    return _change(notifications, user, via, read_at=None, done_at=None)


@transaction.atomic
def take_back_reading(at: datetime, *, user: User, via: Via = Via.WEB) -> int:
    """Unread again what was read by the act of that instant; how many."""
    return _change(Notification.objects.filter(read_at=at), user, via, read_at=None)


@transaction.atomic
def finish(notifications: NotificationQuerySet, *, user: User, via: Via = Via.WEB) -> datetime:
    """Be done with them: they leave the list, read or not. Answers with the instant, by which the act is taken back."""
    at = timezone.now()
    open_ones = notifications.filter(done_at=None)
    _change(open_ones, user, via, done_at=at, snoozed_until=None)
    return at


@transaction.atomic
def take_back_finishing(at: datetime, *, user: User, via: Via = Via.WEB) -> int:
    return _change(Notification.objects.filter(done_at=at), user, via, done_at=None)


@transaction.atomic
def snooze(notifications: NotificationQuerySet, until: datetime, *, user: User, via: Via = Via.WEB) -> int:
    """Put them out of sight until then; they come back unread. Raises Invalid for a time that is past or too far off."""
    at = timezone.now()
    if until <= at:
        raise Invalid(_("Choose a time that is yet to come."), field="until")
    if until > at + LONGEST_SNOOZE:
        raise Invalid(_("Choose a time within a year."), field="until")
    return _change(notifications, user, via, snoozed_until=until, done_at=None)


@transaction.atomic
def wake(notifications: NotificationQuerySet, *, user: User, via: Via = Via.WEB) -> int:
    """Bring back what was put off, before its time."""
    return _change(notifications.filter(snoozed_until__isnull=False), user, via, snoozed_until=None)


def surface_snoozed() -> int:
    """Bring back, unread and on top, what was put off until now; how many. Safe in many workers at once."""
    surfaced = 0
    while count := _surface_some():
        surfaced += count
    return surfaced


@transaction.atomic
def _surface_some() -> int:
    at = timezone.now()
    due = Notification.objects.filter(snoozed_until__lte=at).order_by("pk")
    rows = list(due.select_for_update(of=("self",), skip_locked=True).select_related("user")[:AT_ONCE])
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(snoozed_until=None, surfaced_at=at)
    newest = {(row.user_id, row.subject): row.pk for row in sorted(rows, key=lambda row: row.made_at)}
    Notification.objects.filter(pk__in=newest.values()).update(read_at=None)
    send_again([row for row in rows if row.kind == Kind.REMINDER], at)
    people = {row.user_id: (row, row.user) for row in rows}
    record_for_accounts(Verb.NOTIFICATION_CHANGED, people.values(), via=Via.SYSTEM, batch=new_id())
    return len(rows)


def _change(notifications: NotificationQuerySet, user: User, via: Via, **columns: object) -> int:
    """Write to the person's own and tell their other pages, if anything changed."""
    mine = notifications.filter(user=user)
    rows: Sequence[Notification] = list(mine.select_for_update(of=("self",)).order_by("pk"))
    if rows:
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(**columns)
        record_for_account(Verb.NOTIFICATION_CHANGED, rows[0], user=user, via=via, count=len(rows))
    return len(rows)
