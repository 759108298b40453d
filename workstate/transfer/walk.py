"""A walk through a file, batch by batch: what each row is, and whether an earlier import made something of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

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

OpenFile = Callable[[], ByteStream]


@dataclass(frozen=True, slots=True)
class Item:
    """A row, its key in the ledger (rows that are only found by name have none), and what it was made into before."""

    row: Row
    key: UUID | None = None
    made: UUID | None = None


@dataclass
class Others:
    """Rows of other people, which are not imported."""

    count: int = 0
    first_line: int = 0


@dataclass
class Walk:
    """One pass over the file. Problems are told as they are met; `others` counts by person what belongs to others."""

    reading: Reading
    source: str
    person: str | None
    by: Actor
    on_problem: Callable[[Problem], None]
    others: dict[str, Others] = field(default_factory=dict)
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
        for found in self.reading.rows:
            self.line = found.line
            if isinstance(found, Problem):
                self.on_problem(found)
                continue
            if isinstance(found, ImportedEntry) and self.person is not None and person_of(found) != self.person:
                others = self.others.setdefault(person_of(found), Others(first_line=found.line))
                others.count += 1
                continue
            for row in checked(found):
                if isinstance(row, Problem):
                    self.on_problem(row)
                else:
                    yield row

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


def people_in(stream: ByteStream, source: str, choices: Choices, by: Actor) -> Counter[tuple[str, str]]:
    """Count the rows of each person, by (key, name): who else has entries in the file."""
    people: Counter[tuple[str, str]] = Counter()
    names: dict[str, str] = {}
    for row in open_reading(stream, source, choices, by).rows:
        if isinstance(row, ImportedEntry):
            key = person_of(row)
            people[key, names.setdefault(key, row.person_name or row.person_email)] += 1
    return people
