"""Toggl Track: the CSV of a detailed report.

Columns may stand in any order. Times are wall clock in the account's zone, which the file does not name (see clock.py).
Amounts depend on rates that are kept elsewhere, so they are recognised and left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from . import clock
from .rows import ImportedEntry, Options, Problem, Reading, Row, Severity
from .table import Record, Table, normal, place_columns

name = "toggl"
title = "Toggl Track"

COLUMNS: dict[str, tuple[str, ...]] = {
    "user": ("User", "Member"),
    "email": ("Email", "E-mail"),
    "client": ("Client",),
    "project": ("Project",),
    "task": ("Task",),
    "description": ("Description",),
    "billable": ("Billable",),
    "start_date": ("Start date",),
    "start_time": ("Start time",),
    "end_date": ("End date", "Stop date"),
    "end_time": ("End time", "Stop time"),
    "duration": ("Duration",),
    "tags": ("Tags",),
}
REQUIRED = (
    "project",
    "description",
    "start_date",
    "start_time",
    "end_date",
    "end_time",
)

_AMOUNT = re.compile(r"amount(?: \(.*\))?")

# "Billable" is written in the language of the account: en de fr es pt it nl pl cs sk sv da nb fi et lv lt hu ro tr el
# ru uk bg ja zh ko ar he, and what spreadsheets make of it.
_YES = """yes y true 1 ja oui sí si sim sì tak ano áno kyllä jah jā taip igen da evet ναι да так はい 是 예 네 نعم כן
wahr vrai verdadero verdadeiro vero waar prawda""".split()
_NO = """no n false 0 nein non não nao nee nie ne nej nei ei nē nem nu hayır hayir όχι нет ні не いいえ 否 아니요 아니오 لا לא
falsch faux falso onwaar fałsz""".split()
BILLABLE: dict[str, bool] = (
    {"": False, "Yes": True, "No": False} | dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
)


def sniff(columns: Sequence[str]) -> bool:
    """Whether a header with these columns is that of a detailed report."""
    found = {normal(column) for column in columns}
    return {
        "start date",
        "start time",
        "duration",
        "description",
    } <= found and "duration (h)" not in found


def read_table(table: Table, options: Options) -> Reading:
    """Read entries and problems, in the order of the file. Raises UnreadableFileError when columns are missing."""
    place, unknown = place_columns(table, COLUMNS, REQUIRED)
    amounts = tuple(column for column in unknown if _AMOUNT.fullmatch(normal(column)))
    unknown = tuple(column for column in unknown if column not in amounts)
    return Reading(name, table.columns, unknown, _rows(table, place, amounts, options))


def _rows(table: Table, place: dict[str, int], amounts: tuple[str, ...], options: Options) -> Iterator[Row | Problem]:
    for column in amounts:
        message = _("Amounts are not imported: they follow from the rates that you set here.")
        yield Problem(table.header_line, column, message, "note")
    entry_of = _EntryReader(table.columns, place, options)
    for record in table:
        if isinstance(record, Problem):
            yield record
        else:
            yield from entry_of(record)


class _EntryReader:
    """Makes an entry, or the problems that keep it out, of each row."""

    def __init__(self, columns: tuple[str, ...], place: dict[str, int], options: Options) -> None:
        self._columns = columns
        self._place = place
        self._zone = options.zone
        self._tags: dict[str, tuple[str, ...]] = {}

    def __call__(self, record: Record) -> Iterator[Row | Problem]:
        """Yield the notes on a row and then its entry, or its errors alone."""
        values = {key: record.values[position].strip() for key, position in self._place.items()}
        errors: list[Problem] = []
        start = self._wall(record, values, "start", errors)
        stop = self._wall(record, values, "end", errors)
        duration = clock.read_duration(words) if (words := values.get("duration", "")) else None
        if words and duration is None:
            message = _("“%(value)s” is not a duration. Durations are written like 01:30:00.")
            errors.append(self._problem(record, "duration", message % {"value": _short(words)}))
        billable = read_billable(values["billable"]) if "billable" in values else None
        if billable is None and "billable" in values:
            message = _("“%(value)s” is neither yes nor no in a language that is known here.")
            errors.append(self._problem(record, "billable", message % {"value": _short(values["billable"])}))
        if errors or start is None or stop is None:
            yield from errors
            return
        found = clock.span(start, stop, duration, self._zone)
        if found is None:
            message = _("The end (%(stop)s) is before the start (%(start)s).")
            yield self._problem(record, "end_time", message % {"start": start, "stop": stop})
            return
        yield from self._clock_notes(record, start, stop, duration, found)

        person_name, person_email = (
            values.get("user", ""),
            values.get("email", "").casefold(),
        )
        client, task = values.get("client", ""), values.get("task", "")
        project, description = values["project"], values["description"]
        who = person_email or person_name
        yield ImportedEntry(
            line=record.line,
            person_name=person_name,
            person_email=person_email,
            client=client,
            project=project,
            task=task,
            description=description,
            labels=self._labels(values.get("tags", "")),
            billable=billable,
            started_at=found[0],
            stopped_at=found[1],
            day=start.date(),
            identity=(
                who,
                start.isoformat(),
                stop.isoformat(),
                client,
                project,
                task,
                description,
            ),
        )

    def _problem(self, record: Record, key: str, message: str, severity: Severity = "error") -> Problem:
        return Problem(record.line, self._columns[self._place[key]], message, severity)

    def _wall(self, record: Record, values: dict[str, str], end: str, errors: list[Problem]) -> datetime | None:
        day, moment = (
            clock.read_date(values[f"{end}_date"]),
            clock.read_time(values[f"{end}_time"]),
        )
        if day is None:
            errors.append(self._problem(record, f"{end}_date", _date_message(values[f"{end}_date"])))
        if moment is None:
            errors.append(self._problem(record, f"{end}_time", _time_message(values[f"{end}_time"])))
        return None if day is None or moment is None else datetime.combine(day, moment)

    def _clock_notes(
        self,
        record: Record,
        start: datetime,
        stop: datetime,
        duration: timedelta | None,
        found: tuple[datetime, datetime],
    ) -> Iterator[Problem]:
        for key, wall, at in (
            ("start_time", start, found[0]),
            ("end_time", stop, found[1]),
        ):
            if clock.steady_offset(wall.date(), self._zone) is not None:
                continue
            if at.astimezone(self._zone).replace(tzinfo=None, fold=0) != wall:
                message = _("%(time)s does not exist in %(zone)s and is read as %(read)s. Check the time zone.")
                terms = {
                    "time": wall,
                    "zone": self._zone.key,
                    "read": at.astimezone(self._zone),
                }
                yield self._problem(record, key, message % terms, "note")
        length = found[1] - found[0]
        if duration is not None and abs(length - duration) > clock.ROUNDING:
            message = _(
                "From %(start)s to %(stop)s is %(clock)s, and the duration says %(duration)s."
                " The clock times are imported. If the clocks changed then, check the time zone."
            )
            terms = {
                "start": start,
                "stop": stop,
                "clock": length,
                "duration": duration,
            }
            yield self._problem(record, "duration", message % terms, "note")

    def _labels(self, tags: str) -> tuple[str, ...]:
        labels = self._tags.get(tags)
        if labels is None:
            labels = tuple(dict.fromkeys(tag for tag in (part.strip() for part in tags.split(", ")) if tag))
            if len(self._tags) < 1000:  # few in any real file, and bounded in every other
                self._tags[tags] = labels
        return labels


def read_billable(words: str) -> bool | None:
    """Read yes or no in the account's language; empty is no; None if it is neither."""
    billable = BILLABLE.get(words)
    if billable is None:
        billable = BILLABLE.get(unicodedata.normalize("NFC", words).casefold())
    return billable


def _short(value: str) -> str:
    return value if len(value) <= 40 else f"{value[:39]}…"


def _date_message(value: str) -> str:
    if not value:
        return _("The date is missing.")
    return _("“%(value)s” is not a date. Dates are written like 2026-03-31.") % {"value": _short(value)}


def _time_message(value: str) -> str:
    if not value:
        return _("The time is missing.")
    return _("“%(value)s” is not a time. Times are written like 14:05:00.") % {"value": _short(value)}
