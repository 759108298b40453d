"""When a schedule sends, in words."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.reports.models import Frequency, ReportSchedule

LAST = 31


def rhythm_words(schedule: ReportSchedule, formats: Formats) -> str:
    """Every Monday at 08:00"""
    time = formats.time(schedule.at)
    match schedule.frequency:
        case Frequency.DAILY:
            return _("Every day at %(time)s") % {"time": time}
        case Frequency.WEEKDAYS:
            return _("Every day from Monday to Friday at %(time)s") % {"time": time}
        case Frequency.WEEKLY:
            return _("Every %(weekday)s at %(time)s") % {"weekday": WEEKDAYS[schedule.weekday or 0], "time": time}
    if schedule.day_of_month == LAST:
        return _("On the last day of every month at %(time)s") % {"time": time}
    return _("On day %(day)d of every month at %(time)s") % {"day": schedule.day_of_month or 1, "time": time}
