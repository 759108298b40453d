"""The report's numbers: one query adds up the time, a few small ones say what things are called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    DateField,
    F,
    Func,
    OuterRef,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.reports.bars import Step, bars_of, start_of
from workstate.reports.description import Description
from workstate.reports.estimates import accuracy_of, put_estimates
from workstate.reports.groupings import Grouping
from workstate.reports.names import REST, Key, Names, names_of
from workstate.reports.periods import Period
from workstate.reports.report import Line, Report, Series, Subject
from workstate.timetracking.models import DayShare, EntryLabel, TimeEntry
from workstate.timetracking.models.days import DayShareQuerySet

# A stack of more colours than these tells nothing: the smallest become one.
MOST_SERIES = 11


class StartOf(Func):
    """The first day of the week (or month, or year) that a day is in, counted without leaving the type of days."""

    output_field = DateField()

    def __init__(self, day: str, step: Step, first_weekday: int = 0) -> None:
        super().__init__(day)
        # Day 1 of year 1 is a Monday, so the days since then count the week's days, forwards and backwards.
        self.template = {
            Step.DAY: "%(expressions)s",
            Step.WEEK: f"(%(expressions)s - MOD(%(expressions)s - DATE '0001-01-01' + {(7 - first_weekday) % 7:d}, 7))",
            Step.MONTH: "(%(expressions)s - (DATE_PART('day', %(expressions)s)::int - 1))",
            Step.YEAR: "(%(expressions)s - (DATE_PART('doy', %(expressions)s)::int - 1))",
        }[step]


@dataclass(slots=True)
class Amount:
    """Seconds, those of them that are billable, and all of them before rounding."""

    seconds: int = 0
    billable: int = 0
    raw: int = 0

    def add(self, other: Amount) -> None:
        self.seconds += other.seconds
        self.billable += other.billable
        self.raw += other.raw


@dataclass
class Sums:
    """Cells of the one query, added up in every direction that the report shows."""

    total: Amount = field(default_factory=Amount)
    overlap: bool = False
    by_bar: defaultdict[date, int] = field(default_factory=lambda: defaultdict(int))
    by_group: defaultdict[Key, Amount] = field(default_factory=lambda: defaultdict(Amount))
    by_cell: defaultdict[tuple[Key, Key], Amount] = field(default_factory=lambda: defaultdict(Amount))
    by_series: defaultdict[Key, defaultdict[date, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )


def make_report(description: Description, actor: Actor) -> Report:
    """
    One's own finished time in the days of the description, added up: each entry by itself rounded, if at all, and one over
    midnight on the days on which it was spent.

    Every number of a report comes from one query, so that they agree whatever is written meanwhile. The number of
    queries does not depend on how much there is.
    """
    period = description.period
    step = Step.of(period)
    shares = own_shares(actor).between(period.first, period.last)
    stack = next((grouping for grouping in description.groupings if not grouping.is_calendar), None)

    sums = add_up(shares, description, step, stack)
    names, then_names = _names(description, sums, stack, actor)
    lines = _lines(description, sums, names, then_names)
    estimate = put_estimates(lines, description, names, then_names, shares, actor)
    bars = bars_of(period, step)
    return Report(
        description=description,
        lines=tuple(lines),
        seconds=sums.total.seconds,
        billable_seconds=sums.total.billable,
        raw_seconds=sums.total.raw,
        estimate=estimate,
        bars=bars,
        bar_seconds=tuple(sums.by_bar[start_of(bar.first, step, period.first_weekday)] for bar in bars),
        series=_series(sums, names if stack == description.group else then_names, description, step),
        overlap=sums.overlap,
        is_running=_is_running(description, actor),
        before=_before(description, actor),
        accuracy=accuracy_of(description, shares, actor),
    )


def own_shares(actor: Actor) -> DayShareQuerySet:
    return DayShare.objects.visible_to(actor).filter(user=actor.user)


def add_up(shares: DayShareQuerySet, description: Description, step: Step, stack: Grouping | None) -> Sums:
    """Run the one query and add up its cells; an entry with several labels goes into each of them, and once into all."""
    first_weekday = description.period.first_weekday
    columns: dict[str, Combinable] = {"bar": StartOf("day", step, first_weekday)}
    for grouping in description.groupings:
        columns.update(_columns(grouping, first_weekday))
    rounding = description.rounding
    tracked = rounding.of_shares()
    amounts = {"tracked": Sum(tracked), "billed": Coalesce(Sum(tracked, filter=Q(billable=True)), 0)}
    if not rounding.is_none:
        amounts["raw"] = Sum("seconds")
    cells = shares.order_by().annotate(**columns).values(*columns).annotate(**amounts)
    sums = Sums()
    for cell in cells:
        amount, bar = (
            Amount(cell["tracked"], cell["billed"], cell["tracked" if rounding.is_none else "raw"]),
            cell["bar"],
        )
        groups = _keys(description.group, cell)
        thens = _keys(description.then, cell) if description.then else ()
        sums.total.add(amount)
        sums.by_bar[bar] += amount.seconds
        sums.overlap |= len(groups) > 1 or len(thens) > 1
        for key in groups:
            sums.by_group[key].add(amount)
            for then in thens:
                sums.by_cell[key, then].add(amount)
        if stack:
            for key in groups if stack == description.group else thens:
                sums.by_series[key][bar] += amount.seconds
    return sums


def _columns(grouping: Grouping, first_weekday: int) -> dict[str, Combinable]:
    match grouping:
        case Grouping.PROJECT:
            return {"of_project": F("project_id")}
        case Grouping.CLIENT:
            return {"of_client": F("project__client_id")}
        case Grouping.TASK:
            # Time without a task is told apart by what was written down.
            return {
                "of_task": F("task_id"),
                "of_words": Case(When(task=None, then=F("description")), default=Value("")),
            }
        case Grouping.LABEL:
            # By the set of labels, so that an entry stays one row and is never counted twice in a total.
            labels = EntryLabel.objects.filter(entry=OuterRef("pk")).order_by("label_id").values("label_id")
            return {"of_labels": ArraySubquery(labels)}
        case Grouping.DAY:
            return {"of_day": F("day")}
        case Grouping.WEEK:
            return {"of_week": StartOf("day", Step.WEEK, first_weekday)}
        case Grouping.MONTH:
            return {"of_month": StartOf("day", Step.MONTH)}
        case Grouping.BILLABLE:
            return {"of_billable": F("billable")}


def _keys(grouping: Grouping, cell: dict[str, Any]) -> tuple[Key, ...]:
    """The groups that a cell belongs to: one, except of labels."""
    if grouping == Grouping.LABEL:
        return tuple(cell["of_labels"]) or (None,)
    if grouping == Grouping.TASK:
        return (cell["of_task"] or cell["of_words"] or None,)
    return (cell[f"of_{grouping.value}"],)


def _names(description: Description, sums: Sums, stack: Grouping | None, actor: Actor) -> tuple[Names, Names]:
    ranked = sorted(sums.by_series, key=lambda key: -sum(sums.by_series[key].values()))
    keys, then_keys = list(sums.by_group), list({key for _group, key in sums.by_cell})
    first, second = stack == description.group, stack == description.then
    names = names_of(description.group, ranked if first else keys, actor, toned=first)
    if description.then is None:
        return names, Names()
    return names, names_of(description.then, ranked if second else then_keys, actor, toned=second)


def _lines(description: Description, sums: Sums, names: Names, then_names: Names) -> list[Line]:
    """Rows and the rows within them. What the person may not see any more becomes one row without a name."""
    lines: dict[Key, Line] = {}
    for key, amount in sums.by_group.items():
        subject = names.subject(key)
        lines.setdefault(subject.id, Line(subject)).add(amount.seconds, amount.billable, amount.raw)
    within: dict[tuple[Key, Key], Line] = {}
    for (key, then), amount in sums.by_cell.items():
        group, subject = names.subject(key), then_names.subject(then)
        line = within.setdefault((group.id, subject.id), Line(subject))
        line.add(amount.seconds, amount.billable, amount.raw)
    for (group_id, _then), line in within.items():
        lines[group_id].lines.append(line)
    for line in lines.values():
        if description.then:
            line.lines = _in_order(line.lines, description.then)
    return _in_order(list(lines.values()), description.group)


def _in_order(lines: list[Line], grouping: Grouping) -> list[Line]:
    """Days as they come, the rest by how much."""
    if grouping.is_calendar:
        return sorted(lines, key=lambda line: str(line.subject.id))
    return sorted(lines, key=lambda line: (-line.seconds, line.subject.name.casefold(), str(line.subject.id)))


def _series(sums: Sums, names: Names, description: Description, step: Step) -> tuple[Series, ...]:
    """
    The colours of the bars, the largest first and lowest. They always add up to the bar.

    With overlapping labels no stack would, so there is one plain series then.
    """
    period = description.period
    starts = [start_of(bar.first, step, period.first_weekday) for bar in bars_of(period, step)]
    if sums.overlap or not sums.by_series:
        return (Series("", "indigo", tuple(sums.by_bar[start] for start in starts)),) if sums.total.raw else ()
    merged: dict[Subject, defaultdict[date, int]] = {}
    for key, by_bar in sums.by_series.items():
        target = merged.setdefault(names.subject(key), defaultdict(int))
        for bar, seconds in by_bar.items():
            target[bar] += seconds
    ranked = sorted(merged.items(), key=lambda item: (-sum(item[1].values()), item[0].name.casefold()))
    # One that would stand alone in the rest is shown itself.
    shown = ranked if len(ranked) <= MOST_SERIES + 1 else ranked[:MOST_SERIES]
    series = [
        Series(subject.name, subject.colour or REST, tuple(by_bar[start] for start in starts))
        for subject, by_bar in shown
    ]
    if rest := ranked[len(shown) :]:
        together = tuple(sum(by_bar[start] for _subject, by_bar in rest) for start in starts)
        series.append(Series(_("Everything else"), REST, together))
    return tuple(series)


def _before(description: Description, actor: Actor) -> int:
    before: Period = description.period.before()
    if description.is_unfinished:
        before = before.until(description.period.same_day_before(description.today))
    shares = own_shares(actor).between(before.first, before.last)
    return int(shares.aggregate(total=Coalesce(Sum(description.rounding.of_shares()), 0))["total"])


def _is_running(description: Description, actor: Actor) -> bool:
    """Whether a timer adds to the days: it covers those from its start until today."""
    period = description.period
    running = TimeEntry.objects.visible_to(actor).of(actor.user).running().filter(day__lte=period.last)
    return period.first <= description.today and running.exists()
