"""Numbers of work in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import ngettext

from workstate.core.durations import HOUR, format_duration_long

A_DAY = 24 * HOUR
# Up to here hours say more.
FEW_DAYS = 2 * A_DAY


def length(seconds: int) -> str:
    """Of what lies between two instants, nights too: “5 h 10 m”, “3.5 days”, “12 days”."""
    if seconds < FEW_DAYS:
        return format_duration_long(seconds)
    days = (Decimal(seconds) / A_DAY).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if days == days.to_integral_value():
        days = days.to_integral_value()
    return ngettext("%(days)s day", "%(days)s days", ceil(days)) % {
        "days": number_format(days, use_l10n=True, force_grouping=True)
    }


def tasks_completed(count: int) -> str:
    return ngettext("%(count)d task completed", "%(count)d tasks completed", count) % {"count": count}


def days_in_a_row(count: int) -> str:
    return ngettext("%(count)d day in a row", "%(count)d days in a row", count) % {"count": count}
