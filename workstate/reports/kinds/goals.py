"""
What became of a person's goals: in each day or week of the period, and how often in a row.

Nobody sees the goals of others. Goals that are put away are left out, as on their page. A day or week is in the period that
begins in it or before it and is not over before; it is judged once it is over, or before that when nothing can change the
answer any more: a goal that is reached, a limit that is exceeded. Of a goal for some weekdays only those count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.accounts.formats import Formats
from workstate.core.durations import format_duration_long
from workstate.focus.models import Goal
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.reports.report import Figure, Report
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value, percent
from workstate.reports.work.goal_lines import GoalLine, Outcome, lines_of
from workstate.reports.work.goal_trend import charts
from workstate.timetracking.models import TimeEntry


def make(description: Description, reader: Reader) -> Report:
    """A constant number of queries, however many goals, days and entries there are."""
    lines = lines_of(description.period, reader)
    with_outcomes = [line for line in lines if line.outcomes]
    tables = [goals_table(lines)]
    if with_outcomes:
        tables.append(days_table(with_outcomes, reader))
    return Report(
        description,
        reader,
        title=title(lines),
        lead=lead(lines),
        notes=notes(lines),
        tables=tuple(tables),
        figures=figures(lines),
        charts=charts(description, with_outcomes, reader),
        is_running=_is_running(description, reader),
        is_empty=not with_outcomes,
        teaching="" if lines else _("You have no goals yet. Set one, such as 6 h a day or at most 40 h a week."),
    )


def goals_table(lines: Sequence[GoalLine]) -> Table:
    """
    A row for each goal: of how many days or weeks of the period it was reached (a limit: kept), the time spent in them
    against what was asked, and how often in a row, now and at most: those go beyond the period.
    """
    columns = [
        Column("goal", _("Goal"), Kind.SUBJECT),
        Column("share_reached", _("Reached"), Kind.PERCENT, _("Share of the days or weeks in which it was reached")),
        Column("reached", _("Times"), Kind.NUMBER, _("Days or weeks in which it was reached")),
        Column("judged", _("Of"), Kind.NUMBER, _("Days or weeks that are over")),
        Column("streak", _("In a row"), Kind.NUMBER, _("Up to now")),
        Column("longest_streak", _("Longest"), Kind.NUMBER, _("The longest row since the goal was set")),
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("target", _("Target"), Kind.SECONDS),
        Column("share_of_target", _("Of target"), Kind.PERCENT),
    ]
    rows = []
    for line in lines:
        values: list[Value] = [
            line.subject,
            percent(line.met, line.judged),
            line.met,
            line.judged,
            line.state.streak,
            line.state.best,
            line.seconds,
            line.wanted or None,
            percent(line.seconds, line.wanted),
        ]
        rows.append(Row(values))
    # Time may count for several goals, so there is no sum of it.
    met, judged = sum(line.met for line in lines), sum(line.judged for line in lines)
    total = Row([None, percent(met, judged), met, judged, *[None] * 5]) if len(lines) > 1 else None
    return Table(columns, rows, total)


def days_table(lines: Sequence[GoalLine], reader: Reader) -> Table:
    """Each goal with its days or weeks, the newest first."""
    columns = [
        Column("goal", _("Goal"), Kind.SUBJECT),
        Column("day", _("Day or week"), Kind.SUBJECT),
        Column("reached", _("Reached"), Kind.TEXT),
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("target", _("Target"), Kind.SECONDS),
        Column("share_of_target", _("Of target"), Kind.PERCENT),
    ]
    rows = []
    for line in lines:
        group = Row(
            [
                line.subject,
                None,
                _of(line.met, line.judged),
                line.seconds,
                line.wanted,
                percent(line.seconds, line.wanted),
            ]
        )
        group.rows = [
            Row(
                [
                    None,
                    _unit(line.state.goal, outcome.first, reader.formats),
                    verdict(line.state.goal, outcome),
                    outcome.seconds,
                    outcome.wanted,
                    percent(outcome.seconds, outcome.wanted),
                ]
            )
            for outcome in reversed(line.outcomes)
        ]
        rows.append(group)
    return Table(columns, rows, depth=2, caption=_("Day by day"))


def verdict(goal: Goal, outcome: Outcome) -> str:
    if outcome.is_met is None:
        return _("Not decided yet")
    if goal.at_most:
        return _("Kept") if outcome.is_met else _("Exceeded")
    return _("Reached") if outcome.is_met else _("Missed")


def _unit(goal: Goal, first: date, formats: Formats) -> Subject:
    last = first + timedelta(days=6) if goal.is_weekly else first
    return Subject(first, formats.days(first, last), code=first.isoformat())


def figures(lines: Sequence[GoalLine]) -> tuple[Figure, ...]:
    met, judged = sum(line.met for line in lines), sum(line.judged for line in lines)
    if not judged:
        return ()
    made = [Figure("share_reached", _("Reached"), percent(met, judged), Kind.PERCENT, _of(met, judged))]
    for line in lines[:3]:
        note = _("in a row, longest %(count)d") % {"count": line.state.best}
        made.append(Figure(f"streak_{line.subject.id}", line.subject.name, line.state.streak, Kind.NUMBER, note))
    return tuple(made)


def _of(met: int, judged: int) -> str:
    return _("%(met)d of %(judged)d") % {"met": met, "judged": judged}


def title(lines: Sequence[GoalLine]) -> str:
    """“Reached 18 of 22 times”"""
    met, judged = sum(line.met for line in lines), sum(line.judged for line in lines)
    if not lines:
        return _("No goals yet")
    if not judged:
        return _("Nothing is decided yet in these days")
    return ngettext("Reached %(met)d of %(judged)d time", "Reached %(met)d of %(judged)d times", judged) % {
        "met": met,
        "judged": judged,
    }


def lead(lines: Sequence[GoalLine]) -> str:
    """The goal that goes best and has the longest row; what is spent and asked when there is one goal."""
    going = [line for line in lines if line.state.streak > 1]
    if not going:
        if len(lines) == 1 and lines[0].wanted:
            said = {"spent": format_duration_long(lines[0].seconds), "wanted": format_duration_long(lines[0].wanted)}
            return _("%(spent)s of %(wanted)s") % said
        return ""
    best = max(going, key=lambda line: line.state.streak)
    words_of = {"goal": best.subject.name, "count": best.state.streak}
    if best.state.goal.is_weekly:
        return (
            ngettext("%(goal)s: %(count)d week in a row", "%(goal)s: %(count)d weeks in a row", best.state.streak)
            % words_of
        )
    return (
        ngettext("%(goal)s: %(count)d day in a row", "%(goal)s: %(count)d days in a row", best.state.streak) % words_of
    )


def notes(lines: Sequence[GoalLine]) -> tuple[str, ...]:
    said = []
    if lines:
        said.append(
            _("In a row and longest count all days or weeks since the goal was set. Goals put away are left out.")
        )
    if any(line.state.goal.at_most for line in lines):
        said.append(_("A limit is reached when it is kept."))
    return tuple(said)


def _is_running(description: Description, reader: Reader) -> bool:
    period, actor = description.period, reader.actor
    if not period.first <= description.today:
        return False
    return TimeEntry.objects.visible_to(actor).of(actor.user).running().filter(day__lte=period.last).exists()
