from __future__ import annotations

from workstate.core.actor import Actor
from workstate.projects.access import allows
from workstate.projects.models import Client, Folder, Level, Project


def can_create_project(actor: Actor) -> bool:
    return not actor.is_guest


def can_comment_in_project(actor: Actor, project: Project) -> bool:
    return allows(actor, project, Level.COMMENT)


def can_edit_project(actor: Actor, project: Project) -> bool:
    """What is in it: its tasks, sections and texts."""
    return allows(actor, project, Level.EDIT)


def can_change_project(actor: Actor, project: Project) -> bool:
    """The project itself: its name and place, its archive and its bin. Full members who edit it; a guest works in it only."""
    return not actor.is_guest and allows(actor, project, Level.EDIT)


def can_administer_project(actor: Actor, project: Project) -> bool:
    """Who sees it: its shares and links, and handing it over."""
    return allows(actor, project, Level.ADMINISTER)


def can_edit_folder(actor: Actor, folder: Folder) -> bool:
    return folder.workspace_id == actor.workspace.pk and not actor.is_guest


def can_edit_client(actor: Actor, client: Client) -> bool:
    return client.workspace_id == actor.workspace.pk and not actor.is_guest


def can_remove_client(actor: Actor, client: Client) -> bool:
    """Deleting or merging it changes projects, also such as a member may not see."""
    return client.workspace_id == actor.workspace.pk and actor.administers
