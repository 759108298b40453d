"""What is not so any more is not told any more, unless it was read or sent already."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from workstate.accounts.models import User
from workstate.activity.actions import record_for_accounts
from workstate.activity.verbs import Verb
from workstate.core.actor import Via
from workstate.core.ids import new_id
from workstate.notifications.models import Delivery, DeliveryState, Notification


@transaction.atomic
def withdraw(which: Q) -> list[Notification]:
    """Take back those that nobody has read and that have not left the house; answers with them."""
    gone_out = Delivery.objects.filter(notification=OuterRef("pk"), state__in=[DeliveryState.HELD, DeliveryState.SENT])
    unread = Notification.objects.filter(which, ~Exists(gone_out), read_at=None)
    rows = list(unread.select_for_update(of=("self",)).order_by("pk"))
    if rows:
        _tell_pages(rows)
        Notification.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return rows


def any_of(conditions: Iterable[Q]) -> Q | None:
    """None for none at all: an empty condition would mean everything."""
    found: Q | None = None
    for condition in conditions:
        found = condition if found is None else found | condition
    return found


def _tell_pages(rows: Iterable[Notification]) -> None:
    of_people = {row.user_id: row for row in rows}
    people = User.objects.in_bulk(list(of_people))
    changed = [(row, people[pk]) for pk, row in of_people.items()]
    record_for_accounts(Verb.NOTIFICATION_CHANGED, changed, via=Via.SYSTEM, batch=new_id())
