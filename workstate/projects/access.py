"""
What people may do in projects.

Owners and administrators of the workspace administer every project. A full member has what the project gives everyone, and
anybody, guests too, what a share gives them or a group of theirs. A guest edits at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, Q

from workstate.core.actor import Actor, Role
from workstate.projects.models import Level, Project, ProjectShare
from workstate.workspaces.models import GroupMember, Membership

RUNNING_IT = (Role.OWNER, Role.ADMINISTRATOR)


def level_of(actor: Actor, project: Project) -> Level | None:
    """What the actor may do at most; None for a project that they do not even see. At most one query."""
    if project.workspace_id != actor.workspace.pk:
        return None
    if actor.administers:
        return Level.ADMINISTER
    learnt = _learnt(project)
    if actor.user.pk in learnt:
        return learnt[actor.user.pk]
    given = ProjectShare.objects.of(actor).filter(project=project).values_list("level", flat=True)
    return _highest(actor, project, given)


def allows(actor: Actor, project: Project, level: Level) -> bool:
    """Whether the actor may do as much. Asks the database only where everyone may not."""
    if project.workspace_id != actor.workspace.pk:
        return False
    if not actor.is_guest and project.everyone and Level(project.everyone).includes(level):
        return True
    found = level_of(actor, project)
    return found is not None and found.includes(level)


def levels_of(actor: Actor, projects: Iterable[Project]) -> dict[UUID, Level]:
    """What the actor may do at most in each of the projects that they see. One query."""
    here = {project.pk: project for project in projects if project.workspace_id == actor.workspace.pk}
    if actor.administers:
        return dict.fromkeys(here, Level.ADMINISTER)
    given: dict[UUID, list[str]] = {}
    for pk, level in ProjectShare.objects.of(actor).filter(project__in=here).values_list("project", "level"):
        given.setdefault(pk, []).append(level)
    levels = {pk: _highest(actor, project, given.get(pk, ())) for pk, project in here.items()}
    return {pk: level for pk, level in levels.items() if level is not None}


def learn_levels(actor: Actor, projects: Iterable[Project | None]) -> None:
    """
    Ask once for what the actor may do in all of these projects, so that policies about each ask no more.

    Nothing is asked where everyone may edit: that is as much as lists of tasks want to know.
    """
    if actor.administers:
        return
    closed = [one for one in projects if one is not None and (actor.is_guest or one.everyone != Level.EDIT)]
    unknown = [one for one in closed if actor.user.pk not in _learnt(one)]
    if unknown:
        levels = levels_of(actor, unknown)
        for project in unknown:
            _learnt(project)[actor.user.pk] = levels.get(project.pk)


def readers_of(project: Project) -> Q:
    """
    The memberships of whoever sees the project, to filter Membership with.

    Of its workspace alone; nothing is asked yet.
    """
    shares = ProjectShare.objects.filter(project=project)
    groups = shares.filter(group__isnull=False, group__deleted_at=None).values("group")
    seen = Q(role__in=RUNNING_IT) | Q(pk__in=shares.filter(member__isnull=False).values("member"))
    seen |= Q(user__in=GroupMember.objects.filter(group__in=groups).values("user"))
    if project.everyone:
        seen |= Q(role=Role.MEMBER)
    return Q(workspace=project.workspace_id) & seen


def people_beside(guest: Actor) -> Q:
    """The memberships of whoever sees a project that the guest sees."""
    projects = Project.objects.visible_to(guest).kept().order_by()
    shares = ProjectShare.objects.filter(project__in=projects.values("pk"))
    groups = shares.filter(group__isnull=False, group__deleted_at=None).values("group")
    by_name = Q(pk__in=shares.filter(member__isnull=False).values("member"))
    in_groups = Q(user__in=GroupMember.objects.filter(group__in=groups).values("user"))
    running = Q(Exists(projects), role__in=RUNNING_IT)
    everyone = Q(Exists(projects.exclude(everyone="")), role=Role.MEMBER)
    return Q(workspace=guest.workspace) & (by_name | in_groups | running | everyone)


def sees(member: Membership, project: Project) -> bool:
    """Whether a member, who need not be the one who acts, sees the project. At most one query."""
    if member.workspace_id != project.workspace_id:
        return False
    if member.role in RUNNING_IT or (project.everyone and member.role == Role.MEMBER):
        return True
    return ProjectShare.objects.of_person(member.user_id).filter(project=project).exists()


def readers_by_project(projects: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The ids of the people who see each of the projects. Four queries, however many projects there are."""
    found = dict(Project.objects.filter(pk__in=set(projects)).values_list("pk", "workspace"))
    open_ones = set(Project.objects.filter(pk__in=found).exclude(everyone="").values_list("pk", flat=True))
    running: dict[UUID, set[UUID]] = {}
    members: dict[UUID, set[UUID]] = {}
    of_workspaces = Membership.objects.filter(workspace__in=set(found.values())).exclude(role=Role.GUEST)
    for workspace, user, role in of_workspaces.values_list("workspace", "user", "role"):
        members.setdefault(workspace, set()).add(user)
        if role in RUNNING_IT:
            running.setdefault(workspace, set()).add(user)
    readers = {pk: set((members if pk in open_ones else running).get(workspace, ())) for pk, workspace in found.items()}
    shares = ProjectShare.objects.filter(project__in=found).filter(Q(group=None) | Q(group__deleted_at=None))
    for pk, person, in_group in shares.values_list("project", "member__user", "group__members__user"):
        readers[pk] |= {person, in_group} - {None}
    return readers


def _highest(actor: Actor, project: Project, given: Iterable[str]) -> Level | None:
    levels = [Level(level) for level in given]
    if project.everyone and not actor.is_guest:
        levels.append(Level(project.everyone))
    if not levels:
        return None
    highest = max(levels, key=lambda level: level.rank)
    return Level.EDIT if actor.is_guest and highest == Level.ADMINISTER else highest


def _learnt(project: Project) -> dict[UUID, Level | None]:
    """What learn_levels() found, by person; it lives as long as this object of the project, which is one request."""
    learnt: dict[UUID, Level | None] = project.__dict__.setdefault("_learnt_levels", {})
    return learnt
