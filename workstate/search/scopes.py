"""
Who may find a document, and of which month it is, as numbers that stand in the index beside the words.

PostgreSQL keeps words and numbers in one GIN index, so a question about a common word walks only over what this person
may find, newest months first, and never over a million rows. The numbers only narrow: what is read is asked of the rooms'
own rights once more (Document.objects.visible_to).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import md5
from uuid import UUID

from workstate.core.actor import Actor
from workstate.projects.models import Project

EVERYBODY = "*"
"""Full members of the workspace: what lies in projects that are everyone's."""
ADMINISTRATORS = "!"

RECENT_MONTHS = 3


def person(user_id: UUID | None) -> str:
    """The one person who may find it; nobody when there is none."""
    return f"@{user_id}" if user_id else ""


def project(project_id: UUID) -> str:
    """Whoever sees the project by a share."""
    return f"#{project_id}"


def scopes_of(workspace: UUID, kind: str, readers: Iterable[str], month: date) -> list[int]:
    """What a document is filed under: for each kind of reader all its months, and its own."""
    return sorted(
        {
            number
            for reader in readers
            if reader
            for number in (_number(workspace, kind, reader), _number(workspace, kind, reader, _month(month)))
        }
    )


def scopes_for(readers: Iterable[str], workspace: UUID, kind: str, *, since: date | None = None) -> list[int]:
    """Under what such readers find documents of the kind; with a day, those of its month and the ones that follow."""
    months = [()] if since is None else [(_month(day),) for day in _months_from(since)]
    return [_number(workspace, kind, reader, *month) for reader in readers for month in months]


def readers_for(actor: Actor) -> list[str]:
    """As whom the actor looks: by themself, as one of all members, and by what is shared with them. At most one query."""
    own = person(actor.user.pk)
    if actor.administers:
        return [EVERYBODY, own, ADMINISTRATORS]
    shared = Project.objects.visible_to(actor).kept().order_by()
    if not actor.is_guest:
        shared = shared.filter(everyone="")
    beside = [project(pk) for pk in shared.values_list("pk", flat=True)]
    return [own, *beside] if actor.is_guest else [EVERYBODY, own, *beside]


def first_of_recent(today: date) -> date:
    """The first day of the months that count as recent."""
    months = today.year * 12 + today.month - 1 - (RECENT_MONTHS - 1)
    return date(months // 12, months % 12 + 1, 1)


def _months_from(first: date) -> list[date]:
    """The recent months and the next, for what is written down ahead."""
    start = first.year * 12 + first.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, start + RECENT_MONTHS + 1)]


def _month(day: date) -> str:
    return f"{day.year}-{day.month}"


def _number(*parts: object) -> int:
    """A bigint; that two of them are one would only let a question look at rows that it then may not read."""
    digest = md5("/".join(map(str, parts)).encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def lock_number(workspace: UUID) -> int:
    """Of the lock under which a workspace's documents are written."""
    return _number("search", workspace)
