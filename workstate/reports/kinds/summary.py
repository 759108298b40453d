"""Where the time went, added up by one or two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from workstate.reports import words
from workstate.reports.asking import Amount, Sums, ask, shares_of
from workstate.reports.bars import Step, bars_of, start_of
from workstate.reports.description import Description
from workstate.reports.estimates import accuracy_of, estimates_of
from workstate.reports.groupings import Grouping
from workstate.reports.names import REST, Key, Names, names_of
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Later, Report, Series
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value

# A stack of more colours than these tells nothing: the smallest become one.
MOST_SERIES = 11
# Nor a ring of more parts.
MOST_PARTS = 6


@dataclass(slots=True)
class Line:
    """A row on its way: what several keys that one may not tell apart any more add up to."""

    subject: Subject
    amount: Amount
    estimate: int | None = None
    lines: dict[Key, Line] = field(default_factory=dict)


def make(description: Description, reader: Reader) -> Report:
    """
    Finished time in the days of the description, added up: each entry by itself rounded, if at all, and one over midnight on
    the days on which it was spent. The number of queries does not depend on how much there is.
    """
    step = Step.of(description.period)
    sums = ask(description, reader, description.groupings, step=step)
    shares = shares_of(description, reader)
    stack = next((grouping for grouping in description.groupings if not grouping.is_calendar), None)
    names = _names(description, sums, stack, reader)
    lines = _lines(description, sums, names)
    estimate = _put_estimates(
        lines, description, names, estimates_of(description, _tasks_in(description, sums), reader)
    )
    before = _before(description, reader)
    total = sums.total
    table = table_of(description, lines, sums, estimate)
    return Report(
        description,
        reader,
        title=words.title(description, total.seconds, total.raw, before),
        lead=words.lead(description, total.seconds, total.billable, before, accuracy_of(description, shares, reader)),
        notes=words.notes(description, sums),
        tables=(table,),
        figures=figures_of(sums),
        charts=Later(lambda: _charts(description, sums, names, stack, reader)) if total.raw else (),
        is_running=is_running(description, reader),
        is_empty=not total.raw,
    )


def table_of(description: Description, lines: list[Line], sums: Sums, estimate: int | None) -> Table:
    """Tracked, billable and earned time of every group, and of every group within it."""
    depth = len(description.groupings)
    has_raw, has_amounts = not description.rounding.is_none, sums.has_amounts
    columns = [Column(grouping.value, str(grouping.label), Kind.SUBJECT) for grouping in description.groupings]
    if estimate is not None:
        columns.append(Column("estimate", _("Estimate"), Kind.SECONDS))
    columns.append(Column("tracked", _("Tracked"), Kind.SECONDS))
    columns.append(Column("billable_time", _("Billable"), Kind.SECONDS, _("Billable time")))
    if has_raw:
        columns.append(Column("raw", _("Before rounding"), Kind.SECONDS))
    if has_amounts:
        columns.append(Column("amount", _("Amount"), Kind.MONEY))

    def values(amount: Amount, estimated: int | None) -> list[Value]:
        found: list[Value] = [amount.seconds, amount.billable]
        if estimate is not None:
            found.insert(0, estimated)
        if has_raw:
            found.append(amount.raw)
        if has_amounts:
            found.append(amount.earned)
        return found

    rows = []
    for line in lines:
        row = Row([line.subject, *[None] * (depth - 1), *values(line.amount, line.estimate)])
        row.rows = [Row([None, inner.subject, *values(inner.amount, inner.estimate)]) for inner in line.lines.values()]
        rows.append(row)
    total = Row([*[None] * depth, *values(sums.total, estimate)])
    return Table(columns, rows, total, depth, currencies=sums.currencies if sums.has_amounts else ())


def figures_of(sums: Sums) -> tuple[Figure, ...]:
    """The numbers that matter."""
    total = sums.total
    share = f"{round(100 * total.billable / total.seconds)} %" if total.seconds else ""
    figures = [
        Figure("tracked", _("Tracked"), total.seconds, Kind.SECONDS),
        Figure("billable_time", _("Billable"), total.billable, Kind.SECONDS, share),
    ]
    if sums.has_amounts:
        figures.append(Figure("amount", _("Amount"), total.earned, Kind.MONEY))
    return tuple(figures)


def _names(description: Description, sums: Sums, stack: Grouping | None, reader: Reader) -> dict[Grouping, Names]:
    """Of each grouping; the one that colours the bars gets its colours by rank."""
    found = {}
    for position, grouping in enumerate(description.groupings):
        keys = {key: amount.seconds for (key,), amount in sums.by(position).items()}
        ranked = sorted(keys, key=lambda key: -keys[key])
        found[grouping] = names_of(grouping, ranked, reader.actor, toned=grouping == stack)
    return found


def _lines(description: Description, sums: Sums, names: Mapping[Grouping, Names]) -> list[Line]:
    """Rows and the rows within them. What the person may not see any more becomes one row without a name."""
    if description.group is None:
        return []
    lines: dict[Key, Line] = {}
    by_key: dict[Key, Line] = {}
    for (key,), amount in sums.by(0).items():
        by_key[key] = _put(lines, names[description.group].subject(key), amount)
    if description.then:
        then_names = names[description.then]
        for (key, then), amount in sums.by(0, 1).items():
            _put(by_key[key].lines, then_names.subject(then), amount)
        for line in lines.values():
            line.lines = {inner.subject.id: inner for inner in in_order(list(line.lines.values()), description.then)}
    return in_order(list(lines.values()), description.group)


def _put(lines: dict[Key, Line], subject: Subject, amount: Amount) -> Line:
    line = lines.get(subject.id)
    if line is None:
        line = lines[subject.id] = Line(subject, amount)
    else:
        line.amount += amount
    return line


def in_order(lines: list[Line], grouping: Grouping) -> list[Line]:
    """Days as they come, the rest by how much."""
    if grouping.is_calendar:
        return sorted(lines, key=lambda line: str(line.subject.id))
    return sorted(lines, key=lambda line: (-line.amount.seconds, line.subject.name.casefold(), str(line.subject.id)))


def _tasks_in(description: Description, sums: Sums) -> list[Key]:
    """The tasks that have rows; time without a task is told by its words."""
    if Grouping.TASK not in description.groupings:
        return []
    return [key for (key,) in sums.by(description.groupings.index(Grouping.TASK))]


def _put_estimates(
    lines: list[Line],
    description: Description,
    names: Mapping[Grouping, Names],
    estimates: Mapping[tuple[Key, ...], int],
) -> int | None:
    """At the rows that own their tasks; answers with the sum of all, None where nothing was estimated."""
    owning = [grouping for grouping in description.groupings if grouping.owns_tasks]
    by_id = {line.subject.id: line for line in lines}
    for keys, estimate in estimates.items():
        subjects = [names[grouping].subject(key).id for grouping, key in zip(owning, keys, strict=True)]
        line = by_id.get(subjects[0])
        if line is None:
            continue
        line.estimate = (line.estimate or 0) + estimate
        inner = line.lines.get(subjects[1]) if len(subjects) > 1 else None
        if inner is not None:
            inner.estimate = (inner.estimate or 0) + estimate
    return sum(estimates.values()) or None


def _charts(
    description: Description, sums: Sums, names: Mapping[Grouping, Names], stack: Grouping | None, reader: Reader
) -> Iterator[Chart]:
    yield bars_chart(description, sums, names, stack, reader)
    # Parts that overlap make no whole, and one part is all of it.
    if stack is not None and not sums.overlap and (shares := shares_chart(description, sums, names, stack)):
        yield shares


def shares_chart(
    description: Description, sums: Sums, names: Mapping[Grouping, Names], stack: Grouping
) -> Chart | None:
    """What each part takes of the whole, the largest first; None of a single one."""
    seconds: defaultdict[Subject, int] = defaultdict(int)
    for (key,), amount in sums.by(description.groupings.index(stack)).items():
        seconds[names[stack].subject(key)] += amount.seconds
    ranked = sorted(seconds.items(), key=lambda item: (-item[1], item[0].name.casefold()))
    if len(ranked) < 2:
        return None
    shown = ranked if len(ranked) <= MOST_PARTS + 1 else ranked[:MOST_PARTS]
    parts = [(subject.name, subject.colour or REST, seconds) for subject, seconds in shown]
    if rest := ranked[len(shown) :]:
        parts.append((_("Everything else"), REST, sum(seconds for _subject, seconds in rest)))
    labels, colours, values = zip(*parts, strict=True)
    title = _("Share by %(grouping)s") % {"grouping": str(stack.label).lower()}
    return Chart("share", title, "doughnut", "time", labels, (Series(title, "", values),), colours=colours)


def bars_chart(
    description: Description, sums: Sums, names: Mapping[Grouping, Names], stack: Grouping | None, reader: Reader
) -> Chart:
    """
    The time over the days, the largest part lowest. The parts always add up to the bar: with overlapping labels none would, so
    there is one plain series then.
    """
    period, step = description.period, Step.of(description.period)
    bars = bars_of(period, step)
    starts = [start_of(bar.first, step, period.first_weekday) for bar in bars]
    by_bar = sums.by_bar
    series: list[Series] = []
    if stack is None or sums.overlap:
        whole = tuple(by_bar[start].seconds if start in by_bar else 0 for start in starts)
        series.append(Series(_("Tracked"), "indigo", whole))
    else:
        parts = sums.series(description.groupings.index(stack))
        series.extend(stacked(parts, names[stack], starts))
    return Chart(
        "time",
        _("Time over the days"),
        "bar",
        "time",
        tuple(words.bar_label(bar, description, reader.formats) for bar in bars),
        tuple(series),
        names=tuple(reader.formats.days(bar.first, bar.last) for bar in bars),
    )


def stacked(parts: Mapping[Key, Mapping[date, Amount]], names: Names, starts: list[date]) -> list[Series]:
    """The largest first, and the smallest together as one."""
    merged: dict[Subject, defaultdict[date, int]] = {}
    for key, by_start in parts.items():
        target = merged.setdefault(names.subject(key), defaultdict(int))
        for start, amount in by_start.items():
            target[start] += amount.seconds
    ranked = sorted(merged.items(), key=lambda item: (-sum(item[1].values()), item[0].name.casefold()))
    # One that would stand alone in the rest is shown itself.
    shown = ranked if len(ranked) <= MOST_SERIES + 1 else ranked[:MOST_SERIES]
    series = [
        Series(subject.name, subject.colour or REST, tuple(seconds[start] for start in starts))
        for subject, seconds in shown
    ]
    if rest := ranked[len(shown) :]:
        together = tuple(sum(seconds[start] for _subject, seconds in rest) for start in starts)
        series.append(Series(_("Everything else"), REST, together))
    return series


def _before(description: Description, reader: Reader) -> int:
    """Seconds in the period before, as far as this one has come."""
    if not description.period.has_before():
        return 0
    before = description.period.before()
    if description.is_unfinished:
        before = before.until(description.period.same_day_before(description.today))
    return ask(description, reader.without_rates(), (), period=before).total.seconds
