"""
Days and times in the person's own formats and zone: `{% load dates %}`.

`|weekday_date` Thu 3 Dec · `|full_day` Thu 3 December · `|day_name` Today, Friday · `|short_date` 31.12.2026 · `|clock_time`
14:30 · `|moment` today 14:30 · `|exact` for title attributes · `|ago` just now. Days are dates, instants aware datetimes,
times wall-clock times.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django import template

from workstate.accounts.formats import current_formats

register = template.Library()


@register.filter
def weekday_date(value: date | None) -> str:
    return "" if value is None else current_formats().weekday_date(_date(value))


@register.filter
def full_day(value: date | None) -> str:
    return "" if value is None else current_formats().full_day(_date(value))


@register.filter
def day_name(value: date | None) -> str:
    return "" if value is None else current_formats().day_name(_date(value))


@register.filter
def short_date(value: date | None) -> str:
    return "" if value is None else current_formats().short_date(_date(value))


@register.filter
def clock_time(value: time | datetime | None) -> str:
    return "" if value is None else current_formats().time(value)


@register.filter
def moment(value: datetime | None) -> str:
    return "" if value is None else current_formats().moment(value)


@register.filter
def exact(value: date | datetime | None) -> str:
    return "" if value is None else current_formats().exact(value)


@register.filter
def ago(value: datetime | None) -> str:
    return "" if value is None else current_formats().ago(value)


def _date(value: date) -> date:
    """The day of an instant is the day in the person's zone."""
    return value.astimezone(current_formats().zone).date() if isinstance(value, datetime) else value
