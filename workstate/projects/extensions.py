"""What rooms above this one tell of projects. They register in their apps.py; a project knows neither tasks nor time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from workstate.core.actor import Actor
from workstate.projects.models import Client, Project

ProgressOf = Callable[[Actor], Mapping[UUID, Any]]

LookCopier = Callable[[Project, Project, Actor], object]

HoursOf = Callable[[Actor, Sequence[UUID]], Mapping[UUID, "Hours"]]


@dataclass(frozen=True, slots=True)
class Hours:
    """Seconds tracked on a project, in this month and ever, as far as the reader sees."""

    month: int = 0
    ever: int = 0


class ClientMover(Protocol):
    """Gives what hangs on a client to another: all of it, or what an event of a merger says, for Undo."""

    def __call__(
        self, client: Client, to: Client, by: Actor, only: Mapping[str, Any] | None = None
    ) -> Mapping[str, Any]: ...


_hours: list[HoursOf] = []
_client_movers: list[ClientMover] = []
_progress: list[ProgressOf] = []
_look_copiers: list[LookCopier] = []


def register_progress(progress: ProgressOf) -> None:
    """Have the list of projects say how far each is: drawn by `tasks/_progress.html`, for all in a few queries."""
    if progress not in _progress:
        _progress.append(progress)


def progress_of(actor: Actor) -> dict[UUID, Any]:
    return {pk: how for progress in _progress for pk, how in progress(actor).items()}


def register_look_copier(copy: LookCopier) -> None:
    """Have the copy of a project looked at as the project is, by everybody and by whoever copies; in that transaction."""
    if copy not in _look_copiers:
        _look_copiers.append(copy)


def copy_looks(project: Project, copy: Project, by: Actor) -> None:
    for copier in _look_copiers:
        copier(project, copy, by)


def register_hours(hours: HoursOf) -> None:
    """Have pages of clients say how much time went into projects; in one query, those with none may be left out."""
    if hours not in _hours:
        _hours.append(hours)


def hours_of(actor: Actor, projects: Sequence[UUID]) -> dict[UUID, Hours]:
    return {pk: how for hours in _hours for pk, how in hours(actor, projects).items()}


def register_client_mover(move: ClientMover) -> None:
    """Have a room give what hangs on a client to the one that it is merged into, in that transaction."""
    if move not in _client_movers:
        _client_movers.append(move)


def move_to_client(client: Client, to: Client, by: Actor, only: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What was moved, by the name of what it is, for the event."""
    return {name: ids for move in _client_movers for name, ids in move(client, to, by, only).items()}
