"""Estimates against actual time: the tasks that were worked on, or finished, in these days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.clock import FIRST_DAY, LAST_DAY, start_of_day
from workstate.core.durations import format_duration_long
from workstate.reports.asking import shares_of
from workstate.reports.description import Description
from workstate.reports.estimates import Accuracy, accuracy_of
from workstate.reports.groupings import Grouping
from workstate.reports.names import Key, names_of
from workstate.reports.periods import ONE_DAY, Period
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series, total_row
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value
from workstate.reports.words import TIMES_FROM
from workstate.tasks.models import Task
from workstate.tasks.models.task import TaskQuerySet
from workstate.timetracking.models import DayShare, TimeEntry
from workstate.timetracking.models.days import DayShareQuerySet

MOST_BARS = 12
MOST_WITHOUT = 50


@dataclass(slots=True)
class Line:
    """
    A task, or the sums of several: seconds that were estimated, those tracked on them at any time, and those in these days.

    `left` is what is left of the estimates of what is not done yet; None of what is.
    """

    subject: Subject
    estimate: int = 0
    tracked: int = 0
    here: int = 0
    left: int | None = None
    state: str = ""
    group: Key = None
    lines: list[Line] = field(default_factory=list)

    @property
    def difference(self) -> int:
        """How much more it took; negative: less."""
        return self.tracked - self.estimate

    def add(self, line: Line) -> None:
        self.estimate += line.estimate
        self.tracked += line.tracked
        self.here += line.here
        if line.left is not None:
            self.left = (self.left or 0) + line.left


def make(description: Description, reader: Reader) -> Report:
    """
    Time as it was tracked, never rounded. Of each task all the time that the reader may see, whenever and by whomever: an
    estimate is of the whole task. People and filter choose the tasks, by who worked on them and on what.
    """
    shares = shares_of(description, reader)
    here = _here(shares)
    lines = list(_lines(description, reader, shares, here))
    estimated = [line for line in lines if line.estimate]
    others = sorted((line for line in lines if not line.estimate and line.tracked), key=lambda line: -line.tracked)
    groups = _groups(description, estimated, reader)
    total = Line(Subject(None, ""))
    for group in groups:
        total.add(group)
    accuracy = accuracy_of(description, shares, reader)
    return Report(
        description,
        reader,
        title=_title(total, accuracy),
        lead=_lead(total, accuracy, estimated),
        notes=tuple(_notes(lines, others, here, reader)),
        tables=(_table(description, groups, total), *_without(others)),
        figures=_figures(total),
        charts=(_chart(groups),) if total.estimate else (),
        is_running=is_running(description, reader),
        is_empty=not (estimated or others),
        teaching=_("Estimate tasks before you start, track time on them, and see here how close you came."),
    )


def _here(shares: DayShareQuerySet) -> dict[UUID | None, int]:
    """Seconds in these days by task; those without one by None."""
    return dict(shares.order_by().values("task").annotate(total=Sum("seconds")).values_list("task", "total"))


def _lines(
    description: Description, reader: Reader, shares: DayShareQuerySet, here: dict[UUID | None, int]
) -> Iterator[Line]:
    tasks = _tasks(description, reader, shares)
    seen = TimeEntry.objects.visible_to(reader.actor).finished().filter(task__in=tasks.values("pk")).order_by()
    tracked = dict(seen.values("task").annotate(total=Sum("duration")).values_list("task", "total"))
    group = F("project__client_id") if description.group == Grouping.CLIENT else F("project_id")
    columns = ("pk", "number", "title", "estimate", "completed_at", "cancelled_at", "of")
    for pk, number, title, estimate, completed, cancelled, of in tasks.annotate(of=group).values_list(*columns):
        line = Line(Subject(pk, title, "", number), estimate or 0, tracked.get(pk, 0), here.get(pk, 0), group=of)
        if not (completed or cancelled):
            line.left = max(0, line.estimate - line.tracked)
        line.state = _state(line, completed=bool(completed), cancelled=bool(cancelled))
        yield line


def _tasks(description: Description, reader: Reader, shares: DayShareQuerySet) -> TaskQuerySet:
    """
    Those worked on in these days, and those finished in them: of the latter only what the people of the report have worked
    on at any time, unless it is of everybody and the reader sees everybody's time.
    """
    actor, period = reader.actor, description.period
    begin, end = start_of_day(period.first, actor.zone), start_of_day(period.last + ONE_DAY, actor.zone)
    finished = Q(completed_at__gte=begin, completed_at__lt=end)
    if not (description.is_everything and actor.administers):
        ever = Period(FIRST_DAY, LAST_DAY, period.first_weekday)
        finished &= Q(pk__in=_with_task(shares_of(description, reader, ever)))
    return Task.objects.visible_to(actor).kept().filter(Q(pk__in=_with_task(shares)) | finished).order_by()


def _with_task(shares: DayShareQuerySet) -> QuerySet[DayShare, Any]:
    return shares.filter(task__isnull=False).order_by().values("task")


def _state(line: Line, *, completed: bool, cancelled: bool) -> str:
    if completed:
        return _("Done")
    if cancelled:
        return _("Cancelled")
    return _("Over the estimate") if line.estimate and line.difference > 0 else _("Open")


def _groups(description: Description, lines: list[Line], reader: Reader) -> list[Line]:
    """Projects or clients by how much was tracked, their tasks from the one that went most over its estimate."""
    grouping = description.group or Grouping.PROJECT
    names = names_of(grouping, {line.group for line in lines}, reader.actor)
    groups: dict[Key, Line] = {}
    for line in lines:
        subject = names.subject(line.group)
        group = groups.setdefault(subject.id, Line(subject))
        group.add(line)
        group.lines.append(line)
    for group in groups.values():
        group.lines.sort(key=lambda line: (-line.difference, line.subject.number or 0))
        done = sum(line.left is None for line in group.lines)
        group.state = _("%(done)d of %(all)d done") % {"done": done, "all": len(group.lines)}
    return sorted(groups.values(), key=lambda group: (-group.tracked, group.subject.name.casefold()))


def _table(description: Description, groups: list[Line], total: Line) -> Table:
    grouping = description.group or Grouping.PROJECT
    columns = [
        Column(grouping.value, str(grouping.label), Kind.SUBJECT),
        Column("task", _("Task"), Kind.SUBJECT),
        Column("state", _("State"), Kind.TEXT),
        Column("estimate", _("Estimate"), Kind.SECONDS),
        Column("tracked", _("Tracked"), Kind.SECONDS, _("All the time of the task that you may see, whenever it was")),
        Column("tracked_here", _("In these days"), Kind.SECONDS),
        Column("difference", _("Difference"), Kind.SECONDS, _("Tracked less estimated: what is over has a plus")),
        Column("used", _("Used"), Kind.PERCENT, _("Tracked, of what was estimated")),
        Column("left", _("Left"), Kind.SECONDS, _("What is left of the estimates of open tasks")),
    ]
    rows = [
        Row(
            [group.subject, None, *_values(group)],
            [Row([None, line.subject, *_values(line)]) for line in group.lines],
        )
        for group in groups
    ]
    return Table(columns, rows, total_row(2, _values(total)), 2, _("With an estimate"))


def _values(line: Line) -> list[Value]:
    used = round(Decimal(100 * line.tracked) / Decimal(line.estimate), 1) if line.estimate else None
    return [line.state or None, line.estimate, line.tracked, line.here, line.difference, used, line.left]


def _without(others: list[Line]) -> Iterator[Table]:
    """Tasks that were worked on without an estimate, those that took longest."""
    if not others:
        return
    columns = [
        Column("task", _("Task"), Kind.SUBJECT),
        Column("state", _("State"), Kind.TEXT),
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("tracked_here", _("In these days"), Kind.SECONDS),
    ]
    rows = [Row([line.subject, line.state, line.tracked, line.here]) for line in others[:MOST_WITHOUT]]
    total = total_row(1, [None, sum(line.tracked for line in others), sum(line.here for line in others)])
    caption = _("Without an estimate")
    if len(others) > MOST_WITHOUT:
        caption = _("Without an estimate: the %(count)d longest of %(all)d") % {
            "count": MOST_WITHOUT,
            "all": len(others),
        }
    yield Table(columns, rows, total, 1, caption)


def _title(total: Line, accuracy: Accuracy | None) -> str:
    if accuracy:
        percent, times = accuracy.percent_too_low, round(accuracy.taken / accuracy.estimated)
        tasks = ngettext("%(tasks)d finished task", "%(tasks)d finished tasks", accuracy.tasks)
        words = {"tasks": tasks % {"tasks": accuracy.tasks}, "percent": abs(percent), "times": times}
        if not percent:
            return _("Estimates were right over %(tasks)s") % words
        if times >= TIMES_FROM:
            return _("%(tasks)s took %(times)d times as long as estimated") % words
        if percent > 0:
            return _("Estimates were %(percent)d %% too low over %(tasks)s") % words
        return _("Estimates were %(percent)d %% too high over %(tasks)s") % words
    return _of_estimated(total) if total.estimate else _("Nothing was estimated in these days")


def _of_estimated(total: Line) -> str:
    return _("%(tracked)s tracked of %(estimate)s estimated") % {
        "tracked": format_duration_long(total.tracked),
        "estimate": format_duration_long(total.estimate),
    }


def _lead(total: Line, accuracy: Accuracy | None, estimated: list[Line]) -> str:
    said = [_of_estimated(total)] if accuracy and total.estimate else []
    if over := [line for line in estimated if line.difference > 0]:
        count = ngettext("%(count)d task is over its estimate", "%(count)d tasks are over their estimates", len(over))
        time = format_duration_long(sum(line.difference for line in over))
        said.append(count % {"count": len(over)} + _(", by %(time)s") % {"time": time})
    return " · ".join(said)


def _notes(lines: list[Line], others: list[Line], here: dict[UUID | None, int], reader: Reader) -> Iterator[str]:
    """Whose time is in it, and which is not. Of others' time a member is told nothing, not even whether there is any."""
    if not reader.actor.administers:
        yield _("Only your own time is in it: tasks that others work on too may have taken longer than is shown.")
    if others:
        words = {"count": len(others), "time": format_duration_long(sum(line.tracked for line in others))}
        yield (
            ngettext(
                "%(count)d task without an estimate took %(time)s.",
                "%(count)d tasks without an estimate took %(time)s.",
                len(others),
            )
            % words
        )
    shown = {line.subject.id for line in lines}
    if away := sum(seconds for task, seconds in here.items() if task is not None and task not in shown):
        yield _("%(time)s is on tasks in the bin or that you no longer see, and is left out.") % {
            "time": format_duration_long(away)
        }
    if without := here.get(None):
        yield _("%(time)s without a task is left out.") % {"time": format_duration_long(without)}


def _figures(total: Line) -> tuple[Figure, ...]:
    if not total.estimate:
        return ()
    return (
        Figure("estimate", _("Estimate"), total.estimate, Kind.SECONDS),
        Figure("tracked", _("Tracked"), total.tracked, Kind.SECONDS),
        Figure("difference", _("Difference"), total.difference, Kind.SECONDS),
        Figure("left", _("Left"), total.left, Kind.SECONDS),
    )


def _chart(groups: list[Line]) -> Chart:
    """The groups with most time, and the rest together."""
    shown = groups if len(groups) <= MOST_BARS + 1 else groups[:MOST_BARS]
    rest = Line(Subject(None, _("Everything else")))
    for group in groups[len(shown) :]:
        rest.add(group)
    bars = [*shown, rest] if len(shown) < len(groups) else shown
    return Chart(
        "estimates",
        _("Estimated and tracked"),
        "bar",
        "time",
        tuple(bar.subject.name for bar in bars),
        (
            Series(_("Estimated"), "slate", tuple(bar.estimate for bar in bars)),
            Series(_("Tracked"), "indigo", tuple(bar.tracked for bar in bars)),
        ),
        stacked=False,
    )
