"""From a row of a report to what it is made of: the detailed report of it, of the same days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from workstate.reports.description import Description
from workstate.reports.groupings import Grouping
from workstate.reports.names import HIDDEN
from workstate.reports.periods import Period, month_of
from workstate.reports.shapes import SHAPES, ReportKind
from workstate.reports.table import Subject
from workstate.savedviews.filters.names import as_written
from workstate.timetracking.rounding import NO_ROUNDING

_TERMS = {Grouping.PROJECT: "#{}", Grouping.LABEL: "@{}", Grouping.CLIENT: "client: {}"}
_NOTHING = {Grouping.PROJECT: "no project", Grouping.LABEL: "no labels", Grouping.CLIENT: "no client"}


def as_kind(description: Description, kind: ReportKind) -> Description:
    """The same days, people and filter in another report, as far as it knows such."""
    shape = SHAPES[kind]
    kept: dict[str, Any] = {"kind": kind, "group": shape.group, "then": shape.then, "sort": ""}
    if not shape.rounds:
        kept |= {"rounds": False, "rounding": NO_ROUNDING}
    if not shape.filters:
        kept["filter"] = ""
    if not shape.chooses_people:
        kept |= {"is_own": False, "people": (), "groups": ()}
    if not shape.compares:
        kept |= {"against": None, "other": None}
    return replace(description, **kept)


def narrowed(description: Description, grouping: Grouping, subject: Subject) -> Description | None:
    """The description of what one row is about; None where an address cannot say it."""
    if subject.id == HIDDEN:
        return None
    match grouping:
        case Grouping.DAY | Grouping.WEEK | Grouping.MONTH:
            return _in_days(description, grouping, subject.id)
        case Grouping.PERSON if isinstance(subject.id, UUID):
            return replace(description, is_own=False, people=(subject.id,), groups=())
        case Grouping.GROUP if isinstance(subject.id, UUID):
            return replace(description, is_own=False, groups=(subject.id,))
        case Grouping.BILLABLE if isinstance(subject.id, bool):
            return _filtered(description, "billable" if subject.id else "!billable")
    if subject.id is None and grouping in _NOTHING:
        return _filtered(description, _NOTHING[grouping])
    if isinstance(subject.id, UUID) and grouping in _TERMS:
        return _filtered(description, _TERMS[grouping].format(as_written(subject.name)))
    return None


def _in_days(description: Description, grouping: Grouping, day: object) -> Description | None:
    if not isinstance(day, date):
        return None
    first, last = day, day
    if grouping == Grouping.WEEK:
        last = day + timedelta(days=6)
    elif grouping == Grouping.MONTH:
        first, last = month_of(day)
    whole = description.period
    return description.about(Period(max(first, whole.first), min(last, whole.last), whole.first_weekday))


def _filtered(description: Description, term: str) -> Description:
    text = f"({description.filter}) & {term}" if description.filter else term
    return replace(description, filter=text)
