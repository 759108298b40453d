from __future__ import annotations

from workstate.blueprints.models import Template
from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.projects.policies import can_administer_project


def can_create_template(actor: Actor) -> bool:
    """Full members: a template is shared with all of them."""
    return not actor.is_guest


def can_show_in_template(actor: Actor, project: Project | None) -> bool:
    """A template is for all full members to see: of a private project whoever administers that makes one."""
    return project is None or bool(project.everyone) or can_administer_project(actor, project)


def can_use_template(actor: Actor, template: Template) -> bool:
    return template.workspace_id == actor.workspace.pk and not actor.is_guest


def can_edit_template(actor: Actor, template: Template) -> bool:
    """Whoever made it, while they are a full member, and administrators: others rely on what it is."""
    if not can_use_template(actor, template):
        return False
    return actor.administers or template.created_by_id == actor.user.pk
