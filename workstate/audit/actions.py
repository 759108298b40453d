from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.models import Event
from workstate.activity.verbs import Verb
from workstate.audit.asking import Asked
from workstate.audit.models import Shortening
from workstate.audit.policies import can_read_log
from workstate.core.actor import Actor
from workstate.core.clock import now
from workstate.core.errors import require
from workstate.core.turns import take_turn

KEPT_WHOLE = timedelta(days=90)
AT_ONCE = timedelta(days=1)
# One statement for all events of a network, so that a busy day is not thousands of them.
_SHORTEN = """
    UPDATE activity_event SET address = %(network)s
    WHERE happened_at >= %(start)s AND happened_at < %(end)s AND address = %(address)s
"""


@transaction.atomic
def tell_of_export(asked: Asked, *, by: Actor, format: str) -> None:
    """Write down that somebody took the log away, before they have it."""
    require(can_read_log(by), _("Only administrators read the log."))
    record(Verb.AUDIT_EXPORTED, by.workspace, by=by, format=format, asked=dict(asked.typed))


def shorten_addresses(at: datetime | None = None) -> int:
    """
    Cut addresses that are ninety days old to their networks; how many days of the log were gone through.

    Goes on where it stopped: each day is an act of its own.
    """
    end = (at or now()) - KEPT_WHOLE
    days = 0
    while _shorten_a_day(end):
        days += 1
    return days


@transaction.atomic
def _shorten_a_day(end: datetime) -> bool:
    """False when there is nothing left to do."""
    take_turn("audit:shortening")
    done = Shortening.objects.filter(pk=1).first()
    first = Event.objects.order_by("happened_at").values_list("happened_at", flat=True)
    if done:
        first = first.filter(happened_at__gte=done.until)
    start = first.first()
    if start is None or start >= end:
        return False
    until = min(start + AT_ONCE, end)
    whole = Event.objects.filter(happened_at__gte=start, happened_at__lt=until, address__isnull=False)
    for address in whole.exclude(address__contains="/").values_list("address", flat=True).distinct():
        assert address is not None
        with connection.cursor() as cursor:
            cursor.execute(_SHORTEN, {"network": network_of(address), "address": address, "start": start, "end": until})
    Shortening.objects.update_or_create(pk=1, defaults={"until": until})
    return True


def network_of(address: str) -> str | None:
    """The /24 of an IPv4 address, the /48 of an IPv6 one; None for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return None
    return str(ipaddress.ip_network((address, 24 if ip.version == 4 else 48), strict=False))
