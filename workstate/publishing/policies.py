"""Who may let anybody look, and who may end that."""

from __future__ import annotations

from workstate.core.actor import Actor
from workstate.projects.models import Project
from workstate.projects.policies import can_administer_project
from workstate.publishing.models import PublicLink
from workstate.savedviews.models import SavedView


def can_publish(actor: Actor, subject: Project | SavedView) -> bool:
    """Of a project whoever administers it, of a view whoever made it; no guest. Whether the workspace allows it is another question."""
    if actor.is_guest:
        return False
    if isinstance(subject, Project):
        return can_administer_project(actor, subject)
    return subject.workspace_id == actor.workspace.pk and subject.created_by_id == actor.user.pk


def can_revoke_link(actor: Actor, link: PublicLink) -> bool:
    if link.workspace_id != actor.workspace.pk:
        return False
    if actor.administers or link.created_by_id == actor.user.pk:
        return True
    return link.project is not None and not actor.is_guest and can_administer_project(actor, link.project)


def can_change_link(actor: Actor, link: PublicLink) -> bool:
    """Whoever made it, while they may make one: it shows what they see."""
    mine = link.workspace_id == actor.workspace.pk and link.created_by_id == actor.user.pk
    return mine and can_publish(actor, link.subject)


def can_reinstate_link(actor: Actor, link: PublicLink) -> bool:
    """Whoever made it, while they may make one; what somebody else revoked stays revoked."""
    return can_change_link(actor, link) and link.revoked_by_id in {None, actor.user.pk}


def can_rule_publishing(actor: Actor) -> bool:
    return actor.administers
