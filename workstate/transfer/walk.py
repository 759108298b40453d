"""A walk through a file, batch by batch: what each row is, and whether an earlier import made something of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from workstate.core.actor import Actor
from workstate.transfer.checks import checked
from workstate.transfer.choices import Choices
from workstate.transfer.importers import read
from workstate.transfer.importers.rows import (
    ImportedEntry,
    ImportedProject,
    ImportedTask,
    Options,
    Problem,
    Reading,
    Row,
)
from workstate.transfer.importers.table import ByteStream
from workstate.transfer.ledger import Keys, made_of
from workstate.transfer.models import Kind
from workstate.transfer.words import date_words

BATCH = 2000
# A file of which more rows are wrong than these, and more than are right, is another file than was meant: to name every
# line of it would take minutes.
MOST_ERRORS = 10_000

OpenFile = Callable[[], ByteStream]


@dataclass(frozen=True, slots=True)
class Item:
    """A row, its key in the ledger (rows that are only found by name have none), and what it was made into before."""

    row: Row
    key: UUID | None = None
    made: UUID | None = None


@dataclass
class Person:
    """Somebody whose time is in the file."""

    name: str
    first_line: int
    count: int = 0


@dataclass
class Walk:
    """
    One pass over the file; problems are told as they are met.

    `person` is whose time is taken; None takes the time of whoever comes first and of nobody else. `people` counts the rows
    of everybody, by the key that person_of() gives.
    """

    reading: Reading
    source: str
    person: str | None
    by: Actor
    on_problem: Callable[[Problem], None]
    people: dict[str, Person] = field(default_factory=dict)
    line: int = 0

    def batches(self) -> Iterator[list[Item]]:
        """Yield rows to import, at most BATCH at once, in the order of the file."""
        keys = Keys()
        batch: list[tuple[Row, Kind | None, UUID | None]] = []
        for row in self._rows():
            batch.append((row, *self._key(row, keys)))
            if len(batch) >= BATCH:
                yield self._items(batch)
                batch.clear()
        if batch:
            yield self._items(batch)

    def _rows(self) -> Iterator[Row]:
        wrong = right = 0
        for found in self.reading.rows:
            self.line = found.line
            if isinstance(found, Problem):
                self.on_problem(found)
                wrong += found.severity == "error"
                if wrong > max(MOST_ERRORS, right):
                    message = _("Most rows up to here cannot be read, so the reading ends. Is this the file you meant?")
                    self.on_problem(Problem(found.line, "", message, fatal=True))
                    return
                continue
            right += 1
            if isinstance(found, ImportedEntry) and not self._is_taken(found):
                continue
            for row in checked(found):
                if isinstance(row, Problem):
                    self.on_problem(row)
                else:
                    yield row

    def _is_taken(self, entry: ImportedEntry) -> bool:
        key = person_of(entry)
        person = self.people.get(key)
        if person is None:
            person = self.people[key] = Person(entry.person_name or entry.person_email, entry.line)
            if self.person is None:
                self.person = key
        person.count += 1
        return key == self.person

    def _key(self, row: Row, keys: Keys) -> tuple[Kind | None, UUID | None]:
        if isinstance(row, ImportedEntry):
            # Whose time it becomes is part of what it means: a file may be imported for one person and then for another.
            return Kind.ENTRY, keys.next_key(Kind.ENTRY, (str(self.by.user.pk), *row.identity))
        if isinstance(row, ImportedTask):
            return Kind.TASK, keys.next_key(Kind.TASK, row.identity)
        if isinstance(row, ImportedProject):
            return Kind.PROJECT, keys.next_key(Kind.PROJECT, (row.client, row.name))
        return None, None

    def _items(self, batch: list[tuple[Row, Kind | None, UUID | None]]) -> list[Item]:
        made: dict[UUID, UUID] = {}
        for kind in Kind:
            wanted = [key for _row, found, key in batch if found == kind and key]
            if wanted:
                made |= made_of(kind, wanted, source=self.source, by=self.by)
        return [Item(row, key, made.get(key) if key else None) for row, _kind, key in batch]


def person_of(entry: ImportedEntry) -> str:
    """Who an entry of a file belongs to: their address, or their name in a file without addresses."""
    return entry.person_email or entry.person_name.casefold()


def open_reading(stream: ByteStream, source: str, choices: Choices, by: Actor) -> Reading:
    """Begin to read the file as the person chose. Due dates are meant where the person is, clock times where they say."""
    zone = by.zone if source == "todoist" else ZoneInfo(choices.zone)
    options = Options(zone=zone, project=choices.project, read_date=date_words(by))
    return read(stream, options, source)
