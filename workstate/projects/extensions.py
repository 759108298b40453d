"""What rooms above this one tell of projects. They register in their apps.py; a project knows neither tasks nor time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from workstate.core.actor import Actor
from workstate.projects.models import Project

ProgressOf = Callable[[Actor], Mapping[UUID, Any]]

LookCopier = Callable[[Project, Project, Actor], object]

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
