"""One week: what was worked on, by the days of the week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from workstate.core.clock import FIRST_DAY, LAST_DAY, week_of
from workstate.core.durations import format_duration_long
from workstate.reports import words
from workstate.reports.asking import Amount, Sums, ask
from workstate.reports.bars import Step
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.kinds.summary import bars_chart, figures_of
from workstate.reports.names import Key, Names, names_of
from workstate.reports.periods import Against, Period, Preset
from workstate.reports.reader import Reader
from workstate.reports.report import Report
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

# What programs call the columns of the days, from Monday.
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(slots=True)
class Line:
    """A row on its way: its week, and each day on which there is anything."""

    subject: Subject
    week: Amount = field(default_factory=Amount)
    days: dict[date, Amount] = field(default_factory=dict)
    lines: dict[Key, Line] = field(default_factory=dict)

    def add(self, day: date, amount: Amount) -> None:
        self.week.add(amount)
        self.days.setdefault(day, Amount()).add(amount)

    def within(self, subject: Subject) -> Line:
        return self.lines.setdefault(subject.id, Line(subject))


def week_asked(description: Description) -> Description:
    """
    The same question of one whole week of the person: of the one in which its days begin. Days that were named and turn
    out to be this week or the last one still move on with the calendar.
    """
    period = description.period
    first, last = week_of(period.first, period.first_weekday)
    week = Period(max(first, FIRST_DAY), min(last, LAST_DAY), period.first_weekday)
    if week == period:
        return description
    if description.preset:
        for preset in (Preset.THIS_WEEK, Preset.LAST_WEEK):
            if Period.of(preset, description.today, period.first_weekday) == week:
                return description.about(preset)
    return description.about(week)


def make(description: Description, reader: Reader) -> Report:
    """
    Finished time of a week by group and day, rounded entry by entry, if at all; what runs over midnight counts on the days
    on which it was spent. Of more days than a week it shows the first week. Seconds everywhere.
    """
    asked = week_asked(description)
    sums = ask(asked, reader, asked.groupings, step=Step.DAY)
    names = _names(asked, sums, reader)
    whole = _added_up(asked, sums, names)
    notes = words.notes(asked, sums)
    if asked.period != description.period and description.period.days > 7:
        notes += (_("This report shows one week: the one in which the chosen days begin."),)
    total = sums.total
    stack = asked.group
    return Report(
        asked,
        reader,
        title=words.title(asked, total.seconds, total.raw, _before(asked, reader)),
        tables=(_table(asked, whole, sums, reader),),
        lead=_lead(whole),
        notes=notes,
        figures=figures_of(sums),
        charts=(bars_chart(asked, sums, names, stack, reader),) if total.raw else (),
        is_running=is_running(asked, reader),
        is_empty=not total.raw,
    )


def days_of(week: Period) -> list[date]:
    """All seven, also where the calendar that we keep begins or ends within."""
    first, _last = week_of(week.first, week.first_weekday)
    return [first + timedelta(days=number) for number in range(7)]


def _names(description: Description, sums: Sums, reader: Reader) -> dict[Grouping, Names]:
    """Of each grouping; the outer one colours the bars, the largest first."""
    found = {}
    for position, grouping in enumerate(description.groupings):
        seconds = {key: amount.seconds for (key,), amount in sums.by(position).items()}
        ranked = sorted(seconds, key=lambda key: -seconds[key])
        found[grouping] = names_of(grouping, ranked, reader.actor, toned=position == 0)
    return found


def _added_up(description: Description, sums: Sums, names: dict[Grouping, Names]) -> Line:
    """A line of all, with those of the groups in it. What the person may not see any more becomes one without a name."""
    whole = Line(Subject(None, ""))
    named = [names[grouping] for grouping in description.groupings]
    for cell in sums.cells:
        assert cell.bar is not None
        whole.add(cell.bar, cell.amount)
        for key in cell.keys[0]:
            line = whole.within(named[0].subject(key))
            line.add(cell.bar, cell.amount)
            for then in cell.keys[1] if len(named) > 1 else ():
                line.within(named[1].subject(then)).add(cell.bar, cell.amount)
    return whole


def _table(description: Description, whole: Line, sums: Sums, reader: Reader) -> Table:
    days, depth = days_of(description.period), len(description.groupings)
    columns = [Column(grouping.value, str(grouping.label), Kind.SUBJECT) for grouping in description.groupings]
    for day in days:
        title = format_date(day, "D j")
        columns.append(Column(DAYS[day.weekday()], title, Kind.SECONDS, reader.formats.weekday_date(day, year=True)))
    columns.append(Column("tracked", _("Total"), Kind.SECONDS))
    columns.append(Column("billable_time", _("Billable"), Kind.SECONDS, _("Billable time")))
    if sums.has_amounts:
        columns.append(Column("amount", _("Amount"), Kind.MONEY))

    def values(line: Line) -> list[Value]:
        # A day without anything says nothing: a grid of zeros is hard to read.
        found: list[Value] = [line.days[day].seconds if day in line.days else None for day in days]
        found += [line.week.seconds, line.week.billable]
        return [*found, line.week.earned] if sums.has_amounts else found

    rows = [
        Row(
            [line.subject, *[None] * (depth - 1), *values(line)],
            [Row([None, inner.subject, *values(inner)]) for inner in _in_order(line)],
        )
        for line in _in_order(whole)
    ]
    totals = [0 if value is None else value for value in values(whole)]
    return Table(
        columns,
        rows,
        Row([*[None] * depth, *totals]),
        depth,
        currencies=sums.currencies if sums.has_amounts else (),
    )


def _in_order(line: Line) -> list[Line]:
    return sorted(
        line.lines.values(), key=lambda one: (-one.week.seconds, one.subject.name.casefold(), str(one.subject.id))
    )


def _before(description: Description, reader: Reader) -> int:
    """Seconds of the week before, as far as this one has come."""
    period = description.period
    part = period.until(description.today) if description.is_unfinished else period
    before = Against.BEFORE.of(period, part)
    return ask(description, reader.without_rates(), (), period=before).total.seconds if before else 0


def _lead(whole: Line) -> str:
    """The longest day, where there are several."""
    if len(whole.days) < 2:
        return ""
    day = min(whole.days, key=lambda day: (-whole.days[day].seconds, day))
    longest = {"day": WEEKDAYS[day.weekday()], "time": format_duration_long(whole.days[day].seconds)}
    return _("Most on %(day)s, %(time)s") % longest
