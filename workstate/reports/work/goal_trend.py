"""How goals went, drawn over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from workstate.accounts.formats import Formats
from workstate.reports import words
from workstate.reports.bars import Bar, Step, bars_of, start_of
from workstate.reports.description import Description
from workstate.reports.names import REST, TONES
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Series
from workstate.reports.work.goal_lines import GoalLine


def charts(description: Description, lines: Sequence[GoalLine], reader: Reader) -> tuple[Chart, ...]:
    """How much of the target was spent, over time; goals for each week have a chart of their own."""
    made = []
    for key, name, weekly in (("days", _("Goals for each day"), False), ("weeks", _("Goals for each week"), True)):
        chosen = [line for line in lines if line.state.goal.is_weekly == weekly]
        if chosen:
            step = Step.of(description.period)
            step = Step.WEEK if weekly and step == Step.DAY else step
            made.append(_trend(key, name, chosen, step, description, reader))
    return tuple(made)


def _trend(
    key: str, name: str, lines: Sequence[GoalLine], step: Step, description: Description, reader: Reader
) -> Chart:
    period, formats = description.period, reader.formats
    bars = [bar for bar in bars_of(period, step) if bar.first <= description.today]
    starts = [start_of(bar.first, step, period.first_weekday) for bar in bars]
    series = []
    tones = iter(tone for tone in TONES if tone not in {line.subject.colour for line in lines})
    for line in lines:
        spent: dict[date, int] = {}
        wanted: dict[date, int] = {}
        for outcome in line.outcomes:
            start = start_of(max(outcome.first, period.first), step, period.first_weekday)
            spent[start] = spent.get(start, 0) + outcome.seconds
            wanted[start] = wanted.get(start, 0) + outcome.wanted
        values = tuple(round(100 * spent[start] / wanted[start], 1) if wanted.get(start) else None for start in starts)
        series.append(Series(line.subject.name, line.subject.colour or next(tones, REST), values))
    return Chart(
        key,
        name,
        "line",
        "percent",
        tuple(_label(bar, step, description, formats) for bar in bars),
        tuple(series),
        names=tuple(formats.days(bar.first, bar.last) for bar in bars),
        stacked=False,
    )


def _label(bar: Bar, step: Step, description: Description, formats: Formats) -> str:
    if step == Step.of(description.period):
        return words.bar_label(bar, description, formats)
    return formats.month_day(bar.first, year=False)
