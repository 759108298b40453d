"""
How work goes: what was completed and created, in time or late, how long it took, days in a row, and when time was spent.

Of oneself, or for administrators of the people whom they choose. Days are those of the person's own calendar; tracked time
is exactly what the summary says of the same people and days.
"""

from __future__ import annotations

from datetime import time

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.durations import format_duration_long
from workstate.reports import words
from workstate.reports.bars import Bar, Step
from workstate.reports.description import Description
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series
from workstate.reports.running import is_running
from workstate.reports.table import Kind, percent
from workstate.reports.work.findings import Findings, Part, asked_of, bars_shown, find
from workstate.reports.work.streaks import Streak
from workstate.reports.work.tables import hours_table, people_table, projects_table, steps_table
from workstate.reports.work.words import FEW_DAYS, days_in_a_row, length, tasks_completed


def make(description: Description, reader: Reader) -> Report:
    """A constant number of queries, however much there is."""
    step = Step.of(description.period)
    found = find(description, reader, step)
    shown = bars_shown(description, step, found.by_start)
    tables = [steps_table(shown, found, step, reader)]
    if len(found.members) > 1:
        tables.append(people_table(found))
    if found.hours.total:
        tables.append(hours_table(found, reader))
    if any(not part.is_empty for part in found.by_project.values()):
        tables.append(projects_table(found, reader))
    return Report(
        description,
        reader,
        title=title(description, found),
        lead=lead(description, found),
        notes=notes(found, reader),
        tables=tuple(tables),
        figures=figures(found),
        charts=charts(description, shown, found, reader),
        is_running=is_running(asked_of(description), reader),
        is_empty=found.total.is_empty,
        teaching="" if found.members else _("How others work is for administrators to see. Choose yourself."),
    )


def figures(found: Findings) -> tuple[Figure, ...]:
    """
    On-time share: of the completed tasks that had a due date, those completed on or before it. Lead time: creation to
    completion; cycle time: first clocked time to completion; medians, in seconds. Rows of days are those of one person.
    """
    done, spans = found.total.done, found.spans
    made = [
        Figure(
            "completed", _("Completed"), done.completed, Kind.NUMBER, _("%(count)d created") % {"count": done.created}
        )
    ]
    if done.dated:
        note = ngettext("of %(count)d with a due date", "of %(count)d with a due date", done.dated) % {
            "count": done.dated
        }
        made.append(Figure("on_time_share", _("On time"), percent(done.on_time, done.dated), Kind.PERCENT, note))
    if spans.lead is not None and spans.lead_of_most is not None:
        made.append(_span("lead_time", _("Median lead time"), spans.lead, spans.lead_of_most))
    if spans.cycle is not None and spans.cycle_of_most is not None:
        made.append(_span("cycle_time", _("Median cycle time"), spans.cycle, spans.cycle_of_most))
    if len(found.members) == 1:
        [user] = found.members
        streaks = found.streaks_of(user)
        made.append(_streak("streak", _("Days completing"), streaks.completing))
        made.append(_streak("tracking_streak", _("Days tracking"), streaks.tracking))
    return tuple(made)


def _span(key: str, label: str, median: int, most: int) -> Figure:
    note = _("nine of ten within %(most)s") % {"most": length(most)}
    if median >= FEW_DAYS:
        # It is said in days: hours say little of so long a time. Here is what it is exactly.
        exact = format_duration_long(median)
        note = _("%(exact)s, nine of ten within %(most)s") % {"exact": exact, "most": length(most)}
    return Figure(key, label, median, Kind.SECONDS, note, is_span=True)


def _streak(key: str, label: str, streak: Streak) -> Figure:
    return Figure(key, label, streak.present, Kind.NUMBER, _("in a row, longest %(count)d") % {"count": streak.longest})


def charts(
    description: Description, shown: list[tuple[Bar, Part]], found: Findings, reader: Reader
) -> tuple[Chart, ...]:
    made = []
    formats = reader.formats
    if found.total.done.completed or found.total.done.created:
        made.append(
            Chart(
                "tasks",
                _("Completed and created"),
                "bar",
                "number",
                tuple(words.bar_label(bar, description, formats) for bar, _part in shown),
                (
                    Series(_("Completed"), "green", tuple(part.done.completed for _bar, part in shown)),
                    Series(_("Created"), "slate", tuple(part.done.created for _bar, part in shown)),
                ),
                names=tuple(formats.days(bar.first, bar.last) for bar, _part in shown),
                stacked=False,
            )
        )
    if found.hours.total:
        hours = found.hours
        made.append(
            Chart(
                "hours",
                _("Hours of the day"),
                "bar",
                "time",
                tuple(formats.time(time(hour)) for hour in hours.span),
                (Series(_("Tracked"), "indigo", tuple(hours.at(hour) for hour in hours.span)),),
            )
        )
    return tuple(made)


def title(description: Description, found: Findings) -> str:
    completed = found.total.done.completed
    if found.total.is_empty:
        return _("Nothing completed and nothing tracked")
    if not completed:
        return _("Nothing completed, %(time)s tracked") % {"time": format_duration_long(found.total.tracked)}
    said = tasks_completed(completed)
    if found.before is None or not found.before.done.completed:
        return said
    return words.than(said, completed, found.before.done.completed, words.before_words(description))


def lead(description: Description, found: Findings) -> str:
    """“96 h 20 m tracked, 5 % less than the 30 days before · 31 created · 82 % on time · 4 days in a row”"""
    total, said = found.total, []
    if total.tracked:
        tracked = _("%(time)s tracked") % {"time": format_duration_long(total.tracked)}
        before = found.before.tracked if found.before else 0
        period = words.before_words(description)
        said.append(words.than(tracked, total.tracked, before, period) if before else tracked)
    if total.done.created:
        said.append(_("%(count)d created") % {"count": total.done.created})
    if total.done.dated:
        said.append(_("%(percent)d %% on time") % {"percent": round(100 * total.done.on_time / total.done.dated)})
    if len(found.members) == 1:
        [user] = found.members
        present = found.streaks_of(user).completing.present
        if present > 1:
            said.append(days_in_a_row(present))
    return " · ".join([capfirst(said[0]), *said[1:]]) if said else ""


def notes(found: Findings, reader: Reader) -> tuple[str, ...]:
    """The small print: what the hours leave out, what is not seen."""
    said = []
    loose = found.total.tracked - found.hours.total
    if loose and found.hours.total:
        said.append(
            _("%(time)s was logged without a clock and stands in none of the hours.")
            % {"time": format_duration_long(loose)}
        )
    if any(user != reader.actor.user.pk for user in found.members):
        said.append(_("Tasks in somebody’s own inbox are counted for that person alone."))
    if found.total.done.completed:
        said.append(_("A repeating task counts each time that it was done."))
    return tuple(said)
