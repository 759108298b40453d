"""Days in addresses."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import register_converter

from workstate.core.clock import FIRST_DAY, LAST_DAY


class DayConverter:
    """An ISO day a week or more from the ends of the time that can be written down; no other address is one."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if not FIRST_DAY + timedelta(days=14) <= day <= LAST_DAY - timedelta(days=14):
            raise ValueError(value)
        return day

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "sheet_day")
