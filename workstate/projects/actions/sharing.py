"""Who may do what in a project: given, changed, taken away, handed over, given up."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from workstate.activity.actions import record
from workstate.activity.verbs import Verb
from workstate.core.actor import Actor, Role
from workstate.core.errors import Invalid, NotFound, require
from workstate.projects.actions.places import kept, locked
from workstate.projects.models import LEVELS_OF_EVERYONE, Level, Project, ProjectShare
from workstate.projects.policies import can_administer_project
from workstate.workspaces.models import Group, Membership

# Of one project. More people than this are a group.
MOST = 500


@transaction.atomic
def share_project(
    project: Project, *, by: Actor, level: Level | str, member: Membership | None = None, group: Group | None = None
) -> ProjectShare:
    """
    Let a person or a group do as much in the project, or change what they may do. Whoever has that already keeps it.

    Raises Invalid at "level", and at "member" or "group" for whoever is of another workspace or gone.
    """
    given = _clean_level(level)
    project = kept(_administered(project, by))
    whom: dict[str, Any] = {"member": member, "group": group}
    if (member is None) == (group is None):
        raise Invalid(_("Choose a person or a group."), field="member")
    if group is not None:
        _require_group(group, project)
    if member is not None:
        member = whom["member"] = _here(member, project)
        if member.role == Role.GUEST and given == Level.ADMINISTER:
            raise Invalid(_("A guest can edit at most. Make them a member first."), field="level")
    share = ProjectShare.objects.filter(project=project, **whom).first()
    before = share.level if share else ""
    if share is None:
        if ProjectShare.objects.filter(project=project).count() >= MOST:
            raise Invalid(
                _("This project is shared with 500 people and groups already. Share it with a group instead.")
            )
        share = ProjectShare.objects.create(
            workspace_id=project.workspace_id, project=project, level=given, created_by=by.user, **whom
        )
    elif share.level != given:
        share.level = given
        share.save(update_fields=["level"])
    if before != given:
        record(Verb.PROJECT_SHARED, project, by=by, level=given, before=before, **_whose(share, member))
    return share


@transaction.atomic
def unshare_project(
    project: Project, *, by: Actor, member: Membership | None = None, group: Group | None = None
) -> Level | None:
    """
    Take away what was given to a person or a group; answers with what that was, None if nothing was.

    Somebody is always left who administers the project: those who run the workspace administer every one.
    """
    return _take_away(_administered(project, by), Verb.PROJECT_UNSHARED, by=by, member=member, group=group)


@transaction.atomic
def leave_project(project: Project, *, by: Actor) -> Level | None:
    """Give up what was given to oneself by name; what a group or everyone has stays. Answers with what it was."""
    member = Membership.objects.filter(workspace=project.workspace_id, user=by.user).first()
    if member is None or project.workspace_id != by.workspace.pk:
        raise NotFound
    return _take_away(locked(project), Verb.PROJECT_LEFT, by=by, member=member, group=None)


@transaction.atomic
def set_everyone(project: Project, level: Level | str, *, by: Actor) -> Project:
    """What every full member may do in the project; "" makes it private. Raises Invalid at "level"."""
    if level and level not in LEVELS_OF_EVERYONE:
        raise Invalid(_("Choose what everyone may do: view, comment, edit, or nothing."), field="level")
    project = kept(_administered(project, by))
    before, given = project.everyone, Level(level).value if level else ""
    if before != given:
        project.everyone = given
        project.save(update_fields=["everyone"])
        verb = Verb.PROJECT_OPENED if given else Verb.PROJECT_CLOSED
        record(verb, project, by=by, level=given, before=before)
    return project


@transaction.atomic
def hand_over_project(project: Project, *, by: Actor, to: Membership) -> Project:
    """
    Let another full member administer the project; whoever hands it over edits it from then on.

    Raises Invalid at "member" for a guest, oneself, and whoever is gone.
    """
    project = kept(_administered(project, by))
    to = _here(to, project)
    if to.role == Role.GUEST:
        raise Invalid(_("A guest cannot administer a project. Make them a member first."), field="member")
    if to.user_id == by.user.pk:
        raise Invalid(_("Choose somebody else."), field="member")
    ProjectShare.objects.update_or_create(
        project=project,
        member=to,
        defaults={"level": Level.ADMINISTER},
        create_defaults={
            "workspace_id": project.workspace_id,
            "level": Level.ADMINISTER,
            "created_by": by.user,
        },
    )
    own = ProjectShare.objects.filter(project=project, member__user=by.user, level=Level.ADMINISTER)
    own.update(level=Level.EDIT)
    record(Verb.PROJECT_HANDED_OVER, project, by=by, member=str(to.pk), user=str(to.user_id))
    return project


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


def _take_away(
    project: Project, verb: Verb, *, by: Actor, member: Membership | None, group: Group | None
) -> Level | None:
    share = ProjectShare.objects.filter(project=project, member=member, group=group).first()
    if share is None:
        return None
    whose = _whose(share, member)
    share.delete()
    record(verb, project, by=by, level=share.level, **whose)
    return Level(share.level)


def _administered(project: Project, by: Actor) -> Project:
    """
    Locked, and asked of again then: of two who take the project from each other at the same moment one is refused.
    """
    for asked in (project, locked(project)):
        require(can_administer_project(by, asked), _("Only who administers this project says who sees it."))
    return asked


def _require_group(group: Group, project: Project) -> None:
    if group.workspace_id != project.workspace_id or group.deleted_at:
        raise Invalid(_("That group is no longer here. Reload the page and try again."), field="group")


def _here(member: Membership, project: Project) -> Membership:
    """As they are now, locked, so that nobody becomes a guest or leaves meanwhile."""
    found = Membership.objects.select_for_update().filter(pk=member.pk, workspace=project.workspace_id).first()
    if found is None:
        raise Invalid(_("That person is no longer in this workspace. Reload the page and try again."), field="member")
    return found


def _clean_level(level: Level | str) -> Level:
    if level not in Level.values:
        raise Invalid(_("Choose what they may do: view, comment, edit or administer."), field="level")
    return Level(level)


def _whose(share: ProjectShare, member: Membership | None) -> dict[str, str]:
    """For the log and for whoever tells people: ids alone."""
    if member is not None:
        return {"member": str(member.pk), "user": str(member.user_id)}
    return {"group": str(share.group_id)}
