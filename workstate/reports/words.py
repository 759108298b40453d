"""The period and the answers in words."""

from __future__ import annotations

from fractions import Fraction

from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration, format_duration_long
from workstate.reports.asking import Sums
from workstate.reports.bars import Bar, Step
from workstate.reports.description import Description
from workstate.reports.estimates import Accuracy
from workstate.reports.groupings import Grouping
from workstate.reports.periods import Preset, Unit
from workstate.timetracking.rounding import Rounding

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


def bar_label(bar: Bar, description: Description, formats: Formats) -> str:
    """Short, under a bar of the chart."""
    period = description.period
    years = period.first.year != period.last.year
    match Step.of(period):
        case Step.DAY:
            return format_date(bar.first, "D j") if period.days <= 14 else formats.month_day(bar.first, year=False)
        case Step.WEEK:
            return formats.month_day(bar.first, year=False)
        case Step.MONTH:
            return format_date(bar.first, "M y" if years else "M")
        case Step.YEAR:
            return str(bar.first.year)


def title(description: Description, seconds: int, raw: int, before: int) -> str:
    """The answer, in one sentence; seconds of the period and of the one before, and those before rounding."""
    if not raw:
        return _nothing(description.preset)
    total = format_duration_long(seconds)
    if description.preset == Preset.TODAY:
        return _("%(total)s so far today") % {"total": total}
    if not before or _says_nothing(description):
        return total
    return than(total, seconds, before, before_words(description))


def than(total: str, now: Fraction | int, before: Fraction | int, period: str) -> str:
    """“37 h 20 m, 12 % more than the week before”; of anything that can be told in numbers."""
    percent = round(100 * (now - before) / before)
    words = {"total": total, "percent": abs(percent), "times": round(now / before), "period": period}
    if not percent:
        return _("%(total)s, as much as %(period)s") % words
    if now >= TIMES_FROM * before:
        return _("%(total)s, %(times)d times as much as %(period)s") % words
    if percent > 0:
        return _("%(total)s, %(percent)d %% more than %(period)s") % words
    return _("%(total)s, %(percent)d %% less than %(period)s") % words


def lead(description: Description, seconds: int, billable: int, before: int, accuracy: Accuracy | None) -> str:
    """What else is worth knowing, each in a few words."""
    said: list[str] = []
    if description.preset == Preset.TODAY and before:
        said.append(_("%(total)s yesterday") % {"total": format_duration_long(before)})
    if billable and billable == seconds:
        said.append(_("all of it billable"))
    elif billable:
        share = round(100 * billable / seconds)
        said.append(_("%(time)s billable (%(share)d %%)") % {"time": format_duration_long(billable), "share": share})
    if accuracy:
        said.append(_accuracy(accuracy))
    return " · ".join([capfirst(said[0]), *said[1:]]) if said else ""


def rounding_note(rounding: Rounding, raw: int) -> str:
    """How it was rounded, and what it was before; nothing where nothing is."""
    if rounding.is_none or not raw:
        return ""
    return _("%(rounded)s; raw %(raw)s") % {"rounded": rounding.words, "raw": format_duration(raw)}


def notes(description: Description, sums: Sums) -> tuple[str, ...]:
    """The small print of what was added up: rounding, what counts twice, what no rate holds for."""
    said = [rounding_note(description.rounding, sums.total.raw)]
    if sums.overlap and Grouping.LABEL in description.groupings:
        said.append(
            _(
                "An entry with several labels counts in each of them. The total counts it once, so the labels add up to more."
            )
        )
    if sums.overlap and Grouping.GROUP in description.groupings:
        said.append(_("Time of a person in several groups counts in each of them. The total counts it once."))
    if sums.has_amounts and sums.total.unpriced:
        said.append(
            _("%(time)s of billable time has no rate and earns nothing here.")
            % {"time": format_duration_long(sums.total.unpriced)}
        )
    return tuple(filter(None, said))


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
        case Preset.THIS_QUARTER:
            return _("Nothing tracked this quarter")
        case Preset.LAST_QUARTER:
            return _("Nothing tracked last quarter")
        case Preset.THIS_YEAR:
            return _("Nothing tracked this year")
        case Preset.LAST_YEAR:
            return _("Nothing tracked last year")
    return _("Nothing tracked in these days")


def _says_nothing(description: Description) -> bool:
    """A stretch that is under way and no unit of the calendar has nothing before it that it could be held against."""
    return description.is_unfinished and description.period.unit == Unit.DAYS


def before_words(description: Description) -> str:
    """The period before, to stand after “than” or alone: “the week before”."""
    unit, unfinished = description.period.unit, description.is_unfinished
    match unit:
        case Unit.DAY:
            return _("the day before")
        case Unit.WEEK:
            return _("by this day last week") if unfinished else _("the week before")
        case Unit.MONTH:
            return _("by this day last month") if unfinished else _("the month before")
        case Unit.QUARTER:
            return _("by this day last quarter") if unfinished else _("the quarter before")
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
