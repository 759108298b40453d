"""Who may do what in a project."""

from __future__ import annotations

from workstate.core.actor import Actor
from workstate.projects.models import Level, Project, ProjectShare
from workstate.workspaces.models import Membership


def share_anew(project: Project, original: Project | None, *, by: Actor) -> None:
    """
    Of a project that was just made: its maker administers it, and whoever sees the original sees it too.

    The original is what it was copied from or stands under: what is private there does not become everyone's here.
    """
    maker = Membership.objects.filter(workspace=project.workspace_id, user=by.user).values_list("pk", flat=True).first()
    shares = []
    if original is not None:
        shares = [
            ProjectShare(
                workspace_id=project.workspace_id,
                project=project,
                member_id=share.member_id,
                group_id=share.group_id,
                level=share.level,
                created_by=by.user,
            )
            for share in ProjectShare.objects.filter(project=original)
            if maker is None or share.member_id != maker
        ]
    if maker is not None:
        shares.append(
            ProjectShare(
                workspace_id=project.workspace_id,
                project=project,
                member_id=maker,
                level=Level.ADMINISTER,
                created_by=by.user,
            )
        )
    ProjectShare.objects.bulk_create(shares)
