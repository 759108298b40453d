"""What importers read from other programs' files, before anything is looked up or written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

Severity = Literal["error", "note"]

# A due date in words, and the language of the words (may be empty) -> the day and the time, or None if not understood.
DateWords = Callable[[str, str], tuple[date, time | None] | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that is not imported as it stands; `line` counts the file's own lines from 1.

    An error keeps its row out. A fatal error ends the reading: what follows it is unknown. A note keeps nothing out.
    """

    line: int
    column: str
    message: str
    severity: Severity = "error"
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class ImportedProject:
    """A project that the file names."""

    line: int
    name: str
    client: str = ""


@dataclass(frozen=True, slots=True)
class ImportedSection:
    """A section of a project."""

    line: int
    project: str
    name: str


@dataclass(frozen=True, slots=True)
class ImportedTask:
    """A task. `key` is unique in the file; `parent_key` is the key of a task that came earlier, or empty.

    `estimate` is in seconds. `due_time` is wall clock in the zone of the options.
    """

    line: int
    key: str
    parent_key: str
    project: str
    section: str
    title: str
    description: str = ""
    priority: int = 4
    due_on: date | None = None
    due_time: time | None = None
    deadline_on: date | None = None
    labels: tuple[str, ...] = ()
    estimate: int | None = None
    identity: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """A time entry. Instants are aware, in UTC; `day` is the day on the wall where it began; `duration` is in seconds."""

    line: int
    person_name: str
    person_email: str
    client: str
    project: str
    task: str
    description: str
    labels: tuple[str, ...]
    billable: bool | None
    """None where the file does not say."""
    started_at: datetime
    stopped_at: datetime
    day: date
    identity: tuple[str, ...] = ()

    @property
    def duration(self) -> int:
        """Length in whole seconds."""
        return round((self.stopped_at - self.started_at).total_seconds())


Row = ImportedProject | ImportedSection | ImportedTask | ImportedEntry


def no_words(words: str, language: str) -> tuple[date, time | None] | None:
    """Understand no date in words."""
    return None


@dataclass(frozen=True, slots=True)
class Options:
    """What the file does not say and the person does."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    project: str = ""
    read_date: DateWords = no_words


@dataclass(frozen=True, slots=True)
class Reading:
    """A file being read: its columns, and its rows and problems in the order of the file, produced as they are taken."""

    source: str
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    rows: Iterator[Row | Problem]
