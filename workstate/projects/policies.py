from __future__ import annotations

from workstate.core.actor import Actor
from workstate.projects.models import Folder, Project


def can_create_project(actor: Actor) -> bool:
    return not actor.is_guest


def can_edit_project(actor: Actor, project: Project) -> bool:
    """Whoever is a full member of the project's workspace."""
    return project.workspace_id == actor.workspace.pk and not actor.is_guest


def can_edit_folder(actor: Actor, folder: Folder) -> bool:
    return folder.workspace_id == actor.workspace.pk and not actor.is_guest
