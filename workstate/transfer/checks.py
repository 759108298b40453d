"""What this house can hold of what a file says: the limits of its own fields, named by line before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from django.utils.translation import gettext as _

from workstate.core.errors import Invalid
from workstate.core.text import LINE_LENGTH, NAME_LENGTH, TITLE_LENGTH, clean_line, clean_text
from workstate.tasks.actions.fields import LONGEST_ESTIMATE
from workstate.timetracking.actions.writing import LONGEST_BY_HAND
from workstate.transfer.importers.rows import (
    ImportedEntry,
    ImportedProject,
    ImportedSection,
    ImportedTask,
    Problem,
    Row,
)


def checked(row: Row) -> Iterator[Row | Problem]:
    """Yield the row as it can be kept, behind notes on what changed in it; or its errors alone."""
    match row:
        case ImportedEntry():
            yield from _checked_entry(row)
        case ImportedTask():
            yield from _checked_task(row)
        case ImportedProject():
            name, fault = _line(row.name, NAME_LENGTH)
            yield Problem(row.line, "", _named(_("project"), fault), fatal=True) if fault else replace(row, name=name)
        case ImportedSection():
            name, fault = _line(row.name, NAME_LENGTH)
            yield Problem(row.line, "CONTENT", fault) if fault else replace(row, name=name)


def _checked_entry(row: ImportedEntry) -> Iterator[Row | Problem]:
    errors: list[Problem] = []
    client = _value(row, "Client", row.client, NAME_LENGTH, errors)
    project = _value(row, "Project", row.project, NAME_LENGTH, errors)
    task = _value(row, "Task", row.task, TITLE_LENGTH, errors)
    description = _value(row, "Description", row.description, LINE_LENGTH, errors)
    labels = tuple(_value(row, "Tags", label, NAME_LENGTH, errors) for label in row.labels)
    if row.duration > LONGEST_BY_HAND:
        message = _("The entry lasts longer than 24 hours. Split it, or correct its end.")
        errors.append(Problem(row.line, "End time", message))
    if errors:
        yield from errors
        return
    if "\n" in row.description or "\r" in row.description:
        message = _("Line breaks in the description become spaces.")
        yield Problem(row.line, "Description", message, "note")
    kept = (client, project, task, description, labels)
    if kept != (row.client, row.project, row.task, row.description, row.labels):
        row = replace(row, client=client, project=project, task=task, description=description, labels=labels)
    yield row


def _checked_task(row: ImportedTask) -> Iterator[Row | Problem]:
    errors: list[Problem] = []
    title = _value(row, "CONTENT", row.title, TITLE_LENGTH, errors)
    labels = tuple(_value(row, "CONTENT", label, NAME_LENGTH, errors) for label in row.labels)
    description = ""
    try:
        description = clean_text(row.description, field="description")
    except Invalid as refusal:
        errors.append(Problem(row.line, "DESCRIPTION", " ".join(refusal.messages)))
    if row.estimate and row.estimate > LONGEST_ESTIMATE:
        errors.append(Problem(row.line, "DURATION", _("An estimate is at most 10,000 hours.")))
    if errors:
        yield from errors
    else:
        # Of a section that cannot be kept its own row speaks.
        section, _fault = _line(row.section, NAME_LENGTH)
        yield replace(row, title=title, labels=labels, description=description, section=section)


def _value(row: Row, column: str, value: str, length: int, errors: list[Problem]) -> str:
    if not value:
        return value
    clean, fault = _line(value, length)
    if fault:
        errors.append(Problem(row.line, column, fault))
    return clean


def _named(what: str, fault: str) -> str:
    return f"{what}: {fault}"


def _line(value: str, length: int) -> tuple[str, str]:
    """The value as one clean line, and what is wrong with it."""
    clean = _clean(value, length)
    if clean is not None:
        return clean, ""
    try:
        return clean_line(value, field="value", length=length), ""
    except Invalid as refusal:
        return "", " ".join(refusal.messages)


@lru_cache(maxsize=4096)
def _clean(value: str, length: int) -> str | None:
    # Files repeat the same few values. What is refused is asked again, for words in the reader's language.
    try:
        return clean_line(value, field="value", length=length)
    except Invalid:
        return None
