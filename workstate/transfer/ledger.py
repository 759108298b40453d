"""What earlier imports made of which rows, so that twice imports nothing twice.

A row is known by what it means, not by where it stands: its key is a hash of its identity (for an entry the file's person,
its clock times, client, project, task and description; for a task the project and its words; for a project its client
and name). Tags, priorities and dates are no part of it: who changed them here keeps the change. Of rows that mean the
same in one file the second has another key than the first, the third another than both.

What was deleted here since does not count as made: the row makes it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.tasks.models import Task
from workstate.timetracking.models import TimeEntry
from workstate.transfer.models import Import, Kind


class Keys:
    """Makes the keys of one file's rows, in the file's order."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._again: dict[int, int] = {}

    def next_key(self, kind: Kind, identity: Sequence[str]) -> UUID:
        """The key of the next row of this identity."""
        # Most rows are of their own kind: a set of numbers holds them in a tenth of what a count of each would take.
        first = _digest(kind, identity, 1)
        short = int.from_bytes(first[:8])
        if short not in self._seen:
            self._seen.add(short)
            return UUID(bytes=first)
        occurrence = self._again.get(short, 1) + 1
        self._again[short] = occurrence
        return UUID(bytes=_digest(kind, identity, occurrence))


def key_of(kind: Kind, identity: Sequence[str]) -> UUID:
    """The key of what a file names and does not list, such as an entry's project."""
    return UUID(bytes=_digest(kind, identity, 1))


def _digest(kind: Kind, identity: Sequence[str], occurrence: int) -> bytes:
    # Values hold no NUL: the readers refuse it.
    text = "\0".join((kind, str(occurrence), *identity))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def made_of(kind: Kind, keys: Iterable[UUID], *, source: str, by: Actor) -> dict[UUID, UUID]:
    """By key, what is still here of what earlier imports made; at most two queries."""
    with connection.cursor() as cursor:
        # An array is one parameter: a list of thousands would be taken apart and put together on every batch.
        cursor.execute(
            "SELECT key, object_id FROM transfer_importedrecord"
            " WHERE workspace_id = %s AND source = %s AND kind = %s AND key = ANY(%s)",
            [by.workspace.pk, source, str(kind), list(keys)],
        )
        made: dict[UUID, UUID] = dict(cursor.fetchall())
    if not made:
        return made
    kept = _kept(kind, list(made.values()), by)
    return {key: pk for key, pk in made.items() if pk in kept}


def _kept(kind: Kind, ids: list[UUID], by: Actor) -> set[UUID]:
    if kind == Kind.ENTRY:
        return set(TimeEntry.objects.visible_to(by).kept().filter(pk__in=ids).values_list("pk", flat=True))
    if kind == Kind.TASK:
        return set(Task.objects.visible_to(by).kept().filter(pk__in=ids).values_list("pk", flat=True))
    return set(Project.objects.visible_to(by).kept().filter(pk__in=ids).values_list("pk", flat=True))


def remember(incoming: Import, kind: Kind, made: Sequence[tuple[UUID, UUID]]) -> None:
    """Write down keys and what was made of them; a key whose thing was deleted points to the new one from now on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfer_importedrecord (workspace_id, source, kind, brought_by_id, key, object_id)"
            " SELECT %s, %s, %s, %s, made.key, made.pk FROM unnest(%s, %s) AS made (key, pk)"
            " ON CONFLICT (workspace_id, source, kind, key)"
            " DO UPDATE SET object_id = excluded.object_id, brought_by_id = excluded.brought_by_id",
            [
                incoming.workspace_id,
                incoming.source,
                str(kind),
                incoming.pk,
                [key for key, _pk in made],
                [pk for _key, pk in made],
            ],
        )
