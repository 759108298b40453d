"""The files of other programs that can be read, one module each.

A module has `name`, `title`, `sniff(columns)`, and `read_table(table, options)`; what it yields is in rows.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

from django.utils.translation import gettext as _

from . import todoist, toggl
from .rows import Options, Problem, Reading
from .table import ByteStream, Table, UnreadableFileError


class Importer(Protocol):
    """What a module of this package offers."""

    name: str
    title: str

    def sniff(self, columns: Sequence[str]) -> bool:
        """Whether a header is of this program."""
        ...

    def read_table(self, table: Table, options: Options) -> Reading:
        """Read the rows under a header. Raises UnreadableFileError when columns are missing."""
        ...


IMPORTERS: dict[str, Importer] = {importer.name: importer for importer in (toggl, todoist)}


def find_importer(columns: Sequence[str]) -> Importer | None:
    """Find the program whose export has these columns."""
    return next((importer for importer in IMPORTERS.values() if importer.sniff(columns)), None)


def read(stream: ByteStream, options: Options, source: str = "") -> Reading:
    """Read a file of the named program, or of the one whose header it has.

    Raises nothing about the file: what cannot be read is a Problem among the rows, fatal if nothing can.
    """
    columns: tuple[str, ...] = ()
    try:
        table = Table(stream)
        columns = table.columns
        importer = IMPORTERS[source] if source else find_importer(columns)
        if importer is None:
            message = _(
                "The first line does not name the columns of an export that is known here (%(known)s)."
                " Choose the program that made the file to see which columns are missing."
            )
            known = ", ".join(importer.title for importer in IMPORTERS.values())
            raise UnreadableFileError(Problem(table.header_line, "", message % {"known": known}, fatal=True))
        reading = importer.read_table(table, options)
    except UnreadableFileError as refusal:
        return Reading(source, columns, (), iter((refusal.problem,)))
    unknown = _("This column is not known, and is not imported.")
    notes = [Problem(table.header_line, column, unknown, "note") for column in reading.unknown_columns]
    return replace(reading, rows=chain(notes, reading.rows))


__all__ = [
    "IMPORTERS",
    "ByteStream",
    "Importer",
    "Options",
    "Problem",
    "Reading",
    "find_importer",
    "read",
]
