"""The calendar: a month, a week or a day of tasks where they are due, with what time really went into behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.accounts.models import TimeFormat
from workstate.savedviews.layouts.calendar.coming import coming_in
from workstate.savedviews.layouts.calendar.drawing import Pen
from workstate.savedviews.layouts.calendar.hours import column_of, hour_names
from workstate.savedviews.layouts.calendar.lanes import Lines, lines_of
from workstate.savedviews.layouts.calendar.month import LINES, LINES_ABOVE, LINES_OF_DAY, week_of_days, weekday_names
from workstate.savedviews.layouts.calendar.periods import DAY, MONTH, SPANS, Period
from workstate.savedviews.layouts.calendar.planned import Item, items_in, rows_by_id
from workstate.savedviews.layouts.calendar.side import side_of
from workstate.savedviews.layouts.calendar.worked import Worked, worked_in
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.models import Layout
from workstate.savedviews.scenes import Scene
from workstate.tasks.models import Task
from workstate.tasks.rows import Group
from workstate.tasks.words import DueWords, due_words

MOST_BLOCKS = 60
"""Of one day by the clock; whoever plans more sees the rest as a list."""
MOST_IN_AGENDA = 100


def draw(scene: Scene) -> Drawn:
    """A constant number of queries, however much there is in the period; only what is drawn is fetched whole."""
    period = Period.of(scene.look.span, scene.on or scene.formats.today, scene.actor.user.first_weekday)
    coming, repeating = coming_in(scene, period)
    items = sorted([*items_in(scene, period), *coming], key=lambda item: item.order)
    worked = worked_in(scene, period)
    draws = _month if period.span == MONTH else _hours
    context = {
        "period": period,
        "title": period.title(scene.formats),
        "lengths": [(span, span == period.span) for span in SPANS],
        "addresses": _addresses(scene, period),
        "side": side_of(scene),
        "halves": None if scene.formats.time_format == TimeFormat.HOURS_24 else (_("am"), _("pm")),
        **draws(scene, period, items, repeating, worked),
    }
    return Drawn("savedviews/calendar/_calendar.html", context, bundle="calendar.js")


def _month(
    scene: Scene, period: Period, items: Sequence[Item], repeating: Mapping[UUID, Task], worked: Worked
) -> dict[str, Any]:
    lines = [lines_of(days, items, LINES) for days in period.weeks]
    due = [item for item in items if not item.faint and item.first <= period.on <= item.day]
    agenda = [item.pk for item in sorted(due, key=lambda item: item.is_done)]
    shown = [pk for week in lines for pk in _shown(week)]
    pen = Pen(scene, rows_by_id(scene, [*shown, *agenda[:MOST_IN_AGENDA]]), repeating)
    found = [row for pk in agenda[:MOST_IN_AGENDA] if (row := pen.rows.get(pk))]
    rows = [replace(row, key=f"{row.key}-agenda", due=_on_its_day(row.task, scene, period.on)) for row in found]
    planned = _planned(items)
    return {
        "weekdays": weekday_names(period),
        "weeks": [
            week_of_days(days, week, period, pen, worked.seconds, planned)
            for days, week in zip(period.weeks, lines, strict=True)
        ],
        "agenda": Group("agenda", scene.formats.full_day(period.on), rows, total=len(agenda), wide_due=True),
    }


def _hours(
    scene: Scene, period: Period, items: Sequence[Item], repeating: Mapping[UUID, Task], worked: Worked
) -> dict[str, Any]:
    most = LINES_OF_DAY if period.span == DAY else LINES_ABOVE
    lines = lines_of(period.days, [item for item in items if item.minute is None], most)
    timed: dict[date, list[Item]] = defaultdict(list)
    for item in items:
        if item.minute is not None:
            timed[item.day].append(item)
    shown = [item.pk for day in period.days for item in timed[day][:MOST_BLOCKS] if not item.faint]
    pen = Pen(scene, rows_by_id(scene, [*_shown(lines), *shown]), repeating)
    columns = [
        column_of(
            day,
            timed[day][:MOST_BLOCKS],
            worked.strips.get(day, []),
            pen,
            is_on=day == period.on,
            hidden=max(0, len(timed[day]) - MOST_BLOCKS),
        )
        for day in period.days
    ]
    week = week_of_days(period.days, lines, period, pen, worked.seconds, _planned(items))
    return {"week": week, "columns": columns, "hour_names": hour_names(scene.formats)}


def _on_its_day(task: Task, scene: Scene, day: date) -> DueWords:
    """Under the heading of the day, its time alone."""
    return due_words(task, scene.formats, hide=day)


def _shown(lines: Mapping[date, Lines]) -> list[UUID]:
    """The tasks that are drawn as they are, and not as coming round."""
    return [line.item.pk for day in lines.values() for line in day.shown if line.item and not line.item.faint]


def _planned(items: Sequence[Item]) -> dict[date, int]:
    """Estimated seconds of what is to be done, by the day on which it is due."""
    seconds: dict[date, int] = defaultdict(int)
    for item in items:
        if not item.is_done and not item.faint:
            seconds[item.day] += item.estimate
    return seconds


def _addresses(scene: Scene, period: Period) -> dict[str, str]:
    """Where one goes from here. The rest of the address stays; a day is asked for by its own."""
    kept = {**scene.look.parameters(), "span": period.span}
    kept |= {"filter": scene.filter} if scene.filter else {}

    def at(day: date | None, **more: str) -> str:
        return f"?{urlencode({**kept, **more, 'on': day.isoformat()})}" if day else ""

    rest = f"?{urlencode({**kept, 'span': DAY})}&on="
    listed = f"?{urlencode({**kept, 'layout': Layout.LIST})}"
    return {
        "today": at(scene.formats.today),
        "previous": at(period.previous),
        "following": at(period.following),
        "day": rest,
        "chosen": f"?{urlencode(kept)}&on=",
        "list": listed,
    }
