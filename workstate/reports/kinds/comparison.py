"""Two stretches of days held against each other, group by group."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration_long
from workstate.core.money import NO_MONEY
from workstate.reports import words
from workstate.reports.asking import Amount, Sums, ask
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import REST, Key, names_of
from workstate.reports.periods import Period, Unit
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value, percent

# More pairs of bars than these cannot be told apart.
MOST_BARS = 12


@dataclass(slots=True)
class Line:
    """A group in both stretches of days; nothing where it is in one alone."""

    subject: Subject
    now: Amount = field(default_factory=Amount)
    before: Amount = field(default_factory=Amount)


@dataclass(frozen=True, slots=True)
class Both:
    """What the two questions answered; nothing before where the calendar that we keep begins."""

    now: Sums
    before: Sums | None
    now_words: str
    before_words: str

    @property
    def earlier(self) -> Amount:
        return self.before.total if self.before else Amount()

    @property
    def has_amounts(self) -> bool:
        return self.now.has_amounts

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(sorted({*self.now.currencies, *(self.before.currencies if self.before else ())}))


def make(description: Description, reader: Reader) -> Report:
    """
    Finished time of each group in the days of the description and in those that they are held against, rounded alike. Of
    days that are still to come, those that stand there in the earlier days are left out. Seconds; changes in percent.
    """
    grouping, compared, formats = description.group, description.compared, reader.formats
    assert grouping is not None
    both = Both(
        now=ask(description, reader, (grouping,)),
        before=ask(description, reader, (grouping,), period=compared) if compared else None,
        now_words=_days(description.period, formats),
        before_words=_days(compared, formats) if compared else "",
    )
    lines = _lines(grouping, both, reader)
    total = both.now.total
    return Report(
        description,
        reader,
        title=_title(description, both),
        tables=(_table(grouping, lines, both),),
        lead=words.lead(description, total.seconds, total.billable, 0, None),
        notes=_notes(description, both),
        figures=_figures(both),
        charts=(_chart(lines, both),) if lines else (),
        is_running=is_running(description, reader),
        is_empty=not (total.raw or both.earlier.raw),
    )


def _lines(grouping: Grouping, both: Both, reader: Reader) -> list[Line]:
    """The most now first, then the most before. What the person may not see any more becomes one without a name."""
    now, before = both.now.by_group, both.before.by_group if both.before else {}
    names = names_of(grouping, {**now, **before}, reader.actor)
    lines: dict[Key, Line] = {}
    for key, amount in now.items():
        subject = names.subject(key)
        lines.setdefault(subject.id, Line(subject)).now.add(amount)
    for key, amount in before.items():
        subject = names.subject(key)
        lines.setdefault(subject.id, Line(subject)).before.add(amount)
    return sorted(
        lines.values(),
        key=lambda line: (
            -line.now.seconds,
            -line.before.seconds,
            line.subject.name.casefold(),
            str(line.subject.id),
        ),
    )


def _table(grouping: Grouping, lines: list[Line], both: Both) -> Table:
    columns = [
        Column(grouping.value, str(grouping.label), Kind.SUBJECT),
        Column("tracked", both.now_words, Kind.SECONDS, _("Tracked, %(days)s") % {"days": both.now_words}),
    ]
    if both.before:
        before = both.before_words
        columns += [
            Column("tracked_before", before, Kind.SECONDS, _("Tracked, %(days)s") % {"days": before}),
            Column("difference", _("Difference"), Kind.SECONDS),
            Column("change", _("Change"), Kind.PERCENT),
        ]
    if both.has_amounts:
        columns.append(Column("amount", _("Amount, %(days)s") % {"days": both.now_words}, Kind.MONEY))
    if both.has_amounts and both.before:
        columns += [
            Column("amount_before", _("Amount, %(days)s") % {"days": both.before_words}, Kind.MONEY),
            Column("amount_difference", _("Difference of amounts"), Kind.MONEY),
        ]

    def values(now: Amount, before: Amount) -> list[Value]:
        found: list[Value] = [now.seconds]
        if both.before:
            difference = now.seconds - before.seconds
            found += [before.seconds, difference, percent(difference, before.seconds)]
        if both.has_amounts:
            found.append(now.earned)
        if both.has_amounts and both.before:
            found += [before.earned, now.earned - before.earned]
        return found

    return Table(
        columns,
        [Row([line.subject, *values(line.now, line.before)]) for line in lines],
        Row([None, *values(both.now.total, both.earlier)]),
        currencies=both.currencies if both.has_amounts else (),
    )


def _figures(both: Both) -> tuple[Figure, ...]:
    now, before = both.now.total, both.earlier
    figures = [Figure("tracked", both.now_words, now.seconds, Kind.SECONDS)]
    if both.before:
        difference = now.seconds - before.seconds
        figures += [
            Figure("tracked_before", both.before_words, before.seconds, Kind.SECONDS),
            Figure("difference", _("Difference"), difference, Kind.SECONDS),
            Figure("change", _("Change"), percent(difference, before.seconds), Kind.PERCENT),
        ]
    if both.has_amounts:
        figures.append(Figure("amount", _("Amount, %(days)s") % {"days": both.now_words}, now.earned, Kind.MONEY))
    if both.has_amounts and both.before and before.earned != NO_MONEY:
        label = _("Amount, %(days)s") % {"days": both.before_words}
        figures.append(Figure("amount_before", label, before.earned, Kind.MONEY))
    return tuple(figures)


def _chart(lines: list[Line], both: Both) -> Chart:
    """
    A pair of bars for each of the first groups. What is left is said in words: the bars of many together would dwarf those
    that can be told apart.
    """
    # One that would stand alone in the rest is shown itself.
    shown = lines if len(lines) <= MOST_BARS + 1 else lines[:MOST_BARS]
    labels = tuple(line.subject.name for line in shown)
    series = [Series(both.now_words, "indigo", tuple(line.now.seconds for line in shown))]
    if both.before:
        series.append(Series(both.before_words, REST, tuple(line.before.seconds for line in shown)))
    note = _not_drawn(lines[len(shown) :], both)
    return Chart("groups", _("Time in both periods"), "bar", "time", labels, tuple(series), stacked=False, note=note)


def _not_drawn(rest: list[Line], both: Both) -> str:
    """“48 more are not drawn: 12 h 30 m in November 2026, 10 h in October 2026. The table has them.”"""
    if not rest:
        return ""
    parts = [(sum(line.now.seconds for line in rest), both.now_words)]
    if both.before:
        parts.append((sum(line.before.seconds for line in rest), both.before_words))
    said = [_("%(time)s in %(period)s") % {"time": format_duration_long(time), "period": days} for time, days in parts]
    words = ngettext(
        "%(count)d more is not drawn: %(times)s. The table has it.",
        "%(count)d more are not drawn: %(times)s. The table has them.",
        len(rest),
    )
    return words % {"count": len(rest), "times": ", ".join(said)}


def _title(description: Description, both: Both) -> str:
    """“37 h 20 m, 12 % more than October 2026”"""
    now, before = both.now.total, both.earlier
    if not before.raw:
        alone = words.title(description, now.seconds, now.raw, 0)
        if not (both.before and now.raw):
            return alone
        return _("%(total)s, nothing in %(period)s") % {"total": alone, "period": both.before_words}
    earlier = {"total": format_duration_long(before.seconds), "period": both.before_words}
    if not now.raw:
        return _("Nothing tracked, after %(total)s in %(period)s") % earlier
    total = format_duration_long(now.seconds)
    # Rounding down may leave nothing to measure by.
    return words.than(total, now.seconds, before.seconds, both.before_words) if before.seconds else total


def _notes(description: Description, both: Both) -> tuple[str, ...]:
    notes = words.notes(description, both.now)
    if both.before is None:
        notes += (_("There is nothing before these days to compare them with."),)
    elif description.other is None and description.is_unfinished:
        notes += (_("These days are not over: they are compared with %(period)s.") % {"period": both.before_words},)
    if both.has_amounts and both.earlier.unpriced:
        time = format_duration_long(both.earlier.unpriced)
        notes += (
            _("%(time)s of billable time in %(period)s has no rate and earns nothing here.")
            % {"time": time, "period": both.before_words},
        )
    return notes


def _days(period: Period, formats: Formats) -> str:
    match period.unit:
        case Unit.MONTH:
            return formats.month(period.first)
        case Unit.YEAR:
            return str(period.first.year)
    return formats.days(period.first, period.last)
