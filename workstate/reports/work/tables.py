"""The tables of productivity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from workstate.reports.bars import Bar, Step, start_of
from workstate.reports.groupings import Grouping
from workstate.reports.names import names_of
from workstate.reports.reader import Reader
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value, percent
from workstate.reports.work.findings import Findings, Part

DAYS_OF_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Of more than five years there are years, which nothing else is grouped by.
_STEPS = {Step.DAY: Grouping.DAY, Step.WEEK: Grouping.WEEK, Step.MONTH: Grouping.MONTH}


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

    starts = [start_of(bar.first, step, reader.actor.first_weekday) for bar, _part in shown]
    subjects = _subjects(starts, step, reader)
    rows = [Row([subject, *values(part)]) for subject, (_bar, part) in zip(subjects, shown, strict=True)]
    return Table(columns, rows, Row([None, *values(found.total)]))


def _subjects(starts: Sequence[date], step: Step, reader: Reader) -> list[Subject]:
    if step == Step.YEAR:
        return [Subject(start, str(start.year), code=str(start.year)) for start in starts]
    if step == Step.DAY:
        # A month of them, in a narrow column: the year is said where it is another one.
        formats = reader.formats
        return [Subject(start, formats.weekday_date(start), code=start.isoformat()) for start in starts]
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
    first = reader.actor.first_weekday
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
