"""
A team's period: hours by person against what they work and have to do, and how far the projects are.

Administrators see everybody, others see themselves. Of projects everybody sees what they see of their tasks; tracked time
of projects is that which the reader may see, so only administrators can hold it against estimates.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workstate.core.durations import format_duration_long
from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN, NOTHING, REST, Key, Names, names_of
from workstate.reports.reader import Reader
from workstate.reports.report import Chart, Figure, Report, Series
from workstate.reports.running import is_running
from workstate.reports.table import Column, Kind, Row, Subject, Table, Value, percent
from workstate.reports.work.load import Load, PersonLine, load_of
from workstate.reports.work.progress import ProjectLine, progress_in

MOST_BARS = 25
MOST_SERIES = 11


def make(description: Description, reader: Reader) -> Report:
    """A constant number of queries, however many people and projects there are."""
    load = load_of(description, reader)
    projects = progress_in(description.period, reader.actor)
    tables = [people_table(load, reader)]
    if projects:
        tables.append(projects_table(projects, reader))
    return Report(
        description,
        reader,
        title=title(load, reader),
        lead=lead(load, description),
        notes=notes(load, reader, bool(projects)),
        tables=tuple(tables),
        figures=figures(load),
        charts=charts(load, reader),
        is_running=is_running(description, reader),
        is_empty=not any(line.tracked or line.planned for line in load.lines) and not projects,
        teaching="" if load.lines else _("How others work is for administrators to see. Choose yourself."),
    )


def people_table(load: Load, reader: Reader) -> Table:
    """
    Seconds tracked; their billable share; capacity: the hours of the person's working days in the period; planned: what is
    left of the estimates of their open tasks due in it; load: tracked and planned, of capacity; over: what is too much.
    """
    columns = [
        Column("person", _("Person"), Kind.SUBJECT),
        Column("tracked", _("Tracked"), Kind.SECONDS),
        Column("load", _("Load"), Kind.PERCENT, _("Tracked and planned, of capacity")),
        Column("capacity", _("Capacity"), Kind.SECONDS, _("Hours of their working days")),
        Column(
            "planned", _("Planned"), Kind.SECONDS, _("What is left of the estimates of open tasks due in these days")
        ),
        Column("over", _("Over"), Kind.SECONDS, _("More than their hours")),
        Column("billable_share", _("Billable"), Kind.PERCENT, _("Of the tracked time")),
        Column("last_tracked", _("Last tracked"), Kind.DAY),
    ]
    if load.approves:
        columns.append(Column("approval", _("Approval"), Kind.TEXT, _("Of the weeks in these days")))

    def values(line: PersonLine) -> list[Value]:
        found: list[Value] = [
            line.tracked,
            _rounded(line.load),
            line.capacity,
            line.planned if line.capacity is not None else None,
            line.over or None,
            percent(line.billable, line.tracked),
            line.last,
        ]
        return [*found, line.approval] if load.approves else found

    subjects = subjects_of(load, reader)
    rows = [Row([subject, *values(line)]) for subject, line in zip(subjects, load.lines, strict=True)]
    total = whole_of(load)
    total_values: list[Value] = [
        total.tracked,
        _rounded(total.load),
        total.capacity,
        total.planned,
        sum(line.over for line in load.lines) or None,
        percent(total.billable, total.tracked),
        None,
    ]
    return Table(columns, rows, Row([None, *total_values, *[None] * load.approves]))


def whole_of(load: Load) -> PersonLine:
    """All of them as if they were one."""
    lines = load.lines
    return PersonLine(
        HIDDEN,
        tracked=sum(line.tracked for line in lines),
        billable=sum(line.billable for line in lines),
        capacity=sum(line.capacity or 0 for line in lines),
        planned=sum(line.planned for line in lines),
    )


def subjects_of(load: Load, reader: Reader) -> list[Subject]:
    names = names_of(Grouping.PERSON, (line.user for line in load.lines), reader.actor)
    return [names.subject(line.user) for line in load.lines]


def projects_table(projects: Sequence[ProjectLine], reader: Reader) -> Table:
    """
    Tasks done in the period and open now; the share of all that are done; estimates of all tasks against all tracked time,
    for administrators, who see all of it; the last day on which a task was created or completed or time was tracked.
    """
    sees_all = reader.actor.administers
    columns = [
        Column("project", _("Project"), Kind.SUBJECT),
        Column("done", _("Done"), Kind.NUMBER, _("Tasks completed in these days")),
        Column("open", _("Open"), Kind.NUMBER, _("Tasks to be done, as of now")),
        Column("share_done", _("Share done"), Kind.PERCENT, _("Of all tasks that there ever were, as of now")),
        Column("tracked", _("Tracked"), Kind.SECONDS, _("In these days") if sees_all else _("Your own, in these days")),
        Column("estimate", _("Estimate"), Kind.SECONDS, _("Of all tasks, done and open")),
    ]
    if sees_all:
        columns.append(Column("tracked_ever", _("Tracked in all"), Kind.SECONDS))
        columns.append(Column("used", _("Used"), Kind.PERCENT, _("Of the estimate")))
    columns.append(Column("last_activity", _("Last activity"), Kind.DAY))

    def values(line: ProjectLine) -> list[Value]:
        found: list[Value] = [
            line.done_now,
            line.open,
            percent(line.done, line.done + line.open),
            line.tracked_now,
            line.estimated or None,
        ]
        if sees_all:
            found += [line.tracked, percent(line.tracked, line.estimated)]
        return [*found, line.last]

    whole = ProjectLine(
        Subject(None, ""),
        done_now=sum(line.done_now for line in projects),
        open=sum(line.open for line in projects),
        done=sum(line.done for line in projects),
        estimated=sum(line.estimated for line in projects),
        tracked=sum(line.tracked for line in projects),
        tracked_now=sum(line.tracked_now for line in projects),
    )
    rows = [Row([line.subject, *values(line)]) for line in projects]
    return Table(columns, rows, Row([None, *values(whole)]), caption=_("Projects"))


def figures(load: Load) -> tuple[Figure, ...]:
    total = whole_of(load)
    made = [Figure("tracked", _("Tracked"), total.tracked, Kind.SECONDS)]
    if total.capacity:
        made.append(Figure("capacity", _("Capacity"), total.capacity, Kind.SECONDS, _("hours of working days")))
        made.append(Figure("load", _("Load"), _rounded(total.load), Kind.PERCENT, _("tracked and planned")))
    made.append(Figure("billable_share", _("Billable"), percent(total.billable, total.tracked), Kind.PERCENT))
    return tuple(figure for figure in made if figure.value is not None)


def charts(load: Load, reader: Reader) -> tuple[Chart, ...]:
    """Hours by person, stacked by project; those with the most hours."""
    shown = [line for line in load.lines if line.tracked][:MOST_BARS]
    if not shown:
        return ()
    by_project = {key: amount.raw for (key,), amount in load.sums.by(1).items()}
    ranked = sorted(by_project, key=lambda key: -by_project[key])
    names = names_of(Grouping.PROJECT, ranked, reader.actor, toned=True)
    subjects = {line.user: subject for line, subject in zip(load.lines, subjects_of(load, reader), strict=True)}
    labels = tuple(subjects[line.user].name for line in shown)
    return (Chart("people", _("Hours by person"), "bar", "time", labels, _stacks(shown, ranked, names)),)


def _stacks(shown: Sequence[PersonLine], ranked: Sequence[Key], names: Names) -> tuple[Series, ...]:
    """The largest projects, and the rest together."""
    rows: dict[Subject, list[int]] = {}
    for key in ranked:
        row = rows.setdefault(names.subject(key), [0] * len(shown))
        for place, line in enumerate(shown):
            row[place] += line.by_project.get(key, 0)
    several = sorted(rows.items(), key=lambda item: -sum(item[1]))
    most = len(several) if len(several) <= MOST_SERIES + 1 else MOST_SERIES
    series = [
        Series(subject.name, REST if subject.colour in {"", NOTHING} else subject.colour, tuple(row))
        for subject, row in several[:most]
    ]
    if rest := several[most:]:
        series.append(Series(_("Everything else"), REST, tuple(map(sum, zip(*(row for _s, row in rest), strict=True)))))
    return tuple(series)


def title(load: Load, reader: Reader) -> str:
    """“212 h by 6 people; Ana Keller and one other are over their hours”"""
    total = whole_of(load)
    people = sum(1 for line in load.lines if line.tracked)
    if load.is_own:
        said = _of_capacity(load.lines[0]) if load.lines else _("Nothing tracked")
        return _("%(said)s; you are over your hours") % {"said": said} if load.over else said
    if not total.tracked:
        said = _("Nothing tracked in these days")
    else:
        words = {"total": format_duration_long(total.tracked), "people": people}
        said = ngettext("%(total)s by %(people)d person", "%(total)s by %(people)d people", people) % words
    return f"{said}; {_over(load, reader)}" if load.over else said


def _of_capacity(line: PersonLine) -> str:
    words = {"total": format_duration_long(line.tracked), "capacity": format_duration_long(line.capacity or 0)}
    return _("%(total)s of %(capacity)s") % words if line.capacity else words["total"]


def _over(load: Load, reader: Reader) -> str:
    """Who has worked more than their hours; the first by name."""
    others = len(load.over) - 1
    names = [str(line.member.user) for line in load.over if line.member]
    if others == 0:
        return _("%(name)s is over their hours") % {"name": names[0]}
    if others == 1:
        return _("%(name)s and one other are over their hours") % {"name": names[0]}
    words = {"name": names[0], "count": others}
    return (
        ngettext(
            "%(name)s and %(count)d other are over their hours",
            "%(name)s and %(count)d others are over their hours",
            others,
        )
        % words
    )


def lead(load: Load, description: Description) -> str:
    """“84 % of working hours so far · 40 h planned · more is planned for 2 people than they work · 76 % billable”"""
    total, said = whole_of(load), []
    if load.so_far and total.tracked:
        words = {"percent": round(100 * total.tracked / load.so_far)}
        so_far = (
            _("%(percent)d %% of working hours so far")
            if description.is_unfinished
            else _("%(percent)d %% of working hours")
        )
        said.append(so_far % words)
    if total.planned:
        said.append(_("%(time)s planned") % {"time": format_duration_long(total.planned)})
    if load.overplanned and load.is_own:
        said.append(_("more is planned than you work"))
    elif count := len(load.overplanned):
        said.append(
            ngettext(
                "more is planned for %(count)d person than they work",
                "more is planned for %(count)d people than they work",
                count,
            )
            % {"count": count}
        )
    if total.tracked and total.billable:
        said.append(_("%(percent)d %% billable") % {"percent": round(100 * total.billable / total.tracked)})
    return " · ".join([capfirst(said[0]), *said[1:]]) if said else ""


def notes(load: Load, reader: Reader, projects: bool) -> tuple[str, ...]:
    said = [_("Capacity is by working hours as they are now; days off are left out.")]
    if any(line.planned for line in load.lines):
        said.append(_("Overdue tasks are planned for today. Several assignees share a task evenly."))
    if sum(1 for line in load.lines if line.tracked) > MOST_BARS:
        said.append(_("The chart shows the %(count)d people with the most hours.") % {"count": MOST_BARS})
    if projects and not reader.actor.administers:
        said.append(_("Of tracked time you see your own."))
    return tuple(said)


def _rounded(exact: Decimal | None) -> Decimal | None:
    return None if exact is None else round(exact, 1)
