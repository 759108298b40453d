"""Times of day as a person reads them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from workstate.accounts.models import TimeFormat


def wall_time(instant: datetime, zone: ZoneInfo, style: str = TimeFormat.HOURS_24) -> str:
    """ "09:15", or "9:15 am" for those who count to twelve."""
    local = instant.astimezone(zone)
    if style == TimeFormat.HOURS_12:
        return f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"
    return f"{local.hour:02d}:{local.minute:02d}"
