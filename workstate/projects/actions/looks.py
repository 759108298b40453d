"""How a person likes to look at projects: what is at hand, what is folded."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor
from workstate.projects.models import (
    Favourite,
    FoldedBranch,
    FoldedSection,
    Folder,
    Project,
    Section,
)


@transaction.atomic
def favour_project(project: Project, *, by: Actor) -> None:
    _made, new = Favourite.objects.get_or_create(workspace=by.workspace, user=by.user, project=project)
    if new:
        record(Verb.PROJECT_FAVOURED, project, by=by)


@transaction.atomic
def unfavour_project(project: Project, *, by: Actor) -> None:
    removed, _rows = Favourite.objects.filter(user=by.user, project=project).delete()
    if removed:
        record(Verb.PROJECT_UNFAVOURED, project, by=by)


@transaction.atomic
def fold_section(section: Section, *, by: Actor, folded: bool) -> None:
    """Keep a section closed for this person, or open. No event: nobody else is told, and it is no change of work."""
    mark: dict[str, Any] = {"workspace": by.workspace, "user": by.user, "section": section}
    if folded:
        FoldedSection.objects.get_or_create(**mark)
    else:
        FoldedSection.objects.filter(**mark).delete()


@transaction.atomic
def fold_project(project: Project, *, by: Actor, folded: bool) -> None:
    """Keep what is under a project closed in this person's sidebar, or open."""
    _fold(by, folded, project=project, folder=None)


@transaction.atomic
def fold_folder(folder: Folder, *, by: Actor, folded: bool) -> None:
    _fold(by, folded, project=None, folder=folder)


def _fold(by: Actor, folded: bool, *, project: Project | None, folder: Folder | None) -> None:
    mark: dict[str, Any] = {"workspace": by.workspace, "user": by.user, "project": project, "folder": folder}
    if folded:
        FoldedBranch.objects.get_or_create(**mark)
    else:
        FoldedBranch.objects.filter(**mark).delete()
