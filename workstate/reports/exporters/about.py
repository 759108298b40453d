"""What a file says of itself: the question that it answers, who asked it, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from workstate.core.clock import now
from workstate.reports.groupings import Grouping
from workstate.reports.names import names_of
from workstate.reports.report import Report
from workstate.reports.table import Column, Kind, Value


def about(report: Report) -> list[tuple[Column, Value]]:
    """Each with what it is called and what kind of value it is; what was not asked is not mentioned."""
    return list(_about(report))


def _about(report: Report) -> Iterator[tuple[Column, Value]]:
    description, reader = report.description, report.reader
    yield _text("report", _("Report")), str(description.kind.label)
    yield _text("answer", _("Answer")), report.title
    yield from _period(_("First day"), _("Last day"), description.period.first, description.period.last)
    if description.shape.compares and (compared := description.compared):
        yield from _period(_("Compared with, from"), _("Compared with, to"), compared.first, compared.last)
    if description.groupings:
        by = " · ".join(str(grouping.label) for grouping in description.groupings)
        yield _text("grouped_by", _("Grouped by")), by
    if description.shape.chooses_people and not reader.is_for_others:
        yield _text("people", _("People")), _people(report)
    if description.filter and not reader.is_for_others:
        yield _text("filter", _("Filter")), description.filter
    if description.shape.rounds:
        yield _text("rounding", _("Rounding")), description.rounding.words or _("None")
    for note in report.notes:
        yield _text("note", _("Note")), note
    if report.is_running:
        yield _text("note", _("Note")), _("A timer is running. Its time is not counted yet.")
    yield _text("workspace", _("Workspace")), reader.actor.workspace.name
    yield _text("made_by", _("Made by")), _maker(report)
    yield Column("made_at", _("Made at"), Kind.MOMENT), now()


def _period(first_title: str, last_title: str, first: date, last: date) -> Iterator[tuple[Column, Value]]:
    yield Column("first", first_title, Kind.DAY), first
    yield Column("last", last_title, Kind.DAY), last


def _people(report: Report) -> str:
    description = report.description
    if description.is_own:
        return _maker(report)
    chosen = [
        *_names(Grouping.PERSON, description.people, report),
        *_names(Grouping.GROUP, description.groups, report),
    ]
    return ", ".join(chosen) or _("Everybody whose time %(person)s sees") % {"person": _maker(report)}


def _maker(report: Report) -> str:
    user = report.reader.actor.user
    return user.name or user.email


def _names(grouping: Grouping, ids: tuple[UUID, ...], report: Report) -> list[str]:
    if not ids:
        return []
    names = names_of(grouping, ids, report.reader.actor)
    return sorted((names.subject(pk).name for pk in ids), key=str.casefold)


def _text(key: str, title: str) -> Column:
    return Column(key, title, Kind.TEXT)
