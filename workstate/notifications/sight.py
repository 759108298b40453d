"""What a person sees in all of their workspaces at once: the rooms' own doors are asked for one workspace at a time."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from workstate.accounts.models import User
from workstate.core.actor import Role
from workstate.projects.access import RUNNING_IT
from workstate.projects.models import Project, ProjectShare
from workstate.tasks.models import Task
from workstate.workspaces.models import Membership


def is_seen_by(user: User) -> Q:
    """
    The condition under which a notification, or whatever else names workspace, task, project, comment and notice as it
    does, is about what the person sees: it is part of any query and asks nothing by itself.

    What lies in a bin is seen by nobody here, and what was put away beside the clock is not told any more.
    """
    belongs = Q(workspace__in=_memberships(user).values("workspace"))
    # By joins from the row to its task: the list of all tasks that a person sees would take longer the more there are.
    return (
        (Q(workspace=None) | belongs)
        & (Q(task=None) | _is_seen_task(user, "task__"))
        & (Q(project=None) | Q(project__in=projects_seen_by(user).filter(deleted_at=None).values("pk")))
        & (Q(comment=None) | Q(comment__deleted_at=None))
        & (Q(notice=None) | Q(notice__dismissed_at=None))
    )


def projects_seen_by(user: User) -> QuerySet[Project]:
    """As Project.objects.visible_to() of each workspace that the person belongs to, taken together."""
    here = _memberships(user)
    running = here.filter(role__in=RUNNING_IT).values("workspace")
    member = here.filter(role=Role.MEMBER).values("workspace")
    shared = ProjectShare.objects.of_person(user.pk).filter(workspace__in=here.values("workspace")).values("project")
    seen = Q(workspace__in=running) | (Q(workspace__in=member) & ~Q(everyone="")) | Q(pk__in=shared)
    return Project.objects.filter(seen).order_by()


def tasks_seen_by(user: User) -> QuerySet[Task]:
    """As Task.objects.visible_to(), without what lies in a bin."""
    return Task.objects.filter(_is_seen_task(user, "")).order_by()


def _is_seen_task(user: User, task: str) -> Q:
    """`task` is the way from the row to its task."""
    workspaces = _memberships(user).values("workspace")
    projects = projects_seen_by(user).filter(deleted_at=None).values("pk")
    own = Q((f"{task}project", None), (f"{task}created_by", user), (f"{task}workspace__in", workspaces))
    there = Q((f"{task}project__in", projects))
    return Q((f"{task}deleted_at", None)) & (own | there)


def _memberships(user: User) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, workspace__deleted_at=None).order_by()
