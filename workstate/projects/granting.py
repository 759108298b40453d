"""Projects that come with an invitation: [{"project": id, "level": level}, …]. See workspaces.grants."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from workstate.core.actor import Actor, Role
from workstate.core.errors import Conflict, Invalid, require
from workstate.projects.access import learn_levels
from workstate.projects.actions import share_project
from workstate.projects.models import Level, Project
from workstate.projects.policies import can_administer_project
from workstate.projects.sharing import LEVELS_OF_GUESTS
from workstate.workspaces.models import Membership

MOST = 100


def clean(wanted: Any, by: Actor) -> list[dict[str, str]]:
    """What is kept of it; raises Invalid for what is no project of theirs, and NotAllowed for one that they do not administer."""
    if not isinstance(wanted, list) or len(wanted) > MOST:
        raise Invalid(_("Give a list of at most 100 projects."), field="projects")
    kept = []
    for one in wanted:
        project = _project(one.get("project") if isinstance(one, dict) else None, by)
        if project is None:
            raise Invalid(_("There is no such project here."), field="projects")
        require(can_administer_project(by, project), _("Only who administers this project says who sees it."))
        if one.get("level") not in LEVELS_OF_GUESTS:
            raise Invalid(_("Choose what they may do: view, comment or edit."), field="level")
        kept.append({"project": str(project.pk), "level": str(one["level"])})
    return kept


def offer(by: Actor) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The projects that they may share, by name, and what others may be let do in them. Two queries at most."""
    projects = list(Project.objects.visible_to(by).active().order_by(Lower("name"), "pk")[:MOST])
    learn_levels(by, projects)
    choices = [(str(project.pk), project.name) for project in projects if can_administer_project(by, project)]
    return choices, [(level.value, str(level.label)) for level in LEVELS_OF_GUESTS]


def give(kept: Any, member: Membership, inviter: Actor) -> None:
    """What the inviter may still give; the rest is passed over."""
    for one in kept:
        project = _project(one["project"], inviter)
        if project is None or not can_administer_project(inviter, project):
            continue
        level = Level(one["level"])
        if member.role == Role.GUEST and level == Level.ADMINISTER:
            level = Level.EDIT
        try:
            share_project(project, by=inviter, level=level, member=member)
        except (Conflict, Invalid):
            continue  # It is in the bin, or shared with as many as can be.


def _project(pk: object, actor: Actor) -> Project | None:
    try:
        wanted = UUID(str(pk))
    except ValueError:
        return None
    return Project.objects.visible_to(actor).kept().filter(pk=wanted).first()
