"""
How work goes: what was completed and created, in time or late, how long it took, days in a row, and when time was spent.

Of oneself, or for administrators of the people whom they choose. Days are those of the person's own calendar; tracked time
is exactly what the summary says of the same people and days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.durations import format_duration_long
from workstate.reports import words
from workstate.reports.bars import Bar, Step, start_of
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.kinds.summary import percent
from workstate.reports.names import names_of
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value
from workstate.reports.work.findings import Findings, Part, asked_of, bars_shown, find
from workstate.reports.work.streaks import Streak
from workstate.reports.work.words import days_in_a_row, length, tasks_completed

DAYS_OF_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Of more than five years there are years, which nothing else is grouped by.
_STEPS = {Step.DAY: Grouping.DAY, Step.WEEK: Grouping.WEEK, Step.MONTH: Grouping.MONTH}


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


def steps_table(shown: list[tuple[Bar, Part]], found: Findings, step: Step, reader: Reader) -> Table:
    """
    By day, week or month: tasks completed and created; of the completed ones with a due date those on or before it, and those
    after; tracked seconds; focus sessions that ran to their end, of oneself alone.
    """
    columns = [
        Column(step.value, str(_STEPS[step].label) if step in _STEPS else _("Year"), Kind.SUBJECT),
        Column("completed", _("Completed"), Kind.NUMBER, _("Tasks completed, each time that a repeating one was done")),
        Column("created", _("Created"), Kind.NUMBER, _("Tasks created")),
        Column("on_time", _("On time"), Kind.NUMBER, _("Completed on or before the day on which they were due")),
        Column("late", _("Late"), Kind.NUMBER, _("Completed after the day on which they were due")),
        Column("tracked", _("Tracked"), Kind.SECONDS),
    ]
    if found.is_own:
        columns.append(Column("focus_sessions", _("Focus"), Kind.NUMBER, _("Focus sessions that ran to their end")))

    def values(part: Part) -> list[Value]:
        done = part.done
        counted: list[Value] = [done.completed, done.created, done.on_time, done.late, part.tracked]
        return [*counted, part.sessions] if found.is_own else counted

    starts = [start_of(bar.first, step, reader.actor.user.first_weekday) for bar, _part in shown]
    subjects = _subjects(starts, step, reader)
    rows = [Row([subject, *values(part)]) for subject, (_bar, part) in zip(subjects, shown, strict=True)]
    return Table(columns, rows, Row([None, *values(found.total)]))


def _subjects(starts: Sequence[date], step: Step, reader: Reader) -> list[Subject]:
    if step == Step.YEAR:
        return [Subject(start, str(start.year), code=str(start.year)) for start in starts]
    names = names_of(_STEPS[step], starts, reader.actor)
    return [names.subject(start) for start in starts]


def people_table(found: Findings) -> Table:
    columns = [
        Column("person", _("Person"), Kind.SUBJECT),
        Column("completed", _("Completed"), Kind.NUMBER),
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("on_time_share", _("On time"), Kind.PERCENT, _("Of the completed tasks that had a due date")),
        Column("created", _("Created"), Kind.NUMBER),
        Column("streak", _("In a row"), Kind.NUMBER, _("Working days in a row with a completed task, up to today")),
        Column("longest_streak", _("Longest"), Kind.NUMBER, _("The longest such row there ever was")),
    ]
    rows = []
    for user, member in found.members.items():
        part, streak = found.by_person.get(user, Part()), found.streaks_of(user).completing
        done = part.done
        rows.append(
            Row(
                [
                    Subject(user, str(member.user)),
                    done.completed,
                    part.tracked,
                    percent(done.on_time, done.dated),
                    done.created,
                    streak.present,
                    streak.longest,
                ]
            )
        )
    rows.sort(key=lambda row: (-int(str(row.values[1])), -int(str(row.values[2]))))
    done = found.total.done
    values: list[Value] = [done.completed, found.total.tracked, percent(done.on_time, done.dated), done.created]
    return Table(columns, rows, Row([None, *values, None, None]), caption=_("By person"))


def hours_table(found: Findings, reader: Reader) -> Table:
    """Clocked seconds by hour of day and weekday, on the clock of the person whose time it is."""
    first = reader.actor.user.first_weekday
    weekdays = [(first + place) % 7 for place in range(7)]
    columns = [Column("hour", _("Hour"), Kind.TEXT)]
    columns += [
        Column(DAYS_OF_WEEK[weekday], str(WEEKDAYS_ABBR[weekday]), Kind.SECONDS, str(WEEKDAYS[weekday]))
        for weekday in weekdays
    ]
    columns.append(Column("tracked", _("Total"), Kind.SECONDS))
    hours = found.hours
    rows = [
        Row(
            [
                reader.formats.time(time(hour)),
                *(hours.cells[weekday][hour] or None for weekday in weekdays),
                hours.at(hour),
            ]
        )
        for hour in hours.span
    ]
    total = Row([None, *(sum(hours.cells[weekday]) for weekday in weekdays), hours.total])
    return Table(columns, rows, total, caption=_("Where the week went"))


def projects_table(found: Findings, reader: Reader) -> Table:
    columns = [
        Column("project", _("Project"), Kind.SUBJECT),
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("share", _("Share"), Kind.PERCENT, _("Of all tracked time")),
        Column("completed", _("Completed"), Kind.NUMBER),
        Column("created", _("Created"), Kind.NUMBER),
    ]
    names = names_of(Grouping.PROJECT, found.by_project, reader.actor)
    merged: dict[Subject, Part] = {}
    for project, part in found.by_project.items():
        target = merged.setdefault(names.subject(project), Part())
        target.done.add(part.done)
        target.tracked += part.tracked
    total = found.total

    def values(part: Part) -> list[Value]:
        return [part.tracked, percent(part.tracked, total.tracked), part.done.completed, part.done.created]

    ranked = sorted(
        ((subject, part) for subject, part in merged.items() if not part.is_empty),
        key=lambda one: (-one[1].tracked, -one[1].done.completed, one[0].name.casefold(), str(one[0].id)),
    )
    rows = [Row([subject, *values(part)]) for subject, part in ranked]
    return Table(columns, rows, Row([None, *values(total)]), caption=_("By project"))


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
        made.append(_span("lead_time", _("Lead time"), spans.lead, spans.lead_of_most))
    if spans.cycle is not None and spans.cycle_of_most is not None:
        made.append(_span("cycle_time", _("Cycle time"), spans.cycle, spans.cycle_of_most))
    if len(found.members) == 1:
        [user] = found.members
        streaks = found.streaks_of(user)
        made.append(_streak("streak", _("Days completing"), streaks.completing))
        made.append(_streak("tracking_streak", _("Days tracking"), streaks.tracking))
    return tuple(made)


def _span(key: str, label: str, median: int, most: int) -> Figure:
    note = _("half within %(half)s, nine of ten within %(most)s") % {"half": length(median), "most": length(most)}
    return Figure(key, label, median, Kind.SECONDS, note)


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
    return words.than(said, completed, found.before.done.completed, words._before_words(description))


def lead(description: Description, found: Findings) -> str:
    """“96 h 20 m tracked, 5 % less than the 30 days before · 31 created · 82 % on time · 4 days in a row”"""
    total, said = found.total, []
    if total.tracked:
        tracked = _("%(time)s tracked") % {"time": format_duration_long(total.tracked)}
        before = found.before.tracked if found.before else 0
        period = words._before_words(description)
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
