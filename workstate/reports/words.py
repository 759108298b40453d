"""The period and the answers in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration_long
from workstate.reports.description import Description
from workstate.reports.periods import Preset, Unit
from workstate.reports.report import Accuracy, Report

# From here on a factor says more than a percentage.
TIMES_FROM = 3


def period_words(description: Description, formats: Formats) -> str:
    """What the button says: “Last week, 16–22 Nov”."""
    period = description.period
    if description.preset is None and period.unit == Unit.MONTH:
        return formats.month(period.first)
    if description.preset is None and period.unit == Unit.YEAR:
        return str(period.first.year)
    days = formats.days(period.first, period.last)
    return f"{description.preset.label}, {days}" if description.preset else days


def title(report: Report) -> str:
    """The answer, in one sentence."""
    description = report.description
    if not report.raw_seconds:
        return _nothing(description.preset)
    total = format_duration_long(report.seconds)
    if description.preset == Preset.TODAY:
        return _("%(total)s so far today") % {"total": total}
    if not report.before or _says_nothing(description):
        return total
    percent = round(100 * (report.seconds - report.before) / report.before)
    words = {
        "total": total,
        "percent": abs(percent),
        "times": round(report.seconds / report.before),
        "period": _before_words(description),
    }
    if not percent:
        return _("%(total)s, as much as %(period)s") % words
    if report.seconds >= TIMES_FROM * report.before:
        return _("%(total)s, %(times)d times as much as %(period)s") % words
    if percent > 0:
        return _("%(total)s, %(percent)d %% more than %(period)s") % words
    return _("%(total)s, %(percent)d %% less than %(period)s") % words


def lead(report: Report) -> list[str]:
    """What else is worth knowing, each in a few words."""
    description = report.description
    said: list[str] = []
    if description.preset == Preset.TODAY and report.before:
        said.append(_("%(total)s yesterday") % {"total": format_duration_long(report.before)})
    if report.billable_seconds and report.billable_seconds == report.seconds:
        said.append(_("all of it billable"))
    elif report.billable_seconds:
        share = round(100 * report.billable_seconds / report.seconds)
        said.append(
            _("%(time)s billable (%(share)d %%)")
            % {"time": format_duration_long(report.billable_seconds), "share": share}
        )
    if report.accuracy:
        said.append(_accuracy(report.accuracy))
    return said


def _nothing(preset: Preset | None) -> str:
    match preset:
        case Preset.TODAY:
            return _("Nothing tracked today")
        case Preset.YESTERDAY:
            return _("Nothing tracked yesterday")
        case Preset.THIS_WEEK:
            return _("Nothing tracked this week")
        case Preset.LAST_WEEK:
            return _("Nothing tracked last week")
        case Preset.THIS_MONTH:
            return _("Nothing tracked this month")
        case Preset.LAST_MONTH:
            return _("Nothing tracked last month")
        case Preset.LAST_30_DAYS:
            return _("Nothing tracked in the last 30 days")
        case Preset.THIS_YEAR:
            return _("Nothing tracked this year")
    return _("Nothing tracked in these days")


def _says_nothing(description: Description) -> bool:
    """A stretch that is under way and no unit of the calendar has nothing before it that it could be held against."""
    return description.is_unfinished and description.period.unit == Unit.DAYS


def _before_words(description: Description) -> str:
    """The period before, to stand after “than” or alone: “the week before”."""
    unit, unfinished = description.period.unit, description.is_unfinished
    match unit:
        case Unit.DAY:
            return _("the day before")
        case Unit.WEEK:
            return _("by this day last week") if unfinished else _("the week before")
        case Unit.MONTH:
            return _("by this day last month") if unfinished else _("the month before")
        case Unit.YEAR:
            return _("by this day last year") if unfinished else _("the year before")
    days = description.period.days
    return ngettext("the %(days)d day before", "the %(days)d days before", days) % {"days": days}


def _accuracy(accuracy: Accuracy) -> str:
    percent = accuracy.percent_too_low
    tasks = ngettext("%(tasks)d finished task", "%(tasks)d finished tasks", accuracy.tasks) % {"tasks": accuracy.tasks}
    times = round(accuracy.taken / accuracy.estimated)
    words = {"percent": abs(percent), "tasks": tasks, "times": times}
    if not percent:
        return _("estimates were right (%(tasks)s)") % words
    if times >= TIMES_FROM:
        return _("%(tasks)s took %(times)d times as long as estimated") % words
    if percent > 0:
        return _("estimates were %(percent)d %% too low (%(tasks)s)") % words
    return _("estimates were %(percent)d %% too high (%(tasks)s)") % words
